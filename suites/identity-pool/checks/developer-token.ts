/** Step 13: what the token for a developer's user says. */
import type { Basis } from '../../../fixtures/flow/source.ts'
import type { SignatureVerdict } from '../../../fixtures/protocol/jws.ts'
import type { Vouched } from '../developer.ts'
import { identityPool } from '../flow.ts'
import { claimOf } from '../own-token.ts'
import { iamRolesPage, suggested } from '../sources.ts'
import { api, guide, NEEDS, SENDS } from './developer.ts'
import { developerToken, isAboutIdentity, isForPool, isOfIdentityPools } from './own-token.ts'

const TAKEN_APART = `${SENDS}; the token of the answer is taken apart`

export const issuerOfToken = identityPool.check(13, 'developer-token-issuer', {
  says: 'iss of the token for a developer’s user is the issuer of identity pools',
  sends: TAKEN_APART,
  ...isOfIdentityPools,
  basis: developerToken('iss is https://cognito-identity.amazonaws.com.'),
  ...NEEDS,
})

export const audienceOfToken = identityPool.check(13, 'developer-token-audience', {
  says: 'aud of the token for a developer’s user is the id of the identity pool',
  sends: TAKEN_APART,
  ...isForPool,
  ...NEEDS,
})

export const subjectOfToken = identityPool.check(13, 'developer-token-subject', {
  says: 'sub of the token for a developer’s user is the identity id',
  sends: TAKEN_APART,
  ...isAboutIdentity,
  ...NEEDS,
})

export const amrOfToken = identityPool.check(13, 'amr-names-developer-provider', {
  says: 'amr of the token for a developer’s user holds authenticated and the name of the developer provider',
  sends: TAKEN_APART,
  basis: iamRolesPage(
    'Role trust and permissions',
    'If amr is authenticated, the token includes any providers used during authentication.',
  ),
  also: [
    iamRolesPage(
      'Additional trust policy conditions, Limit access to specific providers',
      'A role is limited by amr to users of the own login provider, login.myprovider.myapp.',
    ),
  ],
  breaks: 'A role that only the developer’s own users may take is open to none of them.',
  ...NEEDS,
  judge: (expect, token: Vouched) => {
    for (const name of ['authenticated', token.provider]) expect(claimOf(token, 'amr'), 'amr').toContain(name)
  },
})

export const amrOfUser = identityPool.check(13, 'amr-names-developer-user', {
  says: 'amr of a developer’s user has three members: authenticated, the provider, and the provider with the identity pool’s id and the user’s identifier',
  sends: TAKEN_APART,
  basis: developerToken('amr is authenticated, {provider} and {provider}:{identity pool id}:{user}.'),
  breaks: 'Functions that find the developer’s user here do not.',
  ...NEEDS,
  judge: (expect, token: Vouched) =>
    expect(claimOf(token, 'amr'), 'amr').toEqual([
      'authenticated',
      token.provider,
      `${token.provider}:${token.lease.identityPool?.id}:${token.user}`,
    ]),
})

/** How long a token lasts from its iat on. */
const lasts = (seconds: number, name: string, says: string, basis: Basis, also: readonly Basis[] = []) =>
  identityPool.check(13, name, {
    says,
    sends: TAKEN_APART,
    basis,
    also,
    admits: 'A minute to either side.',
    breaks: 'Tokens run out on the way to the client, or open roles long after they were made.',
    ...NEEDS,
    judge: (expect, token: Vouched) => {
      const [iat, exp] = [claimOf(token, 'iat'), claimOf(token, 'exp')]
      expect(iat, 'iat').toBeA('integer')
      expect(exp, 'exp').toBeA('integer')
      expect(Number(exp) - Number(iat), 'seconds from iat to exp').toBeNear(seconds, 60)
    },
  })

export const lastsFifteenMinutes = lasts(
  900,
  'developer-token-default-duration',
  'exp of the token for a developer’s user is 15 minutes after its iat, where no TokenDuration is given',
  suggested(
    api('Request Parameters, TokenDuration', 'Without an expiration time the token is valid for 15 minutes.'),
  ),
  [
    developerToken(
      'exp is 300 seconds after iat: whether a duration was asked for is not shown, so that the page may not be held against it.',
    ),
  ],
)

/** Asked for where the duration is judged, in seconds. */
export const ASKED_DURATION = 7200

export const lastsAsAsked = lasts(
  ASKED_DURATION,
  'developer-token-duration',
  'With TokenDuration 7200 exp of the token is two hours after its iat',
  api('Request Parameters, TokenDuration', 'The expiration time of the token, in seconds; up to 24 hours.'),
)

/** A token, and what became of its verification. */
interface Verified extends Vouched {
  readonly signature: SignatureVerdict
}

export const tokenVerifies = identityPool.check(13, 'developer-token-verifies', {
  says: 'The signature of the token for a developer’s user verifies with the key that it names in the key set of identity pools',
  sends: `${SENDS}; then GET of the key set of identity pools`,
  basis: guide(
    'The application verifies the token before it submits it; its kid is one of those listed in the jwks_uri document.',
  ),
  breaks: 'Applications that verify, as they are told to, refuse every token.',
  needs: ['developer-identities', 'identity-token-keys'],
  judge: (expect, { signature }: Verified) => expect(signature, 'the signature').toBe('verified'),
})
