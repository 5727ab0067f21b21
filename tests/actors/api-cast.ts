/** A cast before a fake of the user pools API that challenges everybody, and tokens that it could have issued. */
import { createHmac } from 'node:crypto'
import { onTestFinished } from 'vitest'
import { HTTP_ONLY } from '../../fixtures/actors/agent-choice.ts'
import { type CastOptions, castVariant } from '../../fixtures/actors/cast.ts'
import { openRelyingParty } from '../../fixtures/actors/relying-party.ts'
import { createRedactor } from '../../fixtures/protocol/redaction.ts'
import type { Lease, LeasedClient } from '../../fixtures/targets/lease.ts'
import type { HarEntry } from '../../reports/record.ts'
import { type Asked, openFakeCognito } from './fake-cognito.ts'
import { ana, clientWith, plainly } from './lent.ts'
import { CLIENT, claimsOf, ISSUER, jwkOf, makeKey, POOL, signed } from './tokens.ts'

export const key = makeKey('key-one')
export const CLIENT_SECRET = 'c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0'
/** SECRET_HASH of {@link CLIENT_SECRET} over a user name. */
export const hashOf = (name: string) =>
  createHmac('sha256', CLIENT_SECRET)
    .update(name + CLIENT)
    .digest('base64')

const honest = ({ operation, body }: Asked): unknown => {
  switch (operation) {
    case 'jwks.json':
      return { keys: [jwkOf(key)] }
    case 'InitiateAuth':
    case 'AdminInitiateAuth':
      return body['AuthFlow'] === 'USER_SRP_AUTH'
        ? { ChallengeName: 'PASSWORD_VERIFIER', ChallengeParameters: {} }
        : {
            ChallengeName: 'SOFTWARE_TOKEN_MFA',
            Session: 'session-of-ana-0123456789',
            ChallengeParameters: {},
          }
    default:
      return {}
  }
}

const closing: (() => Promise<unknown>)[] = []

/** Ends all that were cast, the last first, as each test does when it has finished. */
export async function closeCasts(): Promise<void> {
  for (const close of closing.splice(0).reverse()) await close()
}

export async function castWith(
  more: { client?: Partial<LeasedClient>; lease?: Partial<Lease>; options?: Partial<CastOptions> } = {},
) {
  onTestFinished(closeCasts)
  const cognito = await openFakeCognito(honest)
  closing.push(cognito.close)
  const lease: Lease = {
    ...plainly,
    endpoints: { cognitoIdp: `${cognito.endpoint}/` },
    signing: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY' },
    issuer: ISSUER,
    keysBase: `${cognito.endpoint}/pool/`,
    userPool: { id: POOL, mfa: 'optional', deviceTracking: false },
    client: clientWith(CLIENT, more.client),
    user: ana,
    secondUser: { username: 'ben', password: 'Another-horse-8!', groups: [], attributes: {}, sub: 'unknown' },
    ...more.lease,
  }
  const entries: HarEntry[] = []
  const redactor = createRedactor()
  const party = await openRelyingParty({ secret: redactor.add })
  closing.push(party.close)
  const { cast, close } = await castVariant({
    lease,
    party,
    agent: HTTP_ONLY,
    readCode: async () => ({ none: 'codes cannot be read here' }),
    record: (entry) => entries.push(entry) - 1,
    redactor,
    advance: () => Promise.reject(new Error('not virtual')),
    ...more.options,
  })
  closing.push(close)
  return { ...cast, cognito, entries, redactor, last: () => cognito.asked.at(-1)! }
}

/** Tokens that the application takes. */
export const tokens = (now = Date.now()) => ({
  idToken: signed(key, claimsOf('id', now)),
  accessToken: signed(key, claimsOf('access', now)),
  refreshToken: 'refresh-token-of-ana-0123456789',
})
