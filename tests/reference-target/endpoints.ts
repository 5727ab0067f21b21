/** Calls of the endpoints that a domain has for programs: token, userInfo, revocation. */

import { createHash } from 'node:crypto'
import { request } from 'node:http'
import { Browser, type DomainHouse, landed } from './browser.ts'
import { password, username } from './house.ts'

export type Parameters = { readonly [name: string]: string | undefined }

export interface EndpointAnswer {
  readonly status: number
  readonly headers: { readonly [name: string]: string | string[] | undefined }
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: what a target answers has no shape
  readonly body: any
}

export function encode(parameters: Parameters): string {
  return new URLSearchParams(
    Object.entries(parameters).filter((pair): pair is [string, string] => pair[1] !== undefined),
  ).toString()
}

/** One request to the domain. */
export function ask(
  { instance, host }: DomainHouse,
  method: string,
  path: string,
  on: { readonly body?: string; readonly headers?: { readonly [name: string]: string } } = {},
): Promise<EndpointAnswer> {
  return new Promise((resolve, reject) => {
    const out = request(
      `${instance.endpoint}${path}`,
      { method, headers: { Host: host, ...on.headers } },
      (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8')
          const isJson = String(answer.headers['content-type']).startsWith('application/json')
          const { statusCode: status = 0, headers } = answer
          resolve({ status, headers, text, body: isJson && text !== '' ? JSON.parse(text) : undefined })
        })
      },
    )
    out.on('error', reject)
    out.end(on.body)
  })
}

const formType = { 'Content-Type': 'application/x-www-form-urlencoded' }

export function askToken(house: DomainHouse, parameters: Parameters, headers = {}): Promise<EndpointAnswer> {
  const form = encode({ client_id: house.clientId, ...parameters })
  return ask(house, 'POST', '/oauth2/token', { body: form, headers: { ...formType, ...headers } })
}

export function askRevoke(house: DomainHouse, parameters: Parameters, headers = {}): Promise<EndpointAnswer> {
  const form = encode({ client_id: house.clientId, ...parameters })
  return ask(house, 'POST', '/oauth2/revoke', { body: form, headers: { ...formType, ...headers } })
}

export function askUserInfo(house: DomainHouse, token: string): Promise<EndpointAnswer> {
  return ask(house, 'GET', '/oauth2/userInfo', { headers: { Authorization: `Bearer ${token}` } })
}

export function basic(id: string, secret: string): { Authorization: string } {
  return { Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` }
}

export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url')
}

/** Signs in on the pages. @returns the code that came to the application */
export async function codeFor(house: DomainHouse, asked: Parameters = {}): Promise<string> {
  const browser = new Browser(house)
  const done = await browser.submit(await browser.authorize(asked), { username, password })
  return landed(done).query['code'] ?? ''
}

export function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
}
