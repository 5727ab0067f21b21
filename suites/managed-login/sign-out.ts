/** Sign-out at /logout in its two forms, and links that would lead elsewhere. Each begins with a sign-in of its own. */
import type { Cast } from '../../fixtures/actors/actors.ts'
import type { VariantContext } from '../../fixtures/flow/flow.ts'
import { NotApplicable } from '../../fixtures/flow/not-performed.ts'
import {
  askAuthorization,
  cookieHeader,
  visitAuthorization,
  visitBySession,
} from '../shared/front-channel.ts'
import { FOREIGN_URI } from './checks/redirect-uri.ts'
import { sparesPassword } from './checks/session.ts'
import {
  cookieIsCleared,
  copiedCookieIsDead,
  fillsInScope,
  goesToLogoutUri,
  ignoresOthers,
  leadsToLogin,
  logoutUriWins,
  logoutUriWithSlash,
  sessionIsOver,
  unregisteredLogoutUri,
  unregisteredRedirectUri,
  withoutClient,
} from './checks/sign-out.ts'
import { managedLogin } from './flow.ts'
import { cookieOf, cookiesOf, passwordIn, resumesFromAside } from './page-acts.ts'
import { chooseSignIn, returnWithCode, signInOnPages } from './sign-in.ts'
import { logoutUri, signsOut } from './signing-out.ts'

const redirectUri = ({ lease }: Cast): string => lease.client.oauth?.redirectUri ?? ''

/** What a sign-in page needs to know, as `/logout` hands it on. */
const signInAnew = (cast: Cast) => ({
  client_id: cast.application.client.id,
  response_type: 'code',
  redirect_uri: redirectUri(cast),
  scope: cast.lease.client.oauth?.scopes === 'unknown' ? 'openid' : 'openid email',
  state: 'after-sign-out',
})

/** The session must be over, whichever form of sign-out it was. */
function sessionEnds(context: VariantContext<number>, after: { readonly value: unknown }): void {
  const { attempt, check } = context
  const next = attempt(3, (cast) => {
    void after.value
    return visitAuthorization(cast)
  })
  check(sessionIsOver, next, { check: sparesPassword })
}

managedLogin.variant(
  'sign-out',
  'Sign-out at the logout endpoint',
  {
    lacking: ['hosted-domain', 'logout'],
    pool: { mfa: 'off', domain: 'managed-login' },
    client: { uses: [], oauth: { flows: ['code'], scopes: ['openid', 'email'] } },
    user: {},
    does: ['signs-in'],
  },
  (context) => {
    const { check, probe, attempt, walk } = context
    chooseSignIn(context)
    returnWithCode(context, signInOnPages(context, { totp: false }))
    check(
      sparesPassword,
      probe(8, (cast) => visitBySession(cast)),
    )

    const cookies = probe(8, async (cast) => ({
      all: await cookiesOf(cast),
      session: await cookieOf(cast, 'cognito'),
    }))
    const fromAside = probe(8, (cast) => resumesFromAside(cast, cookies.value.all))
    const out = probe(8, (cast) => {
      void cookies.value
      return signsOut(cast, { logout_uri: logoutUri(cast) })
    })
    check(goesToLogoutUri, out)
    const cookieAfter = probe(8, (cast) => {
      void out.value
      return cookieOf(cast, 'cognito')
    })
    check(cookieIsCleared, () => ({ before: cookies.value.session, after: cookieAfter.value }))
    sessionEnds(context, out)
    const copied = attempt(3, (cast) => {
      void out.value
      void fromAside.value
      return askAuthorization(cast, {}, { cookie: cookieHeader(cookies.value.all) })
    })
    check(copiedCookieIsDead, copied, { check: sparesPassword })

    const more = probe(8, (cast) =>
      signsOut(cast, {
        logout_uri: logoutUri(cast),
        scope: 'openid',
        nonce: 'not-for-logout',
        post_logout_redirect_uri: FOREIGN_URI,
        unknown: '1',
      }),
    )
    check(ignoresOthers, more)
    const both = probe(8, (cast) =>
      signsOut(cast, { ...signInAnew(cast), state: undefined, logout_uri: logoutUri(cast) }),
    )
    check(logoutUriWins, both)

    const twin = { check: goesToLogoutUri }
    const foreign = attempt(8, (cast) => signsOut(cast, { logout_uri: FOREIGN_URI }))
    check(unregisteredLogoutUri, foreign, twin)
    const slash = attempt(8, (cast) => {
      const withSlash = `${logoutUri(cast)}/`
      if (cast.lease.client.oauth?.logoutUrls?.includes(withSlash))
        throw new NotApplicable('this sign-out URL is registered too')
      return signsOut(cast, { logout_uri: withSlash })
    })
    check(logoutUriWithSlash, slash, twin)
    const nobody = attempt(8, (cast) => signsOut(cast, { client_id: undefined, logout_uri: logoutUri(cast) }))
    check(withoutClient, nobody, twin)

    walk('sign-in-anew', (anew) => {
      const signedIn = anew.probe(8, async (cast) => {
        // Where no sign-out came before, the browser is still signed in.
        await cast.agent.forget()
        await passwordIn(cast, cast.agent)
        return visitBySession(cast)
      })
      anew.check(sparesPassword, signedIn)
      const asked = anew.probe(8, async (cast) => {
        void signedIn.value
        return { ...(await signsOut(cast, signInAnew(cast))), parameters: signInAnew(cast) }
      })
      anew.check(leadsToLogin, asked)
      const next = anew.attempt(3, (cast) => {
        void asked.value
        return visitAuthorization(cast)
      })
      anew.check(sessionIsOver, next, { check: sparesPassword, walk: 'sign-in-anew' })
      const scopeless = anew.probe(8, (cast) => signsOut(cast, { ...signInAnew(cast), scope: undefined }))
      anew.check(fillsInScope, scopeless)
      const elsewhere = anew.attempt(8, (cast) =>
        signsOut(cast, { ...signInAnew(cast), redirect_uri: FOREIGN_URI }),
      )
      anew.check(unregisteredRedirectUri, elsewhere, { check: leadsToLogin, walk: 'sign-in-anew' })
    })
  },
)
