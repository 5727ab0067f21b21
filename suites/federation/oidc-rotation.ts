/** An OpenID Connect provider that replaces its signing key between two sign-ins. */
import type { Cast, PersonAtProvider } from '../../fixtures/actors/actors.ts'
import { type BackChannel, keysFetched, newKeyTaken } from './checks/provider-answer.ts'
import { federation } from './flow.ts'
import { signsInAnew } from './further-sign-ins.ts'
import { clientOf, OIDC, poolWith } from './pools.ts'
import { signInThrough } from './steps-1-to-10.ts'

/** A sign-in, and what the provider was asked in the course of it alone. */
async function watched(cast: Cast, person: PersonAtProvider, browser: string): Promise<BackChannel> {
  const provider = cast.provider()
  const before = await provider.asked()
  const returned = await signsInAnew(cast, person, browser)
  return { ...returned, asked: (await provider.asked()).slice(before.length) }
}

federation.variant(
  'oidc-rotation',
  'An OpenID Connect provider that replaces its signing key',
  {
    lacking: ['hosted-domain', 'federation-oidc'],
    pool: poolWith(OIDC),
    client: clientOf(OIDC.name),
    user: {},
    does: ['signs-in'],
  },
  (context) => {
    const { probe, check } = context
    const { returned } = signInThrough(context, { mfa: false })
    const first = probe(9, (cast) => watched(cast, returned.value.person, 'first'))
    const second = probe(9, (cast) => watched(cast, returned.value.person, 'second'))
    check(keysFetched, () => ({ first: first.value, second: second.value }))
    const rotated = probe(9, async (cast) => {
      void second.value
      const { provider, person } = returned.value
      await provider.rotatesKeys()
      return watched(cast, person, 'rotated')
    })
    check(newKeyTaken, rotated)
  },
)
