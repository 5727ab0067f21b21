/**
 * The dialect of Login with Amazon: OAuth 2.0 without an ID token; a flat profile whose members depend on the scopes.
 * @see https://developer.amazon.com/docs/login-with-amazon/authorization-code-grant.html
 * @see https://developer.amazon.com/docs/login-with-amazon/customer-profile.html
 */
import { randomBytes } from 'node:crypto'
import { authorize, errorParameters } from '../oidc/authorize.ts'
import { type Members, members } from '../oidc/members.ts'
import { type Grant, opaque, openProvider, TOKEN_SECONDS } from '../oidc/provider.ts'
import { isSecret, oauthRefusal, token } from '../oidc/token.ts'
import { userInfo } from '../oidc/user-info.ts'
import { json } from '../serve.ts'
import type { OpenDialect } from '../tenant.ts'

export const openAmazon: OpenDialect = async (tenant) => {
  const { baseUrl } = tenant
  const provider = await openProvider({
    tenant,
    issuer: baseUrl,
    clientId: `amzn1.application-oa2-client.${randomBytes(16).toString('hex')}`,
    clientSecret: `amzn1.oa2-cs.v1.${randomBytes(32).toString('hex')}`,
    algorithm: 'RS256',
    makeCode: () => `AN${opaque(13)}`,
    makeAccessToken: () => `Atza|${opaque(180)}`,
  })
  return {
    issuer: provider.issuer,
    clientId: provider.clientId,
    clientSecret: provider.clientSecret,
    endpoints: {
      authorization: `${baseUrl}/ap/oa`,
      token: `${baseUrl}/auth/o2/token`,
      userInfo: `${baseUrl}/user/profile`,
    },
    rotateKeys: provider.rotate,
    routes: [
      {
        path: '/ap/oa',
        endpoint: 'authorization',
        methods: ['GET', 'POST'],
        serve: (call) =>
          authorize(call, provider, {
            scopeSeparator: / /,
            responseModes: ['query'],
            cancelled: errorParameters('access_denied', 'Access not permitted.'),
            refuses: ({ scopes }) =>
              scopes.some((scope) => /^(profile|profile:user_id|postal_code)$/.test(scope))
                ? undefined
                : { error: 'invalid_scope', description: 'An unknown scope was requested' },
            extra: (_signedIn, { scopes }) => [['scope', scopes.join(' ')]],
          }),
      },
      {
        path: '/auth/o2/token',
        endpoint: 'token',
        methods: ['POST'],
        serve: (call) =>
          token(call, call.form, provider, {
            methods: ['client_secret_post', 'client_secret_basic'],
            wantsGrantType: true,
            proves: ({ clientSecret }) => isSecret(provider.clientSecret, clientSecret),
            refusal: oauthRefusal,
            members: (_grant, accessToken) =>
              members({
                access_token: accessToken,
                refresh_token: `Atzr|${opaque(180)}`,
                token_type: 'bearer',
                expires_in: TOKEN_SECONDS,
              }),
          }),
      },
      {
        path: '/user/profile',
        endpoint: 'user-info',
        methods: ['GET'],
        serve: (call) =>
          userInfo(call, provider, {
            tokenInQuery: true,
            refusal: () => oauthRefusal(400, 'invalid_token', 'The access token is not valid'),
            members: profileOf,
          }),
      },
      {
        path: '/auth/o2/tokeninfo',
        endpoint: 'user-info',
        methods: ['GET'],
        serve: ({ query }) => {
          const grant = provider.withAccessToken(query.get('access_token') ?? '')
          return grant === undefined
            ? oauthRefusal(400, 'invalid_token', 'The access token is not valid')
            : json(200, {
                iss: 'https://www.amazon.com',
                user_id: grant.identity.subject,
                aud: provider.clientId,
                exp: TOKEN_SECONDS,
              })
        },
      },
    ],
  }
}

/** `profile` shows name and e-mail address, `postal_code` the postal code, each of them `user_id`. */
function profileOf({ identity, request }: Grant): Members {
  const { postal_code: postalCode, ...rest } = identity.userInfo
  return members({
    user_id: identity.subject,
    ...(request.scopes.includes('profile') ? rest : {}),
    ...(request.scopes.includes('postal_code') ? { postal_code: postalCode } : {}),
  })
}
