/** The sign-in page, old and new, where people choose their provider themselves. */

import { NotApplicable, NotPerformed } from '../../fixtures/flow/not-performed.ts'
import type { Branding, ProviderNeeds } from '../../fixtures/targets/lease.ts'
import { asksForPassword, shown } from '../shared/front-channel.ts'
import { buttonForEach, isNamed, offersNoOthers, offersProviders } from './checks/choice.ts'
import { goesToRedirectUri, nothingOfProvider, stateReturned } from './checks/provider-answer.ts'
import { federation } from './flow.ts'
import { clientOf, OIDC, OTHER_OIDC, poolWith } from './pools.ts'
import {
  type AtProvider,
  arriveAtPool,
  isAt,
  requestFor,
  returnToApplication,
  signInAtProvider,
} from './sign-in.ts'
import { redeemCode } from './steps-11-to-17.ts'

/** The pool's, and not the app client's. */
const FOREIGN: ProviderNeeds = { ...OIDC, name: 'ForeignOIDC' }

const pages: readonly (readonly [id: string, domain: Branding, title: string])[] = [
  ['chooser', 'managed-login', 'the pages of managed login'],
  ['chooser-classic', 'classic', 'the classic pages'],
]

for (const [id, domain, title] of pages) {
  federation.variant(
    id,
    `A provider that people choose on ${title}`,
    {
      lacking: ['hosted-domain', 'federation-oidc', 'provider-chooser'],
      pool: { ...poolWith(OIDC, OTHER_OIDC, FOREIGN), domain },
      client: clientOf(OIDC.name, OTHER_OIDC.name, 'COGNITO'),
      user: {},
      does: ['signs-in'],
    },
    (context) => {
      const { step, probe, check } = context
      step(1, ({ user }) => user.opensApplication())
      const made = step(2, (cast) => {
        const one = requestFor(cast, { provider: OTHER_OIDC.name, naming: () => ({}) })
        cast.application.relyingParty.sendsToSignIn(one.request)
        return one
      })
      const page = probe(3, ({ user }) => user.choosesSignIn())
      const chooser = () => ({
        page: page.value,
        offered: [OIDC.name, OTHER_OIDC.name],
        notOffered: [FOREIGN.name],
      })
      check(buttonForEach, chooser)
      check(offersProviders, chooser)
      check(offersNoOthers, chooser)
      const opened = step(3, async ({ agent, lease }): Promise<AtProvider> => {
        if (!isNamed(page.value, OTHER_OIDC.name))
          throw new NotApplicable('the sign-in page does not name the provider, and it is chosen by its name')
        const there = await agent.follow(new RegExp(OTHER_OIDC.name))
        if (isAt(made.value.provider, there) && asksForPassword(there))
          return { ...made.value, page: there, lease }
        throw new NotPerformed(
          'the choice did not lead to the provider',
          `the sign-in page of ${made.value.provider.tenant.baseUrl}`,
          shown(there),
        )
      })
      const returned = signInAtProvider(context, opened, { mfa: false })
      arriveAtPool(context, returned)
      const code = returnToApplication(context, returned)
      for (const one of [goesToRedirectUri, stateReturned, nothingOfProvider])
        check(one, () => ({ ...returned.value, callback: code.value }))
      redeemCode(context, { opened, code })
    },
  )
}
