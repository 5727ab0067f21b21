/** Step 9: the profile that the user pool keeps of a federated user, as its control plane shows it. */

import { apiReference } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { isValue, type Reading, readString } from '../../../fixtures/protocol/reading.ts'
import { body } from '../../shared/answers.ts'
import { idTokenPage, openIdCore } from '../../shared/sources.ts'
import { storedNames } from '../../shared/tokens.ts'
import { federation } from '../flow.ts'
import type { Returned } from '../sign-in.ts'
import {
  attributesPage,
  federationPage,
  linkingPage,
  mappingPage,
  oidcFlow,
  samlRequirements,
} from '../sources.ts'
import { nobodySignedIn } from './came-back.ts'

const sends = 'AdminGetUser with the name that the federated user has in the user pool, after the sign-in'

const things = (states: string) =>
  federationPage('Things to know about Amazon Cognito user pools third-party sign-in', states)

const mapping = (states: string) => mappingPage('Things to know about mappings', states)

/** A signed-in federated user, and what the control plane says of them. */
export interface Profile extends Returned {
  readonly user: Answer
}

/** The name that a federated user has in the user pool, as a pool that regards case holds it. */
export const nameInPool = ({ provider, person }: Pick<Returned, 'provider' | 'person'>): string =>
  `${provider.name}_${person.subject}`

/** An attribute of an AdminGetUser answer. */
export function attribute(user: Answer, name: string): Reading<unknown> | undefined {
  const list = body(user, 'UserAttributes')
  if (!isValue(list) || !Array.isArray(list)) return undefined
  const found = list.find((one: unknown) => readString(one, 'Name') === name)
  return found === undefined ? undefined : readString(found, 'Value')
}

export const profileName = federation.check(9, 'profile-name', {
  says: 'The sign-in makes a user whose name is the provider’s name, an underscore and the subject at the provider',
  sends,
  basis: mapping(
    'The username comes from sub of OIDC providers, and from NameID of SAML providers, with the name of the provider before it.',
  ),
  also: [things('The user name is derived from a fixed identifier and the name of the provider.')],
  admits: 'All of it in lower case, as a user pool that is not case-sensitive holds it.',
  breaks: 'Two providers’ users of the same subject become one, or an administrator cannot find the user.',
  judge: (expect, subject: Profile) => {
    expect(subject.user).toBeAnsweredWith(200)
    expect(body(subject.user, 'Username'), 'Username').toBeOneOf(storedNames(nameInPool(subject)))
  },
})

export const profileStatus = federation.check(9, 'profile-status', {
  says: 'The user’s status is EXTERNAL_PROVIDER',
  sends,
  basis: apiReference(
    'AdminGetUser',
    'UserStatus',
    'EXTERNAL_PROVIDER: the user signed in with a third-party IdP.',
  ),
  breaks: 'Administrators take the user for one with a password, and offer to reset it.',
  judge: (expect, { user }: Profile) =>
    expect(body(user, 'UserStatus'), 'UserStatus').toBe('EXTERNAL_PROVIDER'),
})

export const mappedAttributes = federation.check(9, 'mapped-attributes', {
  says: 'Every attribute that is mapped has the value that the provider gave',
  sends,
  basis: oidcFlow(
    'How a user pool processes claims from an OIDC provider',
    'The user pool writes all claims that match mapping rules to attributes of the user’s profile.',
  ),
  also: [
    federationPage(
      'How federated sign-in works in Amazon Cognito user pools',
      'The claims of the ID token or SAML assertion are mapped to a new user profile.',
    ),
  ],
  breaks: 'The application does not know its user’s e-mail address.',
  judge: (expect, { user, person, mapping: rules }: Mapped) => {
    for (const [to, from] of Object.entries(rules)) {
      const given = person.claims[from] ?? person.userInfo?.[from]
      expect(attribute(user, to), to).toBe(String(given))
    }
  },
})

/** A profile, and the provider's mapping: attribute by claim. */
export interface Mapped extends Profile {
  readonly mapping: Readonly<Record<string, string>>
}

export const onlyMapped = federation.check(9, 'only-mapped-attributes', {
  says: 'A claim that no rule maps reaches no attribute of the profile',
  sends,
  basis: oidcFlow(
    'How a user pool processes claims from an OIDC provider',
    'The claims that match mapping rules are written to user attributes.',
  ),
  breaks: 'A provider sets attributes that the application trusts.',
  judge: (expect, { user, person, mapping: rules }: Mapped) => {
    expect(user).toBeAnsweredWith(200)
    const unmapped = Object.entries(person.claims).filter(([name]) => !Object.values(rules).includes(name))
    expect(unmapped.length, 'claims that no rule maps').toBeAtLeast(1)
    for (const [name, value] of unmapped)
      for (const to of [name, `custom:${name}`])
        expect(attribute(user, to) === String(value) ? 'set' : 'not set', to).toBe('not set')
  },
})

