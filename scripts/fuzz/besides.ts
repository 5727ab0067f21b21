/** What whoever reads the verdict of `fuzz` has to know beside it: what was not asked, and what may stand behind what came. */
import type { RunRecord } from '../../reports/record.ts'
import { notSigned } from '../../suites/token-validation/own-api/not-tested.ts'

const TAKES_NOBODY =
  'The API answers a request without any token as it answers the untouched one. Either it asks nobody at this address who they are, or it says no in the body of an answer with a status that counts as accepted: bodies are not read for that.'

const LOCKED_OUT =
  'The untouched token was not accepted any more before all was sent. The API may block whoever sends many wrong tokens, or many requests: lift that for the address that fuzz comes from, or go slower with --rate. What was judged before stands.'

/** As a campaign says that it ended. */
const LOST = 'the untouched base is not accepted any more'

const takesNobody = ({ checks }: RunRecord): boolean =>
  checks.some(
    ({ id, counterexamples = [] }) =>
      id.endsWith('/no-token-refused') && counterexamples.some(({ row }) => row === 'no-token'),
  )

/** @param isWhole whether all was to be asked that can be without the key of the issuer */
export function besidesOf(record: RunRecord, isWhole: boolean): string | undefined {
  const told = [
    ...(takesNobody(record) ? [TAKES_NOBODY] : []),
    ...(record.checks.some(({ reason }) => reason?.includes(LOST)) ? [LOCKED_OUT] : []),
    ...(isWhole ? [notSigned.reason] : []),
  ]
  return told.length === 0 ? undefined : told.join(' ')
}
