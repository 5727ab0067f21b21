/** Social providers that misbehave: one way through them for all. */

import { federation } from '../flow.ts'
import { clientOf, poolWith } from '../pools.ts'
import type { Social } from '../social.ts'
import { signInThrough } from '../steps-1-to-10.ts'
import { tryEach } from './attack.ts'
import { attacksOn } from './by-topic.ts'

/** Registers the variant of a social provider. @param dialect as the mock IdP calls it */
export function socialAttacks(
  dialect: 'google' | 'facebook' | 'amazon' | 'apple',
  title: string,
  { type, mapping }: Pick<Social, 'type' | 'mapping'>,
): void {
  federation.variant(
    `attacks-${dialect}`,
    title,
    {
      lacking: ['hosted-domain', 'federation-social', 'social-idp-endpoints'],
      pool: poolWith({ name: type, type, mapping }),
      client: clientOf(type),
      user: {},
      does: ['signs-in'],
      attacks: true,
    },
    (context) => {
      signInThrough(context, { mfa: false })
      tryEach(context, attacksOn('social', dialect))
    },
  )
}
