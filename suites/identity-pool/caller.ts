/** Who STS says that the bearer of credentials is. */
import type { Cast } from '../../fixtures/actors/actors.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import { bodyXml } from '../../fixtures/protocol/aws-xml.ts'
import { isValue, Malformed, member, type Reading, readString } from '../../fixtures/protocol/reading.ts'
import type { Credentialed } from './steps-12-to-15.ts'

/** Who a caller is, as GetCallerIdentity says. */
export interface Caller {
  readonly arn: Reading<string>
  readonly userId: Reading<string>
  readonly account: Reading<string>
}

export function callerOf(answer: Answer): Caller {
  const result = member(bodyXml(answer), 'GetCallerIdentityResponse', 'GetCallerIdentityResult')
  return {
    arn: readString(result, 'Arn'),
    userId: readString(result, 'UserId'),
    account: readString(result, 'Account'),
  }
}

/** The name of the role that a caller has taken, as GetCallerIdentity says. */
export function roleOf(answer: Answer): Reading<string> {
  const { arn } = callerOf(answer)
  if (!isValue(arn)) return arn
  const name = /^arn:[\w-]+:sts::\d+:assumed-role\/([^/]+)\/[^/]+$/.exec(arn)?.[1]
  return name ?? new Malformed('Arn', 'the ARN of an assumed role', `string(${arn.length})`)
}

/** GetCallerIdentity from aside. */
export const whoAmI = ({ application }: Cast, { credentials }: Pick<Credentialed, 'credentials'>) =>
  application.aws.sts.callerIdentity(credentials)
