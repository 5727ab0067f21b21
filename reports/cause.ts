/**
 * Causes: equal failures, and what they hold back, under one key.
 *
 * The key of a failure is the behaviour that was judged and the shape of what was expected and received: names and
 * types, not values that differ from run to run. A member that is absent is one cause wherever it is missed. What is
 * blocked has the key of what blocks it, as far back as that can be followed; what was accepted has the key of the
 * plainer request that was accepted as well, where that is its control.
 */
import { createHash } from 'node:crypto'
import { baseOf, defectOf, placeOf, plainerOf, whyUndecided } from './attack-causes.ts'
import { counterexampleInWords } from './cases.ts'
import { wasAccepted } from './controls.ts'
import { compareChecks, compareText, keyText, readable } from './order.ts'
import { cut, gist, inWords } from './prose.ts'
import type { CheckResult, Level, ResultKey, RunRecord, Verdict } from './record.ts'
import { isTrouble, LEVELS } from './verdicts.ts'

/** Members whose values name a kind of thing, and so belong to the shape. */
const NAMING = new Set(
  (
    'type __type error name operation challenge challengeName ChallengeName token_use token_type TokenType alg ' +
    'kind outcome claim member path parameter header code'
  ).split(' '),
)
const IDENTIFIER = /^(?!\d+$)[\w.:#/-]{1,64}$/
/** `NotAuthorizedException`, `SOFTWARE_TOKEN_MFA`, `RS256`. */
const LITERAL = /^(?:[A-Z][A-Za-z]{2,60}(?:Exception|Error)|[A-Z]{2,20}\d{0,4}(?:_[A-Z\d]{1,20}){0,6})$/

/** @param member the name under which the value stands, if it has one */
function shapeOf(value: unknown, member = '', depth = 0): string {
  if (value === undefined) return 'absent'
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return /^status(?:Code)?$/.test(member) ? String(value) : 'number'
  if (typeof value === 'string')
    return LITERAL.test(value) || (NAMING.has(member) && IDENTIFIER.test(value)) ? value : 'string'
  if (typeof value !== 'object') return typeof value
  if (depth > 4) return 'deep'
  if (Array.isArray(value)) {
    const texts = value.slice(0, 40).map((item: unknown) => shapeOf(item, member, depth + 1))
    return `[${[...new Set(texts)].sort(compareText).join('|')}]`
  }
  const members = Object.entries(value)
    .sort(([x], [y]) => compareText(x, y))
    .slice(0, 40)
    .map(([name, item]) => `${IDENTIFIER.test(name) ? name : '?'}:${shapeOf(item, name, depth + 1)}`)
  return `{${members.join(',')}}`
}

/** Keeps keys short enough for a file name or an anchor, and equal ones equal. */
const bounded = (key: string): string =>
  key.length <= 240 ? key : `${cut(key, 200)} ${createHash('sha256').update(key).digest('hex').slice(0, 16)}`

/** How a matcher writes a member that is not there. */
const ABSENT = /^\(absent: ([\w.: -]{1,80})\)$/

/**
 * What several checks of one behaviour have in common: whether it refuses, with which type, with which message, and whether
 * it believes what was forged; the same of the ID token and of the access token.
 */
const stemOf = (id: string): string =>
  id
    .replace(/-(?:type|message|refused|signs-nobody-in|answer)$/, '')
    .replace(/(^|[/-])(?:id|access)-token-/, '$1token-')

/** What became of a request, where that is what was judged: accepted, or refused and how. */
function outcomeIn(actual: unknown): string | undefined {
  if (typeof actual !== 'object' || actual === null || !('outcome' in actual)) return undefined
  const { outcome, status, type } = actual as { outcome: unknown; status?: unknown; type?: unknown }
  return outcome === 'accepted' ? 'accepted' : shapeOf({ outcome, status, type })
}

/**
 * The key of what stands behind a result, as far as the result itself says.
 * @returns undefined for verdicts that hold nothing back
 */
export function causeOf(result: CheckResult): string | undefined {
  const { verdict, blockedBy } = result
  if (!isTrouble(verdict)) return undefined
  if (verdict === 'failed') {
    const missing = typeof result.actual === 'string' ? ABSENT.exec(result.actual)?.[1] : undefined
    if (missing !== undefined) return bounded(`failed: ${missing} is absent`)
    const defect = defectOf(result)
    if (defect !== undefined) return bounded(`failed ${defect}`)
    const outcome = outcomeIn(result.actual)
    if (outcome !== undefined) return bounded(`failed ${stemOf(result.id)}: ${outcome}`)
    const [expected, actual] = [shapeOf(result.expected), shapeOf(result.actual)]
    return bounded(`failed ${stemOf(result.id)}: expected ${expected}, received ${actual}`)
  }
  if (verdict === 'blocked') {
    if (blockedBy?.control) return `control ${keyText(blockedBy.control)}`
    const unready = unreadyOf(blockedBy?.reason)
    if (unready !== undefined) return bounded(`not made ready: ${gist(unnamed(unready))}`)
    // No result stands behind it: whichever variant looked, what did not happen for one reason is told once.
    if (blockedBy?.step !== undefined)
      return bounded(`step ${result.flow}/${blockedBy.step}: ${gist(blockedBy.reason)}`)
    return bounded(`blocked ${placeOf(result.id)}: ${gist(result.reason)}`)
  }
  if (verdict === 'unexpected-pass') return `unexpected-pass ${result.id}`
  const ofRow = whyUndecided(result)
  if (ofRow !== undefined) return bounded(`${verdict} ${placeOf(result.id)}: ${gist(ofRow)}`)
  return bounded(`${verdict}: ${gist(result.reason)}`)
}

/** Why nothing could be lent to a variant, which it met at whatever step it begins with. */
const unreadyOf = (reason: string | undefined): string | undefined =>
  /^(?:step \d+: )?the variant's user could not be made ready: (.*)$/s.exec(reason ?? '')?.[1]

/** Without names that were made for one variant, such as that of a bucket: all of them hold digits. */
const unnamed = (reason: string): string => reason.replace(/[\w.-]*\d[\w.-]*/g, '0')

/** Gives each result its cause; one that another stands behind takes over the cause of that. */
export function withCauses(results: readonly CheckResult[]): CheckResult[] {
  const byKey = new Map(results.map((result) => [keyText({ ...result, check: result.id }), result]))
  const byId = new Map(results.map((result) => [`${result.id} ${result.variant}`, result]))
  const rootOf = (result: CheckResult, seen: ReadonlySet<CheckResult>): string | undefined => {
    if (result.cause !== undefined) return result.cause
    const plainer = plainerOf(result, byId)
    if (plainer !== undefined && !seen.has(plainer)) return rootOf(plainer, new Set([...seen, plainer]))
    const base = baseOf(result, byId)
    if (base !== undefined && isTrouble(base.verdict) && !seen.has(base))
      return rootOf(base, new Set([...seen, base]))
    const behind = blockersOf(result)
      .map((key) => byKey.get(keyText(key)))
      .find(
        (found) =>
          found !== undefined &&
          isTrouble(found.verdict) &&
          !seen.has(found) &&
          (result.verdict === 'blocked' || wasAccepted(found)),
      )
    return behind ? rootOf(behind, new Set([...seen, behind])) : causeOf(result)
  }
  return results.map((result) => {
    const cause = isTrouble(result.verdict) ? rootOf(result, new Set([result])) : undefined
    const { cause: _, ...rest } = result
    return cause === undefined ? rest : { ...rest, cause }
  })
}

/**
 * The results that may stand behind one: of what is blocked its control, or the `performed` check of the missing step;
 * of what was accepted the plainer refusal.
 */
function blockersOf(result: CheckResult): ResultKey[] {
  const { verdict, blockedBy, flow, variant, walk, control } = result
  if (control?.after && verdict === 'failed' && wasAccepted(result)) return [control.after]
  if (verdict !== 'blocked' || !blockedBy) return []
  if (blockedBy.control) return [blockedBy.control]
  if (blockedBy.step === undefined) return []
  const main: ResultKey = { check: `${flow}/${blockedBy.step}/performed`, variant }
  const walks = [blockedBy.walk, walk].filter((name) => name !== undefined)
  return [...walks.map((name) => ({ ...main, walk: name })), main]
}

export interface Cause {
  readonly key: string
  /** One sentence. It may hold text from the target: neutralise it for where it goes. */
  readonly title: string
  /** Everything that it holds back, itself included, in the order of the record. */
  readonly checks: readonly CheckResult[]
  /** Which levels are among them, `required` first. */
  readonly levels: readonly Level[]
  /** The one to read first. */
  readonly representative: CheckResult
}

const READ_FIRST: readonly Verdict[] = ['errored', 'failed', 'unexpected-pass', 'indeterminate', 'blocked']

/** The causes of all that did not go well, by the number of checks each holds back; last what is nobody's yet. */
export function groupByCause(record: Pick<RunRecord, 'checks'>): Cause[] {
  const groups = new Map<string, CheckResult[]>()
  for (const check of record.checks) {
    if (!isTrouble(check.verdict)) continue
    const key = check.cause ?? causeOf(check) ?? check.id
    groups.set(key, [...(groups.get(key) ?? []), check])
  }
  return [...groups]
    .map(([key, checks]): Cause => {
      const representative = checks.toSorted(
        (a, b) =>
          READ_FIRST.indexOf(a.verdict) - READ_FIRST.indexOf(b.verdict) ||
          // What is itself held back by another of the group says less.
          Number(causeOf(a) !== key) - Number(causeOf(b) !== key) ||
          // Of an attack the plain question.
          Number(!a.id.endsWith('-refused')) - Number(!b.id.endsWith('-refused')) ||
          LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) ||
          compareChecks(a, b),
      )[0]!
      const levels = LEVELS.filter((level) => checks.some((check) => check.level === level))
      return { key, title: titleOf(representative), checks, levels, representative }
    })
    .sort(
      (a, b) =>
        Number(isOpen(a)) - Number(isOpen(b)) ||
        b.checks.length - a.checks.length ||
        LEVELS.indexOf(a.levels[0]!) - LEVELS.indexOf(b.levels[0]!) ||
        compareChecks(a.representative, b.representative),
    )
}

