/** Steps 8, 12 and 13: roles that the ID token names, those of the user’s groups. */
import type { Expect } from '../../../fixtures/flow/expect.ts'
import { publicRecord } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { readJwt } from '../../../fixtures/protocol/jwt.ts'
import { isValue, type Reading } from '../../../fixtures/protocol/reading.ts'
import { claim } from '../../shared/tokens.ts'
import { identityPool } from '../flow.ts'
import { namedRole, rolesUnknown, type Taken } from '../roles.ts'
import { identityApi, roleBasedAccess, userGroups } from '../sources.ts'
import type { SignedIn } from '../steps-1-to-8.ts'

const precedence = (states: string) => userGroups('Assigning precedence values to groups', states)
const byToken = (states: string) => roleBasedAccess('Using tokens to assign roles to users', states)

const inIdToken = (signedIn: SignedIn, name: string): Reading<unknown> =>
  claim(readJwt(signedIn.tokens.idToken), name)

const arnOf = ({ lease }: Pick<SignedIn, 'lease'>, name: string): string | undefined =>
  lease.identityPool?.roles[name]?.arn

const signsIn = (groups: string) => `Sign-in of a user in ${groups}`
const TWO_PRECEDENCES = 'two groups, with two roles and the precedences 1 and 0'
const ONE_PRECEDENCE = 'two groups of precedence 1, with two roles'
const asksBy = (mapping: string, groups: string) =>
  `GetCredentialsForIdentity for a user in ${groups}, where the mapping is of type Token and ${mapping}; then GetCallerIdentity`

export const rolesClaim = identityPool.check(8, 'roles-claim', {
  says: 'cognito:roles in the ID token has the roles of the user’s groups, and no others',
  sends: signsIn(TWO_PRECEDENCES),
  basis: precedence('cognito:roles contains the list of roles corresponding to the groups.'),
  also: [
    publicRecord(
      'rollthecloudinc/hedge#238',
      'Decoded ID token',
      'rollthecloudinc/hedge/issues/238',
      '2025-07',
      'cognito:roles is a JSON array.',
      'us-east-1',
    ),
  ],
  admits:
    'An array, as live tokens have it, or a string with commas between the roles, as another page of the guide says.',
  breaks: 'Applications offer roles that nobody gets, and identity pools find none.',
  needs: ['role-mapping', 'groups'],
  unless: rolesUnknown('first', 'second'),
  judge: (expect, signedIn: SignedIn) => {
    const found = inIdToken(signedIn, 'cognito:roles')
    const listed = typeof found === 'string' ? found.split(',') : found
    expect(listed, 'cognito:roles').toHoldExactly([arnOf(signedIn, 'first'), arnOf(signedIn, 'second')])
  },
})

const prefers = (expect: Expect, signedIn: SignedIn) =>
  expect(inIdToken(signedIn, 'cognito:preferred_role'), 'cognito:preferred_role').toBe(
    arnOf(signedIn, 'first'),
  )

export const preferredRoleClaim = identityPool.check(8, 'preferred-role-claim', {
  says: 'cognito:preferred_role in the ID token is the role of the group with the lowest precedence value; 0 is the top',
  sends: signsIn(TWO_PRECEDENCES),
  basis: precedence(
    'The group with the lowest precedence value has its role in cognito:preferred_role; zero is the top.',
  ),
  breaks: 'Administrators are given the role of readers, or readers that of administrators.',
  needs: ['role-mapping', 'groups'],
  unless: rolesUnknown('first', 'second'),
  judge: prefers,
})

export const sharedRoleClaim = identityPool.check(8, 'preferred-role-shared', {
  says: 'Two groups that share the lowest precedence value and have one role give cognito:preferred_role that role',
  sends: signsIn('two groups of precedence 1 with the same role'),
  basis: precedence(
    'Where two groups of one precedence have the same role, that role is in cognito:preferred_role.',
  ),
  breaks: 'Users who may take one role only are told that it is not clear which.',
  needs: ['role-mapping', 'groups'],
  unless: rolesUnknown('first'),
  judge: prefers,
})

export const noPreferredRole = identityPool.check(8, 'preferred-role-absent', {
  says: 'Two groups that share the lowest precedence value and have two roles leave the ID token without cognito:preferred_role',
  sends: signsIn(ONE_PRECEDENCE),
  basis: precedence(
    'Where two groups of one precedence have different roles, cognito:preferred_role is not set.',
  ),
  breaks: 'A role that nobody has chosen is taken for the preferred one.',
  needs: ['role-mapping', 'groups'],
  judge: (expect, signedIn: SignedIn) => {
    expect(inIdToken(signedIn, 'token_use'), 'token_use').toBe('id')
    const found = inIdToken(signedIn, 'cognito:preferred_role')
    expect(isValue(found) ? 'there' : 'not there', 'cognito:preferred_role').toBe('not there')
  },
})

