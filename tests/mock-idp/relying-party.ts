/** A relying party that believes everything, for the tests: it walks one sign-in and notes what the provider said. */
import { createHash, createPublicKey, type JsonWebKey, verify } from 'node:crypto'
import { request } from 'node:http'
import type { Person, Tenant } from '../../mock-idp/control.ts'
import { formOf, locally, type Page, Visitor } from './visitor.ts'

export const CALLBACK = 'https://pool.example/oauth2/idpresponse'

/** One answer of the back channel, its bytes as they came. */
export interface Heard {
  readonly status: number
  readonly headers: readonly string[]
  readonly body: Buffer
  /** The connection broke, or nothing came in time. */
  readonly broken: boolean
}

/** Asks without following, decoding or believing anything; gives up after a second. */
export function hear(url: string, headers: Record<string, string> = {}, body?: string): Promise<Heard> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let [status, lines] = [0, [] as string[]]
    const end = (broken: boolean): void => {
      clearTimeout(patience)
      resolve({ status, headers: lines, body: Buffer.concat(chunks), broken })
      asking.destroy()
    }
    const asking = request(locally(url), {
      method: body === undefined ? 'GET' : 'POST',
      headers,
      agent: false,
    })
    const patience = setTimeout(() => end(true), 1000)
    asking.on('error', () => end(true))
    asking.on('response', (response) => {
      status = response.statusCode ?? 0
      lines = response.rawHeaders
        .flatMap((line, n, all) => (n % 2 === 0 ? [`${line.toLowerCase()}: ${all[n + 1]}`] : []))
        .filter((line) => !/^(date|connection|keep-alive|content-length):/.test(line))
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', () => end(true))
      response.on('end', () => end(!response.complete))
    })
    asking.end(body)
  })
}

export interface Walked {
  readonly discovery: Heard | undefined
  readonly answer: Page
  /** Parameters of the answer, wherever they stood. */
  readonly parameters: URLSearchParams
  readonly token: Heard | undefined
  readonly keys: Heard | undefined
  readonly userInfo: Heard | undefined
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

/** @param secret what the client proves itself with */
export async function walk(
  tenant: Tenant,
  person: Person,
  state: string,
  secret = tenant.clientSecret,
): Promise<Walked> {
  const { dialect, endpoints } = tenant
  const discovery =
    dialect === 'facebook' || dialect === 'amazon'
      ? undefined
      : await hear(`${tenant.issuer}/.well-known/openid-configuration`)
  const visitor = new Visitor()
  const answer = await visitor.signIn(
    await visitor.visit(authorizationUrl(tenant, state)),
    person.username,
    person.password,
  )
  const parameters = parametersOf(answer)
  const code = parameters.get('code') ?? ''
  const exchange = new URLSearchParams({
    ...(dialect === 'facebook' ? {} : { grant_type: 'authorization_code' }),
    code,
    redirect_uri: CALLBACK,
    client_id: tenant.clientId,
    client_secret: secret,
  }).toString()
  const token =
    dialect === 'facebook'
      ? await hear(`${endpoints.token}?${exchange}`)
      : await hear(endpoints.token!, FORM, exchange)
  const keys = endpoints.jwks === undefined ? undefined : await hear(endpoints.jwks)
  const accessToken = /"access_token"\s*:\s*"([^"\\]+)"/.exec(token.body.toString())?.[1]
  const attributes = { google: '?personFields=names,emailAddresses', facebook: '?fields=id,name,email' }[
    dialect as 'google'
  ]
  const userInfo =
    endpoints.userInfo === undefined || accessToken === undefined
      ? undefined
      : await hear(`${endpoints.userInfo}${attributes ?? ''}`, { authorization: `Bearer ${accessToken}` })
  return { discovery, answer, parameters, token, keys, userInfo }
}

export function authorizationUrl(tenant: Tenant, state: string): URL {
  const url = new URL(tenant.endpoints.authorization!)
  const scope = { facebook: 'public_profile,email', amazon: 'profile', apple: 'email name' }[
    tenant.dialect as 'apple'
  ]
  url.search = new URLSearchParams({
    client_id: tenant.clientId,
    redirect_uri: CALLBACK,
    response_type: 'code',
    scope: scope ?? 'openid email profile',
    state,
    ...(tenant.dialect === 'apple' ? { response_mode: 'form_post' } : {}),
  }).toString()
  return url
}

export function parametersOf(answer: Page): URLSearchParams {
  const location = answer.headers.get('location')
  if (location === null) {
    return new URLSearchParams(
      answer.text.includes('<form') ? formOf(answer).fields.map(([n, v]) => [n, v]) : [],
    )
  }
  return new URL(location).searchParams
}

/** What a walk said, without what is new each time: codes, states, tokens, stamps of this moment. */
export function sayings(walked: Walked, state: string): string {
  const { discovery, answer, parameters, token, keys, userInfo } = walked
  const code = parameters.get('code') ?? '(no code)'
  const location = answer.headers.get('location') ?? JSON.stringify([...parameters])
  const accessToken = /"access_token"\s*:\s*"([^"\\]+)"/.exec(token?.body.toString() ?? '')?.[1] ?? '(none)'
  const told = [discovery, token, keys, userInfo].map((heard) => {
    if (heard === undefined) return '(not asked)'
    return [
      heard.status,
      heard.headers.join(),
      heard.broken,
      heard.body.subarray(0, 20_000).toString('latin1'),
    ].join('|')
  })
  const codeSaying = `(${/^[\w./|-]*$/.test(code) ? 'plain' : 'odd'} code of ${code.length})`
  return [location.replaceAll(encodeURIComponent(code), codeSaying).replaceAll(code, codeSaying), ...told]
    .join('\n')
    .replaceAll(state, '(state)')
    .replaceAll(accessToken, `(access token of ${accessToken.length})`)
    .replace(/"refresh_token":"[^"]*"/, '(refresh token)')
    .replace(/\beyJ[\w-]{4,4000}\.[\w-]{0,12000}(\.[\w-]{0,4000})?/g, (text) =>
      tokenSaying(text, keys, accessToken),
    )
}

/** A token as what it says: header, claims, and whether its signature is good under the key set. */
function tokenSaying(text: string, keys: Heard | undefined, accessToken: string): string {
  const [header = '', payload = '', signed = ''] = text.split('.')
  const now = Math.floor(Date.now() / 1000)
  const claims = Buffer.from(payload, 'base64url')
    .toString()
    .replace(/"at_hash":"([^"]*)"/, (_whole, hash) => `(at_hash ${hash === halfHash(accessToken)})`)
    .replace(/\b\d{10}\b/g, (stamp) => {
      const from = Number(stamp) - now
      return Math.abs(from) < 20 ? '(now)' : Math.abs(from - 3600) < 20 ? '(an hour)' : stamp
    })
  return `${Buffer.from(header, 'base64url')}${claims}${isGood(header, payload, signed, keys)}`
}

function halfHash(text: string): string {
  return createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url')
}

function isGood(header: string, payload: string, signed: string, keys: Heard | undefined): boolean {
  try {
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string }
    const set = JSON.parse(keys?.body.toString() ?? '') as { keys: (JsonWebKey & { kid: string })[] }
    const jwk = set.keys.find((one) => one.kid === kid)!
    const key = createPublicKey({ key: jwk, format: 'jwk' })
    const how = { key, dsaEncoding: 'ieee-p1363' } as const
    return verify('sha256', Buffer.from(`${header}.${payload}`), how, Buffer.from(signed, 'base64url'))
  } catch {
    return false
  }
}
