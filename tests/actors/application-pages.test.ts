/** The application's own pages, and its gate: what a person meets there, and which tokens open it. */
import { expect, test } from 'vitest'
import { castWith, key, tokens } from './api-cast.ts'
import { PASSWORD } from './lent.ts'
import { claimsOf, makeKey, signed } from './tokens.ts'

test('show, prompt and gate as a person meets them', async () => {
  const { user, application, entries } = await castWith()
  expect(await user.opensApplication()).toMatchObject({
    status: 200,
    title: 'Welcome',
    url: `${application.origin}/`,
  })
  expect((await user.requestsMembersPage()).status).toBe(401)
  expect((await user.choosesSignIn()).title).toBe('Sign in')
  expect(application.entered()).toEqual({})
  await user.entersPassword()
  expect(application.entered()).toEqual({ username: 'ana', password: PASSWORD })
  expect((await application.promptsForCode()).title).toBe('Enter your code')
  const code = await user.totpCode()
  await user.entersCode(code)
  expect(application.entered()).toEqual({ username: 'ana', password: PASSWORD, code })
  expect((await user.requestsMembersPage()).status).toBe(401)

  expect(await application.storeTokens(tokens())).toMatchObject({
    id: { accepted: true },
    access: { accepted: true },
  })
  const members = await user.requestsMembersPage()
  expect(members).toMatchObject({ status: 200, title: 'Members' })
  expect(members.text).toContain('Signed in as ana')
  expect(application.storedTokens()?.refreshToken).toBe('refresh-token-of-ana-0123456789')
  expect(entries[members.exchange]).toMatchObject({ _actor: 'user-agent', response: { status: 200 } })
  expect(entries.filter(({ _actor }) => _actor === 'application')).toHaveLength(1)
})

test('the gate closes when the access token runs out on the clock of the application', async () => {
  const { user, application, clock } = await castWith()
  await user.opensApplication()
  await application.storeTokens(tokens())
  expect((await user.requestsMembersPage()).status).toBe(200)
  clock.passInApplication(3601)
  expect((await user.requestsMembersPage()).status).toBe(401)
  expect((await user.choosesSignIn()).title).toBe('Sign in')
  await application.storeTokens(tokens())
  expect((await user.requestsMembersPage()).status).toBe(401)
  clock.passInApplication(-3601)
  expect((await user.requestsMembersPage()).status).toBe(200)
})

test('forged and swapped tokens do not open the gate, nor close it', async () => {
  const { user, application } = await castWith()
  await user.opensApplication()
  const good = tokens()
  const forged = { ...good, accessToken: signed(makeKey('key-one'), claimsOf('access', Date.now())) }
  for (const bad of [
    forged,
    { ...good, idToken: good.accessToken },
    { ...good, idToken: null as unknown as string },
  ]) {
    const { id, access } = await application.storeTokens(bad)
    expect([id.accepted, access.accepted]).toContain(false)
    expect((await user.requestsMembersPage()).status).toBe(401)
    expect(application.storedTokens()).toBeUndefined()
  }
  await application.storeTokens(good)
  await application.storeTokens(forged)
  expect((await user.requestsMembersPage()).status).toBe(200)
})

test('a refresh keeps the refresh token unless another one comes', async () => {
  const { user, application } = await castWith()
  await user.opensApplication()
  const { refreshToken, ...refreshed } = tokens()
  await application.storeTokens({ ...refreshed, refreshToken })
  await application.storeTokens(refreshed)
  expect(application.storedTokens()?.refreshToken).toBe(refreshToken)
  await application.storeTokens({ ...refreshed, refreshToken: 'rotated-token-0123456789' })
  expect(application.storedTokens()?.refreshToken).toBe('rotated-token-0123456789')
})

test('a name from a token is text on the page', async () => {
  const { user, application } = await castWith()
  await user.opensApplication()
  const name = `<script>alert("1")</script>&amp;'`
  await application.storeTokens({
    ...tokens(),
    idToken: signed(key, claimsOf('id', Date.now(), { 'cognito:username': name })),
  })
  const page = await user.requestsMembersPage()
  expect(page.text).toContain(name)
})

test('another user has another browser, and opening the application begins anew', async () => {
  const { user, secondUser, application } = await castWith()
  await user.opensApplication()
  await application.storeTokens(tokens())
  expect((await secondUser.requestsMembersPage()).status).toBe(401)
  expect((await user.requestsMembersPage()).status).toBe(200)
  await user.opensApplication()
  expect((await user.requestsMembersPage()).status).toBe(401)
})

test('the prompt is not shown unasked', async () => {
  const { user, agent, application } = await castWith()
  await user.opensApplication()
  expect((await agent.visit(`${application.origin}/sign-in/code`)).title).toBe('Sign in')
  await expect(user.entersCode('123456')).rejects.toThrow('its fields: "User name", "Password"')
  expect((await agent.visit(`${application.origin}/nowhere`)).status).toBe(404)
})
