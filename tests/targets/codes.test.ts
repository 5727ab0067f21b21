/** How codes are read: a constant, the program's output, a page; the latest one for the user. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { codeReader } from '../../fixtures/targets/codes.ts'

const ada = { username: 'ada.l+1', userPoolId: 'eu-west-1_x' }
const source = { endpoint: 'http://127.0.0.1:9', headers: {}, deadlineMs: 60 }

test('a constant', async () => {
  expect(await codeReader({ ...source, codes: { from: 'fixed', code: '123456' } })(ada)).toEqual({
    code: '123456',
  })
})

test.each([undefined, { from: 'none' } as const])('none can be read: %o', async (codes) => {
  expect(await codeReader({ ...source, codes })(ada)).toEqual({
    none: 'the target file does not say how codes are read (codes)',
  })
})

test('the output: the last that was printed for the user, whose name is no pattern', async () => {
  const output = () => 'to ada.l+1: 111111\nto adaxl+1: 222222\nto ada.l+1: 333333\nto bob: 444444\n'
  const read = codeReader({ ...source, output, codes: { from: 'output', pattern: 'to {username}: (\\d+)' } })
  expect(await read(ada)).toEqual({ code: '333333' })
  expect(await read({ ...ada, username: 'eve' })).toEqual({
    none: 'no code for the user was found in 0.06 s (codes.pattern)',
  })
})

test('the output: a code that is late is waited for, and not the one before it given again', async () => {
  let output = ''
  const read = codeReader({
    ...source,
    deadlineMs: 5_000,
    output: () => output,
    codes: { from: 'output', pattern: '{username} (\\d+)' },
  })
  const first = read(ada)
  setTimeout(() => {
    output = 'ada.l+1 1'
  }, 10)
  expect(await first).toEqual({ code: '1' })
  const second = read(ada)
  setTimeout(() => {
    output += '\nada.l+1 2'
  }, 10)
  expect(await second).toEqual({ code: '2' })
})

test('a page', async () => {
  const asked: (string | undefined)[] = []
  const server = createServer((request, response) => {
    asked.push(request.url)
    response.end('{"code":"1"}{"code":"2"}')
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const codes = {
    from: 'http',
    url: '{endpoint}/codes/{userPoolId}/{username}',
    pattern: '"code":"(\\d)"',
  } as const
  try {
    expect(await codeReader({ ...source, endpoint, codes })(ada)).toEqual({ code: '2' })
    expect(asked).toEqual(['/codes/eu-west-1_x/ada.l%2B1'])
    const nowhere = codeReader({ ...source, codes })
    expect(await nowhere(ada)).toMatchObject({ none: expect.stringContaining('no code for the user') })
  } finally {
    server.closeAllConnections()
    server.close()
  }
})
