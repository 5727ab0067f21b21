/** What the application sends to the domain: authorization requests, token requests, and what it asks from aside. */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { hosted } from './hosted-cast.ts'

const SECRET = 'c2VjcmV0/c2Vj+cmV0c2VjcmV0LXNlY3Jl'

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
