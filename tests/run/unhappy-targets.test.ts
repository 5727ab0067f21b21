/** Targets that hang, hang up, and answer what nobody asked for: the run ends, and its verdicts say what happened. */
import { expect, test } from 'vitest'
import { countOf, endpoint, httpTarget, PASSWORD, type Ran, run, tcpTarget } from './program.ts'

const onTarget = (url: string): Promise<Ran> =>
  run(['--target', endpoint(url), '--variant', 'password-no-mfa', 'srp-no-mfa', '--quiet'], PASSWORD)

const reasons = ({ record }: Ran, verdict: string) =>
  record.checks.filter((check) => check.verdict === verdict).map(({ reason }) => reason ?? '')

function expectNothingPassed(ran: Ran) {
  expect(countOf(ran.record, 'passed')).toBe(0)
  expect(countOf(ran.record, 'errored')).toBe(0)
  expect(ran.record.complete).toBe(true)
  expect(ran.record.troubles).toEqual([])
  expect(ran.record.leftovers ?? []).toEqual([])
}

test.concurrent('one that hangs', async () => {
  const ran = await onTarget(
    await httpTarget((request, response) => void (request.method === 'GET' && response.end('here'))),
  )
  expectNothingPassed(ran)
  expect(ran.code).toBe(5)
  expect(reasons(ran, 'indeterminate').join('\n')).toContain('took longer than 300 ms')
})

test.concurrent('one that hangs from the first look on', async () => {
  const ran = await onTarget(await tcpTarget(() => undefined))
  expect(ran.code).toBe(3)
  expect(ran.record.outcome.says).toContain('did not answer')
})

test.concurrent('one that drips without an end', async () => {
  const ran = await onTarget(
    await httpTarget((request, response) => {
      if (request.method === 'GET') return void response.end('here')
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' })
      const drip = setInterval(() => response.write(' '), 50)
      response.on('close', () => clearInterval(drip))
    }),
  )
  expectNothingPassed(ran)
  expect(ran.code).toBe(5)
  expect(reasons(ran, 'indeterminate').join('\n')).toContain('took longer than')
})

test.concurrent('one that hangs up', async () => {
  const ran = await onTarget(
    await tcpTarget((socket, first) =>
      first.startsWith('GET / ')
        ? socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
        : socket.resetAndDestroy(),
    ),
  )
  expectNothingPassed(ran)
  expect(ran.code).toBe(5)
  expect(reasons(ran, 'indeterminate').join('\n')).toContain('the connection ended before the answer did')
})

test.concurrent('one that answers garbage', async () => {
  const ran = await onTarget(
    await tcpTarget((socket, first) =>
      socket.end(
        first.startsWith('GET / ')
          ? 'HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n'
          : Buffer.from(Array.from({ length: 4096 }, (_, n) => (n * 7919) % 256)),
      ),
    ),
  )
  expectNothingPassed(ran)
  expect(ran.code).toBe(5)
  expect(reasons(ran, 'indeterminate').join('\n')).toContain('not HTTP')
})

test.concurrent('one that answers 200 MB', async () => {
  let sent = 0
  const chunk = Buffer.alloc(256 * 1024, 'a')
  const ran = await onTarget(
    await httpTarget((request, response) => {
      if (request.method === 'GET') return void response.end('here')
      response.writeHead(200, { 'content-length': String(200 * 1024 * 1024) })
      const more = () => {
        for (let room = true; room && !response.destroyed; sent += chunk.length) room = response.write(chunk)
      }
      response.on('drain', more)
      more()
    }),
  )
  expectNothingPassed(ran)
  expect(ran.code).toBe(1)
  expect(reasons(ran, 'failed').join('\n')).toContain('larger than 1048576 bytes')
  expect(sent).toBeLessThan(ran.record.checks.length * 200 * 1024 * 1024)
})

test.concurrent('one that answers 500', async () => {
  const ran = await onTarget(
    await httpTarget((_, response) => response.writeHead(500).end('{"__type":"InternalErrorException"}')),
  )
  expectNothingPassed(ran)
  expect(ran.code).toBe(1)
  expect(reasons(ran, 'failed').join('\n')).toContain('500')
})

test.concurrent('one that redirects without an end', async () => {
  let asked = 0
  const ran = await onTarget(
    await httpTarget((request, response) => {
      asked += 1
      response.writeHead(302, { location: `${request.url}again/` }).end()
    }),
  )
  expectNothingPassed(ran)
  expect(ran.code).toBe(1)
  expect(reasons(ran, 'failed').join('\n')).toContain('302')
  expect(asked).toBeLessThan(100)
})
