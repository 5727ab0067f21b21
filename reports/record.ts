/**
 * The run record: what one run learned, as data.
 *
 * `run.json` holds one {@link RunRecord}; every report is made from it (and from the HAR files beside it)
 * and from nothing else. While a run goes on, its processes append {@link JournalEvent}s, one JSON line
 * each; folding the journals gives the record. Times are ISO 8601 in UTC, durations milliseconds.
 */

export type FlowId =
  | 'api-authentication'
  | 'managed-login'
  | 'federation'
  | 'identity-pool'
  | 'token-validation'

export type Level = 'required' | 'observed' | 'advisory'

export type Verdict =
  | 'passed'
  | 'failed'
  | 'blocked'
  | 'indeterminate'
  | 'not-applicable'
  | 'expected-failure'
  | 'unexpected-pass'
  | 'errored'

/** Where an expectation comes from. `month` is the month it was read or recorded, as `YYYY-MM`. */
export interface Source {
  readonly title: string
  readonly section: string
  readonly url: string
  readonly month: string
  /** The AWS region a record was made in, where known. */
  readonly region?: string
}

/** Names one result: a check, bound in one variant, in one walk through its flow. */
export interface ResultKey {
  /** `flow/step/name` */
  readonly check: string
  readonly variant: string
  readonly walk?: string
}

/** The accepted twin of a refusal. `after` is its second standing, where the refused act could change state. */
export interface Control extends ResultKey {
  readonly after?: ResultKey
}

/** One check that the run means to judge, or leaves out, as planned before the first request. */
export interface PlannedCheck {
  readonly id: string
  readonly flow: FlowId
  readonly variant: string
  readonly walk?: string
  readonly step: number
  readonly level: Level
  readonly source: Source
  readonly says: string
  readonly control?: Control
}

/** What names the thing that kept a check from being judged. */
export interface BlockedBy {
  /** The documented step that was not performed, in the same variant. */
  readonly step?: number
  readonly walk?: string
  /** The control that did not pass. */
  readonly control?: ResultKey
  /** What happened, in one sentence. */
  readonly reason: string
}

export interface CheckResult extends PlannedCheck {
  readonly verdict: Verdict
  /** Why, whenever the verdict is not `passed`. One sentence, most specific cause first. */
  readonly reason?: string
  /** Equal causes have equal keys: failures and what they hold back are grouped by it. */
  readonly cause?: string
  readonly blockedBy?: BlockedBy
  readonly expected?: unknown
  readonly actual?: unknown
  /** Worth reading, without bearing on the verdict: what was answered where the source leaves it open. */
  readonly notes?: readonly string[]
  /** How many cases it stands on, where it judges what was generated. */
  readonly cases?: Cases
  /** The cases that went wrong, the gravest first. */
  readonly counterexamples?: readonly Counterexample[]
  readonly durationMs: number
  /** Indices of the exchanges in the variant's HAR file (`har/<flow>.<variant>.har`) that this check looked at. */
  readonly exchanges: readonly number[]
}

/** Cases that were drawn; those of them that changed something and were sent; those whose answer was judged. */
export interface CaseCounts {
  readonly generated: number
  readonly applied: number
  readonly judged: number
}

export interface Cases extends CaseCounts {
  readonly rows: readonly (CaseCounts & { readonly row: string })[]
}

/** The smallest case that was found of one row. No part of a token stands in it. */
export interface Counterexample {
  readonly row: string
  /** What it answers wrongly, such as `effect`. */
  readonly question?: string
  /** Who takes it looks at no signature. */
  readonly unsigned?: true
  /** The mutations, as `--replay` takes them. */
  readonly recipe: readonly { readonly row: string; readonly with: unknown }[]
  /** In words: first a line for each mutation of the recipe, with its parameter, then the claims concerned. */
  readonly changed: readonly string[]
  readonly owed: string
  readonly came: string
  /** One line that makes it again. */
  readonly replay: string
  readonly exchanges: readonly number[]
}

