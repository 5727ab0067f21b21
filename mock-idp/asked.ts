/** What is noted of every request to a tenant: enough to judge what a relying party asks, and no secret. */
import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** Names of parameters whose values open something, at any endpoint of any dialect. */
const SECRETS: ReadonlySet<string> = new Set([
  'access_token',
  'assertion',
  'client_assertion',
  'client_secret',
  'code',
  'code_verifier',
  'fb_exchange_token',
  'id_token',
  'id_token_hint',
  'input_token',
  'logout_hint',
  'password',
  'refresh_token',
  'sign_in',
  'token',
  'user',
])

const HEADERS = ['user-agent', 'content-type', 'accept'] as const

/** @returns `sha256:` and the first 12 hexadecimal digits; equal secrets are seen to be equal */
export function hashed(secret: string): string {
  return `sha256:${createHash('sha256').update(secret).digest('hex').slice(0, 12)}`
}

export function withoutSecrets(parameters: URLSearchParams): [string, string][] {
  return [...parameters].map(([name, value]) => [
    name,
    SECRETS.has(name.toLowerCase()) && value !== '' ? hashed(value) : value,
  ])
}

/** Of `authorization` the scheme alone; of the rest, those that the control API promises. */
export function shownHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const shown: Record<string, string> = {}
  for (const name of HEADERS) {
    const value = headers[name]
    if (value !== undefined) shown[name] = value
  }
  if (headers.authorization !== undefined) {
    shown['authorization'] = /^[A-Za-z][\w-]*(?= )/.exec(headers.authorization)?.[0] ?? ''
  }
  return shown
}
