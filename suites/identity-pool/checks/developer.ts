/** Steps 9 to 13: users for whom a developer's server vouches. */
import { publicRecord } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { body } from '../../shared/answers.ts'
import { identityPool } from '../flow.ts'
import { namedRole, rolesUnknown, type Taken } from '../roles.ts'
import { authenticationFlow, developerIdentities, identityApi } from '../sources.ts'
import { idOf, isAnother, isSame } from './providers.ts'

export const ASKS = 'GetOpenIdTokenForDeveloperIdentity'
const OPERATIONS = `Authentication flow API operations overview, ${ASKS}`
export const guide = (states: string) => authenticationFlow(OPERATIONS, states)
export const api = (section: string, states: string) => identityApi(ASKS, section, states)

export const SENDS = `${ASKS} with the id of the identity pool and Logins: the developer provider’s name and a user’s identifier; signed`
export const NEEDS = { needs: ['developer-identities'] } as const
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
