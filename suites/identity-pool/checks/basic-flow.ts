/** Step 13 in the basic flow: the token that the identity pool makes, handed out instead of used. */
import { publicRecord } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import type { SignatureVerdict } from '../../../fixtures/protocol/jws.ts'
import { bodyJson, isValue, member, readArray } from '../../../fixtures/protocol/reading.ts'
import type { Lease } from '../../../fixtures/targets/lease.ts'
import { body } from '../../shared/answers.ts'
import { headerOf } from '../../shared/tokens.ts'
import { identityPool } from '../flow.ts'
import { claimOf, type OwnToken } from '../own-token.ts'
import { authenticationFlow, iamGuide, iamRolesPage, identityApi, identityPoolsPage } from '../sources.ts'
import { developerToken, isAboutIdentity, isForPool, isOfIdentityPools } from './own-token.ts'

const OF_USER =
  'GetOpenIdToken with the identity id and Logins, at an identity pool that allows the classic flow'
const OF_GUEST =
  'GetOpenIdToken with the identity id of a guest, at an identity pool that allows the classic flow'
const OPERATIONS = 'Authentication flow API operations overview, GetOpenIdToken'

const guide = (states: string) => authenticationFlow(OPERATIONS, states)
const guestToken = (states: string) =>
  publicRecord(
    'awslabs/aws-jwt-verify#89',
    'Decoded token of a guest',
    'awslabs/aws-jwt-verify/issues/89',
    '2022-09',
    states,
    'us-east-1',
  )

export const openIdTokenComes = identityPool.check(13, 'open-id-token', {
  says: 'GetOpenIdToken is answered with the identity id that was asked for, and a token',
  sends: OF_USER,
  basis: identityApi('GetOpenIdToken', 'Response Elements', 'The answer has IdentityId and Token.'),
  breaks: 'Applications that choose the role themselves get no further.',
  needs: ['basic-flow'],
  judge: (expect, { answer, asked }: OwnToken & { readonly asked: string }) => {
    expect(body(answer, 'IdentityId'), 'IdentityId').toBe(asked)
    expect(body(answer, 'Token'), 'Token').toBeA('non-empty string')
  },
})

export const tokenIsJwt = identityPool.check(13, 'open-id-token-is-jwt', {
  says: 'The token is an OpenID Connect token: a JWT, which can be taken apart',
  sends: `${OF_USER}; and GetOpenIdTokenForDeveloperIdentity`,
  basis: guide(
    'The answer is an OpenID token, which applications verify with OIDC libraries or one for JWTs, by the kid of its signing key.',
  ),
  also: [
    identityApi('GetOpenIdToken', 'Response Elements, Token', 'An OpenID token.'),
    identityApi('GetOpenIdTokenForDeveloperIdentity', 'Response Elements, Token', 'An OpenID token.'),
    iamRolesPage(
      'Role trust and permissions',
      'cognito-identity.amazonaws.com is the issuer of the OpenID Connect token.',
    ),
  ],
  breaks: 'Applications that verify the token, as they are told to, cannot begin.',
  judge: (expect, { jwt }: OwnToken) => expect(headerOf(jwt), 'the token, as a JWT').toBeA('object'),
})

export const tokenIssuer = identityPool.check(13, 'open-id-token-issuer', {
  says: 'iss of the token is the issuer of identity pools, without a region or a pool in it',
  sends: OF_USER,
  ...isOfIdentityPools,
  basis: guestToken('iss is https://cognito-identity.amazonaws.com.'),
  also: [developerToken('iss is https://cognito-identity.amazonaws.com.')],
  needs: ['basic-flow'],
})

export const tokenAudience = identityPool.check(13, 'open-id-token-audience', {
  says: 'aud of the token is the id of the identity pool',
  sends: OF_USER,
  ...isForPool,
  needs: ['basic-flow'],
})

export const tokenSubject = identityPool.check(13, 'open-id-token-subject', {
  says: 'sub of the token is the identity id',
  sends: OF_USER,
  ...isAboutIdentity,
  needs: ['basic-flow'],
})

export const tokenLifetime = identityPool.check(13, 'open-id-token-ten-minutes', {
  says: 'exp of the token is ten minutes after it was made',
  sends: OF_USER,
  basis: identityApi('GetOpenIdToken', 'Introduction', 'The OpenID token is valid for 10 minutes.'),
  also: [guestToken('exp is 600 seconds after iat.')],
  admits: 'A minute to either side; without iat, the time at which the answer came stands for it.',
  breaks: 'Tokens run out on the way to STS, or open roles long after they were made.',
  needs: ['basic-flow'],
  judge: (expect, token: OwnToken) => {
    const iat = claimOf(token, 'iat')
    const exp = claimOf(token, 'exp')
    const made = typeof iat === 'number' ? iat : token.at
    expect(exp, 'exp').toBeA('integer')
    expect(Number(exp) - made, 'seconds until exp').toBeNear(600, 60)
  },
})

