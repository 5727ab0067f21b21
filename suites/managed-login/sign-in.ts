/**
 * Steps 1 to 9: from the application's public page over the pages of the user pool back to the application, with an
 * authorization code. Every variant that signs in walks through here.
 */
import type { AuthorizationRequest, CallbackAnswer, Cast, Page } from '../../fixtures/actors/actors.ts'
import type { Handle, VariantContext } from '../../fixtures/flow/flow.ts'
import { NotPerformed } from '../../fixtures/flow/not-performed.ts'
import type { Lease } from '../../fixtures/targets/lease.ts'
import { type Asked, codeOf } from './answers.ts'

export interface Opened {
  readonly request: AuthorizationRequest
  /** The sign-in page; its hops begin with the application's redirect to the authorization endpoint. */
  readonly page: Page
  readonly lease: Lease
}

/** Whether a page asks for a password. */
export const asksForPassword = (page: Page): boolean => page.controls.some(({ type }) => type === 'password')

/** The person opens the application and picks "Sign in"; the application sends them to the authorization endpoint. */
export async function openSignInPage(
  { application, user, lease }: Cast,
  { parameters, options }: Asked = {},
): Promise<Opened> {
  const { relyingParty } = application
  await user.opensApplication()
  const request = relyingParty.authorization(parameters, options)
  relyingParty.sendsToSignIn(request)
  return { request, page: await user.choosesSignIn(), lease }
}

/** Steps 1 to 3. */
export function chooseSignIn({ step }: VariantContext<number>, asked: Asked = {}): Handle<Opened> {
  step(1, ({ user }) => user.opensApplication())
  const request = step(2, ({ application }) => {
    const made = application.relyingParty.authorization(asked.parameters, asked.options)
    application.relyingParty.sendsToSignIn(made)
    return made
  })
  return step(3, async ({ user, lease }) => {
    const page = await user.choosesSignIn()
    if (page.status === 200 && asksForPassword(page)) return { request: request.value, page, lease }
    throw new NotPerformed('no sign-in page was shown', 'a page that asks for a password', shown(page))
  })
}

/** What the pages of the user pool answered. Where the user has no second factor, both are the same. */
export interface PagesPassed {
  /** After the form with the password. */
  readonly password: Handle<Page>
  /** After the form that ends the sign-in. */
  readonly last: Handle<Page>
}

/** {@link passPages}, where only the navigation that ends the sign-in matters. */
export const signInOnPages = (
  context: VariantContext<number>,
  options: { readonly totp: boolean },
): Handle<Page> => passPages(context, options).last

/** Steps 4 to 7, or step 4 alone where the user has no second factor. */
export function passPages(
  { step }: VariantContext<number>,
  { totp }: { readonly totp: boolean },
): PagesPassed {
  const answered = step(4, async ({ user }) => {
    const page = await user.signsIn()
    if (page.status < 400) return page
    throw new NotPerformed(
      'the user name and password were not accepted',
      'a page or a redirect',
      shown(page),
    )
  })
  if (!totp) return { password: answered, last: answered }
  step(5, () => {
    if (answered.value.callback === undefined) return
    throw new NotPerformed(
      'the password alone led back to the application',
      'a page of the user pool',
      'a redirect to the application',
    )
  })
  step(6, () => {
    const { controls } = answered.value
    if (controls.some(({ type }) => type !== 'hidden' && type !== 'submit')) return answered.value
    throw new NotPerformed(
      'no prompt for a code was shown',
      'a page that asks for a code',
      shown(answered.value),
    )
  })
  const last = step(7, async ({ user }) => {
    const page = await user.answersWithCode(await user.totpCode())
    if (page.status < 400) return page
    throw new NotPerformed('the code was not accepted', 'a redirect to the application', shown(page))
  })
  return { password: answered, last }
}

/** Step 8: back at the application, with whatever the user pool sends. */
export function returnToApplication(
  { step }: VariantContext<number>,
  signedIn: Handle<Page>,
): Handle<CallbackAnswer> {
  return step(8, () => {
    const { callback } = signedIn.value
    if (callback !== undefined) return callback
    throw new NotPerformed(
      'the user pool did not redirect to the application',
      'a redirect to the registered redirect_uri',
      shown(signedIn.value),
    )
  })
}

/** Steps 8 and 9: back at the application, with an authorization code. */
export function returnWithCode(
  context: VariantContext<number>,
  signedIn: Handle<Page>,
): Handle<CallbackAnswer & { readonly code: string }> {
  const callback = returnToApplication(context, signedIn)
  return context.step(9, () => ({ ...callback.value, code: codeOf(callback.value) }))
}

/** A page in a failure: where it is and what a person reads, without query and fragment. */
export function shown({ url, status, text }: Page): Readonly<Record<string, unknown>> {
  return { url: url.replace(/[?#].*$/s, ''), status, text: text.slice(0, 200) }
}
