/**
 * Causes among the checks of attacks: which defect counterexamples show, and which graver check on the same surface stands
 * behind another. One defect is one cause, at however many surfaces and by however many rows it shows.
 */
import { gist } from './prose.ts'
import type { CheckResult, Counterexample } from './record.ts'

/** `flow/step`, the first two parts of an id. */
export const placeOf = (id: string): string => id.split('/').slice(0, 2).join('/')

/** What an attack on a surface is asked: with the class of its rows it makes the name of a check. */
const QUESTION = /-(refused|accepted|form|no-effect|no-server-error|in-time)$/

/**
 * The defect that counterexamples show, wherever they show it: what is accepted that must be refused is one for a class
 * of rows, whether a refusal or an effect was asked about, and at however many surfaces; an answer that is wrong in
 * itself is one for all classes that meet it.
 */
export function defectOf({ id, flow, counterexamples = [] }: CheckResult): string | undefined {
  const [first] = counterexamples
  if (first === undefined) return undefined
  const name = id.split('/').at(-1) ?? ''
  const question = QUESTION.exec(name)?.[1] ?? name
  const of = name.replace(QUESTION, '')
  if (question === 'form' || question === 'no-server-error') return `${flow} ${question}: ${gist(first.came)}`
  return `${flow} ${of}: ${question === 'no-effect' ? 'refused' : question}`
}

/** Who takes content that was changed, or a signature of something else, looks at no signature at all. */
const NO_SIGNATURE = ['content-refused', 'signature-refused']
/** What is accepted then, whatever else is wrong with the target. */
const UNSIGNED = new Set(
  (
    'unsigned algorithm key-confusion offered-key key-id signature content encrypted serialization parts cache padding exhausting ' +
    'saml-signature saml-algorithm saml-reference saml-wrapping saml-parsing saml-reading'
  ).split(' '),
)
const isUnsigned = ({ unsigned }: Counterexample): boolean => unsigned === true

/** Who answers nobody as if it were somebody, and takes content that was changed, asks for no token: nothing that is one is judged. */
const NO_TOKEN = 'no-token-refused'
const takesNobody = ({ counterexamples = [] }: CheckResult): boolean =>
  counterexamples.some(({ row }) => row === 'no-token')

/** The plainer attack on the same surface that succeeded as well, and says more of why. */
export function plainerOf(
  result: CheckResult,
  byId: ReadonlyMap<string, CheckResult>,
): CheckResult | undefined {
  const { id, variant, counterexamples = [] } = result
  const [flow, surface, name = ''] = id.split('/')
  const question = QUESTION.exec(name)?.[1]
  if (counterexamples.length === 0 || (question !== 'refused' && question !== 'no-effect')) return undefined
  const of = name.replace(QUESTION, '')
  const beside = (one: string) => byId.get(`${flow}/${surface}/${one} ${variant}`)
  const succeeds = (one: string) => (beside(one)?.counterexamples ?? []).length > 0
  const open = question === 'refused' && name !== NO_TOKEN ? beside(NO_TOKEN) : undefined
  if (open !== undefined && takesNobody(open) && NO_SIGNATURE.some(succeeds)) return open
  if (!UNSIGNED.has(of)) {
    if (question === 'refused' || succeeds(`${of}-refused`)) return undefined
    // Honest tokens are: no wonder that odd ones are, which may be accepted.
    const honest = beside('honest-dress-accepted')
    return honest?.counterexamples?.some((one) => one.question === 'effect') ? honest : undefined
  }
  if (of.startsWith('saml-')) {
    const signature = name === 'saml-signature-refused' ? undefined : beside('saml-signature-refused')
    return signature?.counterexamples?.some(isUnsigned) ? signature : undefined
  }
  const plainer = NO_SIGNATURE.includes(name)
    ? NO_SIGNATURE.slice(0, NO_SIGNATURE.indexOf(name))
    : NO_SIGNATURE
  const found = plainer.filter(succeeds).map(beside)[0]
  if (found !== undefined || name === 'unsigned-refused' || !counterexamples.every(isUnsigned)) return found
  const unsigned = beside('unsigned-refused')
  return unsigned?.counterexamples?.some(isUnsigned) ? unsigned : undefined
}

const BASE_LOST = /\bthe untouched base (?:is|was) not accepted\b/
/** What a check of a class says of rows without a verdict, of which the first speak for all. */
const UNDECIDED_ROWS =
  /^\d+ of \d+ without a verdict\. [\w.-]+(?:, [\w.-]+)*: (.*?)(?:; [\w.-]+(?:, [\w.-]+)*: .*)?(?:; and \d+ more)?$/s

/** That the base of an attack is accepted, where it is for want of that that nothing was learned. */
export function baseOf(
  { id, variant, verdict, reason = '' }: CheckResult,
  byId: ReadonlyMap<string, CheckResult>,
): CheckResult | undefined {
  if ((verdict !== 'indeterminate' && verdict !== 'blocked') || !BASE_LOST.test(reason)) return undefined
  return byId.get(`${placeOf(id)}/genuine-accepted ${variant}`)
}

/** Why rows of a class are without a verdict, as the first of them says; nothing where it is not about rows. */
export const whyUndecided = ({ reason = '' }: CheckResult): string | undefined =>
  UNDECIDED_ROWS.exec(reason)?.[1]
