/** Steps 12 to 15 with what every variant judges them by: credentials of a temporary session for an identity. */
import type { Cast, SessionCredentials } from '../../fixtures/actors/actors.ts'
import type { Handle, VariantContext } from '../../fixtures/flow/flow.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import { isValue } from '../../fixtures/protocol/reading.ts'
import { readCredentials } from '../../fixtures/protocol/session-credentials.ts'
import type { Lease } from '../../fixtures/targets/lease.ts'
import { answered, refused } from '../shared/answers.ts'
import { expirationIsNumber, keyIsTemporary, livesAnHour, sameIdentity } from './checks/credentials.ts'
import type { Identified, More } from './steps-9-to-11.ts'
import { identityIdIn } from './steps-9-to-11.ts'

/** Credentials, as GetCredentialsForIdentity gave them. */
export interface Credentialed {
  readonly answer: Answer
  /** As the answer names it: after a merge it may be another than was asked for. */
  readonly identityId: string
  readonly credentials: SessionCredentials
  readonly lease: Lease
  /** The target's time when they came, in seconds. */
  readonly at: number
}

/** The credentials of an answer. @throws {NotPerformed} one of their members is missing */
export function credentialsIn(answer: Answer): SessionCredentials {
  const credentials = readCredentials(answer)
  return isValue(credentials)
    ? credentials
    : refused(answer, 'AccessKeyId, SecretKey and SessionToken as text, and Expiration as a number')
}

/** What an answer of GetCredentialsForIdentity came to. @throws {NotPerformed} it holds no whole credentials */
export const credentialed = (answer: Answer, { lease, clock }: Cast): Credentialed => ({
  answer,
  identityId: identityIdIn(answered(answer)),
  credentials: credentialsIn(answer),
  lease,
  at: Math.floor(clock.now() / 1000),
})

/** The same request from aside. */
export const asksForCredentials = (
  { application }: Cast,
  { identityId, logins }: Pick<Identified, 'identityId' | 'logins'>,
  more?: More,
): Promise<Answer> => application.aws.identityPool.getCredentials(identityId, logins, more)

/** Steps 12 to 15. */
export function obtainCredentials(
  { step, check }: VariantContext<number>,
  who: Handle<Identified>,
  more?: More,
): Handle<Credentialed> {
  const needs = { needs: ['enhanced-flow'] } as const
  const answer = step(12, async (cast) => answered(await asksForCredentials(cast, who.value, more)), needs)
  // The pool's own token and the role it asks for stay inside; that credentials come shows that both were made out.
  step(13, () => answer.value, needs)
  const came = step(14, (cast) => credentialed(answer.value, cast), needs)
  step(15, ({ application }) => {
    application.aws.storeCredentials(came.value.identityId, came.value.credentials)
  })
  check(sameIdentity, () => ({ ...came.value, asked: who.value.identityId }))
  for (const one of [keyIsTemporary, expirationIsNumber, livesAnHour]) check(one, came)
  return came
}
