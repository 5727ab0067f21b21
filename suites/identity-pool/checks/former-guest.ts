/** Steps 11 to 13: a guest who signs in, and keeps the identity. */
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { identityPool } from '../flow.ts'
import { namedRole, rolesUnknown, type Taken } from '../roles.ts'
import { authenticationFlow, identityApi, identityPoolsPage, switchingIdentities } from '../sources.ts'
import { eachHas, linking } from './linking.ts'
import { idOf } from './providers.ts'

const SWITCHES = 'Switching unauthenticated users to authenticated users'

export const guestKeepsId = identityPool.check(12, 'guest-keeps-identity', {
  says: 'A guest who signs in keeps the identity id',
  sends: 'GetCredentialsForIdentity with the id of a guest, and with the login of somebody new',
  basis: switchingIdentities(
    SWITCHES,
    'When a guest decides to log in, the old identity retains the same unique identifier.',
  ),
  also: [linking('The id that is returned is the one that was passed in.')],
  breaks: 'What people did as guests is lost when they sign in.',
  needs: ['guest-access', 'enhanced-flow'],
  judge: (expect, { answer, identityId }: { readonly answer: Answer; readonly identityId: string }) => {
    expect(answer).toBeAnsweredWith(200)
    expect(idOf(answer), 'IdentityId').toBe(identityId)
  },
})

export const guestFoundByLogin = identityPool.check(11, 'login-of-former-guest', {
  says: 'The login of a former guest is given the identity that the guest had',
  sends: 'GetId with the login, after the guest signed in with it',
  basis: authenticationFlow(
    'Authentication flow API operations overview, GetId',
    'The identity that is already associated with the login is returned.',
  ),
  breaks: 'The next sign-in begins with nothing.',
  needs: ['guest-access', 'enhanced-flow'],
  judge: eachHas,
})

export const guestNoMore = identityPool.check(12, 'former-guest-without-login', {
  says: 'The id of a former guest who signed in gives no credentials without Logins any more',
  sends: 'GetCredentialsForIdentity with the id alone, after the guest signed in',
  basis: identityApi(
    'GetCredentialsForIdentity',
    'Request Parameters, Logins',
    'Logins is required for identities that are associated with external identity providers.',
  ),
  breaks: 'Whoever learns an identity id, which is no secret, acts as its owner.',
  needs: ['guest-access', 'enhanced-flow'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal(),
})

export const roleOfFormerGuest = identityPool.check(13, 'role-of-former-guest', {
  says: 'A former guest who signed in gets the pool’s authenticated role',
  sends: 'GetCredentialsForIdentity with the id of the guest and the login; then GetCallerIdentity',
  basis: identityPoolsPage(
    'Change the role associated with an identity type',
    'The type of the identity is determined with each request, and the role that is assigned to that type.',
  ),
  breaks: 'Who has signed in stays a guest.',
  needs: ['guest-access', 'enhanced-flow', 'sts'],
  unless: rolesUnknown('authenticated'),
  judge: (expect, { role, lease }: Taken) =>
    expect(role, 'role of the credentials').toBe(namedRole(lease, 'authenticated')),
})
