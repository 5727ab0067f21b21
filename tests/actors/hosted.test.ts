/** The cast at a user pool's domain: application, user and agents, over a fake of the domain. */
import { createHash } from 'node:crypto'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { AgentChoice } from '../../fixtures/actors/agent-choice.ts'
import { type CastOptions, castVariant } from '../../fixtures/actors/cast.ts'
import { openRelyingParty } from '../../fixtures/actors/relying-party.ts'
import { createRedactor } from '../../fixtures/protocol/redaction.ts'
import type { Lease, LeasedDomain, LeasedOAuth } from '../../fixtures/targets/lease.ts'
import type { HarEntry } from '../../reports/record.ts'
import { openFakeDomain } from './hosted-domain.ts'

const PASSWORD = 'Correct-horse-7!'
const SECRET = 'c2VjcmV0/c2Vj+cmV0c2VjcmV0LXNlY3Jl'

interface More {
  /** `none`: the pool has no domain. */
  readonly domain?: 'none' | ((port: number) => LeasedDomain)
  readonly oauth?: (origin: string) => LeasedOAuth
  readonly secret?: string
  readonly fragment?: boolean
  readonly options?: Partial<CastOptions>
}

async function hosted(more: More = {}) {
  const fake = await openFakeDomain(more.fragment)
  const redactor = createRedactor()
  const party = await openRelyingParty({ secret: redactor.add })
  onTestFinished(party.close)
  const usual: LeasedDomain = {
    baseUrl: `http://pool.auth.us-east-1.localhost:${fake.port}`,
    branding: 'classic',
  }
  const domain = typeof more.domain === 'function' ? more.domain(fake.port) : usual
  const oauth = more.oauth?.(party.origin) ?? {
    redirectUri: `${party.origin}/callback`,
    logoutUri: `${party.origin}/signed-out`,
    flows: ['code'],
    scopes: ['openid', 'email'],
  }
  const lease: Lease = {
    id: 'lease-1',
    region: 'us-east-1',
    endpoints: { cognitoIdp: `http://localhost:${fake.port}` },
    headers: { 'x-extra': 'yes' },
    issuer: 'https://issuer.example/pool',
    keysBase: `http://localhost:${fake.port}/pool`,
    userPool: { id: 'us-east-1_x', mfa: 'on', deviceTracking: false },
    ...(more.domain === 'none' ? {} : { domain }),
    client: {
      id: 'client-1',
      authFlows: 'unknown',
      accessTokenValidity: 3600,
      idTokenValidity: 3600,
      refreshTokenValidity: 3600,
      authSessionValidity: 3,
      preventUserExistenceErrors: 'ENABLED',
      tokenRevocation: true,
      rotation: false,
      oauth,
      ...(more.secret === undefined ? {} : { secret: more.secret }),
    },
    user: {
      username: 'ana',
      password: PASSWORD,
      totpSecret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
      groups: [],
      attributes: {},
      sub: 'unknown',
    },
    clock: { mode: 'none', offsetMs: 0, maxWait: 0 },
    lacks: {},
  }
  const entries: HarEntry[] = []
  const { cast, close } = await castVariant({
    lease,
    party,
    agent: { name: 'http' },
    readCode: async (username) => (username === 'ana' ? { code: '654321' } : { none: 'nobody' }),
    record: (entry) => entries.push(entry) - 1,
    redactor,
    advance: () => Promise.reject(new Error('not virtual')),
    ...more.options,
  })
  onTestFinished(close)
  return { ...cast, fake, entries, redactor, rp: cast.application.relyingParty }
}

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

