/** Steps 10 and 12: ID tokens of OpenID Connect providers that are registered in IAM. */
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import type { Lease } from '../../../fixtures/targets/lease.ts'
import { identityPool } from '../flow.ts'
import { authenticationFlow, identityApi, openIdProviders } from '../sources.ts'
import { idOf } from './providers.ts'

const USING = 'Using OpenID Connect'
const VALIDATING = 'Validating an OpenID Connect token'

/** What a relying party must see in an ID token, in the page's own order. */
const issuerMatches = openIdProviders(
  VALIDATING,
  'iss must match the key that the logins map uses, such as login.provider.com.',
)
const signatureVerifies = openIdProviders(
  VALIDATING,
  'The signature must be valid, and verifiable with an RSA public key.',
)
const clientIsListed = openIdProviders(
  VALIDATING,
  'azp, and where there is none aud, is checked against the client ids that are listed for the provider in IAM.',
)
const withinGrace = openIdProviders(VALIDATING, 'A grace period of five minutes handles clocks that differ.')

const openedTo = 'Nobody knows any more who stands behind an identity.'

export const oidcTaken = identityPool.check(10, 'id-token-of-oidc-provider', {
  says: 'An ID token of an OpenID Connect provider that the identity pool has is taken, under the host of its issuer',
  sends:
    'GetId with Logins: the provider’s URI without scheme, and an ID token for the client id that IAM lists',
  basis: openIdProviders(
    USING,
    'The token is added to the logins map with the URI of the provider as the key, as in login.provider.com.',
  ),
  breaks: 'People with an account at the company’s own provider get nothing in AWS.',
  judge: (expect, answer: Answer) => {
    expect(answer).toBeAnsweredWith(200)
    expect(idOf(answer), 'IdentityId').toBeA('non-empty string')
  },
})

export const issuerOfOtherKey = identityPool.check(10, 'id-token-under-other-key', {
  says: 'An ID token is not taken under the key of another provider of the identity pool',
  sends: 'GetId with the ID token of one OpenID Connect provider under the key of another',
  basis: issuerMatches,
  breaks: 'Whoever runs one of the providers signs in as people of another.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal(),
})

export const oneOfTwoFails = identityPool.check(10, 'one-of-two-logins-fails', {
  says: 'Two logins of which one is not good are refused as a whole',
  sends:
    'GetId with the good ID token of one OpenID Connect provider, and the same token once more under the key of another',
  basis: authenticationFlow(
    'Authentication flow API operations overview, GetOpenIdToken, Authenticated access',
    'All tokens of the call must pass the same validation as at GetId; if any of them fails, the whole call fails.',
  ),
  breaks: 'Applications believe that a login was linked which was not looked at.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal(),
})

export const ellipticRefused = identityPool.check(10, 'id-token-by-elliptic-curve', {
  says: 'An ID token that is signed with a key on an elliptic curve is not taken',
  sends: 'GetId with the honest ID token of a provider that signs with ES256',
  basis: signatureVerifies,
  breaks: 'Providers that work here fail on the real service.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal(),
})

/** Two minutes cannot be told from a difference of clocks, unless one clock is moved. */
const onlyWhereTimeMoves = ({ clock }: Lease): string | undefined =>
  clock.mode === 'virtual'
    ? undefined
    : 'what happens within the minutes of grace shows only where time can be moved'

export const graceHolds = identityPool.check(10, 'id-token-within-grace', {
  says: 'An ID token of an OpenID Connect provider is taken two minutes after its exp',
  sends: 'GetId with an ID token whose exp was two minutes ago',
  basis: withinGrace,
  breaks: 'Users of a provider whose clock is behind are turned away.',
  unless: onlyWhereTimeMoves,
  judge: (expect, answer: Answer) => {
    expect(answer).toBeAnsweredWith(200)
    expect(idOf(answer), 'IdentityId').toBeA('non-empty string')
  },
})

export const expiredAtGetId = identityPool.check(10, 'id-token-after-grace', {
  says: 'An ID token of an OpenID Connect provider is not taken a quarter of an hour after its exp',
  sends: 'GetId with an ID token whose exp was 15 minutes ago',
  basis: authenticationFlow(
    'Authentication flow API operations overview, GetId',
    'The pool makes sure that the token is not expired.',
  ),
  also: [withinGrace],
  breaks: 'A token that got lost is good for ever.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal(),
})

export const expiredAtCredentials = identityPool.check(12, 'id-token-after-grace', {
  says: 'An identity id that was got in time gives no credentials with the ID token that has expired since',
  sends:
    'GetCredentialsForIdentity with an identity id, and with the ID token that it was got with, 15 minutes after its exp',
  basis: identityApi(
    'GetCredentialsForIdentity',
    'Introduction',
    'Any logins that are provided are validated against the supported login providers.',
  ),
  also: [withinGrace],
  breaks: openedTo,
  needs: ['enhanced-flow'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal(),
})

/** What a provider says that it must not be believed, and on whose word. */
export const oidcAttacks = (
  [
    ['oidc-id-token-iss-foreign', 'whose iss is another provider', issuerMatches],
    ['oidc-id-token-unsigned', 'without a signature', signatureVerifies],
    ['oidc-id-token-foreign-key', 'that a stranger signed under the provider’s key id', signatureVerifies],
    ['oidc-id-token-content-changed', 'whose claims were changed after signing', signatureVerifies],
    ['oidc-id-token-aud-foreign', 'for another client of the provider', clientIsListed],
    ['oidc-id-token-azp-foreign', 'whose azp is another client and whose aud is right', clientIsListed],
    ['oidc-id-token-expired', 'that expired a quarter of an hour ago', withinGrace],
  ] as const
).map(([misbehaviour, what, basis]) => ({
  misbehaviour,
  check: identityPool.check(10, `${misbehaviour}-refused`, {
    says: `An ID token ${what} is not taken`,
    sends: `GetId with an ID token ${what}`,
    basis,
    breaks: openedTo,
    refusal: true,
    judge: (expect, answer: Answer) => expect(answer).toBeRefusal(),
  }),
}))
