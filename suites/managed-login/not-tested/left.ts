/** What a list of untested statements is made of: what the source states, and why no check judges it. */
import type { Basis } from '../../../fixtures/flow/source.ts'
import type { NotTested } from '../../../reports/record.ts'

export const left = ({ states, source }: Basis, reason: string): NotTested => ({
  statement: states,
  source,
  reason,
})
