/** Steps 16 and 17 when the provider would say otherwise: another name, other keys, and its session long over. */
import type { ClaimValue } from '../../mock-idp/control.ts'
import { answered } from '../shared/answers.ts'
import { issued } from '../shared/domain-tokens.ts'
import { refreshAtEndpoint } from '../shared/requests.ts'
import { attributesStay, opens, refreshStaysGood } from './checks/refresh.ts'
import { federation } from './flow.ts'
import { clientOf, poolWith, SAML } from './pools.ts'
import { signInThrough } from './steps-1-to-10.ts'
import { redeemCode, refreshWithoutProvider } from './steps-11-to-17.ts'

const DAY = 86_400

federation.variant(
  'refresh',
  'A session that goes on after its provider has changed its mind',
  {
    lacking: ['hosted-domain', 'federation-saml', 'refresh-grant'],
    pool: poolWith(SAML),
    client: clientOf(SAML.name),
    user: {},
    does: ['signs-in'],
  },
  (context) => {
    const { step, probe, check } = context
    const signedIn = signInThrough(context, { mfa: false })
    const first = redeemCode(context, signedIn)
    step(13, ({ application }) => application.storeTokens(first.value.tokens))
    const displayed = step(14, ({ user }) => user.requestsMembersPage())
    check(opens, displayed)
    step(15, () => displayed.value.text)
    const changed = probe(15, async () => {
      const { provider, person } = signedIn.returned.value
      const claims: Readonly<Record<string, ClaimValue>> = { ...person.claims, name: 'Nobody any more' }
      await provider.changes(person, claims)
      await provider.rotatesKeys()
      return claims
    })
    refreshWithoutProvider(context, signedIn, first)
    const later = probe(17, async (cast) => {
      void changed.value
      await cast.clock.pass(DAY)
      const answer = await refreshAtEndpoint(cast, first.value.refreshToken)
      return issued(answered(answer), cast, first.value.request, { refreshToken: false })
    })
    const both = () => ({ first: first.value, again: later.value })
    check(refreshStaysGood, both)
    check(attributesStay, both)
  },
)
