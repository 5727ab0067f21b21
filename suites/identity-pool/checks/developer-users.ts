/** Step 11: what a developer's server does with its users: looks them up, merges them, unlinks them. */
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { body } from '../../shared/answers.ts'
import { identityPool } from '../flow.ts'
import { authenticationFlow, developersOnly, identityApi, suggested } from '../sources.ts'
import { idOf, isAnother, isSame } from './providers.ts'

const NEEDS = { needs: ['developer-identities', 'developer-identity-links'] } as const
const lookup = (section: string, states: string) => identityApi('LookupDeveloperIdentity', section, states)
const usersOf = (answer: Answer) => body(answer, 'DeveloperUserIdentifierList')

/** A user of the developer, the identity, and what was looked up. */
export interface LookedUp {
  readonly answer: Answer
  readonly identityId: string
  readonly users: readonly string[]
}

export const foundByUser = identityPool.check(11, 'lookup-by-developer-user', {
  says: 'LookupDeveloperIdentity finds the identity of a user’s identifier',
  sends: 'LookupDeveloperIdentity with DeveloperUserIdentifier',
  basis: lookup('Introduction', 'Of two values one is given, and the other is searched and returned.'),
  breaks: 'Customer service does not find whose data it is.',
  ...NEEDS,
  judge: (expect, { answer, identityId }: LookedUp) => expect(idOf(answer), 'IdentityId').toBe(identityId),
})

export const foundByIdentity = identityPool.check(11, 'lookup-by-identity', {
  says: 'LookupDeveloperIdentity finds the users of the developer that have an identity',
  sends: 'LookupDeveloperIdentity with IdentityId',
  basis: lookup(
    'Introduction',
    'Of two values one is given, and the list of identifiers of the identity is returned.',
  ),
  breaks: 'Customer service does not find whose data it is.',
  ...NEEDS,
  judge: (expect, { answer, users }: LookedUp) =>
    expect(usersOf(answer), 'DeveloperUserIdentifierList').toHoldExactly(users),
})

export const matchConfirmed = identityPool.check(11, 'lookup-of-both', {
  says: 'LookupDeveloperIdentity gives an identity and a user back where they belong together',
  sends: 'LookupDeveloperIdentity with IdentityId and DeveloperUserIdentifier',
  basis: lookup(
    'Introduction',
    'If both are given and verified against the database, the response returns both values.',
  ),
  breaks: 'Servers that ask whether an id is a user’s are told nothing.',
  ...NEEDS,
  judge: (expect, { answer, identityId, users }: LookedUp) => {
    expect(idOf(answer), 'IdentityId').toBe(identityId)
    expect(usersOf(answer), 'DeveloperUserIdentifierList').toHoldExactly(users)
  },
})

export const mismatchRefused = identityPool.check(11, 'lookup-mismatch', {
  says: 'An identity and a user that do not belong together are refused: ResourceConflictException',
  sends: 'LookupDeveloperIdentity with the IdentityId of one user and the DeveloperUserIdentifier of another',
  basis: lookup(
    'Introduction',
    'If both are given and are not verified against the database, a ResourceConflictException is thrown.',
  ),
  breaks: 'Servers that ask whether an id is a user’s take anybody’s.',
  ...NEEDS,
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ type: 'ResourceConflictException' }),
})

export const neitherRefused = identityPool.check(11, 'lookup-of-neither', {
  says: 'LookupDeveloperIdentity without an identity and without a user is refused',
  sends: 'LookupDeveloperIdentity with IdentityPoolId alone',
  basis: lookup('Introduction', 'Either IdentityId or DeveloperUserIdentifier must not be null.'),
  breaks: 'A server that lost a value shows somebody’s data.',
  ...NEEDS,
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal(),
})

/** Pages of one identity's users, one of them on each. */
export interface Paged {
  readonly pages: readonly Answer[]
  readonly users: readonly string[]
}

const pages = lookup(
  'Request Parameters, MaxResults and NextToken',
  'The maximum number to return; a NextToken of the response starts the next results.',
)
const IN_PAGES =
  'LookupDeveloperIdentity with IdentityId, MaxResults 1 and each NextToken, of an identity with two users'

export const usersInPages = identityPool.check(11, 'lookup-in-pages', {
  says: 'With MaxResults 1, NextToken leads to all users of the developer that an identity has',
  sends: IN_PAGES,
  basis: pages,
  breaks: 'Servers miss users.',
  ...NEEDS,
  judge: (expect, { pages, users }: Paged) =>
    expect(pages.flatMap(usersOf), 'users on all pages').toHoldExactly(users),
})

export const oneOnEachPage = identityPool.check(11, 'lookup-page-size', {
  says: 'With MaxResults 1 a page has one user of the developer at most',
  sends: IN_PAGES,
  // It is identities that the page counts.
  basis: suggested(pages),
  breaks: 'Servers get more than they can hold.',
  ...NEEDS,
  judge: (expect, { pages }: Paged) => {
    for (const page of pages.map(usersOf))
      expect(Array.isArray(page) ? page.length <= 1 : page, 'whether a page has one at most').toBe(true)
  },
})