export const guestAmr = identityPool.check(13, 'amr-of-guest', {
  says: 'amr in the token of a guest is unauthenticated, and nothing else',
  sends: OF_GUEST,
  basis: iamRolesPage(
    'Role trust and permissions',
    'Amazon Cognito sets amr to either unauthenticated or authenticated; in the latter case the token includes the providers.',
  ),
  also: [
    iamGuide(
      'reference_policies_iam-condition-keys#condition-keys-wif',
      'IAM and AWS STS condition context keys',
      'Available keys for AWS OIDC federation, Amazon Cognito, amr',
      'Of an unauthenticated user the key contains only unauthenticated.',
    ),
    guestToken('amr is an array with unauthenticated in it.'),
  ],
  breaks: 'Guests take the roles of users, or none.',
  needs: ['basic-flow', 'guest-access'],
  judge: (expect, token: OwnToken) => expect(claimOf(token, 'amr'), 'amr').toEqual(['unauthenticated']),
})

export const userAmr = identityPool.check(13, 'amr-of-user', {
  says: 'amr in the token of somebody who has signed in holds authenticated and the user pool that was signed in to',
  sends: OF_USER,
  basis: iamRolesPage(
    'Role trust and permissions',
    'If amr is authenticated, the token includes any providers used during authentication.',
  ),
  breaks: 'Roles for the users of one provider admit nobody.',
  needs: ['basic-flow'],
  judge: (expect, token: OwnToken) => {
    expect(claimOf(token, 'amr'), 'amr').toContain('authenticated')
    expect(claimOf(token, 'amr'), 'amr').toContain(token.lease.identityPool?.userPoolLogin)
  },
})

export const userAmrMembers = identityPool.check(13, 'amr-names-user', {
  says: 'amr of a user pool’s user has three members: authenticated, the user pool, and the user pool with CognitoSignIn and the user’s sub',
  sends: OF_USER,
  basis: publicRecord(
    'anomalyco/guide#706',
    'Event of an HTTP API that was called with credentials of an identity pool',
    'anomalyco/guide/pull/706',
    '2023-03',
    'amr is authenticated, cognito-idp.{region}.amazonaws.com/{user pool} and the same with :CognitoSignIn:{user}.',
    'us-west-2',
  ),
  breaks: 'Functions that find the user of the user pool here do not.',
  needs: ['basic-flow'],
  unless: ({ user }) =>
    user.sub === 'unknown' ? 'the sub of the user is not known (existing.users[].sub)' : undefined,
  judge: (expect, token: OwnToken) => {
    const login = token.lease.identityPool?.userPoolLogin
    expect(claimOf(token, 'amr'), 'amr').toEqual([
      'authenticated',
      login,
      `${login}:CognitoSignIn:${token.lease.user.sub}`,
    ])
  },
})

export const tokenHeader = identityPool.check(13, 'open-id-token-header', {
  says: 'The header of the token names the algorithm RS512, and a key by the region and a digit',
  sends: OF_USER,
  basis: developerToken('The header has alg RS512 and kid us-east-11.'),
  breaks: 'Verifiers that expect the one algorithm refuse the token.',
  needs: ['basic-flow'],
  judge: (expect, { jwt }: OwnToken) =>
    expect(headerOf(jwt), 'the header').toHave({ alg: 'RS512', kid: /^[a-z]{2}(-[a-z]+)+-\d\d$/ }),
})

/** A token beside the keys that are published. */
export interface Published extends OwnToken {
  readonly keys: Answer
  readonly signature: SignatureVerdict
}

const WITH_KEYS = `${OF_USER}; then GET of the key set of identity pools`

export const tokenKeyPublished = identityPool.check(13, 'open-id-token-key-published', {
  says: 'The key set of identity pools holds the key that the token names',
  sends: WITH_KEYS,
  basis: guide('The kid of the OpenID token is one of those listed in the jwks_uri document.'),
  breaks: 'Nobody can verify the token.',
  needs: ['basic-flow', 'identity-token-keys'],
  judge: (expect, { keys, jwt }: Published) => {
    expect(keys).toBeAnsweredWith(200)
    const kid = member(headerOf(jwt), 'kid')
    expect(kid, 'kid of the token').toBeA('non-empty string')
    const published = readArray(bodyJson(keys), 'keys')
    expect(
      isValue(published) ? published.map((key) => member(key, 'kid')) : published,
      'kid of the published keys',
    ).toContain(kid)
  },
})

