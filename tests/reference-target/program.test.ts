/** The reference target as a program: its control plane, and its end. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const main = fileURLToPath(new URL('../../fixtures/reference-target/main.ts', import.meta.url))
let program: ChildProcess
let control: string
let token: string

beforeAll(async () => {
  program = spawn(process.execPath, [main], { stdio: ['pipe', 'pipe', 'inherit'] })
  ;({ control, token } = JSON.parse(await firstLine(program)))
})
afterAll(() => {
  program.kill()
})

const call = async (method: string, path: string, body?: unknown, bearer = token) => {
  const response = await fetch(control + path, {
    method,
    headers: { authorization: `Bearer ${bearer}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text && JSON.parse(text) }
}

test('bends an open instance, by the named faults and no others', async () => {
  const { body } = await call('POST', '/instances')
  const path = `/instances/${body.id}`
  const requestId = async () => (await fetch(body.endpoint)).headers.get('x-amzn-requestid')
  expect(await requestId()).not.toBeNull()
  const bent = await call('POST', `${path}/faults`, { faults: ['no-request-id'] })
  expect(bent).toMatchObject({ status: 200, body: { bent: { 'no-request-id': 0 } } })
  expect(await requestId()).toBeNull()
  expect((await call('GET', path)).body.bent).toEqual({ 'no-request-id': 1 })
  expect((await call('POST', `${path}/faults`, { faults: ['no-such-fault'] })).status).toBe(400)
  expect((await call('POST', `${path}/faults`, { faults: [] })).body.bent).toEqual({})
  expect(await requestId()).not.toBeNull()
  await call('DELETE', path)
})

test('opens, moves, shows and closes an instance', async () => {
  const now = Date.UTC(2030, 0, 1)
  const { status, body } = await call('POST', '/instances', { faults: ['no-request-id'], now })
  expect(status).toBe(201)
  expect(body).toMatchObject({
    endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    region: 'us-east-1',
    accessKeyId: expect.any(String),
    secretAccessKey: expect.any(String),
    accountId: expect.stringMatching(/^\d{12}$/),
  })
  expect(body.now).toBeGreaterThanOrEqual(now)

  const answer = await fetch(body.endpoint)
  expect(answer.headers.get('date')).toMatch(/ 2030 /)
  const path = `/instances/${body.id}`
  expect((await call('GET', path)).body.bent).toEqual({ 'no-request-id': 1 })
  const moved = await call('POST', `${path}/clock`, { advanceSeconds: 366 * 86_400 })
  expect(new Date(moved.body.now).getUTCFullYear()).toBe(2031)
  expect((await call('GET', `${path}/codes`)).body).toEqual({ codes: [] })
  expect((await call('DELETE', path)).status).toBe(204)
  expect((await call('GET', path)).status).toBe(404)
  await expect(fetch(body.endpoint)).rejects.toThrow()
})

test('refuses strangers and wrong calls', async () => {
  expect((await call('POST', '/instances', {}, 'wrong')).status).toBe(401)
  expect((await call('POST', '/instances', { faults: ['no-such-fault'] })).status).toBe(400)
  expect((await call('GET', '/elsewhere')).status).toBe(404)
})

test('ends when its parent lets go of its stdin', async () => {
  const child = spawn(process.execPath, [main], { stdio: ['pipe', 'pipe', 'inherit'] })
  await firstLine(child)
  const ended = once(child, 'exit')
  child.stdin?.end()
  expect((await ended)[0]).toBe(0)
})

test('alone it says what a person needs, and needs no stdin', async () => {
  const child = spawn(process.execPath, [main, '--alone', '--fault', 'no-request-id'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  let text = ''
  for await (const line of createInterface({ input: child.stdout })) {
    text += `${line}\n`
    if (line.includes('Ctrl-C')) child.kill('SIGINT')
  }
  expect(text).toMatch(/answers as cognito-idp at http:\/\/127\.0\.0\.1:\d+ \(region us-east-1\)/)
  expect(text).toMatch(/AWS_SECRET_ACCESS_KEY=\S+/)
  expect(text).toMatch(/AWS_ENDPOINT_URL_COGNITO_IDENTITY=http:\S+/)
  expect((await ended)[0]).toBe(0)
})

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the program has no stdout')
  for await (const line of createInterface({ input: child.stdout })) return line
  throw new Error('the program said nothing')
}