describe('what the application sends to the domain', () => {
  test('an authorization request has what is asked for and no more', async () => {
    const { rp, application } = await hosted()
    const plain = rp.authorization()
    expect(plain.parameters).toEqual({
      response_type: 'code',
      client_id: 'client-1',
      redirect_uri: `${application.origin}/callback`,
      scope: 'openid email',
      state: plain.state,
      nonce: plain.nonce,
    })
    expect(Object.fromEntries(new URL(plain.url).searchParams)).toEqual(plain.parameters)
    const pkce = rp.authorization(
      { scope: undefined, response_type: 'token', lang: 'ja' },
      { pkce: true, state: false, nonce: false, path: '/login' },
    )
    expect(new URL(pkce.url).pathname).toBe('/login')
    expect(pkce.parameters).toEqual({
      response_type: 'token',
      client_id: 'client-1',
      redirect_uri: `${application.origin}/callback`,
      lang: 'ja',
      code_challenge: createHash('sha256').update(pkce.codeVerifier!).digest('base64url'),
      code_challenge_method: 'S256',
    })
    expect(pkce.codeVerifier!.length).toBeGreaterThanOrEqual(43)
    expect(pkce).not.toHaveProperty('state')
  })

  test('a public client names itself in the body', async () => {
    const { rp, fake, application } = await hosted()
    const answer = await rp.redeem('c', rp.authorization({}, { pkce: true }), { form: { extra: '1' } })
    expect(answer).toMatchObject({ status: 400, body: { kind: 'json', value: { error: 'invalid_grant' } } })
    const { form, headers, path } = fake.asked.at(-1)!
    expect(path).toBe('/oauth2/token')
    expect(Object.fromEntries(form)).toEqual({
      client_id: 'client-1',
      grant_type: 'authorization_code',
      code: 'c',
      redirect_uri: `${application.origin}/callback`,
      code_verifier: expect.stringMatching(/^[\w-]{43}$/),
      extra: '1',
    })
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded')
    expect(headers).not.toHaveProperty('authorization')
    await rp.token({ grant_type: 'x', client_id: undefined })
    expect(fake.asked.at(-1)!.form.toString()).toBe('grant_type=x')
  })

  test('a confidential client proves itself by Basic, in the body, or wrongly', async () => {
    const { rp, fake, entries } = await hosted({ secret: SECRET })
    const basic = () => {
      const header = String(fake.asked.at(-1)!.headers['authorization'])
      return Buffer.from(header.replace('Basic ', ''), 'base64').toString()
    }
    await rp.token({ grant_type: 'x' })
    expect(basic()).toBe(`client-1:${encodeURIComponent(SECRET)}`)
    expect(fake.asked.at(-1)!.form.toString()).toBe('grant_type=x')
    await rp.revoke({ token: 't' }, { authentication: 'basic-wrong-secret' })
    expect(fake.asked.at(-1)!.path).toBe('/oauth2/revoke')
    expect(basic()).not.toContain(encodeURIComponent(SECRET))
    await rp.token({}, { authentication: 'body' })
    expect(fake.asked.at(-1)!.form.get('client_secret')).toBe(SECRET)
    await rp.token({}, { authentication: 'body-wrong-secret' })
    const wrong = fake.asked.at(-1)!.form.get('client_secret')!
    expect([wrong.length, wrong === SECRET]).toEqual([SECRET.length, false])
    await rp.token({}, { authentication: 'none' })
    expect(fake.asked.at(-1)!.form.toString()).toBe('client_id=client-1')
    const transcript = JSON.stringify(entries)
    for (const secret of [SECRET, wrong, encodeURIComponent(SECRET)]) expect(transcript).not.toContain(secret)
    expect(transcript).not.toContain(Buffer.from(`client-1:${encodeURIComponent(SECRET)}`).toString('base64'))
  })

  test('userInfo, log-out, and requests from aside', async () => {
    const { rp, fake } = await hosted()
    await rp.userInfo('a.b.c')
    expect(fake.asked.at(-1)).toMatchObject({
      method: 'GET',
      path: '/oauth2/userInfo',
      headers: { authorization: 'Bearer a.b.c' },
    })
    await rp.userInfo(undefined)
    expect(fake.asked.at(-1)!.headers).not.toHaveProperty('authorization')
    expect(new URL(rp.signOut({ logout_uri: 'https://x/y' })).search).toBe(
      '?client_id=client-1&logout_uri=https%3A%2F%2Fx%2Fy',
    )
    expect(new URL(rp.signOut({ client_id: undefined })).search).toBe('')
    expect(await rp.request('GET', '/login?x=1')).toMatchObject({
      status: 200,
      body: { kind: 'text', mediaType: 'text/html' },
    })
    expect(await rp.request('POST', '/oauth2/token', { body: 'a=b' })).toMatchObject({
      body: { kind: 'json' },
    })
    expect(await rp.request('HEAD', '/login', { headers: { accept: 'x/y' } })).toMatchObject({
      body: { kind: 'empty' },
    })
    expect((await rp.request('GET', '/oauth2/authorize')).status).toBe(302)
  })
})

