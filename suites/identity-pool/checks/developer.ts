/** Steps 9 to 13: users for whom a developer's server vouches. */
import { type Basis, publicRecord } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import type { SignatureVerdict } from '../../../fixtures/protocol/jws.ts'
import { body } from '../../shared/answers.ts'
import type { Vouched } from '../developer.ts'
import { identityPool } from '../flow.ts'
import { claimOf } from '../own-token.ts'
import { namedRole, rolesUnknown, type Taken } from '../roles.ts'
import { authenticationFlow, developerIdentities, iamRolesPage, identityApi, suggested } from '../sources.ts'
import { idOf, isAnother, isSame } from './providers.ts'

const ASKS = 'GetOpenIdTokenForDeveloperIdentity'
const OPERATIONS = `Authentication flow API operations overview, ${ASKS}`
const guide = (states: string) => authenticationFlow(OPERATIONS, states)
const api = (section: string, states: string) => identityApi(ASKS, section, states)

const SENDS = `${ASKS} with the id of the identity pool and Logins: the developer provider’s name and a user’s identifier; signed`
const NEEDS = { needs: ['developer-identities'] } as const
const REDEEMS = { needs: ['developer-identities', 'enhanced-flow'] } as const

export const tokenForUser = identityPool.check(9, 'token-for-developer-user', {
  says: `${ASKS} gives an identity id and a token for a user that nobody has heard of`,
  sends: SENDS,
  basis: guide(
    'If the identifier is not linked to an identity, a new one is created; its id and an OpenID Connect token are returned.',
  ),
  breaks: 'Developers with users of their own get them no further.',
  ...NEEDS,
  judge: (expect, answer: Answer) => {
    expect(answer).toBeAnsweredWith(200)
    expect(idOf(answer), 'IdentityId').toBeA('non-empty string')
    expect(body(answer, 'Token'), 'Token').toBeA('non-empty string')
  },
})

export const sameUserSameIdentity = identityPool.check(11, 'same-developer-user', {
  says: 'The same user of the developer is given the same identity again',
  sends: `${ASKS} for the same user once more`,
  basis: guide('If the identifier is linked already, the pre-existing identity ID is returned.'),
  breaks: 'People lose their data in AWS with every sign-in.',
  ...NEEDS,
  judge: isSame,
})

export const otherUserOtherIdentity = identityPool.check(11, 'other-developer-user', {
  says: 'Another user of the developer is given another identity',
  sends: `${ASKS} for another user`,
  basis: guide('If the identifier is not linked to an identity, a new one is created.'),
  breaks: 'One person reads and writes what is another’s.',
  ...NEEDS,
  judge: isAnother,
})

// The token
const TAKEN_APART = `${SENDS}; the token of the answer is taken apart`
const trust = (states: string) => iamRolesPage('Set up a trust policy', states)

/** A token of 2016, as somebody posted it. */
const posted = (states: string) =>
  publicRecord(
    'aws/aws-sdk-net#420',
    'Token of a developer-authenticated identity, undecoded',
    'aws/aws-sdk-net/issues/420',
    '2016-08',
    states,
    'us-east-1',
  )

export const issuerOfToken = identityPool.check(13, 'developer-token-issuer', {
  says: 'iss of the token for a developer’s user is the issuer of identity pools',
  sends: TAKEN_APART,
  basis: posted('iss is https://cognito-identity.amazonaws.com.'),
  admits:
    'Another issuer where the target file names one; regions that have to be opted in to have their own.',
  breaks: 'Verifiers refuse the token.',
  ...NEEDS,
  judge: (expect, token: Vouched) =>
    expect(claimOf(token, 'iss'), 'iss').toBe(token.lease.identityPool?.tokens.issuer),
})

export const audienceOfToken = identityPool.check(13, 'developer-token-audience', {
  says: 'aud of the token for a developer’s user is the id of the identity pool',
  sends: TAKEN_APART,
  basis: trust('The identity pool token contains an aud claim that is the identity pool ID.'),
  breaks: 'Trust policies admit nobody.',
  ...NEEDS,
  judge: (expect, token: Vouched) => expect(claimOf(token, 'aud'), 'aud').toBe(token.lease.identityPool?.id),
})

