/**
 * The dialect of Facebook: OAuth 2.0 without an ID token. Scopes are separated by commas, the token endpoint is asked by
 * GET, fields are named in the query, and every return to the application ends in `#_=_`.
 * @see https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow
 */
import { randomInt } from 'node:crypto'
import type { ClaimValue } from '../control.ts'
import { authorize } from '../oidc/authorize.ts'
import { type Members, members } from '../oidc/members.ts'
import { type Grant, opaque, openProvider } from '../oidc/provider.ts'
import { isSecret, token } from '../oidc/token.ts'
import { userInfo } from '../oidc/user-info.ts'
import { type Answer, type Call, json } from '../serve.ts'
import type { OpenDialect } from '../tenant.ts'

const VERSION = 'v17.0'
/** Two months, as Facebook's long-lived tokens have. */
const EXPIRES_IN = 5_183_944

/** Of a user, beside those that the person was given; a name that is neither is an error. */
const FIELDS: ReadonlySet<string> = new Set([
  'id',
  'name',
  'first_name',
  'middle_name',
  'last_name',
  'short_name',
  'name_format',
  'email',
  'picture',
  'birthday',
  'gender',
  'age_range',
  'hometown',
  'location',
  'link',
  'locale',
])

export const openFacebook: OpenDialect = async (tenant) => {
  const { baseUrl } = tenant
  const provider = await openProvider({
    tenant,
    issuer: baseUrl,
    clientId: String(randomInt(1e14, 2e14)),
    clientSecret: opaque(16),
    algorithm: 'RS256',
    makeCode: () => `AQ${opaque(60)}`,
    makeAccessToken: () => `EAA${opaque(90)}`,
  })
  return {
    issuer: provider.issuer,
    clientId: provider.clientId,
    clientSecret: provider.clientSecret,
    endpoints: {
      authorization: `${baseUrl}/${VERSION}/dialog/oauth`,
      token: `${baseUrl}/${VERSION}/oauth/access_token`,
      userInfo: `${baseUrl}/${VERSION}/me`,
    },
    rotateKeys: provider.rotate,
    routes: [
      {
        path: /^(\/v\d+\.\d+)?\/dialog\/oauth$/,
        endpoint: 'authorization',
        methods: ['GET', 'POST'],
        serve: (call) => {
          // Facebook takes `code` for the response type where none is named.
          if (!call.query.has('response_type')) call.query.set('response_type', 'code')
          return authorize(call, provider, {
            scopeSeparator: /[, ]+/,
            responseModes: ['query'],
            fragment: '#_=_',
            cancelled: [
              ['error', 'access_denied'],
              ['error_code', '200'],
              ['error_description', 'Permissions error'],
              ['error_reason', 'user_denied'],
            ],
          })
        },
      },
      {
        path: /^(\/v\d+\.\d+)?\/oauth\/access_token$/,
        endpoint: 'token',
        methods: ['GET', 'POST'],
        serve: (call) =>
          token(call, call.method === 'POST' ? call.form : call.query, provider, {
            methods: ['client_secret_post'],
            wantsGrantType: false,
            proves: ({ clientSecret }) => isSecret(provider.clientSecret, clientSecret),
            refusal: (_status, _error, description) => graphError(400, description, 'OAuthException', 100),
            members: (_grant, accessToken) =>
              members({ access_token: accessToken, token_type: 'bearer', expires_in: EXPIRES_IN }),
          }),
      },
      {
        path: /^(\/v\d+\.\d+)?\/me$/,
        endpoint: 'user-info',
        methods: ['GET'],
        serve: (call) =>
          userInfo(call, provider, {
            tokenInQuery: true,
            refusal: () =>
              graphError(
                400,
                'An active access token must be used to query information.',
                'OAuthException',
                2500,
              ),
            members: fieldsOf,
          }),
      },
      {
        path: /^(\/v\d+\.\d+)?\/app$/,
        endpoint: 'user-info',
        methods: ['GET'],
        // The application that a token was made for, as the Graph API tells whoever has the token.
        serve: ({ query }) =>
          provider.withAccessToken(query.get('access_token') ?? '') === undefined
            ? graphError(400, 'Invalid OAuth access token.', 'OAuthException', 190)
            : json(200, { name: 'cognito-conformance', id: provider.clientId }),
      },
    ],
  }
}

/** Only what was asked for, and `id` always; what the account does not have is left out. */
function fieldsOf({ identity }: Grant, { query }: Call): Members | Answer {
  const claims = identity.userInfo
  const asked = (query.get('fields') ?? 'id,name').split(',').map((field) => field.trim())
  const named = asked.filter((field) => field !== '')
  const unknown = named.find((field) => !FIELDS.has(field) && !Object.hasOwn(claims, field))
  if (unknown !== undefined) {
    return graphError(
      400,
      `(#100) Tried accessing nonexisting field (${unknown}) on node type (User)`,
      'OAuthException',
      100,
    )
  }
  const names: Readonly<Record<string, ClaimValue | undefined>> = {
    first_name: claims['given_name'],
    last_name: claims['family_name'],
    ...claims,
  }
  const shown = named.filter((field) => field !== 'id').map((field) => [field, names[field]])
  return members({ ...Object.fromEntries(shown), id: identity.subject })
}

/** Errors of the Graph API come in an object of their own. */
export function graphError(status: number, message: string, type: string, code: number): Answer {
  return json(status, { error: { message, type, code, fbtrace_id: `A${opaque(12)}` } }, [
    ['WWW-Authenticate', `OAuth "Facebook Platform" "invalid_request" "${message.replaceAll('"', "'")}"`],
  ])
}
