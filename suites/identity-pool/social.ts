/** One way through the 21 steps for all social providers: what differs between them is data. */
import type { Check } from '../../fixtures/flow/flow.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import type { ProviderType } from '../../fixtures/targets/lease.ts'
import { type Attack, tryEach } from './attacked.ts'
import { amrOfOtherProvider, amrOfProvider } from './checks/providers.ts'
import { notOfProvider, socialExpired } from './checks/social.ts'
import { identityPool } from './flow.ts'
import { judgeAmr, judgePeople, signsInAgain } from './person-at-provider.ts'
import { CLIENT, POOL } from './pools.ts'
import { poolFor, social } from './provider-needs.ts'
import { signInAtProvider } from './steps-1-to-8-at-provider.ts'
import { obtainIdentity } from './steps-9-to-11.ts'
import { obtainCredentials } from './steps-12-to-15.ts'
import { useCredentials } from './steps-16-to-21.ts'

const LACKING = ['social-logins', 'social-idp-endpoints'] as const
/** Tokens of the mock IdP last an hour. */
const LIFE = 3600
const QUARTER = 900

export interface Social {
  readonly type: Exclude<ProviderType, 'OIDC' | 'SAML'>
  /** How the documentation calls it. */
  readonly name: string
  readonly taken: Check<Answer>
}

/** The same text with another character in its middle. */
function altered(token: string): string {
  const at = Math.floor(token.length / 2)
  return `${token.slice(0, at)}${token[at] === 'a' ? 'b' : 'a'}${token.slice(at + 1)}`
}

/** Registers the variant of a social provider. */
export function socialVariant(id: string, { type, name, taken }: Social): void {
  const needs = social(type)
  identityPool.variant(
    id,
    `A token of ${name}`,
    {
      lacking: LACKING,
      pool: POOL,
      client: CLIENT,
      user: {},
      identityPool: { ...poolFor(needs), classicFlow: true },
      does: ['signs-in'],
    },
    (context) => {
      const { attempt, check } = context
      const proof = signInAtProvider(context, needs)
      const again = signsInAgain(context, needs, proof)
      check(taken, () => again.value.answer)

      const identity = obtainIdentity(context, proof)
      useCredentials(context, obtainCredentials(context, identity))

      judgePeople(context, needs, again, identity)

      const forged = attempt(10, ({ application }) => {
        const { provider, logins } = proof.value
        return application.aws.identityPool.getId({ [provider.login]: altered(logins[provider.login] ?? '') })
      })
      check(notOfProvider, forged, { check: taken })

      judgeAmr(context, identity, type === 'SignInWithApple' ? amrOfOtherProvider : amrOfProvider)

      // Last, since time moves on for all of the variant.
      const late = attempt(10, async ({ application, clock }) => {
        const { logins } = again.value
        await clock.pass(LIFE + QUARTER)
        return application.aws.identityPool.getId(logins)
      })
      check(socialExpired, late, { check: taken })
    },
  )
}

/** Registers the variant in which a social provider misbehaves. */
export function socialAttacks(id: string, { type, name }: Social, attacks: readonly Attack[]): void {
  const needs = social(type)
  identityPool.variant(
    id,
    `${name}: ID tokens that must not be taken`,
    {
      lacking: LACKING,
      pool: POOL,
      client: CLIENT,
      user: {},
      identityPool: poolFor(needs),
      does: ['signs-in'],
      attacks: true,
    },
    (context) => {
      obtainIdentity(context, signInAtProvider(context, needs))
      tryEach(context, needs, attacks)
    },
  )
}