export const emailUnverified = federation.check(9, 'email-unverified', {
  says: 'A mapped e-mail address is not verified, where email_verified is not mapped',
  sends,
  basis: mapping('By default, mapped email addresses are unverified.'),
  admits: 'No email_verified at all.',
  breaks: 'A provider that checks nothing lets anybody claim another person’s address.',
  judge: (expect, { user }: Profile) => {
    expect(attribute(user, 'email'), 'email').toBeA('non-empty string')
    expect(attribute(user, 'email_verified') === 'true' ? 'verified' : 'not verified', 'e-mail address').toBe(
      'not verified',
    )
  },
})

export const emailVerifiedByClaim = federation.check(9, 'email-verified-by-claim', {
  says: 'An e-mail address is verified where email_verified is mapped and the provider says true',
  sends,
  basis: mapping(
    'To have the verification status, map an attribute of the provider; most OIDC providers include email_verified.',
  ),
  also: [openIdCore('5.1', 'email_verified is a JSON boolean.')],
  breaks: 'Users of trusted providers are asked to verify an address that cannot be verified by code.',
  judge: (expect, { user }: Profile) =>
    expect(attribute(user, 'email_verified'), 'email_verified').toBe('true'),
})

export const groupOfProvider = federation.check(9, 'group-of-the-provider', {
  says: 'The user is in the group that is named after the user pool’s ID and the provider',
  sends:
    'AdminListGroupsForUser with the name that the federated user has in the user pool, after the sign-in',
  basis: things(
    'A group [user pool ID]_[IdP name] is made for each OIDC, SAML and social provider, and each automatically made profile is added to it.',
  ),
  breaks: 'Roles and permissions that are given by provider are not given.',
  judge: (expect, { user, lease, provider }: Profile) => {
    const groups = body(user, 'Groups')
    const names = Array.isArray(groups) ? groups.map((one: unknown) => readString(one, 'GroupName')) : []
    expect(names, 'names of the groups').toContain(`${lease.userPool.id}_${provider.name}`)
  },
})

export const subjectOfPool = federation.check(9, 'sub-of-the-pool', {
  says: 'The user’s sub is one that the user pool made, and not the subject at the provider',
  sends,
  basis: attributesPage(
    'Standard attributes, sub',
    'sub is generated for each user: a unique identifier within the user pool.',
  ),
  also: [
    idTokenPage(
      'ID token default payload, sub',
      'A unique identifier of the authenticated user in the pool.',
    ),
  ],
  breaks: 'Two providers that hand out the same subject make one user of two people.',
  judge: (expect, { user, person }: Profile) => {
    expect(attribute(user, 'sub'), 'sub').toBeA('non-empty string')
    expect(attribute(user, 'sub'), 'sub').toDifferFrom(person.subject)
  },
})

/** Two sign-ins of one person. */
export interface Twice {
  readonly before: Profile
  readonly after: Profile
}

export const sameProfile = federation.check(9, 'same-profile', {
  says: 'A second sign-in of the same subject leads to the same user, with the same sub',
  sends: 'AdminGetUser after each of two sign-ins of one person',
  basis: mapping(
    'The username is made of sub of OIDC providers, or NameID of SAML ones: of one subject, one username.',
  ),
  also: [
    attributesPage('Standard attributes, sub', 'sub has a fixed value for each user.'),
    federationPage(
      'How federated sign-in works in Amazon Cognito user pools',
      'A profile is made for the federated user; its attributes change when a mapped attribute of the provider changes.',
    ),
  ],
  breaks: 'Users lose what the application keeps for them whenever they sign in.',
  judge: (expect, { before, after }: Twice) => {
    expect(attribute(before.user, 'sub'), 'sub after the first').toBeA('non-empty string')
    expect(attribute(after.user, 'sub'), 'sub after the second').toBe(attribute(before.user, 'sub'))
  },
})

export const attributesUpdated = federation.check(9, 'attributes-updated', {
  says: 'What the provider says at a later sign-in replaces the mapped attribute',
  sends: 'AdminGetUser after a second sign-in, before which the provider gave the person another name',
  basis: mapping(
    'When a user signs in, the mapped attributes are updated with the latest information from the provider.',
  ),
  breaks: 'The application goes by data of the first sign-in for ever.',
  judge: (expect, { before, after }: Twice) => {
    expect(attribute(after.user, 'name'), 'name').toBe(String(after.person.claims['name']))
    expect(attribute(after.user, 'name'), 'name').toDifferFrom(attribute(before.user, 'name'))
  },
})

