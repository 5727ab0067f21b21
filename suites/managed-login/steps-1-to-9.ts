/**
 * Steps 1 to 9 with what they are judged by: from the application's public page over the pages of the user pool back
 * to the application, with an authorization code.
 */
import type { CallbackAnswer, Page } from '../../fixtures/actors/actors.ts'
import type { Handle, VariantContext } from '../../fixtures/flow/flow.ts'
import { NotPerformed } from '../../fixtures/flow/not-performed.ts'
import { type Asked, type Visit, visitAuthorization } from '../shared/front-channel.ts'
import {
  leadsToLogin,
  loginIsHtml,
  loginKeepsParameters,
  pagesAreNotFramed,
  redirectStatus,
} from './checks/authorize.ts'
import {
  formKeepsQuery,
  passwordAloneLeadsNowhere,
  passwordStaysInBody,
  promptAsksForCode,
  promptIsOnDomain,
} from './checks/authorize-pages.ts'
import {
  formHasToken,
  sessionCookie,
  sessionCookieIsGuarded,
  staysOnDomain,
  xsrfToken,
  xsrfTokenAttributes,
} from './checks/cookies.ts'
import {
  codeInQuery,
  goesToRedirectUri,
  noErrorBesideCode,
  noTokensInRedirect,
  type Returned,
  returnStatus,
  stateReturned,
} from './checks/redirect.ts'
import { cookieOf, passwordIn } from './page-acts.ts'
import { chooseSignIn, type Opened, passPages, returnWithCode } from './sign-in.ts'

export interface SignedIn {
  readonly opened: Handle<Opened>
  readonly page: Handle<Page>
  readonly code: Handle<CallbackAnswer & { readonly code: string }>
}

/**
 * The documented way, judged at every step. More is known of the pages of the classic hosted UI.
 */
export function signInThrough(
  context: VariantContext<number>,
  {
    totp,
    classic = false,
    asked,
  }: { readonly totp: boolean; readonly classic?: boolean; readonly asked?: Asked },
): SignedIn {
  const { check, probe } = context
  const opened = chooseSignIn(context, asked)
  const onLogin = [
    leadsToLogin,
    redirectStatus,
    loginKeepsParameters,
    loginIsHtml,
    pagesAreNotFramed,
  ] as const
  for (const one of onLogin) check(one, opened)
  for (const one of [xsrfToken, staysOnDomain]) check(one, opened)
  if (classic) {
    check(xsrfTokenAttributes, opened)
    const token = probe(3, (cast) => cookieOf(cast, 'XSRF-TOKEN'))
    check(formHasToken, () => ({ page: opened.value.page, cookie: token.value }))
  }

  const { password, last: page } = passPages(context, { totp })
  const posted = probe(4, ({ user }) => ({
    ...opened.value,
    form: opened.value.page,
    page: password.value,
    password: user.password,
  }))
  check(formKeepsQuery, posted)
  check(passwordStaysInBody, posted)
  if (totp) {
    const prompted = (): Visit => ({ ...opened.value, page: password.value })
    check(promptIsOnDomain, prompted)
    check(promptAsksForCode, prompted)
  }

  const callback = returnWithCode(context, page)
  const returned = (): Returned => ({ ...opened.value, page: page.value, callback: callback.value })
  const onReturn = [goesToRedirectUri, returnStatus, noTokensInRedirect, noErrorBesideCode] as const
  for (const one of [...onReturn, codeInQuery, stateReturned]) check(one, returned)
  const cookie = probe(8, (cast) => {
    void page.value
    return cookieOf(cast, 'cognito')
  })
  check(sessionCookie, cookie)
  check(sessionCookieIsGuarded, (): Visit => ({ ...opened.value, page: page.value }))
  return { opened, page, code: callback }
}

/** A browser that has passed the password alone asks the authorization endpoint again. */
export function stopAtTheCode({ walk }: VariantContext<number>): void {
  walk('password-alone', (alone) => {
    const again = alone.attempt(5, async (cast) => {
      const other = await cast.otherAgent('password-alone')
      const prompted = await passwordIn(cast, other)
      if (prompted.callback !== undefined)
        throw new NotPerformed('the password alone led back to the application', 'a page', 'a redirect')
      return visitAuthorization(cast, {}, other)
    })
    alone.check(passwordAloneLeadsNowhere, again, { performed: 8 })
  })
}
