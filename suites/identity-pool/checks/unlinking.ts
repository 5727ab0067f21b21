/** Steps 11 and 12: logins that an identity gives up, and identities that are deleted. */
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { isValue } from '../../../fixtures/protocol/reading.ts'
import { body } from '../../shared/answers.ts'
import { identityPool } from '../flow.ts'
import { authenticationFlow, identityApi, identityPoolsPage } from '../sources.ts'
import { eachHas, equivalent, GET_OPEN_ID_TOKEN, NEEDS } from './linking.ts'
import { isAnother } from './providers.ts'

const unlink = (states: string) => identityApi('UnlinkIdentity', 'Introduction', states)

export const unlinkTaken = identityPool.check(11, 'unlink-unsigned', {
  says: 'UnlinkIdentity without a signature is answered with 200',
  sends:
    'UnlinkIdentity with the identity id, both its logins in Logins, and one of their keys in LoginsToRemove; unsigned',
  basis: unlink('It is a public API: no credentials are needed to call it.'),
  breaks: 'Applications without a server cannot offer to give up a way to sign in.',
  ...NEEDS,
  judge: (expect, { status }: Answer) => expect(status, 'status').toBe(200),
})

export const unlinkedIsNew = identityPool.check(11, 'unlinked-login-is-new', {
  says: 'A login that was unlinked is given another identity when it is seen next',
  sends: 'UnlinkIdentity with one of two logins in LoginsToRemove, then GetId with this login',
  basis: unlink('Unlinked logins are considered new identities the next time they are seen.'),
  breaks: 'Who gives up an account at a provider leaves a door open.',
  ...NEEDS,
  judge: isAnother,
})

export const otherStays = identityPool.check(11, 'other-login-stays', {
  says: 'The login that was not unlinked still has the identity',
  sends: 'UnlinkIdentity with one of two logins in LoginsToRemove, then GetId with the other',
  basis: unlink('A federated identity is unlinked from an existing account.'),
  breaks: 'Who gives up one of two ways to sign in loses the account.',
  ...NEEDS,
  judge: eachHas,
})

export const lastUnlinked = identityPool.check(12, 'identity-without-logins', {
  says: 'An identity whose last login was unlinked gives no credentials to whoever has its id, guests included',
  sends:
    'UnlinkIdentity with the last login, then GetCredentialsForIdentity with the id alone, at an identity pool that serves guests',
  basis: unlink('Removing the last linked login makes the identity inaccessible.'),
  breaks: 'Former users’ data is open to anybody who knows the id.',
  needs: ['login-linking', 'guest-access', 'enhanced-flow'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal(),
})

export const guestServed = identityPool.check(12, 'guest-beside', {
  says: 'A guest’s own identity gives credentials without Logins',
  sends: 'GetId without Logins, then GetCredentialsForIdentity with the id alone',
  basis: authenticationFlow(
    `${GET_OPEN_ID_TOKEN}, Unauthenticated access`,
    'Of an unauthenticated identity nothing but the identity id is needed.',
  ),
  also: [equivalent],
  breaks: 'Guests are turned away.',
  needs: ['guest-access', 'enhanced-flow'],
  judge: (expect, answer: Answer) => expect(answer).toBeAnsweredWith(200),
})

export const deletedIsNew = identityPool.check(11, 'deleted-identity-is-new', {
  says: 'After DeleteIdentities the same login is given another identity',
  sends: 'DeleteIdentities with the identity id, then GetId with the login that it had',
  basis: identityPoolsPage(
    'Delete an identity from an identity pool',
    'When the user requests credentials again, they receive a new identity ID if the pool still trusts their provider.',
  ),
  breaks: 'Who asked to be forgotten is known again.',
  needs: ['identity-administration'],
  judge: isAnother,
})

export const nothingUnprocessed = identityPool.check(11, 'all-identities-deleted', {
  says: 'DeleteIdentities lists none of the identities that it deleted among UnprocessedIdentityIds',
  sends: 'DeleteIdentities with the id of one identity',
  basis: identityApi(
    'DeleteIdentities',
    'Response Elements, UnprocessedIdentityIds',
    'Those that were not processed, each with an error code.',
  ),
  admits: 'The member may be left out.',
  breaks: 'Programs that clean up try again for ever.',
  needs: ['identity-administration'],
  judge: (expect, answer: Answer) => {
    const found = body(answer, 'UnprocessedIdentityIds')
    expect(answer).toBeAnsweredWith(200)
    if (isValue(found)) expect(found, 'UnprocessedIdentityIds').toEqual([])
  },
})
