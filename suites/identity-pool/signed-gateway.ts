/** All steps with credentials of an identity pool at a gateway with IAM authorization. */
import type { Cast, SigningOptions } from '../../fixtures/actors/actors.ts'
import type { Check, Handle, VariantContext, VariantOptions } from '../../fixtures/flow/flow.ts'
import { NotApplicable } from '../../fixtures/flow/not-performed.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import { succeeded } from '../shared/answers.ts'
import type { ToldOfIdentity } from './checks/gateway-iam.ts'
import { type Kind, somethingOf } from './gateway.ts'
import { CLIENT, POOL, poolOf } from './pools.ts'
import { signInByApi } from './steps-1-to-8.ts'
import { obtainIdentity } from './steps-9-to-11.ts'
import { obtainCredentials } from './steps-12-to-15.ts'
import { asks, type Holder } from './steps-16-to-21.ts'

/** What these variants need: a role that may invoke one path of every API in the account, and no other. */
export const needsOf = (kind: Kind): VariantOptions => ({
  lacking: ['password', 'enhanced-flow', `api-gateway-${kind}`, 'iam-policies'],
  pool: POOL,
  client: CLIENT,
  user: {},
  identityPool: {
    roles: {
      authenticated: {
        statements: [
          {
            Effect: 'Allow',
            Action: 'execute-api:Invoke',
            Resource: 'arn:aws:execute-api:{region}:{account}:*/*/GET/signed',
          },
        ],
      },
    },
  },
  gateways: { [kind]: true, signed: true },
  does: ['signs-in'],
})

/** A signed request to a gateway. @throws {NotApplicable} none of its methods takes any */
function askSigned(
  cast: Cast,
  kind: Kind,
  place: 'signed' | 'guarded',
  holder: Holder,
  signing?: SigningOptions,
): Promise<Answer> {
  const url = cast.lease.gateways?.[kind]?.[place]
  if (url === undefined) throw new NotApplicable('the gateway takes no signed requests')
  const { region } = poolOf(cast.lease)
  return asks(cast, { service: 'execute-api', region, method: 'GET', url }, holder, signing)
}

export interface SignedChecks {
  readonly told: Check<ToldOfIdentity>
  readonly denied: readonly Check<Answer>[]
  readonly unsigned: readonly Check<Answer>[]
  readonly wronglySigned: Check<Answer>
}

/** All 21 steps. */
export function walkSigned(context: VariantContext<number>, kind: Kind, checks: SignedChecks): void {
  const { step, attempt, check } = context
  const holder: Handle<Holder> = obtainCredentials(context, obtainIdentity(context, signInByApi(context)))
  step(16, ({ user }) => user.opensDataPage())
  const answer = step(17, async (cast) => succeeded(await askSigned(cast, kind, 'signed', holder.value)))
  step(18, () => answer.value)
  const data = step(19, () => somethingOf(answer.value))
  const owner = attempt(19, ({ lease }) => ({
    identityId: holder.value.identityId,
    identityPoolId: poolOf(lease).id,
  }))
  check(checks.told, () => ({ answer: answer.value, ...owner.value }))

  const denied = attempt(18, (cast) => askSigned(cast, kind, 'guarded', holder.value))
  for (const one of checks.denied) check(one, denied, { performed: 17 })
  const unsigned = attempt(18, (cast) =>
    askSigned(cast, kind, 'signed', holder.value, { broken: 'unsigned' }),
  )
  for (const one of checks.unsigned) check(one, unsigned, { performed: 17 })
  const wrong = attempt(18, (cast) =>
    askSigned(cast, kind, 'signed', holder.value, { broken: 'wrong-secret' }),
  )
  check(checks.wronglySigned, wrong, { performed: 17 })

  step(20, ({ application }) => application.aws.renders(data.value))
  step(21, ({ user }) => user.opensDataPage())
}