export const subjectOfToken = identityPool.check(13, 'developer-token-subject', {
  says: 'sub of the token for a developer’s user is the identity id',
  sends: TAKEN_APART,
  basis: trust('The user’s identity ID in the identity pool is in the sub claim of the identity pool token.'),
  breaks: 'Policies with the sub of the identity let nobody in, or somebody else.',
  ...NEEDS,
  judge: (expect, token: Vouched) => expect(claimOf(token, 'sub'), 'sub').toBe(token.identityId),
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
  basis: posted('amr is authenticated, {provider} and {provider}:{identity pool id}:{user}.'),
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
    posted(
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

// What it is good for
export const ROLE = 'authenticated'

export const roleOfDeveloperUser = identityPool.check(13, 'role-of-developer-user', {
  says: 'A developer’s user gets the identity pool’s authenticated role',
  sends: `GetCredentialsForIdentity with cognito-identity.amazonaws.com: the token of ${ASKS}; then GetCallerIdentity`,
  basis: developerIdentities(
    'Understanding the authentication flow, Enhanced authentication',
    'Temporary credentials for the default authenticated role of the identity pool are returned.',
  ),
  breaks: 'The developer’s users hold the permissions of guests, or of others.',
  needs: ['developer-identities', 'enhanced-flow', 'sts'],
  unless: rolesUnknown(ROLE),
  judge: (expect, { role, lease }: Taken) =>
    expect(role, 'role of the credentials').toBe(namedRole(lease, ROLE)),
})

const passedThrough = identityApi(
  'GetCredentialsForIdentity',
  'Introduction',
  'A token for cognito-identity.amazonaws.com is passed through to AWS STS with the appropriate role.',
)

const refusesToken = (
  name: string,
  about: { readonly says: string; readonly sends: string; readonly breaks: string },
  basis = passedThrough,
) =>
  identityPool.check(12, name, {
    ...about,
    basis,
    ...REDEEMS,
    refusal: true,
    judge: (expect, answer: Answer) => expect(answer).toBeRefusal(),
  })

export const tokenRunsOut = refusesToken(
  'developer-token-expired',
  {
    says: 'A token for a developer’s user gives no credentials ten minutes after its exp',
    sends: `${ASKS} with TokenDuration 60; GetCredentialsForIdentity with the token, eleven minutes later`,
    breaks: 'A token that got lost is good for ever.',
  },
  api('Request Parameters, TokenDuration', 'The expiration time of the token, in seconds.'),
)

/** A request with the identity id of one and the token of another. */
export interface OfOther {
  readonly answer: Answer
  /** Whose the token is, and who was named. */
  readonly own: string
  readonly asked: string
}

export const tokenOfOther = identityPool.check(12, 'developer-token-of-other', {
  says: 'The token for one user of the developer gives no credentials for the identity of another',
  sends: 'GetCredentialsForIdentity with the identity id of one user and the token for another',
  basis: authenticationFlow(
    'Authentication flow API operations overview, GetOpenIdToken, Authenticated access',
    'For an authenticated identity a valid token must be passed for a login that is already associated with it.',
  ),
  also: [passedThrough],
  admits:
    'Credentials with the IdentityId of the token’s own identity: the token is passed through to AWS STS, whatever is named beside it.',
  breaks: 'Every user of the developer acts as any other.',
  ...REDEEMS,
  refusal: true,
  judge: (expect, { answer, own, asked }: OfOther) => {
    if (answer.status !== 200) return expect(answer).toBeRefusal()
    // Else it is no admitted answer, but that of another request.
    expect(body(answer, 'Credentials', 'AccessKeyId'), 'AccessKeyId').toBeA('non-empty string')
    expect(idOf(answer), 'IdentityId').toDifferFrom(asked)
    expect(idOf(answer), 'IdentityId').toBe(own)
  },
})

export const notAToken = refusesToken('not-an-identity-pool-token', {
  says: 'What is no token of an identity pool gives no credentials under cognito-identity.amazonaws.com',
  sends:
    'GetCredentialsForIdentity with cognito-identity.amazonaws.com and the identifier of the user in place of the token',
  breaks: 'Whoever knows a name is its user.',
})

export const tooLong = identityPool.check(9, 'developer-token-of-two-days', {
  says: 'A TokenDuration of more than 24 hours is refused',
  sends: `${ASKS} with TokenDuration 172800`,
  basis: api('Request Parameters, TokenDuration', 'The maximum duration is 24 hours: 1 to 86,400 seconds.'),
  admits: 'Any type: constraints are refused with one that the page does not list.',
  breaks: 'A token that got lost is good for days.',
  ...NEEDS,
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal(),
})

export const roleFromSts = identityPool.check(14, 'sts-for-developer-user', {
  says: 'AWS STS gives a session of a role that trusts the identity pool for the token of a developer’s user',
  sends: `AssumeRoleWithWebIdentity with the pool’s authenticated role and the token of ${ASKS}`,
  basis: developerIdentities(
    'Understanding the authentication flow, Basic authentication',
    'AssumeRoleWithWebIdentity is called with any role of an appropriate trust relationship, and with the token for WebIdentityToken.',
  ),
  breaks: 'Developers who choose the role themselves get no further.',
  needs: ['developer-identities', 'sts'],
  judge: (expect, answer: Answer) => expect(answer.status, 'status').toBe(200),
})

// Where it does not belong
export const nameAtGetId = identityPool.check(9, 'developer-provider-at-get-id', {
  says: 'GetId does not take the developer provider’s name as a key of Logins',
  sends: 'GetId with Logins: the developer provider’s name and a user’s identifier; unsigned',
  basis: guide('The developer provider name cannot be used in the logins map of GetId or GetOpenIdToken.'),
  breaks: 'Anybody is any user of the developer, without a word of the developer.',
  ...NEEDS,
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal(),
})

export const nameAtGetOpenIdToken = identityPool.check(13, 'developer-provider-at-get-open-id-token', {
  says: 'GetOpenIdToken does not take the developer provider’s name as a key of Logins',
  sends:
    'GetOpenIdToken with the identity id of a developer’s user, and Logins with the provider’s name and the user’s identifier; unsigned',
  basis: guide('The developer provider name cannot be used in the logins map of GetId or GetOpenIdToken.'),
  breaks: 'Anybody is any user of the developer, without a word of the developer.',
  needs: ['developer-identities', 'basic-flow'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal(),
})

export const tokenAtGetId = identityPool.check(9, 'identity-pool-token-at-get-id', {
  says: 'GetId refuses an identity pool’s own token: “Invalid login token. Can’t pass in a Cognito token.”',
  sends: 'GetId with cognito-identity.amazonaws.com and the token for a developer’s user',
  basis: publicRecord(
    'aws-amplify/amplify-js#388',
    'Error of a client that was given the token of a developer-authenticated identity, and the id by a wrong name',
    'aws-amplify/amplify-js/issues/388',
    '2018-06',
    '“Invalid login token. Can’t pass in a Cognito token.”; without an identity id this client begins with GetId.',
  ),
  also: [
    publicRecord(
      'aws/aws-sdk-net#420',
      'Comment of 3 August 2016',
      'aws/aws-sdk-net/issues/420',
      '2016-08',
      'The same text from another client.',
      'us-east-1',
    ),
  ],
  admits: 'Any type: the records show the text alone.',
  breaks: 'Developers who hand their token to the wrong operation are not told.',
  ...NEEDS,
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({ message: /can.t pass in a cognito token/i }),
})

const byDeveloper = api('Introduction', 'AWS developer credentials must be used to call the operation.')

export const unsignedVouching = identityPool.check(9, 'developer-request-unsigned', {
  says: `${ASKS} without a signature is refused`,
  sends: SENDS.replace('; signed', '; unsigned'),
  basis: byDeveloper,
  also: [
    guide('Because the application signs the request, the user identifier in it is trusted to be valid.'),
  ],
  admits: 'Any status from 400 to 499.',
  breaks: 'Anybody is any user of the developer, without a word of the developer.',
  needs: ['developer-identities', 'sigv4'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const wronglySignedVouching = identityPool.check(9, 'developer-request-wrong-secret', {
  says: `${ASKS} that is signed with another secret key is refused`,
  sends: SENDS.replace('; signed', '; signed with another secret key'),
  basis: byDeveloper,
  also: [
    guide('Because the application signs the request, the user identifier in it is trusted to be valid.'),
  ],
  admits: 'Any status from 400 to 499.',
  breaks: 'Whoever knows an access key id is any user of the developer.',
  needs: ['developer-identities', 'sigv4'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const unknownProvider = identityPool.check(9, 'unknown-developer-provider', {
  says: 'A developer provider that the identity pool does not have is refused: it “does not support the specified developer provider”',
  sends: `${ASKS} with Logins of another developer provider’s name`,
  basis: publicRecord(
    'danilop/LambdAuth#32',
    'Error of an application that asks for a developer’s user',
    'danilop/LambdAuth/issues/32',
    '2016-04',
    '“This identity pool does not support the specified developer provider”; the type is not shown.',
  ),
  admits: 'Any type.',
  breaks: 'Developers do not find the name that they spelt wrong.',
  ...NEEDS,
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({ message: /does not support the specified developer provider/i }),
})
