/** The command `mock-idp`: a program of its own, which takes its own options. */
import { expect, test } from 'vitest'
import { mockIdpAt } from '../../mock-idp/client.ts'
import { cli, start } from './program.ts'

test('serves until it is interrupted', { timeout: 60_000 }, async () => {
  const token = 'a-token-for-the-control-api'
  const { child, ended } = start(['mock-idp', '--token', token])
  const control = await new Promise<string>((resolve) => {
    let printed = ''
    child.stdout?.on('data', (chunk: string) => {
      printed += chunk
      const [, url] = /Control API at (\S+)/.exec(printed) ?? []
      if (url !== undefined) resolve(url)
    })
  })
  const tenant = await mockIdpAt(control, token).openTenant({ dialect: 'oidc' })
  expect(tenant).toMatchObject({ dialect: 'oidc', issuer: expect.stringContaining('http://idp.localhost:') })
  child.kill('SIGINT')
  expect(await ended).toMatchObject({ code: 0 })
})

test('lists what it can do wrong', async () => {
  const { code, stdout } = await cli(['mock-idp', '--list-misbehaviours', '--json'])
  const listed = JSON.parse(stdout) as { readonly id: string; readonly owed: string }[]
  expect(listed.length).toBeGreaterThan(150)
  expect(listed).toContainEqual(expect.objectContaining({ id: 'oidc-id-token-alg-none', owed: 'refusal' }))
  expect(code).toBe(0)
})

test('tells of its own options, and refuses those that it does not have', async () => {
  const [helped, wrong] = await Promise.all([cli(['mock-idp', '--help']), cli(['mock-idp', '--nonsense'])])
  expect(helped).toMatchObject({ code: 0, stdout: expect.stringContaining('--list-misbehaviours') })
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('nonsense') })
})
