/** Step 12: ID tokens of users whom the user pool has signed out or deleted, where the identity pool asks it. */
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import type { Lease } from '../../../fixtures/targets/lease.ts'
import { identityPool } from '../flow.ts'
import { identityApi } from '../sources.ts'

/** The answers to the same token, in the order in which a client asks. */
export interface Asked {
  readonly toGetId: Answer
  readonly toGetCredentials: Answer
}

/** A reason why the identity pool may not ask the user pool, or nothing. */
const notAsked = ({ identityPool: pool }: Lease): string | undefined =>
  pool?.serverSideTokenCheck === true
    ? undefined
    : 'the identity pool is not known to ask the user pool (existing.identityPool.serverSideTokenCheck)'

const servers = (states: string) => identityApi('CognitoIdentityProvider', 'ServerSideTokenCheck', states)

/** The one that was refused first; the last where none was. */
const first = ({ toGetId, toGetCredentials }: Asked): Answer =>
  toGetId.status >= 400 ? toGetId : toGetCredentials

const refused = {
  admits: 'GetId may refuse the token already: the page speaks of tokens and credentials.',
  needs: ['server-side-token-check', 'enhanced-flow'],
  unless: notAsked,
  refusal: true,
  judge: (expect, asked: Asked) => expect(first(asked)).toBeRefusal({ type: 'NotAuthorizedException' }),
} as const satisfies Partial<Parameters<typeof identityPool.check<Asked>>[2]>

export const signedOutRefused = identityPool.check(12, 'signed-out-user', {
  says: 'With ServerSideTokenCheck the ID token of a user who was globally signed out gives no credentials: NotAuthorizedException',
  sends:
    'GetId and GetCredentialsForIdentity with an ID token that has not expired, some seconds after GlobalSignOut',
  basis: servers(
    'Before it gives credentials the identity pool makes sure with the user pool that the user was not globally signed out; else it returns a 400 Not Authorized error.',
  ),
  breaks: 'Whoever stole a token goes on after the user signed out everywhere.',
  ...refused,
})

export const deletedRefused = identityPool.check(12, 'deleted-user', {
  says: 'With ServerSideTokenCheck the ID token of a user who was deleted gives no credentials: NotAuthorizedException',
  sends:
    'GetId and GetCredentialsForIdentity with an ID token that has not expired, some seconds after AdminDeleteUser',
  basis: servers(
    'Before it gives credentials the identity pool makes sure with the user pool that the user was not deleted; else it returns a 400 Not Authorized error.',
  ),
  breaks: 'Former users keep their access until their last token expires.',
  ...refused,
})

export const signedInAgain = identityPool.check(12, 'signed-in-again', {
  says: 'With ServerSideTokenCheck the ID token of a sign-in after a global sign-out gives credentials',
  sends: 'GlobalSignOut, another sign-in of the same user, then GetId and GetCredentialsForIdentity',
  basis: servers('It is users who are signed out or deleted that are refused.'),
  breaks: 'Who signs out everywhere never gets in again.',
  needs: ['server-side-token-check', 'enhanced-flow'],
  unless: notAsked,
  judge: (expect, { toGetCredentials }: Asked) => expect(toGetCredentials).toBeAnsweredWith(200),
})

export const activeTaken = identityPool.check(12, 'active-user', {
  says: 'With ServerSideTokenCheck the ID token of a user who is signed in gives credentials',
  sends: 'GetId and GetCredentialsForIdentity with the ID tokens of two users',
  basis: servers('It is users who are signed out or deleted that are refused.'),
  breaks: 'Nobody gets in.',
  needs: ['server-side-token-check', 'enhanced-flow'],
  unless: notAsked,
  judge: (expect, each: readonly Asked[]) => {
    for (const { toGetCredentials } of each) expect(toGetCredentials).toBeAnsweredWith(200)
  },
})
