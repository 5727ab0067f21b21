/** Steps 12 and 13: the tokens of a federated user, which are the user pool's own. */
import type { Check } from '../../../fixtures/flow/flow.ts'
import { isValue } from '../../../fixtures/protocol/reading.ts'
import {
  accessClient,
  accessIssuer,
  accessTimes,
  accessTokenUse,
} from '../../api-authentication/checks/access-claims.ts'
import { sameSubject } from '../../api-authentication/checks/claims.ts'
import { idAudience, idIssuer, idTimes, idTokenUse } from '../../api-authentication/checks/id-claims.ts'
import {
  accessTokenHeader,
  keyChecks as apiKeyChecks,
  idTokenHeader,
} from '../../api-authentication/checks/keys.ts'
import { contentType, expiresIn, tokenType } from '../../managed-login/checks/token-answer.ts'
import type { Granted, Issued } from '../../shared/domain-tokens.ts'
import { accessTokenPage, idTokenPage, idTokenSample } from '../../shared/sources.ts'
import { claim, storedNames } from '../../shared/tokens.ts'
import { federation } from '../flow.ts'
import type { Returned } from '../sign-in.ts'
import { federationPage, flowPage, linkingSample, suggested } from '../sources.ts'
import { attribute, nameInPool, type Profile } from './profile.ts'

const REDEMPTION = 'The request that redeems the code of a federated sign-in'

/** The same judgement on the same word, of a step of this flow. */
const alike = <S>(step: 12 | 13, check: Check<S>): Check<S> =>
  federation.check(step, check.name, { ...check, sends: REDEMPTION })

export const answerChecks: readonly Check<Granted>[] = [contentType, tokenType, expiresIn].map((one) =>
  alike(12, one),
)

/** What AWS says of the tokens of every user, on the tokens of one who came from a provider. */
export const tokenChecks: readonly Check<Issued>[] = [
  idAudience,
  idTokenUse,
  idIssuer,
  idTimes,
  idTokenHeader,
  accessClient,
  accessTokenUse,
  accessIssuer,
  accessTimes,
  accessTokenHeader,
  sameSubject,
].map((one) => alike(13, one))

export const keyChecks = apiKeyChecks.map((one) => alike(13, one))

/** The tokens of a federated sign-in, and the profile behind them. */
export interface FederatedTokens extends Returned {
  readonly issued: Issued
}

export const usernameClaims = federation.check(13, 'username-claims', {
  says: 'cognito:username of the ID token and username of the access token are the provider’s name, an underscore and the subject at the provider',
  sends: REDEMPTION,
  basis: idTokenPage(
    'ID token default payload, cognito:username',
    'The username of the user in the user pool.',
  ),
  also: [
    federationPage(
      'Things to know about Amazon Cognito user pools third-party sign-in',
      'The user name of a federated user is derived from a fixed identifier and the name of the provider, as in MyIDP_bob@example.com.',
    ),
  ],
  admits: 'All of it in lower case, as a user pool that is not case-sensitive holds it.',
  breaks: 'Applications greet, or look up, the wrong user or none.',
  judge: (expect, { issued, ...signedIn }: FederatedTokens) => {
    const names = storedNames(nameInPool(signedIn))
    expect(claim(issued.id, 'cognito:username'), 'cognito:username').toBeOneOf(names)
    expect(claim(issued.access, 'username'), 'username').toBeOneOf(names)
  },
})

/** The members of the claim `identities`, as far as it is a list. */
export const identitiesOf = ({ id }: Issued): readonly Readonly<Record<string, unknown>>[] => {
  const found = claim(id, 'identities')
  return isValue(found) && Array.isArray(found)
    ? found.filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null)
    : []
}

export const identities = federation.check(13, 'identities', {
  says: 'The ID token’s identities names the provider and the user’s subject there',
  sends: REDEMPTION,
  basis: federationPage(
    'Things to know about Amazon Cognito user pools third-party sign-in',
    'The claim identities of the ID token holds the user’s provider and their unique ID from the provider.',
  ),
  also: [
    idTokenPage(
      'ID token default payload, identities',
      'Information about each third-party provider of the user.',
    ),
  ],
  breaks: 'Applications cannot tell where a user came from.',
  judge: (expect, { issued, provider, person }: FederatedTokens) => {
    const [only = {}] = identitiesOf(issued)
    expect(identitiesOf(issued).length, 'entries of identities').toBe(1)
    expect(only['providerName'], 'providerName').toBe(provider.name)
    expect(only['userId'], 'userId').toBe(person.subject)
  },
})