export interface StepResult {
  readonly flow: FlowId
  readonly variant: string
  readonly walk?: string
  readonly number: number
  readonly performed: boolean
  /** The source that says that this variant skips or replaces the step. */
  readonly omitted?: Source
  readonly reason?: string
  readonly durationMs: number
  readonly exchanges: readonly number[]
}

export interface StepDescription {
  readonly number: number
  /** Stands in the ids of its checks instead of the number. */
  readonly name?: string
  /** The documented line. */
  readonly title: string
  /** Who acts, and on whom: lanes of the flow's diagram, such as `user`, `application`, `user-pool`. */
  readonly actor: string
  readonly receiver: string
  /** Whether the target acts or is acted on; then, in the documented variant, some check has to judge the step. */
  readonly target: boolean
}

export interface NotTested {
  readonly statement: string
  readonly source: Source
  readonly reason: string
}

export interface FlowRecord {
  readonly id: FlowId
  readonly title: string
  /** The variant that walks every documented step. */
  readonly documentedVariant?: string
  readonly claimed: boolean
  /** How many checks were judged (`passed`, `failed`, `expected-failure`, `unexpected-pass`), and how many planned. */
  readonly judged: number
  readonly planned: number
  readonly steps: readonly StepDescription[]
  readonly notTested: readonly NotTested[]
}

export interface TargetRecord {
  readonly name: string
  readonly kind: 'reference' | 'process' | 'container' | 'endpoint' | 'aws'
  readonly version: string
  readonly digest?: string
  readonly claims: readonly FlowId[]
  readonly lacks: readonly { readonly capability: string; readonly reason: string }[]
  /** Settings of the target file that bear on verdicts (never a secret). */
  readonly settings: Readonly<Record<string, unknown>>
}

export interface Totals {
  readonly planned: number
  readonly passed: number
  readonly failed: number
  readonly blocked: number
  readonly indeterminate: number
  readonly errored: number
  readonly notApplicable: number
  readonly expectedFailure: number
  readonly unexpectedPass: number
}

export interface Outcome {
  readonly exitCode: 0 | 1 | 2 | 3 | 4 | 5
  readonly conforms: boolean
  /** The lowest level that counts as required in this run. */
  readonly level: Level
  /** One sentence. */
  readonly says: string
}

/** A fault of the harness (4), of usage (2) or of reaching the target (3), which no check can hold. */
export interface Trouble {
  readonly exitCode: 2 | 3 | 4
  readonly says: string
}

export const RECORD_SCHEMA = 'cognito-conformance/run-record/1'

export interface RunRecord {
  readonly schema: typeof RECORD_SCHEMA
  readonly tool: { readonly name: string; readonly version: string; readonly catalogue: string }
  /** False when the run ended before every planned check had its verdict. */
  readonly complete: boolean
  /** What the user chose; empty lists mean everything. */
  readonly selection: {
    readonly flows: readonly string[]
    readonly variants: readonly string[]
    readonly checks: readonly string[]
  }
  readonly shard?: { readonly index: number; readonly total: number }
  readonly seed: number
  readonly agent: 'http' | 'browser' | 'auto'
  readonly options: Readonly<Record<string, unknown>>
  readonly target: TargetRecord
  readonly revision?: string
  readonly ciUrl?: string
  readonly startedAt: string
  readonly endedAt: string
  readonly outcome: Outcome
  readonly flows: readonly FlowRecord[]
  readonly checks: readonly CheckResult[]
  readonly steps: readonly StepResult[]
  readonly totals: Totals
  readonly troubles: readonly Trouble[]
  /** What cut the run short (`SIGINT`, a budget), where something did. */
  readonly interrupted?: string
  /** What the run created on the target and could not delete. */
  readonly leftovers?: readonly { readonly kind: string; readonly id: string; readonly reason: string }[]
}

/** The plan: everything of the record that is known before the first request. */
export interface Plan {
  readonly tool: RunRecord['tool']
  readonly selection: RunRecord['selection']
  readonly shard?: RunRecord['shard']
  readonly seed: number
  readonly agent: RunRecord['agent']
  readonly options: RunRecord['options']
  readonly level: Level
  readonly target: TargetRecord
  readonly revision?: string
  readonly ciUrl?: string
  readonly startedAt: string
  readonly flows: readonly Omit<FlowRecord, 'judged' | 'planned'>[]
  readonly checks: readonly PlannedCheck[]
}

