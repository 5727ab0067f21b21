/** Users who belong to a department, as an attribute of the user pool’s own says, and roles by department. */
import type { ClientNeeds, PoolNeeds, UserNeeds } from '../../fixtures/targets/lease.ts'
import type { RoleMappingNeeds } from '../../fixtures/targets/lease-identity.ts'
import { CLIENT, POOL } from './pools.ts'

export const DEPARTMENT = 'custom:department'

export const POOL_OF_DEPARTMENTS: PoolNeeds = {
  ...POOL,
  customAttributes: [{ name: 'department', mutable: true }],
}
export const CLIENT_OF_DEPARTMENTS: ClientNeeds = { ...CLIENT, readAttributes: [DEPARTMENT, 'email'] }

export const userOf = (department: string): UserNeeds => ({ attributes: { [DEPARTMENT]: department } })

/** Two rules for the people of sales, in the order in which they count; there is no role for others. */
export const TWO_RULES_FOR_SALES: RoleMappingNeeds = {
  type: 'Rules',
  ambiguous: 'Deny',
  rules: [
    { claim: DEPARTMENT, match: 'Equals', value: 'sales', role: 'first' },
    { claim: DEPARTMENT, match: 'StartsWith', value: 'sal', role: 'second' },
  ],
}