export const identityType = federation.check(13, 'identity-type', {
  says: 'The entry of identities names the type of a SAML provider, or of Login with Amazon, as the API does',
  sends: REDEMPTION,
  basis: idTokenSample(
    'ID token default payload',
    'An entry has a providerType: LoginWithAmazon in this example.',
  ),
  also: [linkingSample('Linking federated users', 'Entries of SAML providers have the providerType SAML.')],
  breaks: 'Applications that treat SAML users differently do not recognise them.',
  judge: (expect, { issued, provider }: FederatedTokens) =>
    expect(identitiesOf(issued)[0]?.['providerType'], 'providerType').toBe(provider.type),
})

export const groupsClaim = federation.check(13, 'group-in-tokens', {
  says: 'cognito:groups of both tokens lists the group of the provider',
  sends: REDEMPTION,
  basis: federationPage(
    'Things to know about Amazon Cognito user pools third-party sign-in',
    'Each automatically made profile is in the group [user pool ID]_[IdP name].',
  ),
  also: [
    idTokenPage(
      'ID token default payload, cognito:groups',
      'The names of the groups that have the user as a member.',
    ),
    accessTokenPage(
      'Access token default payload, cognito:groups',
      'The names of the groups that have the user as a member.',
    ),
  ],
  breaks: 'Permissions that are given by provider are not given.',
  judge: (expect, { issued, lease, provider }: FederatedTokens) => {
    const group = `${lease.userPool.id}_${provider.name}`
    expect(claim(issued.id, 'cognito:groups'), 'cognito:groups of the ID token').toContain(group)
    expect(claim(issued.access, 'cognito:groups'), 'cognito:groups of the access token').toContain(group)
  },
})

export const subjectClaim = federation.check(13, 'sub-is-the-profiles', {
  says: 'sub of the tokens is the sub of the profile in the user pool, and not the subject at the provider',
  sends: REDEMPTION,
  basis: idTokenPage(
    'ID token default payload, sub',
    'A unique identifier of the authenticated user in the user pool.',
  ),
  breaks: 'What an application stores under sub collides between providers.',
  judge: (expect, { issued, user, person }: FederatedTokens & Profile) => {
    expect(claim(issued.id, 'sub'), 'sub').toBe(attribute(user, 'sub'))
    expect(claim(issued.id, 'sub'), 'sub').toDifferFrom(person.subject)
  },
})

export const mappedClaims = federation.check(13, 'mapped-claims', {
  says: 'The ID token has the mapped attributes under the user pool’s names, with the provider’s values',
  sends: REDEMPTION,
  basis: federationPage(
    'How federated sign-in works in Amazon Cognito user pools',
    'Claims of the provider are mapped to the profile; Amazon Cognito then issues tokens of its own.',
  ),
  also: [idTokenPage('ID token default payload', 'The ID token contains the user’s attributes.')],
  breaks: 'The application learns nothing of its user.',
  judge: (expect, { issued, person }: FederatedTokens) => {
    expect(claim(issued.id, 'email'), 'email').toBe(person.claims['email'])
    expect(claim(issued.id, 'name'), 'name').toBe(person.claims['name'])
  },
})

/** Claims that only one of the two kinds of users need have, and the word for it. */
const MAY_DIFFER: ReadonlySet<string> = new Set([
  'identities',
  'cognito:groups',
  'cognito:roles',
  'cognito:preferred_role',
  'email_verified',
  'phone_number_verified',
  'nonce',
  'amr',
  'acr',
  // Of a device that is remembered, and of an event: which sign-ins have them is not said.
  'device_key',
  'event_id',
])

export const likeLocalUser = federation.check(13, 'claims-as-a-local-users', {
  says: 'Beside identities, groups, attributes and what depends on how they signed in, the tokens of a federated user have the claims that those of a local user from the same client have',
  sends:
    'Two sign-ins at one app client: a federated user’s, and a local user’s on the pages of the user pool',
  // Of claims the page says nothing; those that AWS defines are judged one by one.
  basis: suggested(
    flowPage(
      'Managed login and third-party IdPs produce a consistent authentication outcome.',
      'User pool authentication with a third-party identity provider',
    ),
  ),
  breaks: 'An application that was written for local users fails for federated ones.',
  judge: (
    expect,
    {
      federated,
      local,
      attributes,
    }: { readonly federated: Issued; readonly local: Issued; readonly attributes: readonly string[] },
  ) => {
    const namesOf = (token: Issued['id']): readonly string[] =>
      isValue(token)
        ? Object.keys(token.payload)
            .filter((name) => !MAY_DIFFER.has(name) && !attributes.includes(name))
            .sort()
        : []
    for (const use of ['id', 'access'] as const) {
      expect(namesOf(local[use]).length, `claims of the local user’s ${use} token`).toBeAtLeast(3)
      expect(namesOf(federated[use]), `claims of the federated user’s ${use} token`).toEqual(
        namesOf(local[use]),
      )
    }
  },
})
