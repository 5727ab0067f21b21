/**
 * `junit.xml`, as CI systems read it: a suite a flow, a test case a result. A run that does not conform is never
 * green: where no test case would say so (a step that nothing judged, a leaked secret) one more stands for the run. What
 * the level of the run does not count turns no test case red: it is skipped, with all that is known of it.
 * @see https://github.com/testmoapp/junitxml
 */
import { create } from 'xmlbuilder2'
import type { XMLBuilder } from 'xmlbuilder2/lib/interfaces.js'
import { happened, particulars } from './describe.ts'
import { xmlText } from './plain.ts'
import type { CheckResult, Level, RunRecord, Verdict } from './record.ts'
import { counts } from './verdicts.ts'

const ELEMENT = {
  passed: undefined,
  failed: 'failure',
  'unexpected-pass': 'failure',
  blocked: 'error',
  indeterminate: 'error',
  errored: 'error',
  'not-applicable': 'skipped',
  'expected-failure': 'skipped',
} as const satisfies Record<Verdict, string | undefined>

const OF_LEVEL: readonly Verdict[] = ['failed', 'blocked', 'indeterminate']

/** It would be red, were the check of a level that the run counts. */
const isUncounted = ({ verdict, level }: CheckResult, lowest: Level): boolean =>
  OF_LEVEL.includes(verdict) && !counts(level, lowest)

const elementOf = (check: CheckResult, lowest: Level) =>
  isUncounted(check, lowest) ? 'skipped' : ELEMENT[check.verdict]

const seconds = (ms: number): string => (ms / 1000).toFixed(3)

interface Counts {
  readonly tests: number
  readonly failures: number
  readonly errors: number
  readonly skipped: number
  readonly time: string
}

function countsOf(results: readonly CheckResult[], lowest: Level): Counts {
  const count = (element: string) => results.filter((one) => elementOf(one, lowest) === element).length
  return {
    tests: results.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
    time: seconds(results.reduce((sum, { durationMs }) => sum + durationMs, 0)),
  }
}

/** @returns the text of `junit.xml` */
export function junitXml(record: RunRecord): string {
  const { checks, outcome } = record
  const total = countsOf(checks, outcome.level)
  const looksGreen = total.failures + total.errors === 0
  const untold = looksGreen && !outcome.conforms
  const extra = untold ? 1 : 0
  const root = create({ version: '1.0', encoding: 'UTF-8' }).ele(
    'testsuites',
    attributes({
      name: record.tool.name,
      ...total,
      tests: total.tests + extra,
      errors: total.errors + extra,
    }),
  )
  for (const flow of record.flows) {
    const own = checks.filter((check) => check.flow === flow.id)
    if (own.length === 0) continue
    const suite = suiteOf(root, record, { name: flow.id, ...countsOf(own, outcome.level) })
    for (const check of own) testCase(suite, check, record)
  }
  if (untold) {
    const suite = suiteOf(root, record, {
      name: 'run',
      tests: 1,
      failures: 0,
      errors: 1,
      skipped: 0,
      time: '0.000',
    })
    suite
      .ele('testcase', attributes({ classname: 'run', name: 'outcome', time: '0.000' }))
      .ele('error', attributes({ message: outcome.says, type: `exit ${outcome.exitCode}` }))
  }
  return `${root.end({ prettyPrint: true })}\n`
}

function suiteOf(root: XMLBuilder, record: RunRecord, head: Counts & { readonly name: string }): XMLBuilder {
  const suite = root.ele('testsuite', attributes({ ...head, timestamp: record.startedAt }))
  const { target, outcome, tool } = record
  const properties = suite.ele('properties')
  const told = {
    target: target.name,
    'target.version': target.version,
    outcome: outcome.says,
    exitCode: outcome.exitCode,
    level: outcome.level,
    seed: record.seed,
    'tool.version': tool.version,
    complete: record.complete,
    ...(record.revision !== undefined && { revision: record.revision }),
  }
  for (const [name, value] of Object.entries(told)) properties.ele('property', attributes({ name, value }))
  return suite
}

function testCase(suite: XMLBuilder, check: CheckResult, record: RunRecord): void {
  const { id, variant, walk, verdict, level } = check
  const [flow, step] = id.split('/')
  const lowest = record.outcome.level
  const element = elementOf(check, lowest)
  const name = `${id} [${variant}]${walk === undefined ? '' : ` ${walk}`}`
  const node = suite.ele(
    'testcase',
    attributes({ classname: `${flow}.${step}`, name, time: seconds(check.durationMs) }),
  )
  if (!element) return
  const whole = text(particulars(check, record))
  if (element !== 'skipped')
    node.ele(element, attributes({ message: happened(check), type: verdict })).txt(whole)
  else if (isUncounted(check, lowest)) {
    const message = `${verdict}, ${level}, and not counted by a run of level ${lowest}: ${happened(check)}`
    node.ele('skipped', attributes({ message }))
    node.ele('system-out').txt(whole)
  } else node.ele('skipped', attributes({ message: `${verdict}: ${happened(check)}` }))
}

const attributes = (values: Readonly<Record<string, string | number | boolean>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, text(String(value))]))

/** xmlbuilder2 takes `&lt;` in text for markup and leaves it as it is, so ampersands are escaped before it sees them. */
const text = (value: string): string => xmlText(value).replaceAll('&', '&amp;')
