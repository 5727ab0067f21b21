/** Steps 12 and 13: the pool's own roles, and what becomes of credentials where there is none that may be taken. */
import { publicRecord } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { identityPool } from '../flow.ts'
import { namedRole, rolesUnknown, type Taken } from '../roles.ts'
import { iamRolesPage, identityApi } from '../sources.ts'

const SIGNED_IN =
  'GetCredentialsForIdentity with the Logins of somebody who has signed in; then GetCallerIdentity with the credentials'
const GUEST =
  'GetCredentialsForIdentity without Logins for the identity of a guest; then GetCallerIdentity with the credentials'

const defaults = iamRolesPage(
  'IAM roles',
  'Default IAM roles can be given for authenticated and for unauthenticated users.',
)

export const authenticatedRole = identityPool.check(13, 'authenticated-role', {
  says: 'Where no role mapping is configured, somebody who has signed in gets the pool’s authenticated role',
  sends: SIGNED_IN,
  basis: defaults,
  breaks: 'Users hold the permissions of somebody else.',
  needs: ['sts'],
  unless: rolesUnknown('authenticated'),
  judge: (expect, { role, lease }: Taken) =>
    expect(role, 'role of the credentials').toBe(namedRole(lease, 'authenticated')),
})

export const guestRole = identityPool.check(13, 'unauthenticated-role', {
  says: 'A guest gets the pool’s unauthenticated role',
  sends: GUEST,
  basis: defaults,
  breaks: 'Guests hold the permissions of users, or none at all.',
  needs: ['guest-access', 'sts'],
  unless: rolesUnknown('unauthenticated'),
  judge: (expect, { role, lease }: Taken) =>
    expect(role, 'role of the credentials').toBe(namedRole(lease, 'unauthenticated')),
})

const MISCONFIGURED = 'InvalidIdentityPoolConfigurationException'
const misconfigured = (states: string) =>
  identityApi('GetCredentialsForIdentity', `Errors, ${MISCONFIGURED}`, states)
const breaks = 'A pool that is not set up hands out credentials, or says nothing that leads to the mistake.'

const refusesAsMisconfigured = {
  breaks,
  needs: ['enhanced-flow'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ type: MISCONFIGURED }),
} as const satisfies Partial<Parameters<typeof identityPool.check<Answer>>[2]>

const toNobody = 'Request with authentication information, and the pool has no authenticated role configured.'

export const noAuthenticatedRole = identityPool.check(12, 'no-authenticated-role-refused', {
  says: `A pool without an authenticated role gives nobody who has signed in credentials: ${MISCONFIGURED}`,
  sends: 'GetCredentialsForIdentity with Logins, at an identity pool without roles',
  basis: misconfigured(toNobody),
  ...refusesAsMisconfigured,
})

export const noGuestRole = identityPool.check(12, 'no-unauthenticated-role-refused', {
  says: `A pool without an unauthenticated role gives guests no credentials: ${MISCONFIGURED}`,
  sends:
    'GetCredentialsForIdentity without Logins for the identity of a guest, at an identity pool without roles',
  basis: misconfigured(
    'Request without authentication information, and the pool has no unauthenticated role configured.',
  ),
  ...refusesAsMisconfigured,
  needs: ['enhanced-flow', 'guest-access'],
})

const refusedBySts = misconfigured(
  'STS answered the request to take the role with an error; the role’s trust policy must grant AssumeRoleWithWebIdentity to cognito-identity.amazonaws.com.',
)

export const trustOfAnotherPool = identityPool.check(13, 'role-of-another-pool-refused', {
  says: `A role whose trust policy names another identity pool in aud is not taken: ${MISCONFIGURED}`,
  sends: 'GetCredentialsForIdentity with Logins, where the authenticated role trusts the id of another pool',
  basis: refusedBySts,
  also: [
    iamRolesPage(
      'Set up a trust policy',
      'cognito-identity.amazonaws.com:aud restricts the role to operations from one or more identity pools.',
    ),
  ],
  ...refusesAsMisconfigured,
  needs: ['enhanced-flow', 'iam-policies'],
  breaks: 'Users of any identity pool get the permissions of this one’s.',
})

export const trustOfGuests = identityPool.check(13, 'role-of-guests-refused', {
  says: `A role whose trust policy wants unauthenticated in amr is not taken for somebody who has signed in: ${MISCONFIGURED}`,
  sends:
    'GetCredentialsForIdentity with Logins, where the authenticated role trusts identities with amr unauthenticated',
  basis: refusedBySts,
  also: [
    iamRolesPage(
      'Set up a trust policy',
      'cognito-identity.amazonaws.com:amr restricts the role to either authenticated or unauthenticated users.',
    ),
  ],
  ...refusesAsMisconfigured,
  needs: ['enhanced-flow', 'iam-policies'],
  breaks: 'The condition that keeps guests and users apart does nothing.',
})

export const trustOfUsers = identityPool.check(13, 'role-of-users-refused', {
  says: `A role whose trust policy wants authenticated in amr is not taken for a guest: ${MISCONFIGURED}`,
  sends:
    'GetCredentialsForIdentity for the identity of a guest, where the unauthenticated role trusts identities with amr authenticated',
  basis: refusedBySts,
  also: trustOfGuests.also ?? [],
  ...refusesAsMisconfigured,
  needs: ['enhanced-flow', 'guest-access', 'iam-policies'],
  breaks: 'Anybody without an account takes the role of users.',
})

export const misconfiguredMessage = identityPool.check(12, 'misconfigured-message', {
  says: 'The refusal says “Invalid identity pool configuration. Check assigned IAM roles for this pool.”',
  sends: 'GetCredentialsForIdentity with Logins, where the pool has no role that may be taken',
  basis: publicRecord(
    'aws-amplify/amplify-swift#3124',
    'Headers of the answer to GetCredentialsForIdentity',
    'aws-amplify/amplify-swift/issues/3124',
    '2023-08',
    '400 InvalidIdentityPoolConfigurationException: Invalid identity pool configuration. Check assigned IAM roles for this pool.',
  ),
  also: [
    publicRecord(
      'aws/aws-sdk-js#1615',
      'Body of the answer',
      'aws/aws-sdk-js/issues/1615',
      '2017-07',
      'The same type and message.',
      'eu-west-1',
    ),
  ],
  breaks: 'The advice that everybody finds under this sentence does not come up.',
  needs: ['enhanced-flow'],
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({
      message: 'Invalid identity pool configuration. Check assigned IAM roles for this pool.',
    }),
})
