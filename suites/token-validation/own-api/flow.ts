/**
 * An HTTP API of the user's own, which takes tokens: the one surface that belongs to no target. Runs of the documented
 * flows know nothing of it; `cognito-conformance fuzz` walks it alone.
 */
import { defineFlow } from '../../../fixtures/flow/flow.ts'
import { tokenValidation } from '../flow.ts'
import { notSigned, notTested } from './not-tested.ts'

const { id, source } = tokenValidation

export const ownApiFlow = defineFlow({
  id,
  title: 'Token validation of an HTTP API under attack',
  source,
  steps: [
    {
      number: 1,
      name: 'http-api',
      title: 'An HTTP API takes a token.',
      actor: 'application',
      receiver: 'resource-server',
    },
  ],
  notTested,
})

/** The same where the harness has no key that the API trusts: what that leaves unasked is on the list. */
export const ownApiFlowWithoutKey: typeof ownApiFlow = { ...ownApiFlow, notTested: [notSigned, ...notTested] }
