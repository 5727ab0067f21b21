/** An OpenID Connect provider of the test's own, back channel alone: whatever it answers can be replaced. */

import { createHmac, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Json = { readonly [name: string]: unknown }

/** One request that came. */
export interface Came {
  readonly path: string
  readonly method: string
  readonly headers: IncomingMessage['headers']
  readonly query: Readonly<Record<string, string>>
  readonly form: Readonly<Record<string, string>>
}

export interface OwnProvider {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Everything that came since the last `reset`, in order. */
  readonly came: Came[]
  /** What it answers next; whatever is not said is honest. */
  will: {
    claims?: Json
    header?: Json
    userInfo?: Json
    /** The whole ID token. */
    idToken?: unknown
    /** Members of the token answer that are added. */
    token?: Json
    discovery?: Json
    keys?: readonly unknown[]
    signer?: KeyObject
    /** Takes over an answer. */
    serve?: (came: Came, response: ServerResponse) => boolean
  }
  reset(): void
  /** A signed token over these claims. */
  signed(claims: Json, header?: Json, key?: KeyObject | string): string
  honestClaims(): Json
  close(): Promise<void>
}

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
export const otherRsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
export const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

export function jwkOf(key: KeyObject, kid: string): Json {
  return { ...key.export({ format: 'jwk' }), kid }
}

export const publicPem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString()

/** @param now milliseconds since 1970, by which tokens are stamped */
export async function startOwnProvider(now: () => number): Promise<OwnProvider> {
  const provider: OwnProvider = {
    issuer: '',
    clientId: 'pool-at-own',
    clientSecret: 'own-secret-1',
    came: [],
    will: {},
    reset() {
      provider.came.length = 0
      provider.will = {}
    },
    honestClaims() {
      const iat = Math.floor(now() / 1000)
      return {
        iss: provider.issuer,
        aud: provider.clientId,
        sub: 'own-subject-1',
        iat,
        exp: iat + 3600,
        email: 'olga@example.com',
        email_verified: true,
        ...provider.will.claims,
      }
    },
    signed(claims, header = {}, key = provider.will.signer ?? rsa.privateKey) {
      const all: Json = { alg: 'RS256', kid: 'k1', ...header }
      const input = `${encode(all)}.${encode(claims)}`
      const algorithm = String(all['alg'])
      if (algorithm === 'none') return `${input}.`
      const digest = `sha${algorithm.slice(2)}`
      const signature =
        typeof key === 'string'
          ? createHmac(digest, key).update(input).digest()
          : sign(digest, Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' })
      return `${input}.${signature.toString('base64url')}`
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  const server = createServer((request, response) => {
    read(request).then((came) => {
      provider.came.push(came)
      if (!provider.will.serve?.(came, response)) answer(provider, came, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return Object.assign(provider, { issuer: `http://own.localhost:${port}` })
}

export function send(response: ServerResponse, status: number, body: unknown, headers = {}): true {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
  return true
}

function answer(provider: OwnProvider, { path }: Came, response: ServerResponse): void {
  const { issuer, will } = provider
  switch (path) {
    case '/.well-known/openid-configuration':
      send(response, 200, {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        userinfo_endpoint: `${issuer}/userinfo`,
        jwks_uri: `${issuer}/jwks`,
        ...will.discovery,
      })
      return
    case '/token': {
      const claims = provider.honestClaims()
      send(response, 200, {
        access_token: `at-${randomUUID()}`,
        token_type: 'Bearer',
        expires_in: 3600,
        id_token: will.idToken ?? provider.signed(claims, will.header),
        ...will.token,
      })
      return
    }
    case '/jwks':
      send(response, 200, { keys: will.keys ?? [jwkOf(rsa.publicKey, 'k1')] })
      return
    case '/userinfo':
      send(response, 200, {
        sub: provider.honestClaims()['sub'],
        ...(will.userInfo ?? { name: 'Olga Own' }),
      })
      return
    default:
      send(response, 404, {})
  }
}

async function read(request: IncomingMessage): Promise<Came> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const [path = '', query = ''] = (request.url ?? '').split('?')
  return {
    path,
    method: request.method ?? '',
    headers: request.headers,
    query: Object.fromEntries(new URLSearchParams(query)),
    form: Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString())),
  }
}
