/** On whose word the questions stand that are asked of every class, whatever its surface owes it. */
import { advisory, type Basis } from '../../fixtures/flow/source.ts'
import { oauth2 } from '../shared/sources.ts'
import type { RowClass } from './classes.ts'
import { httpSemantics, jwtPractices } from './sources.ts'

export const serverErrors = httpSemantics(
  '15.6',
  'A 5xx status says that the server has erred or is incapable of performing the requested method; what is wrong with a request is said with 4xx (15.5).',
)

const BOUND = 'The bound is our own.'

const lengths = httpSemantics(
  '17.5',
  `Recipients ought to limit carefully how far they process elements of the protocol, of any length: else they are open to denial of service. That a token is one of them is our reading. ${BOUND}`,
)

const exhaustion = advisory(
  'CVE-2022-36083, and likewise CVE-2024-28176 and CVE-2025-30204',
  'Description',
  'https://nvd.nist.gov/vuln/detail/CVE-2022-36083',
  '2026-11',
  `A token that makes whoever reads it derive a key in as many rounds as it says, inflate to any size or look through any number of dots exhausts them: each was mended as a vulnerability. ${BOUND}`,
)

/** On whose word a class is answered in time. */
export const inTime = (of: RowClass): Basis =>
  of === 'exhausting' || of === 'too-long' || of === 'extra-parts' ? exhaustion : lengths

export const subjects = jwtPractices(
  '3.8',
  'The subject must be validated to be one that the issuer may speak of; else the token is rejected.',
)

/** Whoever reads an answer has mostly sent the token: what happens to answers afterwards is nobody's rule. */
export const confidential = oauth2(
  '10.3',
  'Access tokens must be kept confidential in transit and storage. That no error repeats one, since errors are kept in logs, is prudence of our own.',
)

export const namesAreNotFollowed = jwtPractices(
  '3.10',
  'Blindly following jku or x5u, which hold any URL, lets whoever sends a token make the server send requests; kid, where it is used in a look-up, is to be sanitized against injection.',
)
