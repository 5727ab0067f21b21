/** All 17 steps with a SAML provider that asks for a second factor. */
import { hintNotForSaml } from './checks/choice.ts'
import { identityType } from './checks/claims.ts'
import { samlIds } from './checks/provider-request.ts'
import { federation } from './flow.ts'
import { clientOf, MAPPING, poolWith, SAML } from './pools.ts'
import { visitProvider } from './sign-in.ts'
import {
  judgeProfile,
  judgeRedirects,
  judgeSamlRequest,
  lastRequest,
  signInThrough,
} from './steps-1-to-10.ts'
import { receiveTokens, refreshWithoutProvider } from './steps-11-to-17.ts'

const HINT = 'somebody@example.com'

federation.variant(
  'saml',
  'A SAML provider, with a second factor there',
  {
    lacking: ['hosted-domain', 'federation-saml'],
    pool: poolWith(SAML),
    client: clientOf(SAML.name),
    user: {},
    does: ['signs-in'],
  },
  (context) => {
    const first = judgeSamlRequest(context)
    const second = context.probe(3, async (cast) => {
      await visitProvider(cast, {}, await cast.otherAgent('a-second-request'))
      return lastRequest(await cast.provider().asked())
    })
    context.check(samlIds, () => ({ first: first.value.came, second: second.value }))
    const hinted = context.probe(3, async (cast) => {
      const by = await cast.otherAgent('hinted')
      const visit = await visitProvider(cast, { asked: { parameters: { login_hint: HINT } } }, by)
      return { ...visit, hint: HINT, came: lastRequest(await visit.provider.asked()) }
    })
    context.check(hintNotForSaml, hinted)

    const signedIn = signInThrough(context, { mfa: true })
    judgeRedirects(context, signedIn)
    const profile = judgeProfile(context, signedIn.returned, MAPPING)
    const tokens = receiveTokens(context, signedIn, profile)
    context.check(identityType, () => ({ ...signedIn.returned.value, issued: tokens.value }))
    refreshWithoutProvider(context, signedIn, tokens)
  },
)
