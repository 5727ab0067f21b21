/** Steps 10 and 12: ID tokens of OpenID Connect providers that are registered in IAM. */
import { publicRecord } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import type { Lease } from '../../../fixtures/targets/lease.ts'
import { body } from '../../shared/answers.ts'
import { identityPool } from '../flow.ts'
import { authenticationFlow, iamGuide, identityApi, openIdProviders, suggested } from '../sources.ts'
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
/** Of the same provider in IAM, asked by another service. */
const takenBySts = iamGuide(
  'id_roles_providers_create_oidc',
  'Create an OpenID Connect (OIDC) identity provider in IAM',
  'Prerequisites, id_token_signing_alg_values_supported',
  'RS256, RS384, RS512, ES256, ES384 and ES512: what AWS STS takes of such a provider, and this page of identity pools may lag behind.',
)
const clientIsListed = openIdProviders(
  VALIDATING,
  'azp, and where there is none aud, is checked against the client ids that are listed for the provider in IAM.',
)
const withinGrace = openIdProviders(VALIDATING, 'A grace period of five minutes handles clocks that differ.')

const AT_TOKEN = 'Authentication flow API operations overview, GetOpenIdToken, Authenticated access'

const openedTo = 'Nobody knows any more who stands behind an identity.'

export const oidcTaken = identityPool.check(10, 'id-token-of-oidc-provider', {
  says: 'An ID token of an OpenID Connect provider that the identity pool has is taken, under the provider’s URI without its scheme',
  sends:
    'GetId with Logins: the provider’s URI without scheme, and an ID token for the client id that IAM lists',
  basis: openIdProviders(
    USING,
    'The token is added to the logins map with the URI of the provider as the key; in the samples the key is login.provider.com.',
  ),
  admits:
    'Nothing else, although the page says URI alone: that the scheme is left out is read from its samples, and from the key of a user pool.',
  also: [
    identityApi(
      'GetId',
      'Request Parameters, Logins',
      'The key of a user pool is cognito-idp.{region}.amazonaws.com/{user pool id}: its issuer without the scheme.',
    ),
  ],
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

export const bothAtToken = identityPool.check(13, 'two-logins-at-get-open-id-token', {
  says: 'GetOpenIdToken takes two good logins of one identity',
  sends:
    'GetOpenIdToken with the identity id and Logins: ID tokens of two OpenID Connect providers, of which the one is linked and the other belongs to nobody yet',
  basis: authenticationFlow(
    AT_TOKEN,
    'At least one valid token of a login that is associated with the identity must be passed; a login of nobody is linked.',
  ),
  breaks: 'Who adds a way to sign in gets no further.',
  needs: ['basic-flow', 'login-linking'],
  judge: (expect, answer: Answer) => {
    expect(answer).toBeAnsweredWith(200)
    expect(body(answer, 'Token'), 'Token').toBeA('non-empty string')
  },
})

export const oneOfTwoFails = identityPool.check(13, 'one-of-two-logins-fails', {
  says: 'GetOpenIdToken refuses two logins of which one is not good as a whole',
  sends:
    'GetOpenIdToken with the identity id and Logins: the good ID token that it was got with, and one of another OpenID Connect provider with another character in its signature',
  basis: authenticationFlow(
    AT_TOKEN,
    'All tokens that are passed during the call must pass the same validation; if any of them fails, the whole call fails.',
  ),
  breaks: 'Applications believe that a login was linked which was not looked at.',
  needs: ['basic-flow'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal(),
})

export const ellipticRefused = identityPool.check(10, 'id-token-by-elliptic-curve', {
  says: 'An ID token that is signed with a key on an elliptic curve is not taken',
  sends: 'GetId with the honest ID token of a provider that signs with ES256',
  basis: suggested(signatureVerifies),
  also: [takenBySts],
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
  basis: suggested(withinGrace),
  also: [
    publicRecord(
      'aws-amplify/aws-sdk-ios#2570',
      'Title: the error of a client',
      'aws-amplify/aws-sdk-ios/issues/2570',
      '2020-05',
      '“Token expired: 1589092400 >= 1589092129”, 271 seconds after its exp, was refused. Of which kind of provider the token is, is not shown; of user pools no grace is promised.',
    ),
  ],
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
