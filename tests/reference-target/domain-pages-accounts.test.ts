/** Accounts on the pages of the reference target's domain: sign-up, forgotten and temporary passwords, MFA set-up. */

import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  SetUserPoolMfaConfigCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ReferenceTarget, startReferenceTarget } from '../../fixtures/reference-target/index.ts'
import { Browser, buildDomain, callback, type DomainHouse, landed, type Shown, uuid } from './browser.ts'
import { password, username } from './house.ts'

let target: ReferenceTarget

beforeAll(async () => {
  target = await startReferenceTarget()
})
afterAll(() => target.close())

const failure = (page: Shown) => page.$('[role=alert]').first().text()
const pathOf = (page: Shown) => new URL(page.url).pathname
const latestCode = (house: DomainHouse) => house.instance.codes.at(-1)?.code ?? ''
const other = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')
const newPassword = 'Another-horse-2'

/** Gives the user an address that codes can go to. */
function verifyEmail({ aws, poolId }: DomainHouse, Username = username) {
  return aws.send(
    new AdminUpdateUserAttributesCommand({
      UserPoolId: poolId,
      Username,
      UserAttributes: [
        { Name: 'email', Value: `${Username}@example.com` },
        { Name: 'email_verified', Value: 'true' },
      ],
    }),
  )
}

