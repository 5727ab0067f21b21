/** The odd visitors of a walk over the pages: foreign redirect URIs, forged forms, made-up cookies, second clients. */

import {
  AdminUserGlobalSignOutCommand,
  CreateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import type { Instance } from '../../fixtures/reference-target/index.ts'
import { Browser, buildDomain, callback, type DomainHouse } from './browser.ts'
import { password, signIn, username } from './house.ts'

/** @param open makes an instance; each domain gets one of its own */
export async function walkOddities(open: () => Promise<Instance>): Promise<void> {
  const house = await buildDomain(await open(), 1)
  await redirectUris(house)
  await forgedForms(house)
  await foreignSessions(house)
  const implicit = await buildDomain(await open(), 1, { client: { AllowedOAuthFlows: ['implicit'] } })
  await new Browser(implicit).authorize()
}

async function redirectUris(house: DomainHouse): Promise<void> {
  const browser = new Browser(house)
  await browser.authorize({ response_type: 'token' })
  for (const uri of [
    'https://attacker.example/callback',
    `${callback}/`,
    `${callback}?a=b`,
    `${callback}#a`,
    callback.toUpperCase(),
    callback.replace('/callback', '/Callback'),
    callback.replace('http:', 'https:'),
    callback.replace('localhost', '127.0.0.1'),
    callback.replace('localhost', 'sub.localhost'),
    callback.replace('localhost', 'localhost.attacker.example'),
    callback.replace('localhost:3000', 'localhost:3000@attacker.example'),
    callback.replace(':3000', ''),
  ]) {
    await browser.authorize({ redirect_uri: uri })
  }
}

async function forgedForms(house: DomainHouse): Promise<void> {
  const browser = new Browser(house)
  const path = `/login?${browser.query()}`
  const login = await browser.open(path)
  const token = browser.cookies.get('XSRF-TOKEN') ?? ''
  const bare = (more: { [name: string]: string }) => new URLSearchParams({ username, password, ...more })
  await new Browser(house).send('POST', path, bare({ _csrf: token }))
  await browser.send('POST', path, bare({}))
  await browser.send('POST', path, bare({ _csrf: 'af3f4a0e-0000-4000-8000-000000000000' }))
  await browser.submit(login, { username, password: `${password.slice(0, -1)}x` })
  await browser.submit(login, { username, password: password.toLowerCase() })
  await browser.send('POST', path, bare({ _csrf: token }))
  const taken = await browser.open(`/signup?${browser.query()}`)
  await browser.submit(taken, { username, password, 'requiredAttributes[email]': 'a@example.com' })
}

async function foreignSessions(house: DomainHouse): Promise<void> {
  const { aws, poolId, client } = house
  const browser = new Browser(house)
  await browser.submit(await browser.authorize(), { username, password })
  const { UserPoolClient } = await aws.send(
    new CreateUserPoolClientCommand({
      UserPoolId: poolId,
      ClientName: 'second',
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: client.AllowedOAuthFlows,
      AllowedOAuthScopes: client.AllowedOAuthScopes,
      CallbackURLs: client.CallbackURLs,
      SupportedIdentityProviders: client.SupportedIdentityProviders,
    }),
  )
  await browser.authorize({ client_id: UserPoolClient?.ClientId })
  await signIn(house)
  await aws.send(new AdminUserGlobalSignOutCommand({ UserPoolId: poolId, Username: username }))
  await browser.authorize()
  browser.cookies.set('cognito', 'made-up')
  await browser.authorize()
}
