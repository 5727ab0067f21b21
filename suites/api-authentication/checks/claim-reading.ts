/** What the checks of claims share: their sources, and how times are read. */
import type { Matchers } from '../../../fixtures/flow/expect.ts'
import { advisory, apiReference, developerGuide, recordedSnapshot } from '../../../fixtures/flow/source.ts'
import type { Jwt } from '../../../fixtures/protocol/jwt.ts'
import { Absent, type Reading } from '../../../fixtures/protocol/reading.ts'
import type { Lease } from '../../../fixtures/targets/lease.ts'
import { claim } from '../../shared/tokens.ts'

export const idToken = (section: string, states: string) =>
  developerGuide(
    'amazon-cognito-user-pools-using-the-id-token',
    'Understanding the identity (ID) token',
    `ID token default payload, ${section}`,
    states,
  )
export const accessToken = (section: string, states: string) =>
  developerGuide(
    'amazon-cognito-user-pools-using-the-access-token',
    'Understanding the access token',
    `Access token default payload, ${section}`,
    states,
  )
export const snapshot = (states: string) =>
  recordedSnapshot('cognito-idp, claims of an API sign-in, whole set', '2024-09', states)

export const sends = 'The request that completes the sign-in'

export const numericDate = advisory(
  'RFC 7519, JSON Web Token',
  'sections 2 (NumericDate), 4.1.4 and 4.1.6',
  'https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4',
  '2026-11',
  'exp and iat are JSON numbers of seconds since 1970-01-01T00:00:00Z; fractions are admissible.',
)
export const atMostADay = (member: string) =>
  apiReference('CreateUserPoolClient', member, 'Valid range: five minutes (300 seconds) to one day (86,400).')
export const UUID_LIKE = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** Five minutes: the clocks of harness and target may differ by as much before a time counts as wrong. */
const SKEW = 300

/** No ID or access token is valid for longer: a day, in seconds. */
const LONGEST = 86_400

/** exp − iat is the validity, give or take a second. */
export function isValid(
  matchers: (value: unknown, meaning: string) => Matchers,
  token: Reading<Jwt>,
  validity: Lease['client']['accessTokenValidity'],
): void {
  const [exp, iat] = [claim(token, 'exp'), claim(token, 'iat')]
  const lasts =
    typeof exp === 'number' && typeof iat === 'number' ? exp - iat : new Absent('exp − iat, as numbers')
  matchers(lasts, 'exp − iat').toBeNear(validity === 'unknown' ? Number.NaN : validity, 1)
}

export const times = (
  matchers: (value: unknown, meaning: string) => Matchers,
  token: Reading<Jwt>,
  at: number,
) => {
  for (const name of ['auth_time', 'iat']) matchers(claim(token, name), name).toBeNear(at, SKEW)
  matchers(claim(token, 'exp'), 'exp').toBeNear(at + LONGEST / 2, LONGEST / 2 + SKEW)
}

export const rotationAddsIds = developerGuide(
  'amazon-cognito-user-pools-using-the-refresh-token#using-the-refresh-token-rotation',
  'Refresh tokens',
  'Things to know about refresh token rotation',
  'Once refresh token rotation is on, origin_jti and jti are added to access and ID tokens.',
)

/** A reason why the claims of revocation are not due, or nothing. */
export const revocationOff = ({ client }: Lease): string | undefined =>
  client.tokenRevocation === true || client.rotation === true
    ? undefined
    : 'token revocation is not known to be on for the app client'
