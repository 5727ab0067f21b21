/** People at a SAML provider, whose assertions name the roles that they may take. */
import type { Cast, PersonAtProvider } from '../../fixtures/actors/actors.ts'
import { NotLent } from '../../fixtures/actors/actors.ts'
import type { LeasedRole } from '../../fixtures/targets/lease-identity.ts'
import { poolOf } from './pools.ts'
import { SAML } from './provider-needs.ts'
import { loginProvider } from './steps-1-to-8-at-provider.ts'

const ROLE = 'https://aws.amazon.com/SAML/Attributes/Role'
const SESSION_NAME = 'https://aws.amazon.com/SAML/Attributes/RoleSessionName'

/** A role of the lease, by its name in the needs. @throws {NotLent} there is none */
export function leasedRole({ lease }: Cast, name: string): LeasedRole {
  const role = poolOf(lease).roles[name]
  if (role === undefined) throw new NotLent(`no role ${name} was lent`)
  return role
}

/** Somebody new, of whom the provider says that they may take these roles. */
export async function personWithRoles(cast: Cast, ...names: readonly string[]): Promise<PersonAtProvider> {
  const { arn = '' } = loginProvider(cast.lease, SAML.name)
  const provider = cast.provider(SAML.name)
  const { claims, subject } = await provider.newPerson()
  return provider.newPerson({
    claims: {
      ...claims,
      [ROLE]: names.map((name) => `${leasedRole(cast, name).arn},${arn}`),
      [SESSION_NAME]: subject,
    },
  })
}
