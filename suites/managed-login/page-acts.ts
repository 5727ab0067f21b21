/** What people do on the pages of the user pool beside a plain sign-in, forms that are sent by hand, and cookies. */
import { type Cast, NotLent, type Page, type UserAgent } from '../../fixtures/actors/actors.ts'
import { NotApplicable, NotPerformed } from '../../fixtures/flow/not-performed.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import type { Lease } from '../../fixtures/targets/lease.ts'
import {
  type Asked,
  askAuthorization,
  cookieHeader,
  parametersOf,
  pathOf,
  shown,
  targetOf,
  visitAuthorization,
} from '../shared/front-channel.ts'
import { openSignInPage } from './sign-in.ts'

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
  const path = pathOf({ url: page.url.replace(/#.*$/s, '') }, lease)
  return application.relyingParty.request('POST', path, {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      cookie: cookieHeader(cookies),
      origin: new URL(page.url).origin,
      referer: page.url,
    },
    body: form.toString(),
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
    /csrf/i.test(name) ? MADE_UP_CSRF_TOKEN : value,
  ])
  const body = new URLSearchParams([...fields, ['username', user.username], ['password', user.password]])
  const answer = await application.relyingParty.request('POST', pathOf({ url: page.url }, lease), {
    headers: { cookie: cookieHeader(cookies), 'content-type': 'application/x-www-form-urlencoded' },
    body: body.toString(),
  })
  return { answer, page }
}

/** Of the form that the user pool's own tokens have. */
const MADE_UP_CSRF_TOKEN = '00000000-0000-4000-8000-000000000000'

/** Every cookie that the browser would send to the sign-in page. */
export async function cookiesOf(
  { lease, agent }: Cast,
  by: UserAgent = agent,
): Promise<Readonly<Record<string, string>>> {
  if (lease.domain === undefined) throw new NotLent('the pool has no domain')
  return by.cookies(`${lease.domain.baseUrl}/login`)
}

/**
 * Whether cookies of a browser are its session from aside as well.
 * @throws {NotApplicable} they are not, so that what is refused from aside would prove nothing
 */
export async function resumesFromAside(cast: Cast, cookies: Readonly<Record<string, string>>): Promise<void> {
  const { answer } = await askAuthorization(cast, {}, { cookie: cookieHeader(cookies) })
  if (parametersOf(targetOf(answer))?.['code']) return
  throw new NotApplicable('the browser’s cookies alone bring no code from outside of the browser')
}

/** The value of one of them; nothing for one that is cleared. */
export async function cookieOf(cast: Cast, name: string, by?: UserAgent): Promise<string | undefined> {
  const value = (await cookiesOf(cast, by))[name]
  return value === '' || value === '""' ? undefined : value
}
