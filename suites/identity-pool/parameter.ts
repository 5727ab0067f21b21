/**
 * A service beyond the list for guests: Systems Manager, asked for a parameter that nobody made. Whoever may ask is told
 * that there is none.
 */
import type { Expect } from '../../fixtures/flow/expect.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import { readWireError } from '../../fixtures/protocol/wire-error.ts'

const NONE = 'ParameterNotFound'

/** The request was carried out: there is no such parameter. */
export const wasCarriedOut = (expect: Expect, answer: Answer): void =>
  expect(answer).toBeRefusal({ type: NONE })

/** It was refused, and not for want of the parameter. */
export function opensNothing(expect: Expect, answer: Answer): void {
  expect(answer).toBeRefusal({ status: 'any' })
  const { type } = readWireError(answer)
  expect(type === NONE ? 'carried out' : 'refused', 'the request').toBe('refused')
}