// Merging
const merge = (states: string) => identityApi('MergeDeveloperIdentities', 'Introduction', states)

export const mergedIntoDestination = identityPool.check(11, 'merged-into-destination', {
  says: 'MergeDeveloperIdentities answers with the identity of the destination',
  sends: 'MergeDeveloperIdentities of two users of the developer with identities of their own',
  basis: merge('The source user is associated with the IdentityId of the DestinationUserIdentifier.'),
  breaks: 'The data that were to stay are lost.',
  ...NEEDS,
  judge: isSame,
})

export const mergedUsers = identityPool.check(11, 'merged-developer-users', {
  says: 'After a merge both users of the developer are given the identity of the destination',
  sends:
    'GetOpenIdTokenForDeveloperIdentity for the source and for the destination, after MergeDeveloperIdentities',
  basis: authenticationFlow(
    'Authentication flow API operations overview, GetOpenIdTokenForDeveloperIdentity, Merging identities',
    'The next time a token is requested for either identifier, the same identity id is returned.',
  ),
  breaks: 'One of two accounts that are one still finds its old data.',
  ...NEEDS,
  judge: (
    expect,
    { answers, identityId }: { readonly answers: readonly Answer[]; readonly identityId: string },
  ) => {
    for (const answer of answers) expect(idOf(answer), 'IdentityId').toBe(identityId)
  },
})

export const publicLoginsConflict = identityPool.check(11, 'merge-of-two-public-users', {
  says: 'Users of the developer who are different people at one public provider are not merged',
  sends:
    'MergeDeveloperIdentities of two users, each linked with another person of the same OpenID Connect provider',
  basis: merge(
    'If the users are associated with the same public provider, but as two different users, an exception is thrown.',
  ),
  admits: 'Any type.',
  breaks: 'Two people share an identity, and each reads what is the other’s.',
  ...NEEDS,
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal(),
})

export const twentyMerged = identityPool.check(11, 'merge-of-twenty', {
  says: 'Users of the developer can be merged up to twenty linked logins',
  sends: 'MergeDeveloperIdentities of a user with an identity of 19 others',
  basis: merge('The number of linked logins is limited to 20.'),
  breaks: 'People with many accounts cannot bring them together.',
  ...NEEDS,
  judge: (expect, answer: Answer) => expect(answer).toBeAnsweredWith(200),
})

export const moreThanTwenty = identityPool.check(11, 'merge-beyond-twenty', {
  says: 'A merge to more than twenty linked logins is refused',
  sends: 'MergeDeveloperIdentities of a user with an identity of 20 others',
  basis: merge(
    'The linked logins of both together should not be more than 20; otherwise an exception is thrown.',
  ),
  admits: 'Any type.',
  breaks: 'What works here fails on the real service.',
  ...NEEDS,
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal(),
})

// Unlinking
export const unlinkedUserIsNew = identityPool.check(11, 'unlinked-developer-user-is-new', {
  says: 'A user of the developer who was unlinked is given another identity when seen next',
  sends: 'UnlinkDeveloperIdentity, then GetOpenIdTokenForDeveloperIdentity for the same user',
  basis: identityApi(
    'UnlinkDeveloperIdentity',
    'Introduction',
    'Unlinked developer users are considered new identities the next time they are seen.',
  ),
  breaks: 'Who gave up an account is in it again.',
  ...NEEDS,
  judge: isAnother,
})

export const identityAbandoned = identityPool.check(12, 'identity-without-developer-user', {
  says: 'An identity whose last user was unlinked gives no credentials to whoever has its id, guests included',
  sends:
    'UnlinkDeveloperIdentity, then GetCredentialsForIdentity with the identity id alone, at an identity pool that serves guests',
  basis: identityApi(
    'UnlinkDeveloperIdentity',
    'Introduction',
    'With all federated identities and the developer user identifier removed the identity becomes inaccessible.',
  ),
  breaks: 'Former users’ data are open to anybody who knows the id.',
  needs: ['developer-identities', 'developer-identity-links', 'guest-access', 'enhanced-flow'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal(),
})

const unsigned = (name: string, operation: string, sends: string, breaks: string) =>
  identityPool.check(11, name, {
    says: `${operation} without a signature is refused`,
    sends: `${operation} with ${sends}, and no Authorization header`,
    basis: developersOnly(operation),
    admits: 'Any status from 400 to 499 and any exception.',
    breaks,
    needs: [...NEEDS.needs, 'sigv4'],
    refusal: true,
    judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
  })

export const unsignedLookup = unsigned(
  'lookup-unsigned-refused',
  'LookupDeveloperIdentity',
  'DeveloperUserIdentifier',
  'Everybody is told which identity somebody has.',
)
export const unsignedMerge = unsigned(
  'merge-unsigned-refused',
  'MergeDeveloperIdentities',
  'two users of the developer',
  'Whoever knows somebody’s identifier makes their data their own.',
)
export const unsignedUnlinking = unsigned(
  'unlink-developer-unsigned-refused',
  'UnlinkDeveloperIdentity',
  'an identity and the user of the developer who has it',
  'Everybody can take everybody’s data away.',
)
