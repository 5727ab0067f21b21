/** Authorization requests that are wrong, and links that are hostile: what becomes of each, and what must not. */
import type { Cast } from '../../fixtures/actors/actors.ts'
import { NotApplicable } from '../../fixtures/flow/not-performed.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import {
  type Asked,
  askAuthorization,
  type Probe,
  pathOf,
  visitAuthorization,
} from '../shared/front-channel.ts'
import {
  challengeWithoutMethod,
  codeGrantNotAllowed,
  errorKeepsState,
  implicitNotAllowed,
  methodPlain,
  responseTypeMissing,
  responseTypeUnknown,
  twoRedirectUris,
} from './checks/authorize-errors.ts'
import {
  byClientId,
  byLoginHint,
  byRedirectUri,
  byScope,
  byState,
  INJECTED_LINES,
  INJECTED_MARKUP,
  markupByClientId,
  markupByDescription,
  markupByError,
  markupByLoginHint,
  markupByState,
} from './checks/error-injection.ts'
import {
  errorPageText,
  FOREIGN_URI,
  loopbackAddress,
  mismatchLeadsToErrorPage,
  missingClient,
  notEvenWithSession,
  otherLoopback,
  tricks,
  unknownClient,
} from './checks/redirect-uri.ts'
import { managedLogin } from './flow.ts'
import { chooseSignIn, returnWithCode, signInOnPages } from './sign-in.ts'

/** S256 of a verifier of the right length that nobody will use. */
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

const registered = ({ lease }: Cast): string => lease.client.oauth?.redirectUri ?? ''

/** A redirect URI made from the registered one. @throws {NotApplicable} the registered one cannot be altered so */
const withRedirectUri = (cast: Cast, make: (registered: string) => string | undefined): Promise<Probe> => {
  const made = make(registered(cast))
  if (made === undefined) throw new NotApplicable('the registered redirect URI does not lend itself to this')
  if (cast.lease.client.oauth?.callbackUrls?.includes(made))
    throw new NotApplicable('this redirect URI is registered too')
  return askAuthorization(cast, { parameters: { redirect_uri: made } })
}

/** A page of the domain with this query, from aside. */
const askPage = async (
  { application, lease }: Cast,
  path: string,
  parameters: NonNullable<Asked['parameters']>,
): Promise<Answer> => {
  const request = application.relyingParty.authorization(parameters, { path })
  return application.relyingParty.request('GET', pathOf(request, lease))
}

managedLogin.variant(
  'authorization-errors',
  'Authorization requests that are refused, and hostile links',
  {
    lacking: ['hosted-domain'],
    pool: { mfa: 'off', domain: 'managed-login' },
    client: { uses: [], oauth: { flows: ['code'], scopes: ['openid', 'email'] } },
    secondClient: { uses: [], oauth: { flows: ['implicit'], scopes: ['openid', 'email'] } },
    user: {},
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, probe, check } = context
    const opened = chooseSignIn(context)
    const accepted = { performed: 3 }

    for (const { check: one, make } of tricks)
      check(
        one,
        attempt(3, (cast) => withRedirectUri(cast, make)),
        accepted,
      )
    check(
      otherLoopback,
      attempt(3, (cast) => withRedirectUri(cast, loopbackAddress)),
      accepted,
    )

    const mismatch = attempt(3, async (cast) => {
      const other = await cast.otherAgent('mismatch')
      return visitAuthorization(cast, { parameters: { redirect_uri: FOREIGN_URI } }, other)
    })
    check(mismatchLeadsToErrorPage, mismatch, accepted)
    check(errorPageText, mismatch, accepted)

    const stranger = attempt(3, (cast) =>
      askAuthorization(cast, { parameters: { client_id: 'noclienthasthisid000000000' } }),
    )
    check(unknownClient, stranger, accepted)
    const nobody = attempt(3, (cast) => askAuthorization(cast, { parameters: { client_id: undefined } }))
    check(missingClient, nobody, accepted)

    const typeless = attempt(3, (cast) =>
      askAuthorization(cast, { parameters: { response_type: undefined } }),
    )
    check(responseTypeMissing, typeless, accepted)
    check(errorKeepsState, typeless, accepted)
    const methodless = attempt(3, (cast) =>
      askAuthorization(cast, { parameters: { code_challenge: CHALLENGE } }),
    )
    check(challengeWithoutMethod, methodless, accepted)
    const plain = attempt(3, (cast) =>
      askAuthorization(cast, {
        parameters: { code_challenge: CHALLENGE, code_challenge_method: 'plain' },
      }),
    )
    check(methodPlain, plain, accepted)
    const idToken = attempt(3, (cast) =>
      askAuthorization(cast, { parameters: { response_type: 'id_token' } }),
    )
    check(responseTypeUnknown, idToken, accepted)
    const implicit = attempt(3, (cast) => askAuthorization(cast, { parameters: { response_type: 'token' } }))
    check(implicitNotAllowed, implicit, accepted)
    const code = attempt(3, (cast) => askAuthorization(cast, { options: { client: cast.secondClient } }))
    check(codeGrantNotAllowed, code, accepted)
    const twice = probe(3, async (cast) => {
      const request = cast.application.relyingParty.authorization()
      const path = `${pathOf(request, cast.lease)}&redirect_uri=${encodeURIComponent(FOREIGN_URI)}`
      const answer = await cast.application.relyingParty.request('GET', path)
      return { request, answer, lease: cast.lease }
    })
    check(twoRedirectUris, twice)

    const injecting = [
      [byState, 'state'],
      [byRedirectUri, 'redirect_uri'],
      [byScope, 'scope'],
      [byLoginHint, 'login_hint'],
      [byClientId, 'client_id'],
    ] as const
    for (const [one, parameter] of injecting) {
      const injected = probe(3, (cast) =>
        askAuthorization(cast, { parameters: { [parameter]: INJECTED_LINES } }),
      )
      check(one, () => injected.value.answer)
    }
    const reflecting = [
      [markupByState, '/login', 'state'],
      [markupByLoginHint, '/login', 'login_hint'],
      [markupByError, '/error', 'error'],
      [markupByDescription, '/error', 'error_description'],
      [markupByClientId, '/error', 'client_id'],
    ] as const
    for (const [one, path, parameter] of reflecting)
      check(
        one,
        probe(3, (cast) => askPage(cast, path, { [parameter]: INJECTED_MARKUP })),
      )

    returnWithCode(context, signInOnPages(context, { totp: false }))
    const signedIn = attempt(3, (cast) => {
      void opened.value
      return visitAuthorization(cast, { parameters: { redirect_uri: FOREIGN_URI } })
    })
    check(notEvenWithSession, signedIn, { performed: 8 })
  },
)