export const vanishedStays = federation.check(9, 'vanished-claim-stays', {
  says: 'A mapped claim that the provider sends no more leaves the attribute as it was',
  sends: 'AdminGetUser after a second sign-in, before which the provider stopped sending a mapped claim',
  basis: mapping('Attributes are not removed when the source attribute is no longer sent.'),
  breaks: 'Profiles lose data when a provider changes what it releases.',
  judge: (expect, { before, after }: Twice) => {
    expect(attribute(before.user, 'nickname'), 'nickname after the first sign-in').toBeA('non-empty string')
    expect(after.person.claims['nickname'], 'nickname that the provider sends').toBe(undefined)
    expect(attribute(after.user, 'nickname'), 'nickname').toBe(attribute(before.user, 'nickname'))
  },
})

export const blankRemoves = federation.check(9, 'blank-claim-removes', {
  says: 'A mapped claim that the provider sends blank removes the attribute’s value',
  sends: 'AdminGetUser after a later sign-in, before which the provider made a mapped claim blank',
  basis: mapping(
    'The value of a mapped attribute is removed when the provider sends a blank value for the source attribute.',
  ),
  admits: 'No such attribute, or an empty one.',
  breaks: 'What the company took back stays with the application for ever.',
  judge: (expect, { before, after }: Twice) => {
    expect(attribute(before.user, 'nickname'), 'nickname before').toBeA('non-empty string')
    expect(after.user).toBeAnsweredWith(200)
    expect(attribute(after.user, 'nickname') ?? '', 'nickname').toBe('')
  },
})

export const otherNameIdIsOther = federation.check(9, 'other-name-id-other-user', {
  says: 'Somebody whose NameID changed is another user, with a sub of their own, whatever else is the same',
  sends:
    'AdminGetUser after a sign-in with another NameID and the same attributes as somebody who signed in before',
  basis: samlRequirements(
    'Assertion format has specific requirements, NameID',
    'If NameID changes, Amazon Cognito considers the assertion to be for a new user.',
  ),
  breaks: 'Somebody gets another person’s account because they share an e-mail address.',
  judge: (expect, { before, after }: Twice) => {
    expect(attribute(before.user, 'sub'), 'sub of the first').toBeA('non-empty string')
    expect(body(after.user, 'Username'), 'Username').toBeOneOf(storedNames(nameInPool(after)))
    expect(attribute(after.user, 'sub'), 'sub of the second').toDifferFrom(attribute(before.user, 'sub'))
  },
})

export const otherProviderIsOther = federation.check(9, 'other-provider-other-user', {
  says: 'Equal subjects at two providers are two users, with names and subs of their own',
  sends: 'AdminGetUser after sign-ins at two providers, of people who have the same subject there',
  basis: mapping('The name of the provider stands before the subject in the username.'),
  breaks: 'Whoever runs one provider signs in as the people of another.',
  judge: (expect, { before, after }: Twice) => {
    expect(attribute(before.user, 'sub'), 'sub of the first').toBeA('non-empty string')
    expect(after.person.subject, 'subject at the second provider').toBe(before.person.subject)
    expect(body(after.user, 'Username'), 'Username').toBeOneOf(storedNames(nameInPool(after)))
    expect(attribute(after.user, 'sub'), 'sub of the second').toDifferFrom(attribute(before.user, 'sub'))
  },
})

export const staysApart = federation.check(9, 'unlinked-stays-apart', {
  says: 'Somebody from a provider with a local user’s e-mail address is another user, where nobody linked them',
  sends:
    'AdminGetUser of a local user, and of a federated one who has the same e-mail address at the provider',
  basis: linkingPage(
    'Linking federated users to an existing user profile',
    'If no linked profile exists at the first sign-in, the user pool creates a new profile.',
  ),
  breaks: 'A provider that checks no addresses hands out other people’s accounts.',
  judge: (expect, { user, local, ...signedIn }: Profile & { readonly local: Answer }) => {
    expect(attribute(local, 'email'), 'email of the local user').toBe(signedIn.person.claims['email'])
    expect(body(user, 'Username'), 'Username').toBeOneOf(storedNames(nameInPool(signedIn)))
    expect(attribute(user, 'sub'), 'sub').toDifferFrom(attribute(local, 'sub'))
  },
})

export const disabledRefused = federation.check(9, 'disabled-user-refused', {
  says: 'A federated user whom an administrator disabled is not signed in',
  sends: 'AdminDisableUser for a federated user; then the person’s sign-in at the provider',
  basis: apiReference('AdminDisableUser', 'Description', 'A deactivated user cannot sign in.'),
  admits: 'An error at the application, or a page of the user pool.',
  breaks: 'Nobody can be shut out without the provider’s help.',
  needs: ['admin-api'],
  refusal: true,
  judge: (expect, { page }: Returned) => nobodySignedIn(expect, { page }),
})
