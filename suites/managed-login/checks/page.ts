/**
 * Step 3: how the sign-in form is made, as far as clients in the field stand on it. AWS supports no programs on these
 * pages, so nothing here is required.
 */
import { userInfoSample } from '../../shared/sources.ts'
import { managedLogin } from '../flow.ts'
import type { Seen } from '../page-acts.ts'
import { classicOnly } from './page-judging.ts'
import { classicClient, headersTrace, managedClient, twoStepClient } from './page-sources.ts'

const sends = 'The GET of /login to which the authorization endpoint redirects'

export const signInFields = managedLogin.check(3, 'sign-in-fields', {
  says: 'The sign-in form has the fields username and password',
  sends,
  basis: classicClient('The form of the classic page is sent with username and password.'),
  also: [managedClient('The form of the managed login page is sent with username and password.')],
  breaks: 'Password managers and the scripts of test suites do not find the fields.',
  judge: (expect, { page }: Seen) => {
    const names = page.controls.filter(({ type }) => type !== 'hidden').map(({ name }) => name)
    expect(names, 'names of the fields').toContain('username')
    expect(names, 'names of the fields').toContain('password')
  },
})

export const csrfName = managedLogin.check(3, 'csrf-field', {
  says: 'The sign-in form has a hidden CSRF field: _csrf on the classic hosted UI, csrf on managed login',
  sends,
  basis: classicClient('The value of the hidden field _csrf is sent with user name and password.'),
  also: [
    managedClient('The hidden field of the managed login form is csrf.'),
    twoStepClient('The hidden field of the page for the password is csrf.'),
  ],
  admits: 'On a domain whose version is not known, either.',
  breaks: 'Clients that fill in the form by its names send it without the token, and nobody signs in.',
  judge: (expect, { page, lease }: Seen) => {
    const branding = lease.domain?.branding ?? 'unknown'
    const names = page.controls.filter(({ type }) => type === 'hidden').map(({ name }) => name)
    const due =
      branding === 'classic' ? ['_csrf'] : branding === 'managed-login' ? ['csrf'] : ['_csrf', 'csrf']
    expect(
      names.find((name) => /csrf/i.test(name)),
      'the name of the CSRF field',
    ).toBeOneOf(due)
  },
})

const lastHeaders = ({ page }: Seen) => page.hops.at(-1)?.headers ?? {}

export const pageNotStored = managedLogin.check(3, 'page-not-stored', {
  says: 'The sign-in page may not be stored by caches (Cache-Control: no-store)',
  sends,
  basis: headersTrace('Answers of the domain carry Cache-Control: no-cache, no-store, max-age=0, …'),
  also: [
    userInfoSample('Example responses', 'The sample answer has Cache-Control with no-cache and no-store.'),
  ],
  breaks: 'A form with somebody else’s CSRF token comes out of a cache.',
  unless: classicOnly,
  judge: (expect, seen: Seen) =>
    expect(lastHeaders(seen)['cache-control'], 'Cache-Control').toMatch(
      /\bno-store\b/i,
      'a value with no-store',
    ),
})

export const pageNotSniffed = managedLogin.check(3, 'page-not-sniffed', {
  says: 'Browsers may not guess the type of the sign-in page (X-Content-Type-Options: nosniff)',
  sends,
  basis: headersTrace('Answers of the domain carry X-Content-Type-Options: nosniff.'),
  also: [userInfoSample('Example responses', 'The sample answer has X-Content-Type-Options: nosniff.')],
  breaks: 'Content that a user can influence is run as a script.',
  unless: classicOnly,
  judge: (expect, seen: Seen) =>
    expect(lastHeaders(seen)['x-content-type-options'], 'X-Content-Type-Options').toMatch(
      /^nosniff$/i,
      'nosniff',
    ),
})

export const formChecks = [signInFields, csrfName] as const
export const pageChecks = [...formChecks, pageNotStored, pageNotSniffed] as const
