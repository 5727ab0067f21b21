/** A house whose pool trusts tenants of the mock identity provider, and a browser that signs in there. */

import { request } from 'node:http'
import {
  CreateIdentityProviderCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  type CreateUserPoolCommandInput,
  type IdentityProviderTypeType,
} from '@aws-sdk/client-cognito-identity-provider'
import { load } from 'cheerio'
import type { Instance } from '../../fixtures/reference-target/index.ts'
import type { MockIdpClient, Person, Tenant, TenantOptions } from '../../mock-idp/index.ts'
import { Browser, buildDomain, callback, type DomainHouse, type Shown, signedOut } from './browser.ts'

/** Somebody whom every tenant knows. */
export const person: Person = {
  username: 'grace',
  password: 'Mock-horse-1',
  subject: 'subject-of-grace-1',
  claims: {
    email: 'grace@example.com',
    email_verified: true,
    name: 'Grace Genuine',
    given_name: 'Grace',
    family_name: 'Genuine',
  },
}

export const mapping = { username: 'sub', email: 'email', email_verified: 'email_verified', name: 'name' }

export interface ProviderNeeds {
  readonly name: string
  readonly type: IdentityProviderTypeType
  readonly mapping?: Readonly<Record<string, string>>
  readonly details?: Readonly<Record<string, string>>
  readonly identifiers?: readonly string[]
  readonly tenant?: Omit<TenantOptions, 'dialect'>
}

export interface FederatedHouse extends DomainHouse {
  readonly tenants: Readonly<Record<string, Tenant>>
  /** A client of all providers and, unless left out, of the pool's own users. */
  readonly clientId: string
}

const dialects = {
  OIDC: 'oidc',
  SAML: 'saml',
  Google: 'google',
  Facebook: 'facebook',
  LoginWithAmazon: 'amazon',
  SignInWithApple: 'apple',
} as const

/** `ProviderDetails` of a tenant. */
export function detailsOf(tenant: Tenant, type: IdentityProviderTypeType): Record<string, string> {
  const { clientId, clientSecret, endpoints, issuer } = tenant
  const urls = Object.entries({
    authorize_url: endpoints.authorization,
    token_url: endpoints.token,
    attributes_url: endpoints.userInfo,
    jwks_uri: endpoints.jwks,
  }).filter((pair): pair is [string, string] => pair[1] !== undefined)
  const social = { client_id: clientId, oidc_issuer: issuer, ...Object.fromEntries(urls) }
  switch (type) {
    case 'SAML':
      return { MetadataFile: tenant.metadata ?? '' }
    case 'OIDC':
      return {
        client_id: clientId,
        client_secret: clientSecret,
        attributes_request_method: 'GET',
        oidc_issuer: issuer,
        authorize_scopes: 'openid email profile',
      }
    case 'SignInWithApple':
      return {
        ...social,
        team_id: tenant.apple?.teamId ?? '',
        key_id: tenant.apple?.keyId ?? '',
        private_key: tenant.apple?.privateKey ?? '',
        authorize_scopes: 'email name',
      }
    case 'Facebook':
      return { ...social, client_secret: clientSecret, authorize_scopes: 'public_profile, email' }
    case 'LoginWithAmazon':
      return { ...social, client_secret: clientSecret, authorize_scopes: 'profile postal_code' }
    default:
      return { ...social, client_secret: clientSecret, authorize_scopes: 'email profile openid' }
  }
}

/** A pool with these providers, each with a tenant and one person; a client of all of them. */
export async function buildFederated(
  instance: Instance,
  idp: MockIdpClient,
  on: {
    providers: readonly ProviderNeeds[]
    version?: 1 | 2
    pool?: Partial<CreateUserPoolCommandInput>
    client?: Partial<CreateUserPoolClientCommandInput>
    withoutPool?: boolean
  },
): Promise<FederatedHouse> {
  const house = await buildDomain(instance, on.version ?? 1, on.pool ? { pool: on.pool } : {})
  const tenants: Record<string, Tenant> = {}
  for (const { name, type, details, identifiers, ...needs } of on.providers) {
    const tenant = await idp.openTenant({
      dialect: dialects[type],
      clockOffsetMs: instance.clock.now() - Date.now(),
      ...needs.tenant,
    })
    tenants[name] = tenant
    const steered = idp.tenant(tenant.id)
    await steered.setRelyingParty({ redirectUris: [`${house.origin}/oauth2/idpresponse`] })
    await steered.addPerson(person)
    await house.aws.send(
      new CreateIdentityProviderCommand({
        UserPoolId: house.poolId,
        ProviderName: name,
        ProviderType: type,
        ProviderDetails: { ...detailsOf(tenant, type), ...details },
        AttributeMapping: { ...(needs.mapping ?? mapping) },
        ...(identifiers ? { IdpIdentifiers: [...identifiers] } : {}),
      }),
    )
  }
  const clientId = await addClient(house, {
    SupportedIdentityProviders: [
      ...(on.withoutPool ? [] : ['COGNITO']),
      ...on.providers.map(({ name }) => name),
    ],
    ...on.client,
  })
  return { ...house, clientId, tenants }
}

