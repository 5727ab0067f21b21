/**
 * The dialect of Sign in with Apple: OpenID Connect without userInfo. The client signs its secret (ES256); the answer
 * comes as a form that the browser posts; the name is told once, beside the code, at the first authorization.
 * @see https://developer.apple.com/documentation/sign_in_with_apple
 */
import { authorize } from '../oidc/authorize.ts'
import { idTokenOr, type Parameters } from '../oidc/bend.ts'
import { verifiedEs256 } from '../oidc/jwt.ts'
import { members } from '../oidc/members.ts'
import { idTokenClaims, opaque, openProvider, TOKEN_SECONDS } from '../oidc/provider.ts'
import { discovery, keySet } from '../oidc/published.ts'
import { halfHash } from '../oidc/serve.ts'
import { oauthRefusal, token } from '../oidc/token.ts'
import type { OpenDialect, SignedIn } from '../tenant.ts'

/** Six months: a secret may not be made for longer. */
const SECRET_SECONDS = 15_777_000
/** What a client signs for at Apple itself; a client of the mock may name the mock's issuer instead. */
const APPLE = 'https://appleid.apple.com'

export const openApple: OpenDialect = async (tenant) => {
  const { baseUrl } = tenant
  const provider = await openProvider({
    tenant,
    issuer: baseUrl,
    clientId: `example.cognito-conformance.${tenant.id}`,
    clientSecret: '',
    algorithm: 'RS256',
    makeCode: () => `c${opaque(24)}.0.r${opaque(6)}`,
    makeAccessToken: () => `a${opaque(32)}`,
  })
  const clientKey = tenant.keys.ec('P-256')
  const teamId = capitals()
  const keyId = capitals()
  /** People who authorized this client before: their name is not told again. */
  const known = new Set<string>()

  const isSecret = (secret: string): boolean => {
    const verified = verifiedEs256(secret, clientKey.publicKey)
    if (verified === undefined) return false
    const { iss, sub, aud, exp, iat } = verified.claims
    const now = tenant.now() / 1000
    return (
      verified.header['kid'] === keyId &&
      iss === teamId &&
      sub === provider.clientId &&
      (aud === APPLE || aud === provider.issuer) &&
      typeof iat === 'number' &&
      typeof exp === 'number' &&
      exp > now &&
      exp <= now + SECRET_SECONDS + 60
    )
  }

  return {
    issuer: provider.issuer,
    clientId: provider.clientId,
    clientSecret: '',
    apple: {
      teamId,
      keyId,
      privateKey: clientKey.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    },
    endpoints: {
      authorization: `${baseUrl}/auth/authorize`,
      token: `${baseUrl}/auth/token`,
      jwks: `${baseUrl}/auth/keys`,
    },
    rotateKeys: provider.rotate,
    routes: [
      {
        path: '/.well-known/openid-configuration',
        endpoint: 'discovery',
        methods: ['GET'],
        serve: () =>
          discovery(provider, {
            authorization_endpoint: `${baseUrl}/auth/authorize`,
            token_endpoint: `${baseUrl}/auth/token`,
            jwks_uri: `${baseUrl}/auth/keys`,
            response_types_supported: ['code'],
            response_modes_supported: ['query', 'form_post'],
            subject_types_supported: ['pairwise'],
            id_token_signing_alg_values_supported: ['RS256'],
            scopes_supported: ['openid', 'email', 'name'],
            token_endpoint_auth_methods_supported: ['client_secret_post'],
          }),
      },
      {
        path: '/auth/authorize',
        endpoint: 'authorization',
        methods: ['GET', 'POST'],
        serve: (call) =>
          authorize(call, provider, {
            scopeSeparator: / /,
            responseModes: ['query', 'form_post'],
            cancelled: [['error', 'user_cancelled_authorize']],
            refuses: ({ scopes, responseMode }) =>
              responseMode !== 'form_post' && scopes.some((scope) => scope === 'name' || scope === 'email')
                ? {
                    error: 'invalid_request',
                    description: 'response_mode must be form_post when name or email scope is requested.',
                  }
                : undefined,
            extra: (signedIn, { scopes }) => userField(signedIn, scopes, known),
          }),
      },
      {
        path: '/auth/token',
        endpoint: 'token',
        methods: ['POST'],
        serve: (call) =>
          token(call, call.form, provider, {
            methods: ['client_secret_post'],
            wantsGrantType: true,
            proves: ({ clientSecret }) => isSecret(clientSecret),
            refusal: (_status, error, description) => oauthRefusal(400, error, description),
            members(grant, accessToken, facts) {
              const { email, email_verified, is_private_email } = grant.identity.claims
              const address = grant.request.scopes.includes('email')
                ? {
                    email,
                    email_verified: email_verified ?? (email === undefined ? undefined : true),
                    is_private_email,
                  }
                : {}
              const claims = idTokenClaims(provider, grant, {
                nonce_supported: true,
                at_hash: halfHash(accessToken),
                ...address,
              })
              return members({
                access_token: accessToken,
                token_type: 'Bearer',
                expires_in: TOKEN_SECONDS,
                refresh_token: `r${opaque(32)}`,
                id_token: idTokenOr(grant.bent, claims, facts),
              })
            },
          }),
      },
      { path: '/auth/keys', endpoint: 'jwks', methods: ['GET'], serve: () => keySet(provider) },
    ],
  }
}

/** Unsigned data of the browser, at the first authorization alone. */
function userField({ person }: SignedIn, scopes: readonly string[], known: Set<string>): Parameters {
  if (known.has(person.username)) return []
  known.add(person.username)
  const { given_name: firstName, family_name: lastName, email } = person.claims
  const user = {
    ...(scopes.includes('name') ? { name: { firstName, lastName } } : {}),
    ...(scopes.includes('email') ? { email } : {}),
  }
  return Object.keys(user).length === 0 ? [] : [['user', JSON.stringify(user)]]
}

/** Ten capital letters and digits, as Apple's identifiers of teams and keys are. */
function capitals(): string {
  return opaque(24)
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .padEnd(10, '7')
    .slice(0, 10)
}
