/** What people do on the pages of the user pool beside a plain sign-in, and what comes of a form that is sent by hand. */
import type { Cast, Page, UserAgent } from '../../fixtures/actors/actors.ts'
import { NotPerformed } from '../../fixtures/flow/not-performed.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import type { Lease } from '../../fixtures/targets/lease.ts'
import { type Asked, visitAuthorization } from './answers.ts'
import { openSignInPage, shown } from './sign-in.ts'

/** A page, and the lease that judgements compare it with. */
export interface Seen {
  readonly page: Page
  readonly lease: Lease
}

/** The sign-in page in a browser whose profile is new. */
export async function freshSignInPage(cast: Cast, asked?: Asked): Promise<Page> {
  await cast.agent.forget()
  const { page } = await openSignInPage(cast, asked)
  return page
}

/** A sign-in in a browser whose profile is new: name and password, and no more. */
export async function freshSignIn(
  cast: Cast,
  typed?: { readonly username?: string; readonly password?: string },
): Promise<Seen> {
  await freshSignInPage(cast)
  return { page: await cast.user.signsIn(typed), lease: cast.lease }
}

/** What the browser is shown when it comes with another authorization request. */
export async function comesAgain(cast: Cast, by?: UserAgent): Promise<Seen> {
  const { page, lease } = await visitAuthorization(cast, {}, by)
  return { page, lease }
}

/** A page of the domain, opened directly with the parameters of an authorization request. */
export async function opensPage(cast: Cast, path: string, by: UserAgent = cast.agent): Promise<Page> {
  await by.forget()
  const { page } = await visitAuthorization(cast, { options: { path } }, by)
  return page
}

/** Whether a navigation gave an authorization code away, wherever it led. */
export const gaveCode = ({ callback, leads }: Page): boolean =>
  callback?.parameters['code'] !== undefined || /[?&#]code=./.test(leads ?? '')

const TYPED: ReadonlySet<string> = new Set(['text', 'number', 'tel', 'email', ''])

/** Whether a page has a field for a code. */
export const asksForCode = ({ controls }: Page): boolean =>
  controls.some(({ type, name, label }) => TYPED.has(type) && (/code|otp/i.test(name) || /code/i.test(label)))

/** Whether a page has a field for a user name, and none for a password. */
export const asksForNameAlone = ({ controls }: Page): boolean =>
  controls.some(({ type, name, label }) => TYPED.has(type) && (/user/i.test(name) || /user/i.test(label))) &&
  !controls.some(({ type }) => type === 'password')

/** A code of the same form, and another. */
export const otherCode = (code: string): string =>
  code.replace(/\d(?=\D*$)/, (last) => String((Number(last) + 5) % 10))

/** A page's hidden CSRF field. */
export const csrfField = ({ controls }: Page) =>
  controls.find(({ type, name }) => type === 'hidden' && /csrf/i.test(name))

/** A sign-in page, and the cookies that a browser would send with its form. */
export interface SignInForm {
  readonly page: Page
  readonly cookies: Readonly<Record<string, string>>
}

export async function openForm(cast: Cast): Promise<SignInForm> {
  const page = await freshSignInPage(cast)
  return { page, cookies: await cast.agent.cookies(page.url) }
}

/**
 * Sends a sign-in form by hand: CSRF token, user name and password, and nothing else of what the page has.
 * @param token what stands in the CSRF field; undefined leaves the field out
 * @throws {NotPerformed} the page has no CSRF field
 */
export async function sendForm(
  { application, user, lease }: Cast,
  { page, cookies }: SignInForm,
  token: (own: string) => string | undefined = (own) => own,
): Promise<Answer> {
  const csrf = csrfField(page)
  if (csrf === undefined)
    throw new NotPerformed(
      'the sign-in form has no CSRF token',
      'a hidden field for a CSRF token',
      shown(page),
    )
  const form = new URLSearchParams({ username: user.username, password: user.password })
  const value = token(csrf.value)
  if (value !== undefined) form.set(csrf.name, value)
  const base = lease.domain?.baseUrl ?? ''
  const { origin, pathname, search } = new URL(page.url)
  const path = page.url.startsWith(base)
    ? page.url.slice(base.length).replace(/#.*$/s, '')
    : `${pathname}${search}`
  return application.relyingParty.request('POST', path, {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      cookie: Object.entries(cookies)
        .map(([name, value]) => `${name}=${value}`)
        .join('; '),
      origin,
      referer: page.url,
    },
    body: form.toString(),
  })
}
