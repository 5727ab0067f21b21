/** Requests that are signed with the target file's own credentials: whose fault it is when these are refused. */
import { NotApplicable } from '../../fixtures/flow/not-performed.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import { isValue } from '../../fixtures/protocol/reading.ts'
import { readWireError } from '../../fixtures/protocol/wire-error.ts'
import type { Lease } from '../../fixtures/targets/lease.ts'
import { poolOf } from './pools.ts'

const SECRET = 'correct signing.secretAccessKey'
const KEY = 'correct signing.accessKeyId'
const TOKEN = 'renew signing.sessionToken and its keys'
const RIGHTS = 'let their bearer do this, or give others in signing'

/**
 * What services say of credentials that they do not know, that have ended, or whose bearer may not do it.
 * @see https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/CommonErrors.html
 */
const REMEDIES: Readonly<Record<string, string>> = {
  InvalidSignatureException: SECRET,
  SignatureDoesNotMatch: SECRET,
  UnrecognizedClientException: KEY,
  InvalidClientTokenId: KEY,
  ExpiredTokenException: TOKEN,
  ExpiredToken: TOKEN,
  AccessDeniedException: RIGHTS,
  AccessDenied: RIGHTS,
}

/**
 * The answer to a request that is rightly signed. Of credentials with which nothing was made yet nobody knows whether
 * the target has to take them.
 * @throws {NotApplicable} it does not take them, and the identity pool was there before
 */
export function asSigned(answer: Answer, lease: Lease): Answer {
  const { type } = readWireError(answer)
  const remedy = poolOf(lease).existing && isValue(type) ? REMEDIES[type] : undefined
  if (remedy === undefined) return answer
  throw new NotApplicable(`the target refuses the credentials of the target file with ${type}: ${remedy}`)
}
