/** A house with a domain, and the least of a browser: raw requests, a cookie jar, and forms read by cheerio. */

import { request } from 'node:http'
import {
  CreateManagedLoginBrandingCommand,
  type CreateUserPoolClientCommandInput,
  type CreateUserPoolCommandInput,
  CreateUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { type CheerioAPI, load } from 'cheerio'
import type { Instance } from '../../fixtures/reference-target/index.ts'
import { build, type House } from './house.ts'

export const callback = 'http://localhost:3000/callback'
export const signedOut = 'http://localhost:3000/signed-out'

export interface DomainHouse extends House {
  /** Host header of the domain. */
  readonly host: string
  readonly origin: string
}

/** A pool with a domain of this branding, and a client that may use the code grant. */
export async function buildDomain(
  instance: Instance,
  version: 1 | 2,
  on: {
    pool?: Partial<CreateUserPoolCommandInput>
    client?: Partial<CreateUserPoolClientCommandInput>
    unstyled?: boolean
  } = {},
): Promise<DomainHouse> {
  const house = await build(instance, {
    pool: {
      AutoVerifiedAttributes: ['email'],
      Schema: [{ Name: 'email', Required: true, Mutable: true }],
      ...on.pool,
    },
    client: {
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email', 'profile'],
      CallbackURLs: [callback],
      LogoutURLs: [signedOut],
      SupportedIdentityProviders: ['COGNITO'],
      ...on.client,
    },
  })
  await house.aws.send(
    new CreateUserPoolDomainCommand({
      UserPoolId: house.poolId,
      Domain: 'house-1',
      ManagedLoginVersion: version,
    }),
  )
  if (version === 2 && !on.unstyled) {
    await house.aws.send(
      new CreateManagedLoginBrandingCommand({
        UserPoolId: house.poolId,
        ClientId: house.clientId,
        UseCognitoProvidedValues: true,
      }),
    )
  }
  const { port } = new URL(instance.endpoint)
  const host = `house-1.auth.${instance.identity.region}.localhost:${port}`
  return { ...house, host, origin: `http://${host}` }
}

export interface Shown {
  readonly url: string
  readonly status: number
  readonly headers: { readonly [name: string]: string | string[] | undefined }
  readonly setCookie: readonly string[]
  readonly location: string | undefined
  readonly body: string
  readonly $: CheerioAPI
}

/** Follows redirects on the domain by hand, and stops at everything else. */
export class Browser {
  readonly cookies = new Map<string, string>()
  readonly #house: DomainHouse

  constructor(house: DomainHouse) {
    this.#house = house
  }

  /** The query of an ordinary request; `undefined` takes a parameter out. */
  query(more: { readonly [name: string]: string | undefined } = {}): string {
    const all = {
      response_type: 'code',
      client_id: this.#house.clientId,
      redirect_uri: callback,
      state: 'st-1',
      ...more,
    }
    return new URLSearchParams(
      Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined),
    ).toString()
  }

  /** One request, without following. */
  async send(method: string, path: string, form?: URLSearchParams): Promise<Shown> {
    const { host, instance, origin } = this.#house
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const body = form?.toString()
    const shown = await new Promise<Shown>((resolve, reject) => {
      const out = request(
        `${instance.endpoint}${path}`,
        {
          method,
          headers: {
            Host: host,
            ...(cookie === '' ? {} : { Cookie: cookie }),
            ...(body === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' }),
          },
        },
        (answer) => {
          const chunks: Buffer[] = []
          answer.on('data', (chunk: Buffer) => chunks.push(chunk))
          answer.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8')
            const { statusCode: status = 0, headers } = answer
            const { location } = headers
            const setCookie = headers['set-cookie'] ?? []
            resolve({
              url: `${origin}${path}`,
              status,
              headers,
              setCookie,
              location,
              body: text,
              $: load(text),
            })
          })
        },
      )
      out.on('error', reject)
      out.end(body)
    })
    for (const one of shown.setCookie) {
      const [pair = ''] = one.split(';')
      const [name = '', ...value] = pair.split('=')
      if (one.includes('Max-Age=0')) this.cookies.delete(name)
      else this.cookies.set(name, value.join('='))
    }
    return shown
  }

  /** One request, and whatever redirects follow on the domain. */
  async go(method: string, path: string, form?: URLSearchParams): Promise<Shown> {
    let shown = await this.send(method, path, form)
    for (let hops = 0; hops < 10; hops++) {
      const to = shown.location === undefined ? undefined : new URL(shown.location, shown.url)
      if (to?.origin !== this.#house.origin) return shown
      shown = await this.send('GET', `${to.pathname}${to.search}`)
    }
    throw new Error('too many redirects')
  }

  open(path: string): Promise<Shown> {
    return this.go('GET', path)
  }

  authorize(more: { readonly [name: string]: string | undefined } = {}): Promise<Shown> {
    return this.open(`/oauth2/authorize?${this.query(more)}`)
  }

  /** Sends a form of a page with these values. */
  submit(page: Shown, values: { readonly [name: string]: string }, name?: string): Promise<Shown> {
    const form = page.$(name === undefined ? 'form' : `form[name="${name}"]`).first()
    if (form.length === 0) throw new Error(`no form at ${page.url}: ${page.body}`)
    const sent = new URLSearchParams()
    for (const input of form.find('input[name]').toArray()) {
      sent.append(page.$(input).attr('name') ?? '', page.$(input).attr('value') ?? '')
    }
    for (const [field, value] of Object.entries(values)) {
      if (!sent.has(field)) throw new Error(`no field ${field} at ${page.url}`)
      sent.set(field, value)
    }
    return this.go('POST', form.attr('action') ?? '', sent)
  }
}

/** The form of an authorization code, and of a sub. */
export const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Parameters of a redirect, in its query and in its fragment. */
export function landed(shown: Shown) {
  const to = new URL(shown.location ?? 'about:blank', shown.url)
  return {
    at: `${to.origin}${to.pathname}`,
    query: Object.fromEntries(to.searchParams),
    fragment: Object.fromEntries(new URLSearchParams(to.hash.slice(1))),
  }
}
