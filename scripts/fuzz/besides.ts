/** What whoever reads the verdict of `fuzz` has to know beside it: what was not asked, and what may stand behind what came. */
import type { RunRecord } from '../../reports/record.ts'
import { notSigned } from '../../suites/token-validation/own-api/not-tested.ts'

const TAKES_NOBODY =
  'The API answers a request without any token with a status that counts as accepted, as it does the untouched one. Either it asks nobody at this address who they are, or it serves guests there on purpose, or it says no in the body of such an answer: bodies are not read for that.'

const TAKES_ANYTHING =
  'Even what is no token, such as a part of one, is answered with a status that counts as accepted. If the API says no in the body of such an answer, fuzz cannot see it: its verdict is about the status.'

const LOCKED_OUT =
  'The untouched token was not accepted any more before all was sent. The API may block whoever sends many wrong tokens, or many requests: lift that for the address that fuzz comes from, or go slower with --rate. Or it broke under what was sent: its log may say so. What was found before stands.'

/** As a campaign says that it ended. */
const LOST = 'the untouched base is not accepted any more'

type Checks = Pick<RunRecord, 'checks'>

/** Of a check of each name, whatever the surface is called. */
const foundOf = ({ checks }: Checks, name: string) =>
  checks.flatMap(({ id, counterexamples = [] }) => (id.endsWith(`/${name}`) ? counterexamples : []))

const takesNobody = (record: Checks): boolean =>
  foundOf(record, 'no-token-refused').some(({ row }) => row === 'no-token')

/** Neither what a token says matters, nor whether it is one. */
const takesAnything = (record: Checks): boolean =>
  ['content-refused', 'parts-refused'].every((name) => foundOf(record, name).length > 0)

/** @param isWhole whether all was to be asked that can be without the key of the issuer */
export function besidesOf(record: Checks, isWhole: boolean): string | undefined {
  const told = [
    ...(takesNobody(record) ? [TAKES_NOBODY] : takesAnything(record) ? [TAKES_ANYTHING] : []),
    ...(record.checks.some(({ reason }) => reason?.includes(LOST)) ? [LOCKED_OUT] : []),
    ...(isWhole ? [notSigned.reason] : []),
  ]
  return told.length === 0 ? undefined : told.join(' ')
}
