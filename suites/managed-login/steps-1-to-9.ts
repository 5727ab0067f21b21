/**
 * Steps 1 to 9 with what they are judged by: from the application's public page over the pages of the user pool back
 * to the application, with an authorization code.
 */
import {
  type CallbackAnswer,
  type Cast,
  NotLent,
  type Page,
  type UserAgent,
} from '../../fixtures/actors/actors.ts'
import type { Handle, VariantContext } from '../../fixtures/flow/flow.ts'
import { NotPerformed } from '../../fixtures/flow/not-performed.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import { type Asked, cookieHeader, pathOf, type Visit, visitAuthorization } from './answers.ts'
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
import { chooseSignIn, type Opened, passPages, returnWithCode } from './sign-in.ts'

export interface SignedIn {
  readonly opened: Handle<Opened>
  readonly page: Handle<Page>
  readonly code: Handle<CallbackAnswer & { readonly code: string }>
}

/** Every cookie that the browser would send to the sign-in page. */
export async function cookiesOf(
  { lease, agent }: Cast,
  by: UserAgent = agent,
): Promise<Readonly<Record<string, string>>> {
  if (lease.domain === undefined) throw new NotLent('the pool has no domain')
  return by.cookies(`${lease.domain.baseUrl}/login`)
}

/** The value of one of them; nothing for one that is cleared. */
export async function cookieOf(cast: Cast, name: string, by?: UserAgent): Promise<string | undefined> {
  const value = (await cookiesOf(cast, by))[name]
  return value === '' || value === '""' ? undefined : value
}

/** The documented way, judged at every step. */
export function signInThrough(
  context: VariantContext<number>,
  { totp, asked }: { readonly totp: boolean; readonly asked?: Asked },
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
  for (const one of [xsrfToken, xsrfTokenAttributes, staysOnDomain]) check(one, opened)
  const token = probe(3, (cast) => cookieOf(cast, 'XSRF-TOKEN'))
  check(formHasToken, () => ({ page: opened.value.page, cookie: token.value }))

  const { password, last: page } = passPages(context, { totp })
  const posted = probe(4, ({ user }) => ({ ...opened.value, page: password.value, password: user.password }))
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
  const cookie = probe(8, (cast) => cookieOf(cast, 'cognito'))
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

/** Types the user's name and password into the sign-in page of a browser that is not the person's usual one. */
export async function passwordIn(cast: Cast, by: UserAgent, asked?: Asked): Promise<Page> {
  await visitAuthorization(cast, asked, by)
  const { username, password } = cast.user
  return by.enter({ username, password })
}

/**
 * Sends the sign-in form of a browser that is not the person's usual one, with the right password and every cookie, and
 * with a CSRF token that the user pool did not give out.
 */
export async function postForeignForm(cast: Cast): Promise<{ readonly answer: Answer; readonly page: Page }> {
  const { application, lease, user } = cast
  const other = await cast.otherAgent('foreign-form')
  const { page } = await visitAuthorization(cast, {}, other)
  const cookies = await other.cookies(page.url)
  const hidden = page.controls.filter(({ type, name }) => type === 'hidden' && name !== '')
  const fields = hidden.map(({ name, value }): [string, string] => [
    name,
    /csrf/i.test(name) ? MADE_UP_TOKEN : value,
  ])
  const body = new URLSearchParams([...fields, ['username', user.username], ['password', user.password]])
  const answer = await application.relyingParty.request('POST', pathOf({ url: page.url }, lease), {
    headers: { cookie: cookieHeader(cookies), 'content-type': 'application/x-www-form-urlencoded' },
    body: body.toString(),
  })
  return { answer, page }
}

/** Of the form that the user pool's own tokens have. */
const MADE_UP_TOKEN = '00000000-0000-4000-8000-000000000000'
