/** All 17 steps with an OpenID Connect provider that asks for a second factor. */
import { federation } from './flow.ts'
import { clientOf, MAPPING, OIDC, poolWith } from './pools.ts'
import { judgeOidcRequests, judgeProfile, judgeRedirects, signInThrough } from './steps-1-to-10.ts'
import { receiveTokens, refreshWithoutProvider } from './steps-11-to-17.ts'

/** The nickname is told at userInfo alone; that it reaches the profile is judged where nothing else is. */
const { nickname: _told, ...IN_TOKEN } = MAPPING

federation.variant(
  'oidc',
  'An OpenID Connect provider, with a second factor there',
  {
    documented: true,
    lacking: ['hosted-domain', 'federation-oidc'],
    pool: poolWith(OIDC),
    client: clientOf(OIDC.name),
    user: {},
    does: ['signs-in'],
  },
  (context) => {
    const signedIn = signInThrough(context, {
      mfa: true,
      // Whether userInfo is asked where the ID token says all is not for this variant to demand.
      async person(_, provider) {
        const { claims } = await provider.newPerson()
        const { nickname: _unsaid, ...inToken } = claims
        return provider.newPerson({ claims: inToken, userInfo: claims, mfa: true })
      },
    })
    judgeRedirects(context, signedIn)
    judgeOidcRequests(context, signedIn)
    const profile = judgeProfile(context, signedIn.returned, IN_TOKEN)
    const first = receiveTokens(context, signedIn, profile)
    refreshWithoutProvider(context, signedIn, first)
  },
)
