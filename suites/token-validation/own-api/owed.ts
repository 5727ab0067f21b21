/**
 * What an API that takes tokens owes, class by class: what Amazon Cognito writes of applications, and the standards. Of a
 * class that is not here nothing is owed either way (`not-tested.ts`); one whose tokens must be refused is.
 */
import { rfc } from '../../shared/sources.ts'
import { bearerTokens, joseSignature, jwtPractices, verifyingTokens } from '../sources.ts'
import { allOf, owedToBadShape, owedToForgeries } from '../surfaces/owed.ts'
import type { AttackedSurface } from '../surfaces.ts'

const signature = verifyingTokens(
  'Introduction',
  'Whatever processes tokens must verify, with the public key of the issuer, that they are the ones that it issued.',
)
const structure = verifyingTokens(
  'Confirm the structure of the JWT',
  'What is not a JSON header, a JSON payload and a signature, each in base64url, is not a valid token.',
)
export const claims = verifyingTokens(
  'Verify the claims',
  'The token has not expired; aud of an ID token, client_id of an access token, is the app client; iss is the issuer.',
)

const claimsOf = rfc(7519, 'JSON Web Token (JWT)')

const scope = bearerTokens(
  '3.1',
  'A request that needs more than the token grants is answered 403, insufficient_scope.',
)

export const owedByOwnApi: AttackedSurface['owed'] = {
  ...owedToForgeries(signature),
  ...owedToBadShape,
  genuine: verifyingTokens(
    'Verify the claims',
    'Claims of a token can be trusted once its signature, expiry, audience and issuer are verified.',
  ),
  parts: structure,
  ...allOf(
    [
      ...(['expiry', 'issuer', 'issuer-spelling', 'foreign-pool', 'audience', 'audience-spelling'] as const),
      ...(['missing-claim', 'token-kind'] as const),
    ],
    claims,
  ),
  ...allOf(['scope', 'scope-spelling'], scope),
  'no-token': bearerTokens(
    '3',
    'A request for what is protected that brings no token is answered with WWW-Authenticate, and not with what it asks for.',
  ),
  'not-before': claimsOf('4.1.5', 'Before nbf the token must not be accepted.'),
  times: claimsOf('4.1.4', 'exp is a number, and on or after it the token must not be accepted.'),
  'claim-types': claimsOf('4.1', 'Times are numbers of seconds, and iss, sub and aud are text.'),
  'claim-names': claimsOf('4', 'Names of claims are unique, and are compared as they are spelled.'),
  payload: claimsOf('7.2', 'The payload is one JSON object in UTF-8, else the token is rejected.'),
  'honest-dress': claimsOf('4', 'Claims and header members that are not understood are ignored.'),
  'header-json': joseSignature(
    '5.2',
    'The header is one JSON object in UTF-8, else the signature is invalid.',
  ),
  critical: joseSignature(
    '4.1.11',
    'Extensions that crit names must be understood, else the JWS is invalid.',
  ),
  'other-algorithm': jwtPractices(
    '3.1',
    'An application names the algorithms that it supports, and uses no others; each key is for one of them.',
  ),
}

export const refusalOfOwnApi: NonNullable<AttackedSurface['form']> = {
  says: 'with one of the statuses by which the API is said to refuse',
  basis: bearerTokens(
    '3.1',
    'A token that is expired, revoked, malformed or invalid is answered with status 401.',
  ),
}
