/**
 * The way of an authorization code, from the application's "Sign in" link to the tokens of a refresh: steps alone,
 * without judgement. Managed login and federation document it in the same words, each under numbers of its own; what
 * lies between link and code is theirs.
 */
import type {
  AuthorizationRequest,
  CallbackAnswer,
  EndpointOptions,
  Page,
} from '../../fixtures/actors/actors.ts'
import type { Handle, VariantContext } from '../../fixtures/flow/flow.ts'
import { NotPerformed } from '../../fixtures/flow/not-performed.ts'
import { answered } from './answers.ts'
import { type Issued, issued } from './domain-tokens.ts'
import { visitAfterExpiry } from './expiry.ts'
import { type Asked, codeOf, shown } from './front-channel.ts'
import { refreshAtEndpoint } from './requests.ts'

/** Under which number a flow documents each step. */
export interface CodeGrantNumbers {
  /** The user accesses the application. */
  readonly accesses: number
  /** They select a "Sign in" link. */
  readonly selects: number
  /** The user pool redirects them to the application. */
  readonly returns: number
  /** The application collects the code. */
  readonly collects: number
  /** It requests tokens with the code. */
  readonly redeems: number
  /** The tokens come. */
  readonly receives: number
  /** The application validates and stores them. */
  readonly validates: number
  /** It displays the access-controlled component. */
  readonly displays: number
  /** The user views their content. */
  readonly views: number
  /** The user comes again, and the access token has expired. */
  readonly expires: number
  /** The application requests new tokens with the refresh token. */
  readonly refreshes: number
}

type Context = VariantContext<number>

/** An authorization request, and whatever came of it. */
type Opened = Handle<{ readonly request: AuthorizationRequest }>

/** The steps of a code grant, under the numbers of a flow. */
export function codeGrant(numbers: CodeGrantNumbers) {
  /** The person picks "Sign in"; the application will send them to the authorization endpoint with this request. */
  function selectSignIn({ step }: Context, asked: Asked = {}): Handle<AuthorizationRequest> {
    step(numbers.accesses, ({ user }) => user.opensApplication())
    return step(numbers.selects, ({ application }) => {
      const request = application.relyingParty.authorization(asked.parameters, asked.options)
      application.relyingParty.sendsToSignIn(request)
      return request
    })
  }

  /** Back at the application, with whatever the user pool sends. */
  function returnToApplication({ step }: Context, signedIn: Handle<Page>): Handle<CallbackAnswer> {
    return step(numbers.returns, () => {
      const { callback } = signedIn.value
      if (callback !== undefined) return callback
      throw new NotPerformed(
        'the user pool did not redirect to the application',
        'a redirect to the registered redirect_uri',
        shown(signedIn.value),
      )
    })
  }

  /** Back at the application, with an authorization code. */
  function returnWithCode(
    context: Context,
    signedIn: Handle<Page>,
  ): Handle<CallbackAnswer & { readonly code: string }> {
    const callback = returnToApplication(context, signedIn)
    return context.step(numbers.collects, () => ({ ...callback.value, code: codeOf(callback.value) }))
  }

  /** The tokens for a code. */
  function redeemCode(
    { step }: Context,
    code: Handle<{ readonly code: string }>,
    opened: Opened,
    endpoint: EndpointOptions = {},
  ): Handle<Issued> {
    const answer = step(numbers.redeems, async ({ application }) =>
      answered(await application.relyingParty.redeem(code.value.code, opened.value.request, endpoint)),
    )
    return step(numbers.receives, (cast) => issued(answer.value, cast, opened.value.request))
  }

  /** What the application makes of the tokens; it opens a session with them. */
  function storeTokens({ step }: Context, tokens: Handle<Issued>) {
    return step(numbers.validates, ({ application }) => application.storeTokens(tokens.value.tokens))
  }

  /** The access-controlled page, as the user finds it. */
  function viewContent({ step }: Context): Handle<Page> {
    const displayed = step(numbers.displays, ({ user }) => user.requestsMembersPage())
    step(numbers.views, () => displayed.value.text)
    return displayed
  }

  /** The same page when the access token has run out. */
  function returnAfterExpiry({ step }: Context) {
    return step(numbers.expires, visitAfterExpiry)
  }

  /** The tokens of a refresh, for an app client that does not rotate its refresh tokens. */
  function refreshSession(
    { step }: Context,
    tokens: Handle<Issued>,
    endpoint: EndpointOptions = {},
  ): Handle<Issued> {
    return step(numbers.refreshes, async (cast) => {
      // A refresh within the second of the sign-in could not show a later iat.
      await cast.clock.pass(2)
      const answer = await refreshAtEndpoint(cast, tokens.value.refreshToken, endpoint)
      return issued(answered(answer), cast, tokens.value.request, { refreshToken: false })
    })
  }

  return {
    selectSignIn,
    returnToApplication,
    returnWithCode,
    redeemCode,
    storeTokens,
    viewContent,
    returnAfterExpiry,
    refreshSession,
  }
}