/** One exchange, already redacted, as an entry of HAR 1.2 (`log.entries[n]`). */
export interface JournaledExchange {
  readonly flow: FlowId
  readonly variant: string
  /** Its index in the variant's HAR file: 0, 1, 2, … in the order the requests were sent. */
  readonly n: number
  readonly entry: HarEntry
}

/** What a check came to, before controls are looked at. */
export type Judgement = Pick<
  CheckResult,
  | 'verdict'
  | 'reason'
  | 'cause'
  | 'blockedBy'
  | 'expected'
  | 'actual'
  | 'notes'
  | 'cases'
  | 'counterexamples'
  | 'durationMs'
  | 'exchanges'
> & { readonly key: ResultKey }

export type JournalEvent =
  | { readonly event: 'plan'; readonly plan: Plan }
  | { readonly event: 'exchange'; readonly exchange: JournaledExchange }
  | { readonly event: 'step'; readonly step: StepResult }
  | { readonly event: 'check'; readonly check: Judgement }
  /** Something the run created on the target; registered before it is created, settled when it is gone. */
  | { readonly event: 'created'; readonly kind: string; readonly id: string }
  | { readonly event: 'deleted'; readonly kind: string; readonly id: string }
  /** What was created and could not be deleted, and why. */
  | { readonly event: 'undeleted'; readonly kind: string; readonly id: string; readonly reason: string }
  /** A fault of the harness itself, or of the set-up, that no check can hold. */
  | ({ readonly event: 'trouble' } & Trouble)
  | { readonly event: 'end'; readonly endedAt: string; readonly interrupted?: string }

/** HAR 1.2, the members that we write. @see http://www.softwareishard.com/blog/har-12-spec/ */
export interface HarEntry {
  readonly startedDateTime: string
  readonly time: number
  readonly request: {
    readonly method: string
    readonly url: string
    readonly httpVersion: string
    readonly cookies: readonly HarPair[]
    readonly headers: readonly HarPair[]
    readonly queryString: readonly HarPair[]
    readonly postData?: {
      readonly mimeType: string
      readonly text: string
      readonly params?: readonly HarPair[]
    }
    readonly headersSize: number
    readonly bodySize: number
  }
  readonly response: {
    /** 0 when no answer came; then `_error` says why. */
    readonly status: number
    readonly statusText: string
    readonly httpVersion: string
    readonly cookies: readonly HarPair[]
    readonly headers: readonly HarPair[]
    readonly content: {
      readonly size: number
      readonly mimeType: string
      readonly text?: string
      readonly encoding?: 'base64'
      readonly comment?: string
    }
    readonly redirectURL: string
    readonly headersSize: number
    readonly bodySize: number
  }
  readonly cache: Record<string, never>
  readonly timings: {
    readonly blocked: number
    readonly dns: number
    readonly connect: number
    readonly ssl: number
    readonly send: number
    readonly wait: number
    readonly receive: number
  }
  readonly comment?: string
  /** Who sent it: `application`, `user-agent`, `probe`. */
  readonly _actor?: string
  /** The documented step, or the probe, that it belongs to. */
  readonly _act?: string
  /** Why there is no answer, or only a part of one. */
  readonly _error?: string
}

export interface HarPair {
  readonly name: string
  readonly value: string
}

/** One HAR 1.2 file: the transcript of one variant. `log.entries[n]` is the exchange that results call `n`. */
export interface Har {
  readonly log: {
    readonly version: '1.2'
    readonly creator: { readonly name: string; readonly version: string }
    readonly comment?: string
    readonly entries: readonly HarEntry[]
  }
}

/** The name of a variant's transcript, as in `har/<name>.har`. */
export const harName = (of: { readonly flow: FlowId; readonly variant: string }): string =>
  `${of.flow}.${of.variant}`
