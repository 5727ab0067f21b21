import { afterEach, describe, expect, test } from 'vitest'
import { openRelyingParty, type RelyingParty } from '../../fixtures/actors/relying-party.ts'

const open: RelyingParty[] = []
afterEach(async () => {
  for (const party of open.splice(0)) await party.close()
})

async function partyAt(now: () => number = Date.now) {
  const secrets: string[] = []
  const party = await openRelyingParty({ secret: (value) => secrets.push(value) })
  party.goBy({ now })
  open.push(party)
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${party.origin}${path}`, { redirect: 'manual', ...init })
  const post = (path: string, form: Record<string, string>, cookie = '') =>
    ask(path, { method: 'POST', body: new URLSearchParams(form), headers: { cookie } })
  return { party, secrets, ask, post }
}

const gate = {
  name: 'ana',
  until: 2_000_000_000,
  tokens: { accessToken: 'aaa.bbb.ccc', idToken: 'ddd.eee.fff' },
}

describe("the application's server", () => {
  test('gives each browser a cookie that scripts and other sites cannot use, and registers it first', async () => {
    const { ask, secrets } = await partyAt()
    const cookie = (await ask('/')).headers.get('set-cookie')
    expect(cookie).toBe(`session=${secrets[0]}; Path=/; HttpOnly; SameSite=Lax`)
    expect(
      (await ask('/', { headers: { cookie: `a=b; session=${secrets[0]}` } })).headers.get('set-cookie'),
    ).toBeNull()
    expect(
      (await ask('/', { headers: { cookie: 'session=invented' } })).headers.get('set-cookie'),
    ).not.toBeNull()
  })

  test('opens the gate for the session that was admitted, up to the second', async () => {
    let now = (gate.until - 1) * 1000
    const { ask, party, secrets } = await partyAt(() => now)
    await ask('/')
    party.admit(gate)
    const cookie = { cookie: `session=${secrets[0]}` }
    const members = await ask('/members', { headers: cookie })
    expect(members.status).toBe(200)
    const page = await members.text()
    expect(page).toContain('<strong>ana</strong>')
    for (const token of Object.values(gate.tokens)) expect(page).not.toContain(token)
    expect((await ask('/members')).status).toBe(401)
    now = gate.until * 1000
    expect((await ask('/members', { headers: cookie })).status).toBe(401)
  })

  test.each([
    ['/sign-in', { username: 'ana' }],
    ['/sign-in', {}],
    ['/sign-in/code', { username: 'ana' }],
  ])('refuses a form at %s that holds %j only', async (path, form) => {
    const { post, party } = await partyAt()
    expect((await post(path, form as Record<string, string>)).status).toBe(400)
    expect(party.entered()).toEqual({})
  })

  test('takes any text, and no form without end', async () => {
    const { post, party, ask } = await partyAt()
    const username = 'ana <b>&é\u0000 %41'
    expect((await post('/sign-in', { username, password: '+ =&' })).status).toBe(200)
    expect(party.entered()).toEqual({ username, password: '+ =&' })
    await post('/sign-in', { username: 'x'.repeat(200_000), password: 'y' }).catch(() => undefined)
    expect(party.entered()).toEqual({})
    expect((await ask('/')).status).toBe(200)
  })

  test.each(['//', '/%', '/members/', '/../members?x', '/sign-in/code/x'])(
    'has an answer for %s',
    async (path) => {
      const { ask } = await partyAt()
      expect([401, 404]).toContain((await ask(path)).status)
    },
  )

  test('does not know other methods', async () => {
    const { ask } = await partyAt()
    expect((await ask('/members', { method: 'DELETE' })).status).toBe(404)
  })

  test('closes at once, with connections that stay open', async () => {
    const { ask, party } = await partyAt()
    await ask('/')
    await party.close()
    await expect(ask('/')).rejects.toThrow()
  })
})
