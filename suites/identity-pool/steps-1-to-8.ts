/**
 * Steps 1 to 8, without judgement: each of the other three flows in turn, since authentication with an identity pool
 * follows one of them. What a user pool answers on the way is judged in the flow that documents it.
 */
import {
  type CallbackAnswer,
  type Cast,
  type Logins,
  NotLent,
  type Page,
  type TokenStrings,
} from '../../fixtures/actors/actors.ts'
import type { Handle, VariantContext } from '../../fixtures/flow/flow.ts'
import { NotPerformed } from '../../fixtures/flow/not-performed.ts'
import type { Lease, LeasedUser } from '../../fixtures/targets/lease.ts'
import { completed, issued as issuedAtApi, wentOn } from '../api-authentication/answers.ts'
import { chooseProvider } from '../federation/sign-in.ts'
import { answered } from '../shared/answers.ts'
import { issued } from '../shared/domain-tokens.ts'
import { type Asked, asksForPassword, codeOf, shown } from '../shared/front-channel.ts'
import { noRedirect } from './omissions.ts'
import { poolOf } from './pools.ts'

type Context = VariantContext<number>

export interface SignedIn {
  readonly tokens: TokenStrings
  /** The ID token under the key of the user pool: what the identity pool is shown. */
  readonly logins: Logins
  readonly lease: Lease
}

/** The key of `Logins` for the leased user pool. @throws {NotLent} the identity pool does not trust it */
export function loginOf(lease: Lease): string {
  const login = poolOf(lease).userPoolLogin
  if (login === undefined) throw new NotLent('the identity pool does not trust the user pool')
  return login
}

/** An ID token of the user pool, as the identity pool is shown it. */
export const loginsWith = (lease: Lease, idToken: string): Logins => ({ [loginOf(lease)]: idToken })

const signedIn = (tokens: TokenStrings, lease: Lease): SignedIn => ({
  tokens,
  lease,
  // Where there is no identity pool, nothing has to be shown to one.
  get logins() {
    return loginsWith(lease, tokens.idToken)
  },
})

/** Who signs in: the variant's own user and app client unless given. */
export interface Who {
  readonly user?: Pick<LeasedUser, 'username' | 'password'>
  readonly client?: Lease['client']
}

/** Tokens of a sign-in at the API, from aside. @throws {NotPerformed} the user pool gave none */
export async function apiTokens(cast: Cast, { user = cast.user, client }: Who = {}): Promise<TokenStrings> {
  const answer = await cast.application.initiateAuth(
    'USER_PASSWORD_AUTH',
    { USERNAME: user.username, PASSWORD: user.password },
    client === undefined ? {} : { client },
  )
  return issuedAtApi(completed(answer), cast, 'with-refresh-token').tokens
}

/** A sign-in at the API, from aside. */
export const signsInAside = async (cast: Cast, who?: Who): Promise<SignedIn> =>
  signedIn(await apiTokens(cast, who), cast.lease)

/** Step 8: the application validates both tokens and keeps them. @throws {NotPerformed} it accepts one of them not */
function storeTokens({ step }: Context, came: Handle<TokenStrings>): Handle<SignedIn> {
  return step(8, async ({ application, lease }) => {
    const { id, access } = await application.storeTokens(came.value)
    for (const [name, validation] of Object.entries({ id, access })) {
      if (!validation.accepted)
        throw new NotPerformed(
          `the application does not accept the ${name} token: ${validation.reason}`,
          'a token that holds',
          validation.code,
        )
    }
    return signedIn(came.value, lease)
  })
}

/** Steps 1 to 8 at the application's own form: it signs the user in at the API, and nobody is redirected. */
export function signInByApi(context: Context): Handle<SignedIn> {
  const { step, omitted } = context
  step(1, ({ user }) => user.opensApplication())
  step(2, ({ user }) => user.choosesSignIn())
  const entered = step(3, ({ user }) => user.entersPassword())
  const answer = step(4, async (cast) => {
    void entered.value
    const { username = '', password = '' } = cast.application.entered()
    return wentOn(
      await cast.application.initiateAuth('USER_PASSWORD_AUTH', { USERNAME: username, PASSWORD: password }),
    )
  })
  const came = step(5, (cast) => issuedAtApi(completed(answer.value), cast, 'with-refresh-token').tokens)
  omitted(6, noRedirect)
  omitted(7, noRedirect)
  return storeTokens(context, came)
}

/** What came to the application's callback. @throws {NotPerformed} nothing did, or an error */
function callbackOf(page: Page): CallbackAnswer & { readonly code: string } {
  const { callback } = page
  if (callback !== undefined) return { ...callback, code: codeOf(callback) }
  throw new NotPerformed(
    'the sign-in did not end at the application',
    'a redirect to the registered redirect_uri with a code',
    shown(page),
  )
}

/** Steps 1 to 8 on the pages of the user pool: its sign-in page, an authorization code, and the tokens for it. */
export function signInByPages(context: Context, asked: Asked = {}): Handle<SignedIn> {
  const { step } = context
  step(1, ({ user }) => user.opensApplication())
  const request = step(2, ({ application }) => {
    const made = application.relyingParty.authorization(asked.parameters, asked.options)
    application.relyingParty.sendsToSignIn(made)
    return made
  })
  step(3, async ({ user }) => {
    const page = await user.choosesSignIn()
    if (asksForPassword(page)) return page
    throw new NotPerformed('no sign-in page was shown', 'a page that asks for a password', shown(page))
  })
  const entered = step(4, ({ user }) => user.signsIn())
  return redeemAndStore(context, request, entered)
}

/** Steps 1 to 8 at an identity provider of the user pool, past the user pool's pages. */
export function signInByProvider(context: Context): Handle<SignedIn> {
  const opened = chooseProvider(context)
  const entered = context.step(4, async () => {
    const person = await opened.value.provider.newPerson()
    return person.signsIn()
  })
  return redeemAndStore(
    context,
    {
      get value() {
        return opened.value.request
      },
    },
    entered,
  )
}

/** Steps 5 to 8: back at the application with a code, which is exchanged for tokens. */
function redeemAndStore(
  context: Context,
  request: Handle<Parameters<Cast['application']['relyingParty']['redeem']>[1]>,
  entered: Handle<Page>,
): Handle<SignedIn> {
  const { step } = context
  step(5, () => {
    if (entered.value.status < 400) return
    throw new NotPerformed('the sign-in was not accepted', 'a page or a redirect', shown(entered.value))
  })
  const code = step(6, () => callbackOf(entered.value))
  const came = step(7, async (cast) => {
    const answer = await cast.application.relyingParty.redeem(code.value.code, request.value)
    return issued(answered(answer), cast, request.value).tokens
  })
  return storeTokens(context, came)
}
