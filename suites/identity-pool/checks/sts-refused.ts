/** What checks of refusals at AssumeRoleWithWebIdentity share: how it is asked, the page about it, and how they judge. */
import type { RefusalShape } from '../../../fixtures/flow/expect.ts'
import type { CheckDefinition } from '../../../fixtures/flow/flow.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { stsApi } from '../sources.ts'

export const ASSUME = 'AssumeRoleWithWebIdentity'
export const SENDS = `${ASSUME} with a role that trusts the identity pool`
export const errors = (type: string, states: string) => stsApi(ASSUME, `Errors, ${type}`, states)

/** Only such a refusal passes. */
export const refusedWith = (refusal: RefusalShape) =>
  ({
    needs: ['basic-flow'],
    refusal: true,
    judge: (expect, answer) => expect(answer).toBeRefusal(refusal),
  }) as const satisfies Partial<CheckDefinition<Answer>>

/** Any error passes: that the request is refused is documented, and not how. */
export const refusedSomehow = refusedWith({ status: 'any' })