describe.each([1, 2] as const)('branding version %i', (version) => {
  async function open() {
    const house = await buildDomain(await target.open(), version)
    return { house, browser: new Browser(house) }
  }

  const account = {
    username: 'nora',
    'requiredAttributes[email]': 'nora@example.com',
    password: newPassword,
  }

  test('signing up, a wrong code, a new code, and on to the application', async () => {
    const { browser, house } = await open()
    const login = await browser.authorize()
    const page = await browser.open(login.$('a[href^="/signup"]').first().attr('href') ?? '')
    expect(page.$('h1').first().text()).toBe('Sign up with a new account')

    const weak = await browser.submit(page, { ...account, password: 'short' })
    expect(failure(weak)).toContain('Password does not conform to policy')
    expect(weak.$('input[name="requiredAttributes[email]"]').attr('value')).toBe('nora@example.com')

    const confirm = await browser.submit(weak, account)
    expect(pathOf(confirm)).toBe('/confirm')
    expect(confirm.$('input[name="destination"]').attr('value')).toBe('n***@e***')
    const first = latestCode(house)
    const wrong = await browser.submit(confirm, { code: other(first) })
    expect(failure(wrong)).toBe('Invalid verification code provided, please try again.')

    const resent = await browser.submit(wrong, {}, 'resend')
    expect(pathOf(resent)).toBe('/confirm')
    expect(house.instance.codes).toHaveLength(2)
    const done = await browser.submit(resent, { code: latestCode(house) })
    expect(landed(done)).toMatchObject({ at: callback, query: { code: expect.stringMatching(uuid) } })
  })

  test('a taken user name is refused, and an account that waits is asked for its code', async () => {
    const { browser, house } = await open()
    const page = await browser.open(`/signup?${browser.query()}`)
    expect(failure(await browser.submit(page, { ...account, username }))).toBe('User already exists')
    await browser.submit(page, account)

    const later = new Browser(house)
    const confirm = await later.submit(await later.authorize(), { username: 'nora', password: newPassword })
    expect(pathOf(confirm)).toBe('/confirm')
    expect(landed(await later.submit(confirm, { code: latestCode(house) })).at).toBe(callback)
  })

  test('a forgotten password: a code, a new password, and the old one is dead', async () => {
    const { browser, house } = await open()
    await verifyEmail(house)
    const login = await browser.authorize()
    const page = await browser.open(login.$('a[href^="/forgotPassword"]').first().attr('href') ?? '')
    const reset = await browser.submit(page, { username })
    expect(pathOf(reset)).toBe('/confirmforgotPassword')
    const code = latestCode(house)
    const fill = { code, password: newPassword, confirmPassword: newPassword }

    expect(failure(await browser.submit(reset, { ...fill, confirmPassword: 'other' }))).toBe(
      'Passwords do not match.',
    )
    expect(failure(await browser.submit(reset, { ...fill, code: other(code) }))).toContain(
      'Invalid verification code',
    )
    expect(failure(await browser.submit(reset, { ...fill, password: 'x', confirmPassword: 'x' }))).toContain(
      'policy',
    )
    const back = await browser.submit(reset, fill)
    expect(pathOf(back)).toBe('/login')
    expect(failure(await browser.submit(back, { username, password }))).toBe(
      'Incorrect username or password.',
    )
    expect(landed(await browser.submit(back, { username, password: newPassword })).at).toBe(callback)
  })

  test('whether a user exists is told or kept, as the client wants it', async () => {
    const { browser, house } = await open()
    const ask = async () =>
      browser.submit(await browser.open(`/forgotPassword?${browser.query()}`), { username: 'nobody' })
    expect(failure(await ask())).toBe('User does not exist.')
    const { ClientId, ClientName, ...client } = house.client
    await house.aws.send(
      new UpdateUserPoolClientCommand({
        UserPoolId: house.poolId,
        ClientId,
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: client.AllowedOAuthFlows,
        AllowedOAuthScopes: client.AllowedOAuthScopes,
        CallbackURLs: client.CallbackURLs,
        SupportedIdentityProviders: client.SupportedIdentityProviders,
        PreventUserExistenceErrors: 'ENABLED',
      }),
    )
    expect(pathOf(await ask())).toBe('/confirmforgotPassword')
    expect(house.instance.codes).toHaveLength(0)
  })

  test('a password that an administrator reset leads to the page with the code', async () => {
    const { browser, house } = await open()
    await verifyEmail(house)
    await house.aws.send(new AdminResetUserPasswordCommand({ UserPoolId: house.poolId, Username: username }))
    const reset = await browser.submit(await browser.authorize(), { username, password })
    expect(pathOf(reset)).toBe('/confirmforgotPassword')
    const back = await browser.submit(reset, {
      code: latestCode(house),
      password: newPassword,
      confirmPassword: newPassword,
    })
    expect(landed(await browser.submit(back, { username, password: newPassword })).at).toBe(callback)
  })

  test('a temporary password must be changed first', async () => {
    const { browser, house } = await open()
    const Username = 'temporary'
    await house.aws.send(
      new AdminCreateUserCommand({
        UserPoolId: house.poolId,
        Username,
        TemporaryPassword: password,
        UserAttributes: [{ Name: 'email', Value: 't@example.com' }],
        MessageAction: 'SUPPRESS',
      }),
    )
    const change = await browser.submit(await browser.authorize(), { username: Username, password })
    expect(pathOf(change)).toBe('/resetPassword')
    expect(failure(await browser.submit(change, { newPassword: 'x', confirmPassword: 'x' }))).toContain(
      'policy',
    )
    const done = await browser.submit(change, { newPassword, confirmPassword: newPassword })
    expect(landed(done)).toMatchObject({ at: callback, query: { code: expect.stringMatching(uuid) } })
    const { UserStatus } = await house.aws.send(
      new AdminGetUserCommand({ UserPoolId: house.poolId, Username }),
    )
    expect(UserStatus).toBe('CONFIRMED')
  })

  test('where MFA must be, a user without a factor sets up an authenticator app', async () => {
    const { browser, house } = await open()
    await house.aws.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: house.poolId,
        MfaConfiguration: 'ON',
        SoftwareTokenMfaConfiguration: { Enabled: true },
      }),
    )
    const page = await browser.submit(await browser.authorize(), { username, password })
    expect(pathOf(page)).toBe('/mfaSetup')
    const secret = page.$('code[data-name="Show secret key"]').first().text()
    expect(page.$.text()).toContain(`otpauth://totp/house:${username}?secret=${secret}`)
    const totp = new TOTP({ secret })
    const at = (steps: number) => totp.generate({ timestamp: house.instance.clock.now() + steps * 30_000 })

    const wrong = await browser.submit(page, { authentication_code: at(10), friendlyDeviceName: 'phone' })
    expect(failure(wrong)).toBe('Code mismatch')
    expect(wrong.$('code[data-name="Show secret key"]').first().text()).toBe(secret)
    const done = await browser.submit(wrong, { authentication_code: at(0), friendlyDeviceName: 'phone' })
    expect(landed(done).query).toHaveProperty('code')

    const next = new Browser(house)
    const prompt = await next.submit(await next.authorize(), { username, password })
    expect(pathOf(prompt)).toBe('/mfa')
    house.instance.clock.advance(60)
    expect(landed(await next.submit(prompt, { authentication_code: at(0) })).at).toBe(callback)
  })

  test('a disabled user stays outside, with and without a session', async () => {
    const { browser, house } = await open()
    await browser.submit(await browser.authorize(), { username, password })
    await house.aws.send(new AdminDisableUserCommand({ UserPoolId: house.poolId, Username: username }))
    const page = await browser.authorize()
    expect(page.status).toBe(200)
    expect(failure(await browser.submit(page, { username, password }))).toBe('User is disabled.')
  })

  test('five wrong passwords lock the user out for a moment', async () => {
    const { browser, house } = await open()
    let page = await browser.authorize()
    for (let n = 0; n < 5; n++) page = await browser.submit(page, { username, password: 'Wrong-horse-1' })
    expect(failure(await browser.submit(page, { username, password }))).toBe('Password attempts exceeded')
    house.instance.clock.advance(2)
    expect(landed(await browser.submit(page, { username, password })).at).toBe(callback)
  })

  test('pages of a sign-in that nobody began lead to where it begins', async () => {
    const { browser } = await open()
    for (const path of ['/mfa', '/mfaSetup', '/resetPassword', '/confirm']) {
      expect(pathOf(await browser.open(`${path}?${browser.query()}`))).toBe('/login')
    }
    expect(pathOf(await browser.open(`/confirmforgotPassword?${browser.query()}`))).toBe('/forgotPassword')
  })
})
