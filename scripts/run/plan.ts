/** What a run means to judge, worked out before the first request. */
import picomatch from 'picomatch'
import type { AgentName } from '../../fixtures/actors/agent-choice.ts'
import type { Lane } from '../../fixtures/flow/flow.ts'
import { keyText, planned } from '../../fixtures/flow/script.ts'
import { nearest } from '../../fixtures/targets/text.ts'
import type { FlowId, Level, Plan, PlannedCheck, ResultKey, TargetRecord } from '../../reports/record.ts'
import type { Catalogue, CataloguedVariant } from '../catalogue.ts'

export interface Selection {
  readonly flows: readonly string[]
  readonly variants: readonly string[]
  /** Globs over check ids; `*` stays within a part of the id, `**` does not. */
  readonly checks: readonly string[]
}

/** A filter that matches nothing, or names what does not exist. */
export class NothingSelected extends Error {
  override readonly name = 'NothingSelected'
  readonly exitCode = 2
}

export interface PlannedVariant extends CataloguedVariant {
  /** Keys of the checks to judge, as text. */
  readonly keys: ReadonlySet<string>
}

/** Lanes that are ours: identity providers are tenants of the mock IdP. */
const HOUSE: readonly Lane[] = ['user', 'application', 'idp']

/** @throws {NothingSelected} some of the names that were given are not known */
function unknown(kind: string, given: readonly string[], known: readonly string[]): void {
  const strangers = given.filter((one) => !known.includes(one))
  if (strangers.length === 0) return
  const near = strangers.map((one) => nearest(one, known)).filter((one) => one !== undefined)
  const meant = near.length === 0 ? '' : ` Did you mean ${[...new Set(near)].join(', ')}?`
  throw new NothingSelected(
    `no ${kind} is called ${strangers.join(', ')}.${meant} There are: ${[...new Set(known)].join(', ')}.`,
  )
}

/** The flows of these names, or all where none is given. @throws {NothingSelected} one is not known */
export function only(flows: Catalogue['flows'], given: readonly string[]): Catalogue['flows'] {
  unknown(
    'flow',
    given,
    flows.map(({ id }) => id),
  )
  return given.length === 0 ? flows : flows.filter(({ id }) => given.includes(id))
}

/** @throws {NothingSelected} a variant is named that the selected flows do not have, of which there are all without a filter */
function variantsKnown(catalogue: Catalogue, { flows, variants }: Selection): void {
  const within = catalogue.variants.filter(
    ({ variant }) => flows.length === 0 || flows.includes(variant.flow.id),
  )
  unknown(
    flows.length === 0 ? 'variant' : `variant of ${flows.join(', ')}`,
    variants,
    within.map(({ variant }) => variant.id),
  )
}

/** The selected checks, with the controls that their refusals need. */
export function select(catalogue: Catalogue, selection: Selection): readonly PlannedVariant[] {
  only(catalogue.flows, selection.flows)
  variantsKnown(catalogue, selection)
  const globs = selection.checks.map((glob) => picomatch(glob))
  const all = new Map(
    catalogue.variants.flatMap(({ script }) =>
      script.checks.map((bound) => [keyText(bound.key), bound] as const),
    ),
  )
  const chosen = new Set<string>()
  const choose = (key: ResultKey) => {
    const text = keyText(key)
    if (chosen.has(text)) return
    chosen.add(text)
    const control = all.get(text)?.control
    if (control === undefined) return
    choose({
      check: control.check,
      variant: control.variant,
      ...(control.walk === undefined ? {} : { walk: control.walk }),
    })
    if (control.after !== undefined) choose(control.after)
  }
  for (const { key, check } of all.values()) {
    if (selection.flows.length > 0 && !selection.flows.includes(check.flow)) continue
    if (selection.variants.length > 0 && !selection.variants.includes(key.variant)) continue
    if (globs.length > 0 && !globs.some((matches) => matches(check.id))) continue
    choose(key)
  }
  if (chosen.size === 0) {
    throw new NothingSelected(
      'no check matches all of the filters. `list` shows every check with its flow and its variants.',
    )
  }
  return catalogue.variants
    .map((one) => ({
      ...one,
      keys: new Set(one.script.checks.map(({ key }) => keyText(key)).filter((text) => chosen.has(text))),
    }))
    .filter(({ keys }) => keys.size > 0)
}

export interface PlanFacts {
  readonly version: string
  readonly selection: Selection
  readonly level: Level
  readonly seed: number
  readonly agent: AgentName
  readonly options: Plan['options']
  readonly target: TargetRecord
  readonly startedAt: string
  readonly revision?: string
  readonly ciUrl?: string
}

/**
 * The variant that has to judge every documented step. Where a flow is walked in full in more ways than one, it is the
 * one that leaves out the fewest steps, of those that need nothing which the target is declared to lack.
 */
function documentedVariant(
  { variants }: Pick<Catalogue, 'variants'>,
  flow: string,
  { lacks }: Pick<TargetRecord, 'lacks'>,
): CataloguedVariant | undefined {
  const lacking = new Set(lacks.map(({ capability }) => capability))
  const walked = variants
    .filter(({ variant }) => variant.flow.id === flow && variant.options.documented)
    .sort((one, other) => one.script.omissions.length - other.script.omissions.length)
  const possible = walked.find(({ variant }) => !variant.options.lacking?.some((one) => lacking.has(one)))
  return possible ?? walked[0]
}

export function planOf(catalogue: Catalogue, variants: readonly PlannedVariant[], facts: PlanFacts): Plan {
  const { version, selection, level, seed, agent, options, target, startedAt, revision, ciUrl } = facts
  const checks: PlannedCheck[] = variants.flatMap(({ script, keys }) =>
    script.checks.filter(({ key }) => keys.has(keyText(key))).map(planned),
  )
  const wanted = new Set<FlowId>(checks.map(({ flow }) => flow))
  return {
    tool: { name: 'cognito-conformance', version, catalogue: catalogue.hash },
    selection,
    seed,
    agent,
    options,
    level,
    target,
    startedAt,
    ...(revision === undefined ? {} : { revision }),
    ...(ciUrl === undefined ? {} : { ciUrl }),
    flows: catalogue.flows
      .filter(({ id }) => wanted.has(id) || selection.flows.includes(id) || selection.flows.length === 0)
      .map((flow) => {
        const documented = documentedVariant(catalogue, flow.id, target)
        return {
          id: flow.id,
          title: flow.title,
          ...(documented === undefined ? {} : { documentedVariant: documented.variant.id }),
          claimed: target.claims.includes(flow.id),
          steps: flow.steps.map(({ number, name, title, actor, receiver, performed }) => ({
            number,
            ...(name === undefined ? {} : { name }),
            title,
            actor,
            receiver,
            // The lanes do not show who leads from one of ours to another.
            target: performed !== undefined || !HOUSE.includes(actor) || !HOUSE.includes(receiver),
          })),
          notTested: flow.notTested,
        }
      }),
    checks,
  }
}
