/**
 * Steps 1 to 9 with what they are judged by: from the application's public page over the pages of the user pool back
 * to the application, with an authorization code.
 */
import type { CallbackAnswer, Cast, Page } from '../../fixtures/actors/actors.ts'
import type { Handle, VariantContext } from '../../fixtures/flow/flow.ts'
import { type Asked, isOnDomain, type Visit, visitAuthorization } from './answers.ts'
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
  noCookieBeforeSignIn,
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
import { chooseSignIn, type Opened, returnWithCode, signInOnPages } from './sign-in.ts'

export interface SignedIn {
  readonly opened: Handle<Opened>
  readonly page: Handle<Page>
  readonly code: Handle<CallbackAnswer & { readonly code: string }>
}

/** The value of a cookie of the domain, as the browser would send it. */
export async function cookieOf({ lease, agent }: Cast, name: string, by = agent): Promise<string | undefined> {
  const value = (await by.cookies(`${lease.domain?.baseUrl ?? ''}/login`))[name]
  return value === '' || value === '""' ? undefined : value
}

/** The documented way, judged at every step. */
export function signInThrough(
  context: VariantContext<number>,
  { totp, asked }: { readonly totp: boolean; readonly asked?: Asked },
): SignedIn {
  const { check, probe } = context
  const opened = chooseSignIn(context, asked)
  const onLogin = [leadsToLogin, redirectStatus, loginKeepsParameters, loginIsHtml, pagesAreNotFramed] as const
  for (const one of onLogin) check(one, opened)
  for (const one of [xsrfToken, xsrfTokenAttributes, staysOnDomain, noCookieBeforeSignIn]) check(one, opened)
  const token = probe(3, (cast) => cookieOf(cast, 'XSRF-TOKEN'))
  check(formHasToken, () => ({ page: opened.value.page, cookie: token.value }))

  const { page, first } = throughPages(context, opened, totp)
  const posted = probe(4, ({ user }) => ({ ...opened.value, page: first.value, password: user.password }))
  check(formKeepsQuery, posted)
  check(passwordStaysInBody, posted)

  const callback = returnWithCode(context, page)
  const returned = (): Returned => ({ ...opened.value, page: page.value, callback: callback.value })
  const onReturn = [goesToRedirectUri, returnStatus, noTokensInRedirect, noErrorBesideCode] as const
  for (const one of [...onReturn, codeInQuery, stateReturned]) check(one, returned)
  const cookie = probe(8, (cast) => cookieOf(cast, 'cognito'))
  check(sessionCookie, cookie)
  check(sessionCookieIsGuarded, (): Visit => ({ ...opened.value, page: page.value }))
  return { opened, page, code: callback }
}

/** Steps 4 to 7. `first` is what answered the form with the password. */
function throughPages(
  context: VariantContext<number>,
  opened: Handle<Opened>,
  totp: boolean,
): { readonly page: Handle<Page>; readonly first: Handle<Page> } {
  const { check, attempt } = context
  const page = signInOnPages(context, { totp })
  if (!totp) return { page, first: page }
  const { first, last } = split(page)
  const prompted = (): Visit => ({ ...opened.value, page: first.value })
  check(promptIsOnDomain, prompted)
  check(promptAsksForCode, prompted)
  void attempt
  return { page: last, first }
}
