/** What the checks of the user pool's pages judge with. */
import type { Expect } from '../../../fixtures/flow/expect.ts'
import type { Lease } from '../../../fixtures/targets/lease.ts'
import { asksForNameAlone, isOnDomain } from '../../shared/front-channel.ts'
import { gaveCode, type Seen } from '../page-acts.ts'

/** No code came of it, and nothing broke: the browser is still with the user pool. */
export function staysOutside(expect: Expect, { page, lease }: Seen): void {
  expect(gaveCode(page), 'an authorization code was given').toBe(false)
  expect(page.callback, 'what came to the application').toBeAbsent()
  expect(isOnDomain(page.url, lease), 'the browser stays on the domain').toBe(true)
  expect(page.status >= 500, 'the answer is a failure of the server').toBe(false)
}

/** A page of the user pool, answered with 200. */
export function isPageOfDomain(expect: Expect, { page, lease }: Seen): void {
  expect(page.status, 'status').toBe(200)
  expect(isOnDomain(page.url, lease), 'the page is on the domain').toBe(true)
}

/** The page that begins the recovery of a password. */
export function asksWhoForgot(expect: Expect, seen: Seen): void {
  isPageOfDomain(expect, seen)
  expect(asksForNameAlone(seen.page), 'the page asks for something, and for no password').toBe(true)
}

/** A reason why what managed login alone has is not due, or nothing. */
export const managedLoginOnly = ({ domain }: Lease): string | undefined =>
  domain?.branding === 'managed-login' ? undefined : 'the domain is not known to have managed login branding'

/** A reason why what the classic hosted UI alone has is not due, or nothing. */
export const classicOnly = ({ domain }: Lease): string | undefined =>
  domain?.branding === 'classic' ? undefined : 'the domain is not known to have the classic hosted UI'
