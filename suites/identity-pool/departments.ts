/** Users who belong to a department, as an attribute of the user pool’s own says. */
import type { ClientNeeds, PoolNeeds, UserNeeds } from '../../fixtures/targets/lease.ts'
import { CLIENT, POOL } from './pools.ts'

export const DEPARTMENT = 'custom:department'

export const POOL_OF_DEPARTMENTS: PoolNeeds = {
  ...POOL,
  customAttributes: [{ name: 'department', mutable: true }],
}
export const CLIENT_OF_DEPARTMENTS: ClientNeeds = { ...CLIENT, readAttributes: [DEPARTMENT, 'email'] }

export const userOf = (department: string): UserNeeds => ({ attributes: { [DEPARTMENT]: department } })
