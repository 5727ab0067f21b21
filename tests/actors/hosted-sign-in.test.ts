/** A person signs in at a user pool's domain, and what the application's callback makes of what comes back. */
import { describe, expect, test } from 'vitest'
import { hosted } from './hosted-cast.ts'
import { PASSWORD } from './lent.ts'

describe('signing in', () => {
  test('leads from the link over the pages back to the application, and shows no secret', async () => {
    const { user, application, rp, fake, entries, redactor, agent } = await hosted()
    const request = rp.authorization({}, { pkce: true })
    rp.sendsToSignIn(request)
    await user.opensApplication()
    const page = await user.choosesSignIn()
    expect(page.hops.map(({ status, url }) => [status, new URL(url).pathname])).toEqual([
      [302, '/sign-in'],
      [302, '/oauth2/authorize'],
      [200, '/login'],
    ])
    expect(page.hops[0]?.location).toBe(request.url)
    expect(page.hops[2]?.setCookies[0]).toMatch(/^XSRF-TOKEN=/)
    expect((await user.signsIn({ password: 'wrong-Horse-8?' })).text).toBe('Incorrect username or password.')
    const prompt = await user.signsIn()
    expect(prompt.controls.map(({ name }) => name)).toEqual(['_csrf', 'authentication_code'])
    const code = await user.totpCode()
    const back = await user.answersWithCode(code)
    expect(back).toMatchObject({ status: 200, title: 'Signed in' })
    expect(back.url).toMatch(new RegExp(`^${application.origin}/callback\\?code=`))
    expect(back.callback).toMatchObject({
      where: 'query',
      repeated: [],
      parameters: { code: fake.secrets.at(-1), state: request.state },
    })
    expect(back.callback?.exchange).toBe(back.hops.at(-2)?.exchange)
    expect(Object.keys(await agent.cookies(`${page.url}`))).toEqual(['XSRF-TOKEN'])
    await rp.redeem(fake.secrets.at(-1)!, request)

    const transcript = JSON.stringify(entries)
    for (const secret of [...fake.secrets, PASSWORD, 'wrong-Horse-8?', code, request.codeVerifier!])
      expect(transcript.includes(secret)).toBe(false)
    expect(transcript).toContain(request.state)
    expect(redactor.scan(transcript)).toEqual([])
    expect(fake.asked.every(({ headers }) => headers['x-extra'] === 'yes')).toBe(true)
  })

  test('ends at the callback page with a fragment, and the application learns it', async () => {
    const { user, rp } = await hosted({ fragment: true })
    rp.sendsToSignIn(rp.authorization({ response_type: 'token' }))
    await user.opensApplication()
    await user.choosesSignIn()
    await user.signsIn()
    const back = await user.answersWithCode('123456')
    expect(back).toMatchObject({ title: 'Signed in', callback: { where: 'fragment' } })
    expect(back.hops.at(-1)).toMatchObject({ method: 'POST', status: 200 })
  })

  test('hands over what is registered elsewhere, and goes nowhere else', async () => {
    const { user, rp, agent } = await hosted({
      oauth: () => ({
        redirectUri: 'com.example.app://cb',
        logoutUri: 'https://app.example/bye',
        flows: 'unknown',
        scopes: 'unknown',
      }),
    })
    const request = rp.authorization()
    expect(request.parameters).toMatchObject({ redirect_uri: 'com.example.app://cb' })
    expect(request.parameters).not.toHaveProperty('scope')
    rp.sendsToSignIn(request)
    await user.opensApplication()
    await user.choosesSignIn()
    await user.signsIn()
    const back = await user.answersWithCode('123456')
    expect(back).toMatchObject({ title: 'Signed in', callback: { where: 'query' } })
    expect(back.callback?.location).toMatch(/^com\.example\.app:\/\/cb\?code=/)
    const out = await agent.visit(rp.signOut({ logout_uri: 'https://app.example/bye' }))
    expect(out).toMatchObject({ title: 'Signed out' })
    expect(out.callback).toBeUndefined()
    const astray = await agent.visit(rp.signOut({ logout_uri: 'https://evil.example/' }))
    expect(astray).toMatchObject({ leads: 'https://evil.example/', status: 302 })
    await expect(agent.visit('https://evil.example/')).rejects.toThrow('not where the agent goes')
  })

  test('works where the domain is told by its Host header alone', async () => {
    const { user, rp, fake } = await hosted({
      domain: (port) => ({
        baseUrl: `http://127.0.0.1:${port}/`,
        host: 'pool.auth.us-east-1.amazoncognito.com',
        branding: 'classic',
      }),
    })
    rp.sendsToSignIn(rp.authorization())
    await user.opensApplication()
    await user.choosesSignIn()
    const prompt = await user.signsIn()
    expect(prompt.controls.map(({ name }) => name)).toContain('authentication_code')
    await rp.userInfo(undefined)
    expect(new Set(fake.asked.map(({ headers }) => headers.host))).toEqual(
      new Set(['pool.auth.us-east-1.amazoncognito.com']),
    )
  })

  test('in another browser is another session, by name', async () => {
    const { user, rp, agent, otherAgent } = await hosted()
    rp.sendsToSignIn(rp.authorization())
    await user.opensApplication()
    const { url } = await user.choosesSignIn()
    const other = await otherAgent('other')
    expect(other).not.toBe(agent)
    expect(await otherAgent('other')).toBe(other)
    expect(await otherAgent('third')).not.toBe(other)
    expect(await other.cookies(url)).toEqual({})
  })
})

describe('the callback of the application', () => {
  async function callback(query: (state: string | undefined) => string, asks: { state?: boolean } = {}) {
    const { user, agent, rp, application } = await hosted()
    const request = rp.authorization({}, asks)
    rp.sendsToSignIn(request)
    await user.opensApplication()
    await user.choosesSignIn()
    return agent.visit(`${application.origin}/callback?${query(request.state)}`)
  }

  test.each([
    ['Signed in', (state?: string) => `code=some-code&state=${state}`],
    ['Not signed in', () => 'code=some-code'],
    ['Not signed in', () => 'code=some-code&state=other'],
    ['Not signed in', (state?: string) => `code=some-code&state=${state}&state=${state}`],
    ['Not signed in', (state?: string) => `error=access_denied&state=${state}`],
    ['Not signed in', (state?: string) => `state=${state}`],
    ['Not signed in', () => ''],
  ] as const)('says "%s" (%#)', async (title, query) => {
    const page = await callback(query)
    expect(page).toMatchObject({ title, status: 200 })
    expect(page.text).not.toMatch(/some-code|access_denied/)
  })

  test('asks for no state where none was sent, and for a session that began', async () => {
    expect((await callback(() => 'code=some-code', { state: false })).title).toBe('Signed in')
    const { agent, application } = await hosted()
    expect((await agent.visit(`${application.origin}/callback?code=c`)).text).toContain(
      'No sign-in was begun',
    )
  })
})
