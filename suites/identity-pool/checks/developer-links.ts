/** Step 11: users of a developer and logins of public providers, which become one identity. */
import { publicRecord } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { identityPool } from '../flow.ts'
import { authenticationFlow, identityApi } from '../sources.ts'
import { type Compared, idOf, isSame } from './providers.ts'

const ASKS = 'GetOpenIdTokenForDeveloperIdentity'
const api = (section: string, states: string) => identityApi(ASKS, section, states)
const NEEDS = { needs: ['developer-identities'] } as const

export const linksPublicLogin = identityPool.check(11, 'developer-user-with-public-login', {
  says: 'A login of a public provider that the developer passes along is linked: it alone is given the same identity',
  sends: `${ASKS} with a user’s identifier and an ID token of an OpenID Connect provider, then GetId with the ID token alone`,
  basis: authenticationFlow(
    `Authentication flow API operations overview, ${ASKS}, Linking logins`,
    'Additional logins that are not associated with an identity are linked; the user can use the external provider’s flow from then on.',
  ),
  breaks: 'Who moves from the developer’s accounts to a provider’s loses the data.',
  ...NEEDS,
  judge: isSame,
})

export const addsUserToLogin = identityPool.check(11, 'developer-user-for-known-identity', {
  says: 'With IdentityId, and a login that it has, a new user of the developer is linked to an identity that is there',
  sends: `${ASKS} with the identity id of an OpenID Connect provider’s person, their ID token and a new user’s identifier`,
  basis: api(
    'Introduction',
    'To associate a new login with an existing identity, the existing IdentityId is provided.',
  ),
  breaks: 'Who moves from a provider’s account to the developer’s loses the data.',
  ...NEEDS,
  judge: (expect, { answer, identityId }: Compared) => {
    expect(answer).toBeAnsweredWith(200)
    expect(idOf(answer), 'IdentityId').toBe(identityId)
  },
})

export const needsLoginToAdd = identityPool.check(11, 'developer-user-without-known-login', {
  says: 'Without a login that it has, no user of the developer is linked to an identity that has public logins: “Logins don’t match”',
  sends: `${ASKS} with the identity id of an OpenID Connect provider’s person, and a new user’s identifier alone`,
  basis: publicRecord(
    'aws/aws-sdk-js#2327',
    'Request to let the operation be called without logins',
    'aws/aws-sdk-js/issues/2327',
    '2018-10',
    '“Logins don’t match”, for the id of an identity with a login of Facebook, without Facebook’s access token.',
  ),
  also: [
    publicRecord(
      'aws/aws-sdk-net#1112',
      'The same request, by the same person',
      'aws/aws-sdk-net/issues/1112',
      '2018-10',
      'The same text.',
    ),
  ],
  admits: 'Any type.',
  breaks: 'Applications that pass the login along do so for nothing.',
  ...NEEDS,
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ message: /logins don.t match/i }),
})

export const userTaken = identityPool.check(11, 'developer-user-of-other-identity', {
  says: 'A user of the developer who has an identity is not linked to another: DeveloperUserAlreadyRegisteredException, or ResourceConflictException',
  sends: `${ASKS} with the identity id of an OpenID Connect provider’s person, their ID token, and the identifier of a user who has an identity`,
  basis: api(
    'Errors, DeveloperUserAlreadyRegisteredException',
    'The developer user identifier is already registered under a different identity ID.',
  ),
  also: [
    api('Errors, ResourceConflictException', 'A login is used that is linked to another account already.'),
  ],
  admits: 'Either type: the words of both fit.',
  breaks: 'Users of the developer get into each other’s data.',
  ...NEEDS,
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({
      type: ['DeveloperUserAlreadyRegisteredException', 'ResourceConflictException'],
    }),
})
