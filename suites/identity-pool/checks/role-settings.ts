/** Step 13: the role-selection criteria of the identity pool, as developers read them back. */
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import type { Lease } from '../../../fixtures/targets/lease.ts'
import { body } from '../../shared/answers.ts'
import { identityPool } from '../flow.ts'
import { rolesUnknown } from '../roles.ts'
import { identityApi } from '../sources.ts'

export interface Settings {
  readonly answer: Answer
  readonly lease: Lease
}

const ROLES = 'GetIdentityPoolRoles with the id of the identity pool, signed'

export const rolesDescribed = identityPool.check(13, 'roles-described', {
  says: 'GetIdentityPoolRoles gives back the pool’s own roles as they were set',
  sends: ROLES,
  basis: identityApi(
    'GetIdentityPoolRoles',
    'Response Elements, Roles',
    'The map of roles that are associated with the pool.',
  ),
  breaks: 'Tools that compare what is with what should be set the roles anew for ever, or take them away.',
  needs: ['role-mapping'],
  unless: rolesUnknown('authenticated'),
  judge: (expect, { answer, lease }: Settings) =>
    expect(body(answer, 'Roles'), 'Roles').toEqual({
      authenticated: lease.identityPool?.roles['authenticated']?.arn,
    }),
})

export const mappingDescribed = identityPool.check(13, 'role-mappings-described', {
  says: 'GetIdentityPoolRoles gives back the role mapping of a user pool, by the user pool and the app client',
  sends: ROLES,
  basis: identityApi(
    'GetIdentityPoolRoles',
    'Response Elements, RoleMappings',
    'How users of an identity provider are mapped to roles; the string identifies the provider, for example cognito-idp.us-east-1.amazonaws.com/us-east-1_abcdefghi:app_client_id.',
  ),
  breaks: 'Tools that compare what is with what should be set the mapping anew for ever, or take it away.',
  needs: ['role-mapping'],
  judge: (expect, { answer, lease }: Settings) =>
    expect(
      body(answer, 'RoleMappings', `${lease.identityPool?.userPoolLogin}:${lease.client.id}`),
      'the mapping',
    ).toHave({ Type: 'Token', AmbiguousRoleResolution: 'Deny' }),
})

export const tagsDescribed = identityPool.check(13, 'principal-tags-described', {
  says: 'GetPrincipalTagAttributeMap gives back which claims become which tags',
  sends: 'GetPrincipalTagAttributeMap with the id of the identity pool and the name of the provider, signed',
  basis: identityApi(
    'GetPrincipalTagAttributeMap',
    'Response Elements, PrincipalTags',
    'The tags that were added, so that policies can refer to attributes of users.',
  ),
  breaks: 'Tools that compare what is with what should be set the tags anew for ever, or take them away.',
  needs: ['principal-tags'],
  judge: (expect, { answer }: Settings) =>
    expect(body(answer, 'PrincipalTags'), 'PrincipalTags').toEqual({ department: 'custom:department' }),
})
