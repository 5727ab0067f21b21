/** Requests to the token endpoint that must get nothing, each on an authorization code of its own. */
import type { AuthorizationRequest, Cast } from '../../fixtures/actors/actors.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import { succeeded } from '../shared/answers.ts'
import type { Asked } from '../shared/front-channel.ts'
import { type Code, redeem } from '../shared/requests.ts'
import { freshCode } from './further-sign-ins.ts'

/** A code in its usual form that no user pool has given out. */
const MADE_UP_CODE = '0a1b2c3d-4e5f-4a6b-8c7d-0123456789ab'

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

/** As the accepted twin asks: with Proof Key for Code Exchange. */
const PKCE: Asked = { options: { pkce: true } }

type Form = Readonly<Record<string, string | undefined>>

/** Redeems a fresh code with parameters replaced; `undefined` leaves one out. */
export async function redeemWith(cast: Cast, form: Form | ((code: Code) => Form)): Promise<Answer> {
  const code = await freshCode(cast, PKCE)
  return redeem(cast, code, { form: typeof form === 'function' ? form(code) : form })
}

export async function redeemTwice(cast: Cast): Promise<Answer> {
  const code = await freshCode(cast, PKCE)
  succeeded(await redeem(cast, code))
  return redeem(cast, code)
}

export const redeemMadeUp = (cast: Cast): Promise<Answer> =>
  redeem(cast, {
    code: MADE_UP_CODE,
    request: cast.application.relyingParty.authorization(PKCE.parameters, PKCE.options),
  })

export async function redeemForOtherClient(cast: Cast): Promise<Answer> {
  const code = await freshCode(cast, PKCE)
  return redeem(cast, code, { client: cast.secondClient })
}

/** The redirect URI with one slash more than was asked for. */
export const withSlash = ({ request }: { readonly request: AuthorizationRequest }): Form => ({
  redirect_uri: `${request.parameters['redirect_uri'] ?? ''}/`,
})

const parametersOf = ({ code, request }: Code, clientId: string): Readonly<Record<string, string>> => ({
  grant_type: 'authorization_code',
  client_id: clientId,
  code,
  redirect_uri: request.parameters['redirect_uri'] ?? '',
  code_verifier: request.codeVerifier ?? '',
})

export async function redeemAsJson(cast: Cast): Promise<Answer> {
  const { application } = cast
  const parameters = parametersOf(await freshCode(cast, PKCE), application.client.id)
  return application.relyingParty.request('POST', '/oauth2/token', {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(parameters),
  })
}

export async function redeemByGet(cast: Cast): Promise<Answer> {
  const { application } = cast
  const parameters = parametersOf(await freshCode(cast, PKCE), application.client.id)
  return application.relyingParty.request('GET', `/oauth2/token?${new URLSearchParams(parameters)}`)
}

export const passwordGrant = ({ application, user }: Cast): Promise<Answer> =>
  application.relyingParty.token({
    grant_type: 'password',
    username: user.username,
    password: user.password,
    scope: 'openid',
  })

/** A revocation by GET. */
export const revokeByGetWith = ({ application }: Cast, token: string): Promise<Answer> =>
  application.relyingParty.request(
    'GET',
    `/oauth2/revoke?${new URLSearchParams({ token, client_id: application.client.id })}`,
    { headers: FORM },
  )