export const tokenVerifies = identityPool.check(13, 'open-id-token-verifies', {
  says: 'The signature of the token verifies with the published key',
  sends: WITH_KEYS,
  basis: guide(
    'The application verifies the token, with the keys of the jwks_uri document, before it submits it.',
  ),
  breaks: 'Applications that verify, as they are told to, refuse every token.',
  needs: ['basic-flow', 'identity-token-keys'],
  judge: (expect, { signature }: Published) => expect(signature, 'the signature').toBe('verified'),
})

// Refusals

export const tokenNeedsLogin = identityPool.check(13, 'open-id-token-without-login-refused', {
  says: 'GetOpenIdToken gives no token for the identity of somebody who has signed in without one of their logins',
  sends: 'GetOpenIdToken with the identity id of a user, without Logins',
  basis: guide(
    'It is not possible to get an unauthenticated token for authenticated identities; for them at least one valid token of a login must be passed.',
  ),
  breaks: 'Whoever knows an identity id is that user.',
  needs: ['basic-flow'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

const notOff = ({ identityPool: pool }: Lease): string | undefined =>
  pool?.classicFlow === false
    ? undefined
    : 'the identity pool is not known to have the classic flow turned off (existing.identityPool.classicFlow)'

const AT_CLOSED =
  'GetOpenIdToken with the identity id and Logins, at an identity pool with AllowClassicFlow false'

export const classicFlowOff = identityPool.check(13, 'classic-flow-off-no-role', {
  says: 'At an identity pool that does not allow the classic flow nobody gets a role by it: there is no token for it, or STS does not take it',
  sends: `${AT_CLOSED}; if a token comes, AssumeRoleWithWebIdentity with it and the pool’s own role for those who have signed in`,
  basis: identityApi(
    'CreateIdentityPool',
    'Request Parameters, AllowClassicFlow',
    'Enables or disables the basic (classic) authentication flow.',
  ),
  also: [
    identityPoolsPage(
      'Create an identity pool',
      'With the basic flow active the role selections can be bypassed, and AssumeRoleWithWebIdentity called directly.',
    ),
  ],
  admits: 'Any status from 400 to 499, of either: where the flow ends is not documented.',
  breaks: 'Users choose their role themselves where only the identity pool may.',
  needs: ['basic-flow', 'sts'],
  unless: notOff,
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const classicFlowOffError = identityPool.check(13, 'classic-flow-off-error', {
  says: 'The refusal is 400 InvalidParameterException: “Basic (classic) flow is not enabled, please use enhanced flow.”',
  sends: AT_CLOSED,
  basis: publicRecord(
    'aws-amplify/amplify-js#9704',
    'Body of the answer to GetOpenIdToken',
    'aws-amplify/amplify-js/issues/9704',
    '2022-03',
    'InvalidParameterException: Basic (classic) flow is not enabled, please use enhanced flow.',
    'us-east-1',
  ),
  also: [
    publicRecord(
      'aws/aws-cli#7652',
      'Error of get-open-id-token',
      'aws/aws-cli/issues/7652',
      '2023-02',
      'The same type and message.',
      'eu-west-1',
    ),
  ],
  breaks: 'Applications that fall back to the enhanced flow on this answer do not.',
  needs: ['basic-flow'],
  unless: notOff,
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({
      type: 'InvalidParameterException',
      message: 'Basic (classic) flow is not enabled, please use enhanced flow.',
    }),
})

const MAPPED =
  'GetOpenIdToken with the identity id and Logins, at an identity pool with a role mapping for that provider'

export const mappedPool = identityPool.check(13, 'classic-flow-mapped-refused', {
  says: 'An identity pool with role mappings gives nobody a token by GetOpenIdToken',
  sends: MAPPED,
  basis: authenticationFlow(
    'The basic (classic) authentication flow',
    'An attempt of GetOpenIdToken in an identity pool with role mappings is answered with an error.',
  ),
  admits: 'Any type: the guide gives a text alone.',
  breaks: 'Users pass by the mapping, to any role that trusts the pool.',
  needs: ['basic-flow', 'role-mapping'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const mappedPoolMessage = identityPool.check(13, 'classic-flow-mapped-message', {
  says: 'The refusal says “Basic (classic) flow is not supported with RoleMappings, please use enhanced flow.”',
  sends: MAPPED,
  basis: publicRecord(
    'aws-observability/aws-rum-web#172',
    'Error message of the basic flow',
    'aws-observability/aws-rum-web/issues/172',
    '2022-05',
    'Basic (classic) flow is not supported with RoleMappings, please use enhanced flow.',
  ),
  breaks: 'Nobody finds out why the basic flow is closed.',
  needs: ['basic-flow', 'role-mapping'],
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({
      status: 'any',
      message: 'Basic (classic) flow is not supported with RoleMappings, please use enhanced flow.',
    }),
})
