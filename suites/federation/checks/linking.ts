/** Step 9: identities that an administrator linked to a user who was there before. */
import { apiReference } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { isValue } from '../../../fixtures/protocol/reading.ts'
import type { LeasedUser } from '../../../fixtures/targets/lease.ts'
import type { Issued } from '../../shared/domain-tokens.ts'
import { claim, storedNames } from '../../shared/tokens.ts'
import { federation } from '../flow.ts'
import type { Returned } from '../sign-in.ts'
import { federationPage, linkingPage } from '../sources.ts'
import { attribute, nameInPool, type Profile } from './profile.ts'

const LINK =
  'AdminLinkProviderForUser, a local user as DestinationUser and a person at the provider as SourceUser'
const sends = `${LINK}; then the person’s sign-in at the provider`

const linking = (states: string) => linkingPage('Linking federated users to an existing user profile', states)
const things = (states: string) => linkingPage('Things to know about linking federated users', states)

/** A linked person's sign-in, the local user, and their profile as it was before. */
export interface Linked extends Returned {
  readonly issued: Issued
  readonly user: LeasedUser
  /** AdminGetUser of the local user, before the sign-in and after. */
  readonly before: Answer
  readonly after: Answer
}

export const signsInAsLocal = federation.check(9, 'linked-to-local-user', {
  says: 'A linked person signs in as the local user: with that user’s sub and user name',
  sends,
  basis: linking(
    'A federated user for whose identity there is a linked local profile always signs in to that profile.',
  ),
  also: [
    apiReference(
      'AdminLinkProviderForUser',
      'DestinationUser',
      'Amazon Cognito returns this user when the linked external user signs in.',
    ),
  ],
  breaks: 'People whose accounts were joined have two again.',
  needs: ['user-linking'],
  judge: (expect, { issued, user, before }: Linked) => {
    expect(claim(issued.id, 'sub'), 'sub').toBe(attribute(before, 'sub'))
    expect(claim(issued.id, 'cognito:username'), 'cognito:username').toBeOneOf(storedNames(user.username))
  },
})

export const listsIdentity = federation.check(9, 'linked-identity-listed', {
  says: 'The ID token of a linked user lists the provider in identities',
  sends,
  basis: things('The ID token contains all associated providers in the claim identities.'),
  breaks: 'Applications cannot tell how the user came.',
  needs: ['user-linking'],
  judge: (expect, { issued, provider }: Linked) => {
    const found = claim(issued.id, 'identities')
    const names =
      isValue(found) && Array.isArray(found)
        ? found.map((one: unknown) => (one as { readonly providerName?: unknown } | null)?.providerName)
        : found
    expect(names, 'providerName of the entries of identities').toContain(provider.name)
  },
})

export const updatesLocal = federation.check(9, 'linked-user-updated', {
  says: 'The sign-in brings the linked user’s mapped attributes up to what the provider says',
  sends,
  basis: linking('The user pool updates the linked local profile with the claims mapped from the sign-in.'),
  breaks: 'Profiles of joined accounts grow stale.',
  needs: ['user-linking'],
  judge: (expect, { before, after, person }: Linked) => {
    const name = String(person.claims['name'])
    expect(attribute(before, 'name') === name ? 'as the provider says' : 'other or none', 'name before').toBe(
      'other or none',
    )
    expect(attribute(after, 'name'), 'name').toBe(name)
  },
})

export const idTokenFirst = federation.check(9, 'id-token-before-user-info', {
  says: 'Where ID token and userInfo differ, a linked user’s attribute is what the ID token says',
  sends: `${sends}, which says one nickname in the ID token and another at userInfo`,
  basis: things('Information in an ID token is prioritized over information from userInfo.'),
  breaks: 'The unsigned word of an endpoint overrides the signed one.',
  needs: ['user-linking'],
  judge: (expect, { after, person }: Linked) => {
    expect(person.userInfo?.['nickname'], 'nickname at userInfo').toDifferFrom(person.claims['nickname'])
    expect(attribute(after, 'nickname'), 'nickname').toBe(String(person.claims['nickname']))
  },
})

