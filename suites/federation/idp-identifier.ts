/** Requests that name a provider by an identifier of it. */
import type { ProviderActs } from '../../fixtures/actors/actors.ts'
import type { ProviderNeeds } from '../../fixtures/targets/lease.ts'
import { identifierLeads, unknownLeadsNowhere } from './checks/choice.ts'
import { federation } from './flow.ts'
import { clientOf, OIDC, poolWith } from './pools.ts'
import { type Choice, visitProvider } from './sign-in.ts'
import { judgeRedirects, signInThrough } from './steps-1-to-10.ts'
import { redeemCode } from './steps-11-to-17.ts'

const ONE: ProviderNeeds = { ...OIDC, name: 'FirstOIDC', identifiers: ['first-idp', 'first.example.com'] }
const OTHER: ProviderNeeds = { ...OIDC, name: 'SecondOIDC', identifiers: ['second-idp'] }

const by = (provider: ProviderNeeds, identifier: string): Choice => ({
  provider: provider.name,
  naming: (_: ProviderActs) => ({ idp_identifier: identifier }),
})

federation.variant(
  'idp-identifier',
  'A provider that the request names by an identifier',
  {
    lacking: ['hosted-domain', 'federation-oidc', 'idp-identifiers'],
    pool: poolWith(ONE, OTHER),
    client: clientOf(ONE.name, OTHER.name),
    user: {},
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, probe, check } = context
    const visits = probe(3, async (cast) => [
      await visitProvider(cast, by(ONE, 'first-idp'), await cast.otherAgent('first')),
      await visitProvider(cast, by(ONE, 'first.example.com'), await cast.otherAgent('first-again')),
      await visitProvider(cast, by(OTHER, 'second-idp'), await cast.otherAgent('second')),
    ])
    check(identifierLeads, visits)
    const unknown = attempt(3, async (cast) => ({
      ...(await visitProvider(cast, by(ONE, 'no-such-idp'), await cast.otherAgent('unknown'))),
      providers: [cast.provider(ONE.name), cast.provider(OTHER.name)],
    }))
    check(unknownLeadsNowhere, unknown, { check: identifierLeads })

    const signedIn = signInThrough(context, { mfa: false, choice: by(ONE, 'first-idp') })
    judgeRedirects(context, signedIn)
    redeemCode(context, signedIn)
  },
)