/** A client for the code grant. @returns its id */
export async function addClient(
  { aws, poolId }: DomainHouse,
  more: Partial<CreateUserPoolClientCommandInput>,
): Promise<string> {
  const { UserPoolClient } = await aws.send(
    new CreateUserPoolClientCommand({
      UserPoolId: poolId,
      ClientName: 'federated',
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'],
      CallbackURLs: [callback],
      LogoutURLs: [signedOut],
      ...more,
    }),
  )
  return UserPoolClient?.ClientId ?? ''
}

/** What a provider's answer asks the browser to send to the pool. */
export interface Return {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly form?: URLSearchParams
}

/** A browser that walks from the pool's domain to a tenant and back. */
export class Traveller extends Browser {
  readonly house: FederatedHouse
  readonly #atProvider = new Map<string, string>()

  constructor(house: FederatedHouse) {
    super(house)
    this.house = house
  }

  /** Signs in at the provider that a redirect leads to. @returns what the provider has the browser send */
  async signInAt(location: string, who: { username: string; password: string } = person): Promise<Return> {
    let shown = await this.#send('GET', location)
    for (let pages = 0; pages < 4; pages++) {
      if (shown.location !== undefined) return this.#home(new URL(shown.location, shown.url))
      const $ = load(shown.body)
      const form = $('form').first()
      const action = new URL(form.attr('action') ?? '', shown.url)
      const fields = new URLSearchParams()
      for (const input of form.find('input[name]').toArray()) {
        const name = $(input).attr('name') ?? ''
        const typed = name === 'username' ? who.username : name === 'password' ? who.password : undefined
        fields.append(name, typed ?? $(input).attr('value') ?? '')
      }
      if (action.host === this.house.host) {
        return { method: 'POST', path: action.pathname, form: fields }
      }
      if (!fields.has('username')) throw new Error(`no sign-in form: ${shown.status} ${shown.body}`)
      fields.set('action', 'sign-in')
      shown = await this.#send('POST', action.href, fields)
    }
    throw new Error(`no way out of the provider: ${shown.body}`)
  }

  /** Opens a page of a provider, and goes no further. */
  async look(location: string): Promise<void> {
    await this.#send('GET', location)
  }

  /** From the authorization endpoint to the redirect to the application. */
  async signIn(
    more: { readonly [name: string]: string | undefined },
    who?: { username: string; password: string },
  ): Promise<Shown> {
    const toProvider = await this.authorize(more)
    if (toProvider.location === undefined || toProvider.location.startsWith(callback)) return toProvider
    return this.bring(await this.signInAt(toProvider.location, who))
  }

  bring({ method, path, form }: Return): Promise<Shown> {
    return this.go(method, path, form)
  }

  #home(to: URL): Return {
    if (to.host !== this.house.host) throw new Error(`the provider leads to ${to.href}`)
    return { method: 'GET', path: `${to.pathname}${to.search}` }
  }

  #send(method: string, url: string, form?: URLSearchParams) {
    const to = new URL(url)
    const cookie = [...this.#atProvider].map(([name, value]) => `${name}=${value}`).join('; ')
    const body = form?.toString()
    return new Promise<{ url: string; status: number; location: string | undefined; body: string }>(
      (resolve, reject) => {
        const out = request(
          `http://127.0.0.1:${to.port}${to.pathname}${to.search}`,
          {
            method,
            headers: {
              Host: to.host,
              ...(cookie === '' ? {} : { Cookie: cookie }),
              ...(body === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' }),
            },
          },
          (answer) => {
            const chunks: Buffer[] = []
            answer.on('data', (chunk: Buffer) => chunks.push(chunk))
            answer.on('end', () => {
              for (const one of answer.headers['set-cookie'] ?? []) {
                const [pair = ''] = one.split(';')
                const [name = '', ...value] = pair.split('=')
                this.#atProvider.set(name, value.join('='))
              }
              const { statusCode: status = 0, headers } = answer
              const text = Buffer.concat(chunks).toString('utf8')
              resolve({ url, status, location: headers.location, body: text })
            })
          },
        )
        out.on('error', reject)
        out.end(body)
      },
    )
  }
}

/** Claims of a token; nothing is verified. */
export function claimsOf(token: unknown): { readonly [name: string]: unknown } {
  return JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString())
}

/** Redeems the code of a redirect. */
export async function redeem(house: FederatedHouse, shown: Shown) {
  const code = new URL(shown.location ?? '', shown.url).searchParams.get('code') ?? ''
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: house.clientId,
    redirect_uri: callback,
    code,
  })
  const answer = await new Browser(house).send('POST', '/oauth2/token', body)
  const tokens = JSON.parse(answer.body) as { readonly [name: string]: string | undefined }
  return { tokens, id: tokens['id_token'] ? claimsOf(tokens['id_token']) : {} }
}
