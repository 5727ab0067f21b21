/** Pages that the http agent cannot go on from, some of which mean it ill: whose fault it is, and that nothing leaks. */
import { describe, expect, test } from 'vitest'
import { siteWith, TARGET } from './site.ts'

describe('a page that cannot be gone on from', () => {
  const stopping = async (page: string, status = 200) => {
    const { origin, agent, sent } = await siteWith(
      (_, response) => response.writeHead(status).end(page),
      TARGET,
    )
    await agent.visit(`${origin}/login?code=secret`)
    const error = await agent
      .enter({ username: 'a', password: 'b' })
      .catch((error: unknown) => error as Error)
    return { error: error as Error & { of?: string; expected?: unknown; actual?: unknown }, sent, agent }
  }

  test.each([
    ['no form', '<p>Hello'],
    ['nothing', ''],
    ['another form', '<form method=post><input name=code></form>'],
    ['a search box', '<form><input name=q></form>'],
    [
      'a script and fields of no form',
      '<script></script><input name=username><input type=password name=password>',
    ],
    ['1000 forms', '<form method=post><input name=other><input name=more></form>'.repeat(1000)],
    ['half a million characters', 'x'.repeat(600_000)],
  ])('has %s: the fault is of the target', async (_, page) => {
    const { error, sent } = await stopping(page)
    expect(error).toMatchObject({ name: 'CannotGoOn', of: 'target' })
    expect(error.message).toMatch(/\/login has no form with "username", "password"; its fields: /)
    expect(error.message).not.toContain('secret')
    expect(JSON.stringify([error.expected, error.actual])).toContain('username')
    expect(sent).toHaveLength(1)
  })

  test('makes its form by script: it needs a browser', async () => {
    const { error, agent } = await stopping('<div id=root></div><script>go()</script>')
    expect(agent.needsBrowser).toBe(true)
    expect(error).toMatchObject({ name: 'NeedsBrowser' })
    expect(error.message).toContain('--agent browser')
  })

  test.each([
    [400, '<script></script>Bad request'],
    [200, 'no script'],
  ])('with status %i and %s needs none', async (status, page) => {
    const { error, agent } = await stopping(page, status)
    expect(agent.needsBrowser).toBe(false)
    expect(error).toMatchObject({ name: 'CannotGoOn', of: 'target' })
  })

  test.each(['javascript:alert(1)', 'https://evil.example/take', 'http://[', 'mailto:a@b', '//evil.example'])(
    'has a form that goes to %s: nothing typed leaves',
    async (action) => {
      const { error, sent } = await stopping(
        `<form method=post action="${action}"><input name=username><input type=password name=password></form>`,
      )
      expect(error).toMatchObject({ name: 'CannotGoOn', of: 'target' })
      expect(sent).toHaveLength(1)
    },
  )

  test('turns in circles', async () => {
    const { origin, agent, sent } = await siteWith(
      (_, response) => response.writeHead(302, { location: '/login' }).end(),
      TARGET,
    )
    await expect(agent.visit(origin)).rejects.toMatchObject({ name: 'CannotGoOn', of: 'target' })
    expect(sent).toHaveLength(21)
  })

  test('links to nowhere', async () => {
    const { origin, agent } = await siteWith(
      (_, response) => response.end('<base href="javascript:x"><a href="javascript:void 0">Sign up</a>'),
      TARGET,
    )
    await agent.visit(origin)
    await expect(agent.follow('Sign up')).rejects.toMatchObject({ name: 'CannotGoOn', of: 'target' })
    await expect(agent.follow(/forgot/i)).rejects.toMatchObject({ name: 'CannotGoOn', of: 'target' })
  })
})