/** The role of the credentials has this name among those of the lease. */
const takes =
  (name: string) =>
  (expect: Expect, { role, lease }: Taken) =>
    expect(role, 'role of the credentials').toBe(namedRole(lease, name))

export const preferredRole = identityPool.check(13, 'preferred-role', {
  says: 'With a mapping of type Token the credentials are of the role in cognito:preferred_role',
  sends: asksBy('AmbiguousRoleResolution is Deny', TWO_PRECEDENCES),
  basis: byToken('If the cognito:preferred_role claim is set, it is used.'),
  breaks: 'Group roles have no effect.',
  needs: ['role-mapping', 'sts'],
  unless: rolesUnknown('first'),
  judge: takes('first'),
})

const ambiguity = byToken(
  'cognito:preferred_role is not set, cognito:roles is, and no CustomRoleArn was given: AmbiguousRoleResolution determines the role.',
)

export const ambiguousDenied = identityPool.check(13, 'ambiguous-token-denied', {
  says: 'Several roles in the token, none of them preferred, and AmbiguousRoleResolution Deny: no credentials are given',
  sends: asksBy('AmbiguousRoleResolution is Deny', ONE_PRECEDENCE),
  basis: ambiguity,
  admits: 'Any error: its type is documented nowhere.',
  breaks: 'Whoever is in two groups gets one of two roles by chance.',
  needs: ['role-mapping'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const ambiguousAuthenticated = identityPool.check(13, 'ambiguous-token-authenticated', {
  says: 'Several roles in the token, none of them preferred, and AmbiguousRoleResolution AuthenticatedRole: the credentials are of the authenticated role',
  sends: asksBy('AmbiguousRoleResolution is AuthenticatedRole', ONE_PRECEDENCE),
  basis: ambiguity,
  breaks: 'Whoever is in two groups gets one of two roles by chance, or nothing.',
  needs: ['role-mapping', 'sts'],
  unless: rolesUnknown('authenticated'),
  judge: takes('authenticated'),
})

const WITH_CUSTOM = 'GetCredentialsForIdentity with Logins and CustomRoleArn'

export const customRole = identityPool.check(12, 'custom-role', {
  says: 'CustomRoleArn chooses one of the roles in cognito:roles, though another is preferred',
  sends: `${WITH_CUSTOM}, a role of the user’s that is not the preferred one; then GetCallerIdentity`,
  basis: byToken('CustomRoleArn is used if it is set and matches a role in the cognito:roles claim.'),
  also: [
    identityApi(
      'GetCredentialsForIdentity',
      'Request Parameters, CustomRoleArn',
      'The role to be assumed when several roles were received in the token.',
    ),
  ],
  breaks: 'Applications cannot work with less than the user’s first role.',
  needs: ['role-mapping', 'sts'],
  unless: rolesUnknown('second'),
  judge: takes('second'),
})

export const customRoleResolves = identityPool.check(12, 'custom-role-resolves', {
  says: 'CustomRoleArn chooses one of the roles in cognito:roles where none is preferred and ambiguity is denied',
  sends: `${WITH_CUSTOM}, one of the roles of a user in ${ONE_PRECEDENCE}; then GetCallerIdentity`,
  basis: byToken(
    'CustomRoleArn is used if it matches a role in cognito:roles; ambiguity is resolved by setting only where none is given.',
  ),
  breaks: 'Users with two equal roles get none of them.',
  needs: ['role-mapping', 'sts'],
  unless: rolesUnknown('second'),
  judge: takes('second'),
})

export const customRoleForeign = identityPool.check(12, 'custom-role-not-in-token-refused', {
  says: 'CustomRoleArn with a role that trusts the identity pool and is not in cognito:roles gets no credentials',
  sends: `${WITH_CUSTOM}, a role that none of the user’s groups has`,
  basis: byToken('If CustomRoleArn does not match a role in cognito:roles, access is denied.'),
  admits: 'Any error: how access is denied is documented nowhere.',
  breaks: 'Every user takes every role that trusts the identity pool.',
  needs: ['role-mapping'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const customRoleOverRules = identityPool.check(12, 'custom-role-over-rules', {
  says: 'CustomRoleArn with the role of a later rule that matches takes that role',
  sends: `${WITH_CUSTOM}, the role of the second of two rules that match; then GetCallerIdentity`,
  basis: roleBasedAccess(
    'Using rule-based mapping to assign roles to users',
    'The role of the first matching rule is used, unless CustomRoleArn is specified to override the order.',
  ),
  breaks: 'Applications cannot choose among the roles that rules give.',
  needs: ['role-mapping', 'sts'],
  unless: rolesUnknown('second'),
  judge: takes('second'),
})
