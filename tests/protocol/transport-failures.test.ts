import { createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { NoAnswer, type WhyNoAnswer } from '../../fixtures/protocol/answer.ts'
import type { Transport } from '../../fixtures/protocol/transport.ts'
import { httpServer, tcpServer, transportWithTranscript } from './loopback.ts'

const tiny = { connect: 300, headers: 150, body: 150, exchange: 400 }

async function noAnswer(transport: Transport, url: string, signal?: AbortSignal): Promise<NoAnswer> {
  const request = { method: 'POST', url, body: '{}', ...(signal === undefined ? {} : { signal }) }
  const outcome = await transport.send(request).catch((error: unknown) => error)
  expect(outcome).toBeInstanceOf(NoAnswer)
  return outcome as NoAnswer
}

async function closedPort(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
}

const broken: [what: string, why: WhyNoAnswer, open: () => Promise<string>, hasHead: boolean][] = [
  ['nothing listens', 'unreachable', closedPort, false],
  ['a scheme that is not HTTP', 'unreachable', async () => 'ftp://127.0.0.1/', false],
  ['no URL at all', 'unreachable', async () => 'https://[', false],
  ['hangs before the headers', 'timed-out', () => tcpServer(() => undefined), false],
  [
    'hangs in the body',
    'timed-out',
    () => tcpServer((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"a":')),
    true,
  ],
  [
    'drips headers for ever',
    'timed-out',
    () =>
      tcpServer((socket) => {
        socket.write('HTTP/1.1 200 OK\r\nX-Slow: ')
        const drip = setInterval(() => socket.write('a'), 20)
        socket.on('close', () => clearInterval(drip))
      }),
    false,
  ],
  [
    'drips a body for ever',
    'timed-out',
    () =>
      httpServer((_, response) => {
        const drip = setInterval(() => response.write(' '), 20)
        response.on('close', () => clearInterval(drip))
      }),
    true,
  ],
  [
    'resets at once',
    'reset',
    () => tcpServer((socket) => socket.once('data', () => socket.resetAndDestroy())),
    false,
  ],
  [
    'closes without a word',
    'reset',
    () => tcpServer((socket) => socket.once('data', () => socket.end())),
    false,
  ],
  [
    'closes in the body',
    'reset',
    () =>
      tcpServer((socket) =>
        socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"a":')),
      ),
    true,
  ],
  [
    'sends garbage',
    'not-http',
    () => tcpServer((socket) => socket.once('data', () => socket.end('\x00\x01garbage\r\n\r\n'))),
    false,
  ],
  [
    'greets like SSH',
    'not-http',
    () => tcpServer((socket) => socket.write('SSH-2.0-OpenSSH_9.6\r\n')),
    false,
  ],
  [
    'sends endless headers',
    'not-http',
    () => tcpServer((socket) => socket.write(`HTTP/1.1 200 OK\r\nX-Long: ${'a'.repeat(100_000)}`)),
    false,
  ],
  [
    'speaks HTTP where TLS was due',
    'not-http',
    async () =>
      (await tcpServer((s) => s.on('data', () => s.end('HTTP/1.1 400 Bad Request\r\n\r\n')))).replace(
        'http:',
        'https:',
      ),
    false,
  ],
]

describe('a target that gives no answer', () => {
  test.for(broken)('%s: %s', async ([, why, open, hasHead]) => {
    const url = await open()
    const { transport, entries } = transportWithTranscript({ deadlines: tiny })
    const error = await noAnswer(transport, url)
    expect(error).toMatchObject({ why, exchange: 0 })
    if (URL.canParse(url)) expect(error.message).toContain(new URL(url).host)
    expect(entries).toHaveLength(1)
    expect(entries[0]?._error).toContain(why)
    expect(entries[0]?.response.status).toBe(hasHead ? 200 : 0)
  })

  test('a header that HTTP forbids', async () => {
    const { transport, entries } = transportWithTranscript()
    const url = await httpServer((_, response) => response.end())
    const sent = transport.send({ method: 'GET', url, headers: { authorization: 'Bearer a\nb' } })
    await expect(sent).rejects.toMatchObject({ name: 'NoAnswer', why: 'unreachable' })
    expect(entries).toHaveLength(1)
  })

  test('an unroutable connection ends with the deadline of the exchange', async () => {
    const { transport } = transportWithTranscript({
      deadlines: { ...tiny, connect: 60_000 },
      resolve: () => '127.0.0.1',
    })
    const full = await tcpServer((socket) => socket.pause())
    expect(await noAnswer(transport, full.replace('http:', 'https:'))).toMatchObject({ why: 'timed-out' })
  })

  test('an aborted exchange', async () => {
    const { transport, entries } = transportWithTranscript()
    const ending = new AbortController()
    const url = await tcpServer((socket) => socket.once('data', () => ending.abort()))
    expect(await noAnswer(transport, url, ending.signal)).toMatchObject({ why: 'aborted' })
    expect(await noAnswer(transport, url, ending.signal)).toMatchObject({ why: 'aborted' })
    expect(entries.map((entry) => entry.response.status)).toEqual([0, 0])
  })

  test('a closed transport', async () => {
    const { transport } = transportWithTranscript()
    const url = await tcpServer(() => undefined)
    const pending = noAnswer(transport, url)
    await transport.close()
    expect(await pending).toMatchObject({ why: 'aborted' })
    expect(await noAnswer(transport, url)).toMatchObject({ why: 'aborted' })
  })

  test('a broken kept-alive connection is told apart from one that never answered', async () => {
    const url = await tcpServer((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}')
        socket.once('data', () => socket.destroy())
      })
    })
    const { transport } = transportWithTranscript()
    await transport.send({ method: 'POST', url, body: '{}' })
    expect(await noAnswer(transport, url)).toMatchObject({ why: 'reset', staleConnection: true })
    const dead = await tcpServer((socket) => socket.once('data', () => socket.destroy()))
    expect(await noAnswer(transport, dead)).toMatchObject({ why: 'reset', staleConnection: false })
  })
})
