/** A walk over the pages of a domain that meets every rule of its front channel, once in each branding. */

import {
  AdminCreateUserCommand,
  AdminUpdateUserAttributesCommand,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { TOTP } from 'otpauth'
import type { Instance } from '../../fixtures/reference-target/index.ts'
import { Browser, buildDomain, callback, type DomainHouse, signedOut } from './browser.ts'
import { password, sdkOf, username } from './house.ts'
import { walkOddities } from './pages-oddities.ts'

const newPassword = 'Another-horse-2'

/** @param open makes an instance; each domain gets one of its own */
export async function walkPages(open: () => Promise<Instance>): Promise<void> {
  for (const version of [1, 2] as const) {
    const house = await buildDomain(await open(), version, {
      client: { AllowedOAuthFlows: ['code', 'implicit'] },
    })
    await requests(house)
    await sessions(house)
    await accounts(house)
    await factors(house)
  }
  const choice = await buildDomain(await open(), 2, {
    client: { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
  })
  await twoSteps(choice)
  await new Browser(await buildDomain(await open(), 2, { unstyled: true })).authorize()
  await walkOddities(open)
}

async function requests(house: DomainHouse): Promise<void> {
  const browser = new Browser(house)
  const challenge = 'a'.repeat(43)
  for (const change of [
    { response_type: undefined },
    { response_type: 'id_token' },
    { code_challenge: challenge },
    { code_challenge_method: 'S256' },
    { code_challenge: challenge, code_challenge_method: 'plain' },
    { scope: 'openid none-such' },
    { identity_provider: 'Nobody' },
    { client_id: 'nobody' },
    { redirect_uri: undefined },
    { redirect_uri: `${callback}/more` },
    { prompt: 'none' },
    { identity_provider: 'COGNITO', nonce: 'n', login_hint: username, lang: 'fr' },
    { scope: 'openid', code_challenge: challenge, code_challenge_method: 'S256', login_hint: username },
  ]) {
    await browser.authorize(change)
  }
  await new Browser(house).open(`/login?${browser.query()}`)
  await browser.open('/nowhere')
  await browser.send('POST', '/oauth2/authorize')
  await browser.send('POST', `/login?${browser.query()}`, new URLSearchParams({ username, password }))
}

async function sessions(house: DomainHouse): Promise<void> {
  const browser = new Browser(house)
  const { clock } = house.instance
  const out = (parameters: { [name: string]: string }) =>
    browser.open(`/logout?${new URLSearchParams({ client_id: house.clientId, ...parameters })}`)

  const page = await browser.authorize({ state: 'a=b%' })
  const again = await browser.submit(page, { username, password: 'Wrong-horse-1' })
  await browser.submit(again, { username, password })
  clock.advance(30 * 60)
  await browser.authorize({ state: 'a=b%', max_age: '3600' })
  await browser.authorize({ response_type: 'token', scope: 'openid', nonce: 'n' })
  await browser.authorize({ prompt: 'none' })
  await browser.authorize({ prompt: 'select_account consent' })
  await browser.authorize({ max_age: '60' })
  await browser.authorize({ prompt: 'login' })
  clock.advance(31 * 60)
  await browser.submit(await browser.authorize(), { username, password })
  await out({ logout_uri: `${signedOut}/` })
  await out({ logout_uri: signedOut, redirect_uri: callback, response_type: 'code' })
  await out({ redirect_uri: callback, response_type: 'code', state: 's' })
}

async function accounts(house: DomainHouse): Promise<void> {
  const { poolId, instance } = house
  const aws = sdkOf(instance)
  const browser = new Browser(house)
  const page = await browser.open(`/signup?${browser.query()}`)
  const confirm = await browser.submit(page, {
    username: 'nora',
    'requiredAttributes[email]': 'nora@example.com',
    password,
  })
  await browser.submit(confirm, { code: 'wrong' })
  const resent = await browser.submit(confirm, {}, 'resend')
  await browser.submit(resent, { code: instance.codes.at(-1)?.code ?? '' })

  await aws.send(
    new AdminUpdateUserAttributesCommand({
      UserPoolId: poolId,
      Username: username,
      UserAttributes: [
        { Name: 'email', Value: 'amelie@example.com' },
        { Name: 'email_verified', Value: 'true' },
      ],
    }),
  )
  const forgot = await browser.open(`/forgotPassword?${browser.query()}`)
  await browser.submit(forgot, { username: 'nobody' })
  const reset = await browser.submit(forgot, { username })
  const both = { password: newPassword, confirmPassword: newPassword }
  await browser.submit(reset, { ...both, code: 'wrong' })
  await browser.submit(reset, { ...both, code: instance.codes.at(-1)?.code ?? '' })

  const temporary = { username: 'temporary', password }
  await aws.send(
    new AdminCreateUserCommand({
      UserPoolId: poolId,
      Username: temporary.username,
      TemporaryPassword: password,
      UserAttributes: [{ Name: 'email', Value: 't@example.com' }],
      MessageAction: 'SUPPRESS',
    }),
  )
  const other = new Browser(house)
  const change = await other.submit(await other.authorize(), temporary)
  await other.submit(change, { newPassword, confirmPassword: 'Another-horse-3' })
  await other.submit(change, { newPassword, confirmPassword: newPassword })
}

async function factors(house: DomainHouse): Promise<void> {
  const { poolId, instance } = house
  const aws = sdkOf(instance)
  await aws.send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId: poolId,
      MfaConfiguration: 'ON',
      SoftwareTokenMfaConfiguration: { Enabled: true },
    }),
  )
  const browser = new Browser(house)
  const page = await browser.submit(await browser.authorize(), { username, password: newPassword })
  const totp = new TOTP({ secret: page.$('code').first().text() })
  const code = (steps = 0) => totp.generate({ timestamp: instance.clock.now() + steps * 30_000 })
  const wrong = await browser.submit(page, { authentication_code: code(10) })
  await browser.submit(wrong, { authentication_code: code() })

  const other = new Browser(house)
  const prompt = await other.submit(await other.authorize(), { username, password: newPassword })
  await other.submit(prompt, { authentication_code: code() })
  instance.clock.advance(60)
  await other.submit(prompt, { authentication_code: code(10) })
  await other.submit(prompt, { authentication_code: code() })
}

async function twoSteps(house: DomainHouse): Promise<void> {
  const browser = new Browser(house)
  await browser.authorize({ login_hint: username })
  const csrf = browser.cookies.get('XSRF-TOKEN') ?? ''
  const send = (path: string, values: { [name: string]: string }) => {
    const quoted = Object.entries(values).map(([name, value]): [string, string] => [
      name,
      JSON.stringify(value),
    ])
    return browser.go('POST', `${path}?${browser.query()}`, new URLSearchParams([['csrf', csrf], ...quoted]))
  }
  await send('/login', { username })
  await send('/verifyPassword', { password: 'Wrong-horse-1' })
  await send('/verifyPassword', { password })
}