const isOpen = ({ representative }: Cause): boolean => representative.verdict === 'indeterminate'

function titleOf(result: CheckResult): string {
  const [, place = '', name = result.id] = result.id.split('/')
  const where = `${/^\d+$/.test(place) ? `step ${place}` : place}, ${name}`
  const { blockedBy, reason } = result
  if (result.verdict === 'blocked' && blockedBy?.control)
    return `${readable(blockedBy.control)} did not pass, so what has it for a control proves nothing`
  const unready = unreadyOf(blockedBy?.reason)
  if (result.verdict === 'blocked' && unready !== undefined)
    return `what the variants need could not be made ready: ${unready}`
  if (result.verdict === 'blocked' && blockedBy?.step !== undefined)
    return `step ${blockedBy.step} of ${result.variant} did not happen: ${blockedBy.reason.replace(/^step \d+: /, '')}`
  const [first, ...others] = result.counterexamples ?? []
  if (result.verdict === 'failed' && first !== undefined) {
    // What its rows did; the rest stands below.
    const short = { ...first, changed: first.changed.slice(0, first.recipe.length) }
    const more = others.length === 0 ? '' : ` (and ${others.length} more)`
    return `${where}: ${counterexampleInWords(short)}${more}`
  }
  if (result.verdict === 'failed')
    return `${where}: ${reason ?? `expected ${inWords(result.expected)}, received ${inWords(result.actual)}`}`
  return `${where}: ${reason ?? result.verdict}`
}
