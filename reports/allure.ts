/**
 * Allure results, made from the folded record in the types of Allure's core: no recorder sees the run itself, so nothing
 * that the record does not hold can get in. The core's own file writer flushes each file to the disk (2,000 checks
 * with their exchanges took 6.4 s); these can be made again at any time, and are just written.
 * @see https://allurereport.org/docs/how-it-works-test-result-file/
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StepResult as AllureStep, Attachment, StatusDetails, TestResult } from 'allure-js-commons'
import { ContentType, LabelName, LinkType, Severity, Stage, Status } from 'allure-js-commons'
import { stringifyEnvInfo } from 'allure-js-commons/sdk/reporter'
import { citation, exchangeText, happened, particulars } from './describe.ts'
import { keyOf, keyText, readable } from './order.ts'
import { plain } from './plain.ts'
import type { CheckResult, Har, Level, RunRecord, StepResult, Verdict } from './record.ts'
import { harName } from './record.ts'

const STATUS: Readonly<Record<Verdict, Status>> = {
  passed: Status.PASSED,
  failed: Status.FAILED,
  'unexpected-pass': Status.FAILED,
  blocked: Status.BROKEN,
  indeterminate: Status.BROKEN,
  errored: Status.BROKEN,
  'not-applicable': Status.SKIPPED,
  'expected-failure': Status.SKIPPED,
}

const SEVERITY: Readonly<Record<Level, Severity>> = {
  required: Severity.CRITICAL,
  observed: Severity.NORMAL,
  advisory: Severity.MINOR,
}

/** Every file that we write begins so, and only such files are ever taken away again. */
const PREFIX = 'cognito-conformance-'

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32)

/** Lines of text made harmless one by one: attachments are read in terminals too. */
const plainLines = (text: string): string => text.split(/\r?\n/).map(plain).join('\n')

/** Writes `DIR/allure-results`, in place of what an earlier call wrote there. */
export function writeAllureResults(
  dir: string,
  { record, hars }: { readonly record: RunRecord; readonly hars: ReadonlyMap<string, Har> },
): void {
  const folder = join(dir, 'allure-results')
  removeOurs(folder)
  mkdirSync(folder, { recursive: true })
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
  const written = new Set<string>()
  const attach = (of: CheckResult | StepResult): Attachment[] =>
    of.exchanges.flatMap((n) => {
      const entry = hars.get(harName(of))?.log.entries[n]
      if (!entry) return []
      const source = `${PREFIX}${digest(`${harName(of)} ${n}`)}-attachment.txt`
      if (!written.has(source)) write(source, plainLines(exchangeText(entry)))
      written.add(source)
      const { request, response } = entry
      const name = `exchange ${n}: ${request.method} ${request.url}, ${response.status || 'no answer'}`
      return [{ name: plain(name), type: ContentType.TEXT, source }]
    })
  for (const check of record.checks) {
    const result = resultOf(check, record, hars, attach)
    write(`${result.uuid}-result.json`, JSON.stringify(result))
  }
  const { target, tool, outcome } = record
  const environment = {
    target: plain(`${target.name} ${target.version}`),
    outcome: plain(outcome.says),
    exitCode: String(outcome.exitCode),
    seed: String(record.seed),
    tool: `${tool.name} ${tool.version}`,
  }
  write('environment.properties', stringifyEnvInfo(environment))
}

function removeOurs(folder: string): void {
  try {
    for (const name of readdirSync(folder)) if (name.startsWith(PREFIX)) rmSync(join(folder, name))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

function resultOf(
  check: CheckResult,
  record: RunRecord,
  hars: ReadonlyMap<string, Har>,
  attach: (of: CheckResult | StepResult) => Attachment[],
): TestResult {
  const [, place = '', name = check.id] = check.id.split('/')
  const flow = record.flows.find(({ id }) => id === check.flow)
  const step = flow?.steps.find(({ number }) => number === check.step)
  const key = keyText(keyOf(check))
  const start = startOf(check, record, hars)
  const label = (labelName: LabelName, value: string) => ({ name: labelName, value })
  return {
    uuid: `${PREFIX}${digest(key)}`,
    historyId: digest(key),
    testCaseId: digest(check.id),
    fullName: readable(keyOf(check)),
    name: `${name}: ${check.says}`,
    titlePath: [check.flow, place],
    description: plainLines(particulars(check, record)),
    status: STATUS[check.verdict],
    statusDetails: detailsOf(check, record),
    stage: Stage.FINISHED,
    start,
    stop: start + Math.round(check.durationMs),
    labels: [
      label(LabelName.EPIC, flow?.title ?? check.flow),
      label(LabelName.FEATURE, step ? `${step.name ?? step.number}. ${step.title}` : place),
      label(LabelName.STORY, name),
      label(LabelName.PARENT_SUITE, check.flow),
      label(LabelName.SUITE, check.walk === undefined ? check.variant : `${check.variant}, ${check.walk}`),
      label(LabelName.SEVERITY, SEVERITY[check.level]),
      label(LabelName.TAG, check.variant),
      label(LabelName.TAG, check.verdict),
      label(LabelName.HOST, plain(record.target.name)),
    ],
    links: [{ name: citation(check.source), url: check.source.url, type: LinkType.DEFAULT }],
    parameters: [
      { name: 'variant', value: check.variant },
      ...(check.walk === undefined ? [] : [{ name: 'walk', value: check.walk }]),
    ],
    attachments: attach(check),
    steps: record.steps
      .filter((s) => s.flow === check.flow && s.variant === check.variant && s.walk === check.walk)
      .map((s) =>
        stepOf(s, flow?.steps.find(({ number }) => number === s.number)?.title ?? '', start, attach),
      ),
  }
}

function detailsOf(check: CheckResult, record: RunRecord): StatusDetails {
  if (check.verdict === 'passed') return {}
  const { expected, actual } = check
  return {
    message: plain(`${check.verdict}: ${happened(check)}`),
    trace: plainLines(particulars(check, record)),
    ...(expected !== undefined && { expected: plain(JSON.stringify(expected)) }),
    ...(actual !== undefined && { actual: plain(JSON.stringify(actual)) }),
  }
}

function stepOf(
  step: StepResult,
  title: string,
  start: number,
  attach: (of: StepResult) => Attachment[],
): AllureStep {
  const reason = step.omitted ? `omitted: ${citation(step.omitted)}` : step.reason
  const status = step.omitted ? Status.SKIPPED : step.performed ? Status.PASSED : Status.BROKEN
  return {
    name: `${step.number}. ${title}`,
    status,
    statusDetails: reason === undefined ? {} : { message: plain(reason) },
    stage: Stage.FINISHED,
    start,
    stop: start + Math.round(step.durationMs),
    steps: [],
    attachments: attach(step),
    parameters: [],
  }
}

/** When the first exchange that the check looked at was sent, else when the run began. */
function startOf(check: CheckResult, record: RunRecord, hars: ReadonlyMap<string, Har>): number {
  const [n] = check.exchanges
  const entry = n === undefined ? undefined : hars.get(harName(check))?.log.entries[n]
  const sent = Date.parse(entry?.startedDateTime ?? record.startedAt)
  return Number.isNaN(sent) ? 0 : sent
}
