/** Sign-out at /logout: with single logout at a SAML provider, and where the provider's session is its own affair. */
import type { Cast } from '../../fixtures/actors/actors.ts'
import { heldAnswerAt } from '../../fixtures/actors/provider-answer.ts'
import { NotPerformed } from '../../fixtures/flow/not-performed.ts'
import type { ProviderNeeds } from '../../fixtures/targets/lease.ts'
import { cookieHeader, pathOf, targetOf } from '../shared/front-channel.ts'
import {
  endsHereAlone,
  goesToProvider,
  namesThePerson,
  providerAsksAgain,
  providerSessionStays,
  requestIsSigned,
  responseByGet,
  returnsToLogoutUri,
} from './checks/sign-out.ts'
import { federation } from './flow.ts'
import { clientOf, OIDC, poolWith, SAML } from './pools.ts'
import { signInWith } from './sign-in.ts'
import { comesAgain, logoutUriOf, signsOut } from './signing-out.ts'
import { signInThrough } from './steps-1-to-10.ts'

const SIGNS_OUT: ProviderNeeds = { ...SAML, details: { IDPSignout: 'true' } }

/** A sign-out whose LogoutResponse the browser would carry on by POST, brought by GET instead. */
async function responseInQuery(cast: Cast) {
  const { agent, application, lease } = cast
  const { relyingParty } = application
  const logoutUri = logoutUriOf(cast)
  const address = relyingParty.signOut({ logout_uri: logoutUri })
  const cookies = await agent.cookies(address)
  const first = await relyingParty.request('GET', pathOf({ url: address }, lease), {
    headers: { cookie: cookieHeader(cookies) },
  })
  const to = targetOf(first)
  if (to === undefined)
    throw new NotPerformed('/logout did not redirect', 'a redirect to the provider', { status: first.status })
  const response = await heldAnswerAt(cast.provider(), agent, to.href)
  const query = new URLSearchParams(response.parameters.map(([name, value]) => [name, value]))
  // The first answer came past the browser: what it set is carried on by hand.
  const set = (first.setCookies ?? []).map((one) => /^\s*([^=;]+)=([^;]*)/.exec(one))
  const carried = Object.fromEntries(
    set.flatMap((one) => (one === null ? [] : [[one[1] ?? '', one[2] ?? '']])),
  )
  const answer = await relyingParty.request('GET', `/saml2/logout?${query}`, {
    headers: { cookie: cookieHeader({ ...(await agent.cookies(response.url)), ...carried }) },
  })
  return { answer, logoutUri }
}

federation.variant(
  'sign-out',
  'Sign-out with single logout at a SAML provider',
  {
    lacking: ['hosted-domain', 'federation-saml', 'logout', 'saml-single-logout'],
    pool: poolWith(SIGNS_OUT),
    client: clientOf(SAML.name),
    user: {},
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, probe, check } = context
    const { returned } = signInThrough(context, { mfa: false })
    const out = probe(9, (cast) => signsOut(cast, returned.value))
    for (const one of [goesToProvider, requestIsSigned, namesThePerson, returnsToLogoutUri]) check(one, out)
    const again = probe(9, (cast) => {
      void out.value
      return comesAgain(cast)
    })
    check(providerAsksAgain, again)
    const byGet = attempt(9, async (cast) => {
      void again.value
      await signInWith(cast, returned.value.person)
      return responseInQuery(cast)
    })
    check(responseByGet, byGet, { check: returnsToLogoutUri })
  },
)

for (const [id, needs, lacks, protocol] of [
  ['sign-out-of-the-pool', OIDC, 'federation-oidc', 'an OpenID Connect'],
  ['sign-out-of-the-pool-saml', SAML, 'federation-saml', 'a SAML'],
] as const) {
  federation.variant(
    id,
    `Sign-out that ends nothing at ${protocol} provider`,
    {
      lacking: ['hosted-domain', lacks, 'logout'],
      pool: poolWith(needs),
      client: clientOf(needs.name),
      user: {},
      does: ['signs-in'],
    },
    (context) => {
      const { probe, check } = context
      const { returned } = signInThrough(context, { mfa: false })
      const out = probe(9, (cast) => signsOut(cast, returned.value))
      check(endsHereAlone, out)
      const again = probe(9, (cast) => {
        void out.value
        return comesAgain(cast)
      })
      check(providerSessionStays, again)
    },
  )
}
