/** An HTTP API of somebody's own, with jose before it, and an issuer that it trusts: what `fuzz` is pointed at. */
import { existsSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import {
  createRemoteJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  jwtVerify,
  SignJWT,
} from 'jose'
import type { RunRecord } from '../../reports/record.ts'
import { cli, type Ended, folder, httpTarget, recordIn } from './program.ts'

export interface TestIssuer {
  readonly url: string
  token(changed?: Readonly<Record<string, unknown>>): Promise<string>
}

/** One key, discovery and key set. */
export async function testIssuer(): Promise<TestIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true })
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }
  let url = ''
  url = await httpTarget((request, response) => {
    const body = request.url?.endsWith('/openid-configuration')
      ? { issuer: url, jwks_uri: `${url}/keys` }
      : { keys: [jwk] }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  const now = Math.floor(Date.now() / 1000)
  return {
    url,
    token: (changed = {}) =>
      new SignJWT({
        ...{ sub: 'somebody', iss: url, client_id: 'a-client', token_use: 'access', scope: 'read' },
        ...{ iat: now, exp: now + 3600, ...changed },
      })
        .setProtectedHeader({ alg: 'RS256', kid: 'one' })
        .sign(privateKey),
  }
}

export interface ApiOptions {
  /** Where the issuer's keys are. */
  readonly keys: string
  readonly issuer: string
  /** Default: no audience is asked for. */
  readonly audience?: string
  /** What it gets wrong; `none`: no signature at all. */
  readonly takes?: 'none' | 'alg-none' | 'any-audience' | 'any-time'
  /** Before anything else. Whoever answers returns true. */
  readonly first?: (request: IncomingMessage, response: ServerResponse) => boolean
}

export interface TestApi {
  readonly url: string
  readonly requests: () => number
}

/** GET /me tells who is there, to a bearer of a good token. */
export async function testApi({ keys, issuer, audience, takes, first }: ApiOptions): Promise<TestApi> {
  const keySet = createRemoteJWKSet(new URL(keys), { cooldownDuration: 0 })
  let requests = 0
  const subjectOf = async (token: string): Promise<unknown> => {
    if (takes === 'none' && token.endsWith('.')) return decodeJwt(token).sub
    if (takes === 'alg-none' && String(decodeProtectedHeader(token).alg).toLowerCase() === 'none')
      return decodeJwt(token).sub
    const { payload } = await jwtVerify(token, keySet, {
      issuer,
      algorithms: ['RS256'],
      ...(audience === undefined || takes === 'any-audience' ? {} : { audience }),
      ...(takes === 'any-time' ? { clockTolerance: 1e9 } : { requiredClaims: ['exp'] }),
    })
    return payload.sub
  }
  const base = await httpTarget(async (request, response) => {
    requests += 1
    if (first?.(request, response) === true) return
    const token = /^Bearer ([^ ]+)$/.exec(request.headers.authorization ?? '')?.[1]
    try {
      const sub = await subjectOf(token ?? '')
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ sub }))
    } catch {
      response.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token"' }).end()
    }
  })
  return { url: `${base}/me`, requests: () => requests }
}

export interface Fuzzed extends Ended {
  readonly out: string
  /** None where nothing was written. */
  readonly record: RunRecord | undefined
}

/** `fuzz` with these arguments, in a folder of its own. */
export async function fuzz(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Fuzzed> {
  const out = join(folder(), 'out')
  const ended = await cli(['fuzz', '--out', out, '--quiet', '--seed', '7', ...args], env)
  return { ...ended, out, record: existsSync(join(out, 'run.json')) ? recordIn(out) : undefined }
}
