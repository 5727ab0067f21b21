/**
 * The control port: how workers reach the run host. Loopback, a random port, a bearer token; JSON in and out.
 *
 * Leases and secrets travel here in memory, and never through a journal or a test runner's messages.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Lender } from '../../fixtures/flow/perform.ts'

export interface ControlPort {
  readonly url: string
  readonly token: string
  close(): Promise<void>
}

/** What crosses: a method of the lender and its arguments. */
interface Call {
  readonly method: 'idp' | 'lease' | 'advance' | 'readCode' | 'release' | 'secrets' | 'turn' | 'about'
  readonly args: readonly unknown[]
}

type About = Pick<Lender, 'lacks' | 'answering' | 'forbidden' | 'limits' | 'salt' | 'known' | 'beforehand'>

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

export async function openControlPort(lender: Lender): Promise<ControlPort> {
  const token = randomBytes(24).toString('base64url')
  const expected = Buffer.from(`Bearer ${token}`)
  const answer = async ({ method, args }: Call): Promise<unknown> => {
    switch (method) {
      case 'about': {
        const { lacks, answering, forbidden, limits, salt, known, beforehand } = lender
        return { lacks, answering, forbidden, limits, salt, known, beforehand }
      }
      case 'idp':
        return lender.idp()
      case 'lease':
        return lender.lease(args[0] as Parameters<Lender['lease']>[0])
      case 'advance':
        return lender.advance(args[0] as string, args[1] as number)
      case 'readCode':
        return lender.readCode(args[0] as string, args[1] as string)
      case 'release':
        return lender.release(args[0] as string)
      case 'turn':
        return lender.turn?.(args[0] as Parameters<NonNullable<Lender['turn']>>[0])
      case 'secrets':
        return lender.secrets(args[0] as Parameters<Lender['secrets']>[0])
    }
  }
  // Workers end connections that are idle: if both did, a request could meet one that was just being closed.
  const server = createServer({ keepAliveTimeout: 0 }, async (request, response) => {
    const given = Buffer.from(request.headers.authorization ?? '')
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      response.writeHead(401).end()
      return
    }
    try {
      const result = await answer(JSON.parse(await bodyOf(request)) as Call)
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ result: result ?? null }))
    } catch (error) {
      const says = error instanceof Error ? error.message : String(error)
      response.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify({ error: says }))
    }
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    token,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

/** The lender as a worker sees it. */
export async function lenderAt(url: string, token: string): Promise<Lender> {
  const call = async (method: Call['method'], ...args: unknown[]): Promise<unknown> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ method, args }),
    })
    const { result, error } = (await response.json()) as { result?: unknown; error?: string }
    if (!response.ok) throw new Error(error ?? `the run host answered ${response.status}`)
    return result
  }
  const about = (await call('about')) as About
  return {
    ...about,
    idp: () => call('idp') as ReturnType<Lender['idp']>,
    lease: (request) => call('lease', request) as ReturnType<Lender['lease']>,
    advance: (id, seconds) => call('advance', id, seconds) as Promise<number>,
    readCode: (id, username) => call('readCode', id, username) as ReturnType<Lender['readCode']>,
    release: async (id) => void (await call('release', id)),
    turn: (asked) => call('turn', asked) as ReturnType<NonNullable<Lender['turn']>>,
    secrets: async (entries) => void (await call('secrets', entries)),
  }
}
