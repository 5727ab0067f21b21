/** The OpenID Connect dialect: discovery, code flow, userInfo, key set (OpenID Connect Core 1.0, Discovery 1.0). */
import { createHash } from 'node:crypto'
import type { Answer, Call } from '../serve.ts'
import type { OpenDialect, Speaks, TenantState } from '../tenant.ts'
import { authorize, errorParameters } from './authorize.ts'
import { type Facts, idTokenOr } from './bend.ts'
import { type Members, members } from './members.ts'
import { heldBack } from './pending.ts'
import { type Grant, idTokenClaims, opaque, openProvider, type Provider, TOKEN_SECONDS } from './provider.ts'
import { discovery, keySet } from './published.ts'
import { isSecret, oauthRefusal, token } from './token.ts'
import { bearerRefusal, userInfo } from './user-info.ts'

const SCOPES = ['openid', 'email', 'profile', 'phone', 'address', 'offline_access']

export const openOidc: OpenDialect = async (tenant) => {
  const provider = await openProvider({
    tenant,
    issuer: tenant.baseUrl,
    clientId: `client-${opaque(9)}`,
    clientSecret: opaque(),
    algorithm: tenant.options.signing ?? 'RS256',
  })
  return speakOidc(tenant, provider)
}

function speakOidc(tenant: TenantState, provider: Provider): Speaks {
  const { baseUrl, options } = tenant
  const methods = options.clientAuthentication ?? (['client_secret_post', 'client_secret_basic'] as const)
  const endpoints = {
    authorization: `${baseUrl}/authorize`,
    token: `${baseUrl}/token`,
    userInfo: `${baseUrl}/userinfo`,
    jwks: `${baseUrl}/jwks`,
  }
  const configuration = {
    authorization_endpoint: endpoints.authorization,
    token_endpoint: endpoints.token,
    userinfo_endpoint: endpoints.userInfo,
    jwks_uri: endpoints.jwks,
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'form_post'],
    grant_types_supported: ['authorization_code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [provider.algorithm],
    token_endpoint_auth_methods_supported: methods,
    scopes_supported: SCOPES,
    claims_supported: ['sub', 'email', 'email_verified', 'name', 'given_name', 'family_name', 'phone_number'],
    code_challenge_methods_supported: ['S256'],
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
  }

  return {
    issuer: provider.issuer,
    clientId: provider.clientId,
    clientSecret: provider.clientSecret,
    endpoints,
    rotateKeys: provider.rotate,
    ...heldBack(
      provider,
      (grant, accessToken, facts) => tokenMembers(provider, grant, accessToken, facts),
      userInfoOf,
    ),
    routes: [
      {
        path: '/.well-known/openid-configuration',
        endpoint: 'discovery',
        methods: ['GET'],
        serve: () => discovery(provider, configuration),
      },
      {
        path: '/authorize',
        endpoint: 'authorization',
        methods: ['GET', 'POST'],
        serve: (call) =>
          authorize(call, provider, {
            scopeSeparator: / /,
            responseModes: ['query', 'form_post'],
            cancelled: errorParameters('access_denied', 'The person pressed cancel'),
          }),
      },
      {
        path: '/token',
        endpoint: 'token',
        methods: ['POST'],
        serve: (call) =>
          token(call, call.form, provider, {
            methods,
            wantsGrantType: true,
            proves: ({ clientSecret }) => isSecret(provider.clientSecret, clientSecret),
            members: (grant, accessToken, facts) => tokenMembers(provider, grant, accessToken, facts),
            refusal: oauthRefusal,
          }),
      },
      {
        path: '/userinfo',
        endpoint: 'user-info',
        methods: options.userInfoMethod === undefined ? ['GET', 'POST'] : [options.userInfoMethod],
        serve: (call) => oidcUserInfo(call, provider),
      },
      { path: '/jwks', endpoint: 'jwks', methods: ['GET'], serve: () => keySet(provider) },
    ],
  }
}

/** Claims from the standard's userInfo, whatever dialect serves it. */
export function oidcUserInfo(call: Call, provider: Provider): Promise<Answer> {
  return userInfo(call, provider, {
    tokenInQuery: false,
    refusal: bearerRefusal,
    members: userInfoOf,
  })
}

const userInfoOf = ({ identity }: Grant): Members => members({ sub: identity.subject, ...identity.userInfo })

/** Without the scope `openid` it is plain OAuth 2.0, and there is no ID token. */
function tokenMembers(provider: Provider, grant: Grant, accessToken: string, facts: Facts): Members {
  const plain = { access_token: accessToken, token_type: 'Bearer', expires_in: TOKEN_SECONDS }
  if (!grant.request.scopes.includes('openid')) return members(plain)
  const claims = idTokenClaims(provider, grant, { at_hash: halfHash(accessToken), ...grant.identity.claims })
  return members({ ...plain, id_token: idTokenOr(grant.bent, claims, facts) })
}

/** `at_hash` and `c_hash`: the left half of the SHA-256 (OpenID Connect Core 1.0 section 3.1.3.6). */
export function halfHash(text: string): string {
  return createHash('sha256').update(text, 'ascii').digest().subarray(0, 16).toString('base64url')
}
