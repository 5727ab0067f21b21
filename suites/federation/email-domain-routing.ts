/** The classic sign-in page, which leads to a SAML provider by the domain of an e-mail address. */
import type { Cast } from '../../fixtures/actors/actors.ts'
import { NotPerformed } from '../../fixtures/flow/not-performed.ts'
import type { ProviderNeeds } from '../../fixtures/targets/lease.ts'
import { shown } from '../shared/front-channel.ts'
import { asksForEmail, domainLeads, noLocalSignIn, throughIdentifier } from './checks/choice.ts'
import { goesToRedirectUri, nothingOfProvider, stateReturned } from './checks/provider-answer.ts'
import { federation } from './flow.ts'
import { clientOf, poolWith, SAML } from './pools.ts'
import {
  type AtProvider,
  arriveAtPool,
  isAt,
  requestFor,
  returnToApplication,
  signInAtProvider,
} from './sign-in.ts'

const A = { name: 'CompanyA', domains: ['company-a.example', 'company-a.co.example'] } as const
const B = { name: 'CompanyB', domains: ['company-b.example'] } as const

const providerOf = ({ name, domains }: typeof A | typeof B): ProviderNeeds => ({
  ...SAML,
  name,
  identifiers: domains,
})

/** A request that names nobody. */
const request = (cast: Cast, provider: string) => requestFor(cast, { provider, naming: () => ({}) })

/** Somebody of a company comes to the sign-in page with another browser, and types their address. */
async function comesFrom(cast: Cast, provider: string, domain: string): Promise<AtProvider> {
  const made = request(cast, provider)
  const by = await cast.otherAgent(domain)
  await by.visit(made.request.url)
  return { ...made, page: await by.enter({ email: `bob@${domain}` }), lease: cast.lease }
}

federation.variant(
  'email-domain-routing',
  'The sign-in page leads to the provider by the domain of an e-mail address',
  {
    lacking: ['hosted-domain', 'federation-saml', 'email-domain-routing'],
    pool: { ...poolWith(providerOf(A), providerOf(B)), domain: 'classic' },
    client: clientOf(A.name, B.name),
    user: {},
    does: ['signs-in'],
  },
  (context) => {
    const { step, probe, check } = context
    const visits = probe(3, async (cast) => [
      await comesFrom(cast, A.name, A.domains[0]),
      await comesFrom(cast, A.name, A.domains[1]),
      await comesFrom(cast, B.name, B.domains[0]),
    ])
    check(domainLeads, visits)

    step(1, ({ user }) => user.opensApplication())
    const made = step(2, (cast) => {
      const one = request(cast, A.name)
      cast.application.relyingParty.sendsToSignIn(one.request)
      return one
    })
    const asking = probe(3, ({ user }) => user.choosesSignIn())
    check(asksForEmail, () => ({ page: asking.value, offered: [], notOffered: [A.name, B.name] }))
    check(noLocalSignIn, () => ({ page: asking.value }))
    const [, domain] = A.domains
    const opened = step(3, async ({ agent, lease }): Promise<AtProvider> => {
      void asking.value
      const page = await agent.enter({ email: `bob@${domain}` })
      if (isAt(made.value.provider, page)) return { ...made.value, page, lease }
      throw new NotPerformed(
        'the e-mail address did not lead to the provider',
        `the sign-in page of ${made.value.provider.tenant.baseUrl}`,
        shown(page),
      )
    })
    check(throughIdentifier, () => ({ ...opened.value, identifiers: A.domains }))

    const returned = signInAtProvider(context, opened, { mfa: false })
    arriveAtPool(context, returned)
    const code = returnToApplication(context, returned)
    for (const one of [goesToRedirectUri, stateReturned, nothingOfProvider])
      check(one, () => ({ ...returned.value, callback: code.value }))
  },
)
