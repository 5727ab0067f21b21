/** What is documented of token validation and not tested here, and why. */
import type { NotTested } from '../../reports/record.ts'

export const notTested: readonly NotTested[] = []