describe('the user', () => {
  test('reads codes that were sent, or cannot', async () => {
    const { user } = await hosted()
    expect(await user.sentCode()).toBe('654321')
    const blind = await hosted({
      options: { readCode: async () => ({ none: 'the target file says not how' }) },
    })
    await expect(blind.user.sentCode()).rejects.toMatchObject({
      name: 'NotLent',
      message: 'the target file says not how',
    })
  })

  test('enrols the key that a page shows; one that is none is the fault of the page', async () => {
    const { user, redactor } = await hosted()
    const before = await user.totpCode()
    user.enrols('jbsw y3dp-ehpk 3pxp JBSWY3DPEHPK3PXP')
    expect(await user.totpCode()).not.toBe(before)
    expect(redactor.redact('JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP')).toMatch(/^\[SecretCode /)
    user.enrols('not a key!')
    await expect(user.totpCode()).rejects.toMatchObject({ name: 'CannotGoOn', of: 'target' })
  })
})

describe('a domain that answers anything', () => {
  test.each(['null', '[]', '5', '{}', '<html>', '', '<form>', '<a href="http://[">Sign in</a>'])(
    '%j breaks no actor, and spares the application',
    async (text) => {
      const tamper: NonNullable<CastOptions['tamper']> = (answer) => ({ ...answer, text })
      const { user, rp, application } = await hosted({ options: { tamper } })
      rp.sendsToSignIn(rp.authorization())
      expect((await user.opensApplication()).title).toBe('Welcome')
      expect((await user.choosesSignIn()).status).toBe(200)
      await expect(user.signsIn()).rejects.toMatchObject({ name: 'CannotGoOn', of: 'target' })
      await expect(user.answersWithCode('1')).rejects.toMatchObject({ name: 'CannotGoOn', of: 'target' })
      await rp.token({ grant_type: 'x' })
      await rp.userInfo('a.b.c')
      expect((await user.requestsMembersPage()).title).toBe('Members only')
      expect(application.storedTokens()).toBeUndefined()
    },
  )

  test.each([
    'http://[',
    'javascript:alert(1)',
    '',
    'https://x.example/\u{1F600}',
    '//',
    '?code=1',
    '#code=1',
    '\\\\x',
  ])('redirects to %j without harm', async (location) => {
    const { user, rp } = await hosted({
      options: { tamper: (answer) => ({ ...answer, status: 302, headers: { location } }) },
    })
    rp.sendsToSignIn(rp.authorization())
    await user.opensApplication()
    const page = await user.choosesSignIn().catch((error: unknown) => error)
    expect(page).toSatisfy(
      (came: { leads?: string; of?: string }) => came.leads !== undefined || came.of === 'target',
    )
  })

  test('without a domain, acts say what is not lent', async () => {
    const { rp } = await hosted({ domain: 'none' })
    expect(() => rp.authorization()).toThrow('no domain')
  })

  test('a browser that the run does not have is not lent', async () => {
    const agent: AgentChoice = { name: 'browser', noBrowser: 'there is no Chromium' }
    await expect(hosted({ options: { agent } })).rejects.toMatchObject({ name: 'NotLent' })
  })
})
