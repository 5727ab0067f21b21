/** Step 11: the identity id, and whose it is. */
import { publicRecord } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import type { Lease } from '../../../fixtures/targets/lease.ts'
import { body } from '../../shared/answers.ts'
import { identityPool } from '../flow.ts'
import { authenticationFlow, iamRolesPage, identityApi, publicProviders, suggested } from '../sources.ts'

/** An answer that names an identity. */
export interface Named {
  readonly answer: Answer
  readonly lease: Lease
}

const idOf = (answer: Answer) => body(answer, 'IdentityId')

const SENDS = 'GetId with the id of the identity pool and, of somebody who has signed in, Logins'

const UUID = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'

export const identityIdForm = identityPool.check(11, 'identity-id-form', {
  says: 'IdentityId has the format REGION:GUID: of 1 to 55 characters, and like [\\w-]+:[0-9a-f-]+',
  sends: SENDS,
  basis: identityApi(
    'GetId',
    'Response Elements, IdentityId',
    'A unique identifier in the format REGION:GUID, of 1 to 55 characters, with the pattern [\\w-]+:[0-9a-f-]+.',
  ),
  breaks: 'Clients that check what they send refuse to ask for credentials with it.',
  judge: (expect, { answer }: Named) =>
    expect(idOf(answer), 'IdentityId').toMatch(/^(?=.{1,55}$)[\w-]+:[0-9a-f-]+$/, 'REGION:GUID'),
})

export const identityIdOfRegion = identityPool.check(11, 'identity-id-region', {
  says: 'IdentityId is the region of the identity pool, a colon and a UUID in lower case',
  sends: SENDS,
  basis: publicRecord(
    'aws/aws-sdk-js#1615',
    'Answer to GetId',
    'aws/aws-sdk-js/issues/1615',
    '2017-07',
    'The whole body is an IdentityId of eu-west-1, a colon and a UUID in lower case with hyphens.',
    'eu-west-1',
  ),
  breaks: 'Clients that take the region from the id, as AWS’s own do, send the next request elsewhere.',
  judge: (expect, { answer, lease }: Named) =>
    expect(idOf(answer), 'IdentityId').toMatch(
      new RegExp(`^${lease.identityPool?.region}:${UUID}$`),
      `${lease.identityPool?.region}: and a UUID`,
    ),
})

export const notUsersId = identityPool.check(11, 'not-the-user-id', {
  says: 'The identity id is not the user’s sub in the user pool',
  sends: 'GetId with the user’s ID token',
  basis: iamRolesPage(
    'Set up a trust policy, cognito-identity.amazonaws.com:sub',
    'The UUID is the user’s identity id in the identity pool, and is not the sub of the user’s original identity provider.',
  ),
  breaks: 'Who knows an identity id, which is in every object key, knows whose it is.',
  unless: ({ user }) =>
    user.sub === 'unknown' ? 'the user’s sub is not known (existing.users[].sub)' : undefined,
  judge: (expect, { answer, lease }: Named) => {
    const id = idOf(answer)
    expect(id, 'IdentityId').toBeA('non-empty string')
    expect(typeof id === 'string' ? id.split(':').at(-1) : id, 'GUID of IdentityId').toDifferFrom(
      lease.user.sub,
    )
  },
})

/** Two answers of GetId. */
export interface TwoAnswers {
  readonly first: Answer
  readonly second: Answer
}

/** Whose id it is; the operation's page says it shortly, the guide of public providers, which user pools are among. */
const associated = {
  basis: identityApi('GetId', 'Introduction', 'The operation generates, or retrieves, the identity id.'),
  also: [
    authenticationFlow(
      'Authentication flow API operations overview, GetId, Authenticated access',
      'A new authenticated identity is made, or the identity that is already associated with that particular login is returned.',
    ),
    publicProviders,
  ],
}

const isTheSame = (expect: Parameters<typeof notUsersId.judge>[0], { first, second }: TwoAnswers) =>
  expect(idOf(second), 'IdentityId').toBe(idOf(first))

export const sameLogin = identityPool.check(11, 'same-login-same-identity', {
  says: 'The same login is given the same identity id again',
  sends: 'GetId with the same Logins a second time',
  ...associated,
  breaks:
    'Data that a user stored under the identity id are out of reach at the next start of the application.',
  judge: isTheSame,
})

export const refreshedLogin = identityPool.check(11, 'new-token-same-identity', {
  says: 'Another ID token of the same user is given the same identity id: it belongs to the login, and not to the token',
  sends: 'GetId with the ID token of a later sign-in of the user',
  ...associated,
  breaks: 'After an hour, or at the next sign-in, the user’s data are out of reach.',
  judge: isTheSame,
})

export const withAccount = identityPool.check(11, 'account-id-is-optional', {
  says: 'With the pool’s own AccountId, too, the login is given its identity id',
  sends: 'GetId with the same Logins, and the account of the identity pool in AccountId',
  basis: identityApi(
    'GetId',
    'Request Parameters, AccountId',
    'A standard AWS account id; the member is not required.',
  ),
  breaks: 'Older clients, which send it, get other identities than newer ones.',
  unless: ({ identityPool: pool }) =>
    pool?.account === 'unknown'
      ? 'the account of the identity pool is not known (existing.identityPool.account)'
      : undefined,
  judge: isTheSame,
})

export const otherUserOtherIdentity = identityPool.check(11, 'other-user-other-identity', {
  says: 'Another user of the same user pool is given another identity id',
  sends: 'GetId with the ID token of another user',
  ...associated,
  breaks: 'Users share what should be their own.',
  judge: (expect, { first, second }: TwoAnswers) => {
    expect(idOf(second), 'IdentityId').toBeA('non-empty string')
    expect(idOf(second), 'IdentityId').toDifferFrom(idOf(first))
  },
})

export const guestAnew = identityPool.check(11, 'guest-anew', {
  says: 'Somebody who asks for an identity without logins again is given another one',
  sends: 'GetId without Logins, twice',
  basis: suggested(
    authenticationFlow(
      'Authentication flow API operations overview, GetId, Unauthenticated access',
      'Users can ask for a new identity id at any time; the application is expected to cache it.',
    ),
  ),
  breaks: 'Guests on different devices share what should be their own.',
  needs: ['guest-access'],
  judge: (expect, { first, second }: TwoAnswers) => {
    expect(idOf(second), 'IdentityId').toBeA('non-empty string')
    expect(idOf(second), 'IdentityId').toDifferFrom(idOf(first))
  },
})

export const emptyLogins = identityPool.check(11, 'empty-logins-are-none', {
  says: 'An empty Logins map is the same as none: GetId gives a guest an identity id',
  sends: 'GetId with Logins {}',
  basis: publicRecord(
    'aws-amplify/amplify-js, IdentityIdProvider',
    'cognitoIdentityIdProvider, where there are no tokens',
    'aws-amplify/amplify-js/blob/main/packages/auth/src/providers/cognito/credentialsProvider/IdentityIdProvider.ts',
    '2026-11',
    'AWS’s own client sends an empty map of logins for guests.',
  ),
  breaks: 'Guests of applications that are built with Amplify get no identity.',
  needs: ['guest-access'],
  judge: (expect, answer: Answer) => {
    expect(answer).toBeAnsweredWith(200)
    expect(idOf(answer), 'IdentityId').toBeA('non-empty string')
  },
})
