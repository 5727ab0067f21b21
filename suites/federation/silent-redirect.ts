/** Requests that name a provider: straight there, and with a session straight back; and providers that are not theirs. */
import type { ProviderNeeds } from '../../fixtures/targets/lease.ts'
import { visitAuthorization } from '../shared/front-channel.ts'
import {
  hintForwarded,
  localSignInAsks,
  notOfClient,
  otherProviderAsks,
  promptForwarded,
  type SecondVisit,
  sessionReused,
  unknownLeadsNowhere,
} from './checks/choice.ts'
import { asksForCode, pastThePages } from './checks/provider-request.ts'
import { federation } from './flow.ts'
import { signsInAnew } from './further-sign-ins.ts'
import { OIDC, OTHER_OIDC, poolWith } from './pools.ts'
import { visitProvider } from './sign-in.ts'
import { judgeRedirects, signInThrough } from './steps-1-to-10.ts'

/** The pool's, and not the app client's. */
const FOREIGN: ProviderNeeds = { ...OIDC, name: 'ForeignOIDC' }

const HINT = 'somebody@example.com'

federation.variant(
  'silent-redirect',
  'A request that names its provider, and another in the same browser',
  {
    lacking: ['hosted-domain', 'federation-oidc'],
    pool: poolWith(OIDC, OTHER_OIDC, FOREIGN),
    client: {
      uses: [],
      oauth: {
        flows: ['code', 'implicit'],
        scopes: ['openid', 'email', 'profile'],
        providers: [OIDC.name, OTHER_OIDC.name, 'COGNITO'],
      },
    },
    user: {},
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, probe, check } = context
    const choice = { provider: OIDC.name }

    const hinted = probe(3, async (cast) => {
      const asked = { parameters: { login_hint: HINT } }
      return {
        ...(await visitProvider(cast, { ...choice, asked }, await cast.otherAgent('hinted'))),
        hint: HINT,
      }
    })
    check(hintForwarded, hinted)
    const prompted = probe(3, async (cast) =>
      visitProvider(
        cast,
        { ...choice, asked: { parameters: { prompt: 'select_account' } } },
        await cast.otherAgent('prompted'),
      ),
    )
    check(promptForwarded, prompted)
    const implicit = probe(
      3,
      async (cast) =>
        visitProvider(
          cast,
          { ...choice, asked: { parameters: { response_type: 'token' } } },
          await cast.otherAgent('implicit'),
        ),
      { needs: ['implicit-grant'] },
    )
    check(asksForCode, implicit)

    const signedIn = signInThrough(context, { mfa: false, choice })
    judgeRedirects(context, signedIn)
    const again = probe(3, async (cast): Promise<SecondVisit> => {
      const provider = cast.provider(OIDC.name)
      const before = await provider.asked()
      const visit = await visitProvider(cast, choice)
      return { ...visit, before, after: await provider.asked() }
    })
    check(sessionReused, again)
    const other = probe(3, (cast) => {
      void again.value
      return visitProvider(cast, { provider: OTHER_OIDC.name })
    })
    check(otherProviderAsks, other)
    const local = probe(3, (cast) => {
      void other.value
      return visitAuthorization(cast, { parameters: { identity_provider: 'COGNITO' } })
    })
    check(localSignInAsks, local)

    const foreign = attempt(3, async (cast) =>
      signsInAnew(cast, await cast.provider(FOREIGN.name).newPerson(), 'foreign', { provider: FOREIGN.name }),
    )
    check(notOfClient, foreign, { performed: 9 })
    const unknown = attempt(3, async (cast) => {
      const naming = () => ({ identity_provider: 'NoSuchOIDC' })
      const visit = await visitProvider(cast, { ...choice, naming }, await cast.otherAgent('unknown'))
      return { ...visit, providers: [OIDC, OTHER_OIDC, FOREIGN].map(({ name }) => cast.provider(name)) }
    })
    check(unknownLeadsNowhere, unknown, { check: pastThePages })
  },
)
