/** Step 9: what a whole sign-in through a provider came to, in the browser and in the profile. */
import type { CallbackAnswer, Page } from '../../../fixtures/actors/actors.ts'
import type { Expect } from '../../../fixtures/flow/expect.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'

/** A browser that was at a provider, wherever it is now. */
export interface CameBack {
  readonly page: Page
  /** AdminGetUser of whoever would have got a profile, where it was asked for. */
  readonly user?: Answer
}

/** Signed in: the application has an authorization code. */
export function signedIn(expect: Expect, { page: { callback } }: CameBack): void {
  expect(callback?.parameters['error'], 'error at the application').toBeAbsent()
  expect(callback?.parameters['code'], 'authorization code').toBeA('non-empty string')
}

const tokensIn = (callback: CallbackAnswer | undefined): readonly string[] =>
  ['access_token', 'id_token'].filter((name) => callback?.parameters[name] !== undefined)

/** What a person sees of a refusal. */
function endOf({ callback, leads }: Page): string {
  if (leads !== undefined) return 'elsewhere'
  if (callback === undefined) return 'a page'
  return callback.parameters['error'] === undefined
    ? 'the application, without an error'
    : 'the application, with an error'
}

/** Nobody is signed in, and the browser ends on a page of the user pool or at the application with an error. */
export function nobodySignedIn(expect: Expect, { page, user }: CameBack): void {
  const code = page.callback?.parameters['code'] ?? /[?&#]code=./.exec(page.leads ?? '')?.[0]
  expect(code === undefined ? 'none' : 'one', 'authorization code for the application').toBe('none')
  expect(tokensIn(page.callback), 'tokens in the redirect').toEqual([])
  expect(endOf(page), 'where the browser ends').toBeOneOf(['the application, with an error', 'a page'])
  if (user !== undefined) expect(user.status === 200 ? 'made' : 'not made', 'a profile').toBe('not made')
}
