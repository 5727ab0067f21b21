/**
 * The steps of a sign-in, without judgement: over the pages of the user pool to the application, and to tokens and
 * content. Every variant that signs in walks through here.
 */
import type { AuthorizationRequest, Cast, Page } from '../../fixtures/actors/actors.ts'
import type { Handle, VariantContext } from '../../fixtures/flow/flow.ts'
import { NotApplicable, NotPerformed } from '../../fixtures/flow/not-performed.ts'
import type { Lease } from '../../fixtures/targets/lease.ts'
import { codeGrant } from '../shared/code-grant.ts'
import type { Issued } from '../shared/domain-tokens.ts'
import { type Asked, asksForNameAlone, asksForPassword, shown } from '../shared/front-channel.ts'
import { mfaIsOff } from './omissions.ts'

export const {
  selectSignIn,
  returnToApplication,
  returnWithCode,
  redeemCode,
  storeTokens,
  viewContent,
  returnAfterExpiry,
  refreshSession,
} = codeGrant({
  accesses: 1,
  selects: 2,
  returns: 8,
  collects: 9,
  redeems: 10,
  receives: 11,
  validates: 12,
  displays: 13,
  views: 14,
  expires: 15,
  refreshes: 16,
})

export interface Opened {
  readonly request: AuthorizationRequest
  /** The sign-in page; its hops begin with the application's redirect to the authorization endpoint. */
  readonly page: Page
  readonly lease: Lease
}

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

/**
 * Steps 1 to 3.
 * @throws {NotApplicable} in step 3: the page asks for the name first, as those of a client that lets people choose do
 */
export function chooseSignIn(context: VariantContext<number>, asked?: Asked): Handle<Opened> {
  const request = selectSignIn(context, asked)
  return context.step(3, async ({ user, lease }) => {
    const page = await user.choosesSignIn()
    if (page.status === 200 && asksForPassword(page)) return { request: request.value, page, lease }
    if (
      lease.client.authFlows === 'unknown' &&
      lease.domain?.branding !== 'classic' &&
      asksForNameAlone(page)
    )
      throw new NotApplicable(
        'the app client lets people choose how to sign in: say so in the target file (existing.clients[].authFlows)',
      )
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
  { step, omitted }: VariantContext<number>,
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
  if (!totp) {
    for (const number of [5, 6, 7] as const) omitted(number, mfaIsOff)
    return { password: answered, last: answered }
  }
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

/** Steps 1 to 11 of a user without a second factor: the tokens that further requests begin with. */
export function signInForTokens(context: VariantContext<number>, asked?: Asked): Handle<Issued> {
  const opened = chooseSignIn(context, asked)
  const code = returnWithCode(context, signInOnPages(context, { totp: false }))
  return redeemCode(context, code, opened)
}
