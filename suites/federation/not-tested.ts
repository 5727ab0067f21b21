/** What the documentation or a public record says of federation and no check judges, with the reason. */
import type { NotTested } from '../../reports/record.ts'
import { ofMisbehaviours } from './not-tested/misbehaviours.ts'
import { ofOidc } from './not-tested/oidc.ts'
import { ofProfile } from './not-tested/profile.ts'
import { ofProviders } from './not-tested/providers.ts'
import { ofSaml } from './not-tested/saml.ts'

export const notTested: readonly NotTested[] = [
  ...ofProviders,
  ...ofOidc,
  ...ofSaml,
  ...ofProfile,
  ...ofMisbehaviours,
]