export const notInGroup = federation.check(9, 'linked-user-not-in-group', {
  says: 'A linked local user is not put into the provider’s group',
  sends,
  basis: federationPage(
    'Things to know about Amazon Cognito user pools third-party sign-in',
    'Linked users are not automatically added to the group of the provider.',
  ),
  breaks: 'Users get the permissions of people whom only the provider vouches for.',
  needs: ['user-linking'],
  judge: (expect, { issued, provider, lease }: Linked) => {
    expect(claim(issued.id, 'token_use'), 'token_use').toBe('id')
    const groups = claim(issued.id, 'cognito:groups')
    const names = isValue(groups) && Array.isArray(groups) ? groups : []
    expect(
      names.includes(`${lease.userPool.id}_${provider.name}`) ? 'listed' : 'not listed',
      'group of the provider in cognito:groups',
    ).toBe('not listed')
  },
})

export const localStillSignsIn = federation.check(9, 'linked-user-signs-in-locally', {
  says: 'A linked local user who has signed in through the provider still signs in with the password by InitiateAuth',
  sends: `${sends}; then InitiateAuth with USER_PASSWORD_AUTH for the local user`,
  basis: apiReference(
    'AdminLinkProviderForUser',
    'Description',
    'Linked local users can also sign in with operations like InitiateAuth, after at least one sign-in through their provider.',
  ),
  breaks: 'Joining accounts takes the password away.',
  needs: ['user-linking'],
  judge: (expect, { answer }: { readonly answer: Answer }) => expect(answer).toBeAnsweredWith(200),
})

export const linkedByAttribute = federation.check(9, 'linked-by-attribute', {
  says: 'A person who was linked by a mapped attribute of the provider signs in as the local user',
  sends: `${LINK}, with ProviderAttributeName email; then the sign-in of the person with that address`,
  basis: apiReference(
    'AdminLinkProviderForUser',
    'SourceUser',
    'For OIDC and SAML ProviderAttributeName can be a mapped claim, by the name of the user pool’s attribute.',
  ),
  breaks: 'Accounts cannot be joined before the provider’s subject is known.',
  needs: ['user-linking'],
  judge: (expect, { issued, user, before }: Omit<Linked, 'after'>) => {
    expect(claim(issued.id, 'sub'), 'sub').toBe(attribute(before, 'sub'))
    expect(claim(issued.id, 'cognito:username'), 'cognito:username').toBeOneOf(storedNames(user.username))
  },
})

export const unlinkedIsNew = federation.check(9, 'unlinked-is-new', {
  says: 'After AdminDisableProviderForUser the person is another user, with a profile of the provider’s own form',
  sends: 'AdminDisableProviderForUser with Cognito_Subject and the subject; then the person’s sign-in',
  basis: apiReference(
    'AdminDisableProviderForUser',
    'Description',
    'The link is removed; when the external user signs in again, they are no longer attached to the destination user and must create a new account.',
  ),
  breaks: 'Somebody who left the company still signs in as the local user.',
  needs: ['user-linking'],
  judge: (
    expect,
    { issued, local, ...signedIn }: Profile & { readonly issued: Issued; readonly local: Answer },
  ) => {
    expect(claim(issued.id, 'sub'), 'sub').toDifferFrom(attribute(local, 'sub'))
    expect(claim(issued.id, 'cognito:username'), 'cognito:username').toBeOneOf(
      storedNames(nameInPool(signedIn)),
    )
  },
})

export const nobodyToLink = federation.check(9, 'link-to-nobody-refused', {
  says: 'Nothing is linked to a user who does not exist',
  sends: `${LINK} who does not exist`,
  basis: apiReference(
    'AdminLinkProviderForUser',
    'DestinationUser',
    'If the user does not exist, Amazon Cognito generates an exception.',
  ),
  breaks: 'A mistyped name leaves a link behind for whoever takes the name.',
  needs: ['user-linking'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal(),
})
