/** The mock identity provider as a program: what it prints, and that it ends. */
import { describe, expect, it } from 'vitest'
import { run } from '../../mock-idp/cli.ts'
import { misbehaviours } from '../../mock-idp/index.ts'

async function running(
  argv: readonly string[],
  meanwhile: (out: () => string) => Promise<void> = async () => {},
) {
  const written = { out: '', err: '' }
  let interrupt = (_value?: unknown): void => {}
  const interrupted = new Promise((resolve) => {
    interrupt = resolve
  })
  const ended = run(argv, {
    out: (text) => {
      written.out += text
    },
    err: (text) => {
      written.err += text
    },
    interrupted,
  })
  await meanwhile(() => written.out)
  interrupt()
  return { code: await ended, ...written }
}

describe('mock-idp', () => {
  it('lists every misbehaviour, as text and as JSON', async () => {
    const text = await running(['--list-misbehaviours'])
    expect(text.code).toBe(0)
    for (const { id } of misbehaviours) expect(text.out).toContain(`  ${id}\n`)
    const json = JSON.parse((await running(['--list-misbehaviours', '--json'])).out) as { id: string }[]
    expect(json.map(({ id }) => id)).toEqual(misbehaviours.map(({ id }) => id))
  })

  it('says where it is and how it is steered, and ends when it is interrupted', async () => {
    const { code, out } = await running(['--port', '0', '--token', 'a-token'], async (told) => {
      await expect.poll(told).toContain('Control API')
      const control = /Control API at (\S+)/.exec(told())![1]!
      const asked = (token: string) =>
        fetch(`${control}/misbehaviours`, { headers: { authorization: `Bearer ${token}` } })
      expect((await asked('a-token')).status).toBe(200)
      expect((await asked('another')).status).toBe(401)
    })
    expect(code).toBe(0)
    expect(out).toContain('http://idp.localhost:')
  })

  it('opens a tenant of each dialect for a demonstration', async () => {
    const { out } = await running(
      ['--demo', '--redirect-uri', 'https://app.example/callback'],
      async (told) => {
        await expect.poll(told, { timeout: 10_000 }).toContain('Everywhere')
      },
    )
    for (const dialect of ['oidc', 'saml', 'google', 'facebook', 'amazon', 'apple']) {
      expect(out).toMatch(new RegExp(`^${dialect}$`, 'm'))
    }
  })

  it.each([
    [['--port', 'http'], '--port is a number'],
    [['--port', '70000'], '--port is a number'],
    [['--public-url', 'idp.example'], '--public-url is an origin'],
    [['--loudly'], '--loudly'],
  ])('refuses %j', async (argv, message) => {
    const { code, err } = await running(argv)
    expect(code).toBe(2)
    expect(err).toContain(message)
    expect(err).toContain('Usage:')
  })
})
