/**
 * The dialect of Google: OpenID Connect, with further attributes from an answer shaped like that of the People API,
 * nested objects and lists, each with its own metadata.
 * @see https://developers.google.com/identity/openid-connect/openid-connect
 * @see https://developers.google.com/people/api/rest/v1/people/get
 */
import { randomInt } from 'node:crypto'
import { authorize, errorParameters } from '../oidc/authorize.ts'
import { idTokenOr } from '../oidc/bend.ts'
import { type Members, members } from '../oidc/members.ts'
import { type Grant, idTokenClaims, opaque, openProvider, TOKEN_SECONDS } from '../oidc/provider.ts'
import { discovery, keySet } from '../oidc/published.ts'
import { halfHash, oidcUserInfo } from '../oidc/serve.ts'
import { isSecret, oauthRefusal, token } from '../oidc/token.ts'
import { userInfo } from '../oidc/user-info.ts'
import { json } from '../serve.ts'
import type { OpenDialect } from '../tenant.ts'

export const openGoogle: OpenDialect = async (tenant) => {
  const { baseUrl } = tenant
  const provider = await openProvider({
    tenant,
    issuer: baseUrl,
    clientId: `${randomInt(1e11, 1e12)}-${opaque(12).toLowerCase()}.apps.googleusercontent.com`,
    clientSecret: `GOCSPX-${opaque(21)}`,
    algorithm: 'RS256',
    makeCode: () => `4/${opaque(40)}`,
    makeAccessToken: () => `ya29.${opaque(60)}`,
  })
  const endpoints = {
    authorization: `${baseUrl}/o/oauth2/v2/auth`,
    token: `${baseUrl}/oauth2/v4/token`,
    userInfo: `${baseUrl}/v1/people/me`,
    jwks: `${baseUrl}/oauth2/v3/certs`,
  }
  return {
    issuer: provider.issuer,
    clientId: provider.clientId,
    clientSecret: provider.clientSecret,
    endpoints,
    rotateKeys: provider.rotate,
    routes: [
      {
        path: '/.well-known/openid-configuration',
        endpoint: 'discovery',
        methods: ['GET'],
        serve: () =>
          discovery(provider, {
            authorization_endpoint: endpoints.authorization,
            token_endpoint: endpoints.token,
            userinfo_endpoint: `${baseUrl}/v1/userinfo`,
            jwks_uri: endpoints.jwks,
            response_types_supported: ['code'],
            subject_types_supported: ['public'],
            id_token_signing_alg_values_supported: ['RS256'],
            scopes_supported: ['openid', 'email', 'profile'],
            token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
            code_challenge_methods_supported: ['S256'],
          }),
      },
      {
        path: '/o/oauth2/v2/auth',
        endpoint: 'authorization',
        methods: ['GET', 'POST'],
        serve: (call) =>
          authorize(call, provider, {
            scopeSeparator: / /,
            responseModes: ['query', 'form_post'],
            cancelled: errorParameters('access_denied', 'The person pressed cancel'),
            extra: (_signedIn, { scopes }) => [
              ['scope', scopes.join(' ')],
              ['authuser', '0'],
              ['prompt', 'consent'],
            ],
          }),
      },
      {
        path: '/oauth2/v4/token',
        endpoint: 'token',
        methods: ['POST'],
        serve: (call) =>
          token(call, call.form, provider, {
            methods: ['client_secret_post', 'client_secret_basic'],
            wantsGrantType: true,
            proves: ({ clientSecret }) => isSecret(provider.clientSecret, clientSecret),
            refusal: oauthRefusal,
            members(grant, accessToken, facts) {
              const plain = {
                access_token: accessToken,
                expires_in: TOKEN_SECONDS - 1,
                scope: grant.request.scopes.join(' '),
                token_type: 'Bearer',
              }
              if (!grant.request.scopes.includes('openid')) return members(plain)
              const claims = idTokenClaims(provider, grant, {
                azp: provider.clientId,
                at_hash: halfHash(accessToken),
                ...grant.identity.claims,
              })
              return members({ ...plain, id_token: idTokenOr(grant.bent, claims, facts) })
            },
          }),
      },
      {
        path: '/v1/people/me',
        endpoint: 'user-info',
        methods: ['GET'],
        serve: (call) =>
          userInfo(call, provider, {
            tokenInQuery: true,
            refusal: () =>
              apiError(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.'),
            members: (grant, { query }) => {
              const fields = (query.get('personFields') ?? '').split(',').filter((field) => field !== '')
              return fields.length === 0
                ? apiError(400, 'INVALID_ARGUMENT', 'personFields mask is required.')
                : personOf(grant, fields)
            },
          }),
      },
      {
        path: '/v1/userinfo',
        endpoint: 'user-info',
        methods: ['GET', 'POST'],
        serve: (call) => oidcUserInfo(call, provider),
      },
      { path: '/oauth2/v3/certs', endpoint: 'jwks', methods: ['GET'], serve: () => keySet(provider) },
    ],
  }
}

/** Names of fields, and the flat names of claims that user pools append to the URL. */
const FIELDS: readonly (readonly [field: string, asked: RegExp])[] = [
  ['names', /^(names|name|given_name|family_name)$/],
  ['emailAddresses', /^(emailAddresses|email|email_verified)$/],
  ['photos', /^(photos|picture)$/],
  ['birthdays', /^(birthdays|birthdate)$/],
  ['genders', /^(genders|gender)$/],
  ['phoneNumbers', /^(phoneNumbers|phone_number)$/],
]

function personOf({ identity }: Grant, asked: readonly string[]): Members {
  const claims = identity.userInfo
  const metadata = { primary: true, source: { type: 'ACCOUNT', id: identity.subject } }
  const lists: Readonly<Record<string, object | undefined>> = {
    names: present(claims['name'], {
      displayName: claims['name'],
      familyName: claims['family_name'],
      givenName: claims['given_name'],
    }),
    emailAddresses: present(claims['email'], { value: claims['email'] }),
    photos: present(claims['picture'], { url: claims['picture'] }),
    birthdays: present(claims['birthdate'], { text: claims['birthdate'] }),
    genders: present(claims['gender'], { value: claims['gender'] }),
    phoneNumbers: present(claims['phone_number'], { value: claims['phone_number'] }),
  }
  const shown = FIELDS.filter(([, pattern]) => asked.some((name) => pattern.test(name)))
  return members({
    resourceName: `people/${identity.subject}`,
    etag: '%EgUBAi43PRoEAQIFBw==',
    ...Object.fromEntries(
      shown.flatMap(([field]) => {
        const entry = lists[field]
        if (entry === undefined) return []
        const verified = field === 'emailAddresses' ? { verified: claims['email_verified'] === true } : {}
        return [[field, [{ metadata: { ...metadata, ...verified }, ...entry }]]]
      }),
    ),
  })
}

function present(value: unknown, entry: object): object | undefined {
  return value === undefined ? undefined : entry
}

function apiError(code: number, status: string, message: string) {
  return json(code, { error: { code, message, status } })
}
