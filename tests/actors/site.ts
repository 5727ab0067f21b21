/** A web site of one handler on loopback, and an agent that may go there and nowhere else. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { type HttpAgent, httpAgent, type PageRequest } from '../../fixtures/actors/http-agent.ts'
import type { Where } from '../../fixtures/actors/where.ts'
import { createRedactor } from '../../fixtures/protocol/redaction.ts'
import { openTransport } from '../../fixtures/protocol/transport.ts'

export type Handler = (request: IncomingMessage & { body: string }, response: ServerResponse) => void

/** @returns where it listens: a port of loopback, under whatever name below localhost */
export async function serve(handler: Handler): Promise<number> {
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    handler(Object.assign(request, { body }), response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeAllConnections()
    return closed
  })
  return (server.address() as AddressInfo).port
}

export interface Site {
  readonly origin: string
  readonly agent: HttpAgent
  readonly sent: PageRequest[]
}

export interface SiteOptions {
  readonly now?: () => number
  /** Which address is handed over, and to where. */
  readonly registered?: Readonly<Record<string, string>>
  /** The site is the target; else it is the application. */
  readonly isTarget?: boolean
}

export const TARGET: SiteOptions = { isTarget: true }

export async function siteWith(handler: Handler, options: SiteOptions = {}): Promise<Site> {
  const port = await serve(handler)
  const origin = `http://localhost:${port}`
  const { now = Date.now, registered = {}, isTarget = false } = options
  const clock = { now }
  const transport = openTransport({ record: () => 0, clock, redactor: createRedactor() })
  onTestFinished(() => transport.close())
  const sent: PageRequest[] = []
  const where: Where = {
    application: isTarget ? `http://app.localhost:${port}` : origin,
    headersFor: () => ({}),
    isKnown: ({ protocol, port: itsPort }) => protocol === 'http:' && itsPort === String(port),
    handedOver: (url) => {
      const to = registered[url.replace(/[?#].*$/s, '')]
      return to === undefined ? undefined : `${to}${/[?#].*$/s.exec(url)?.[0] ?? ''}`
    },
    reached: (url) => url,
  }
  const agent = httpAgent({
    clock,
    where,
    async send(request) {
      const exchange = sent.push(request) - 1
      const { status, headers, setCookies = [], body } = await transport.send({ ...request, as: 'text' })
      return { exchange, status, headers, setCookies, text: body.kind === 'text' ? body.text : '' }
    },
  })
  return { origin, agent, sent }
}

/** Shows a page at GET, and at POST what was posted. */
export const posting = (page: string): Handler => {
  return (request, response) => {
    if (request.method === 'GET' && !request.url?.startsWith('/got')) return void response.end(page)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ url: request.url, body: request.body, headers: request.headers }))
  }
}

/** What leaves when somebody fills in the form of this page: the fields in their order. */
export async function posted(page: string, typed: Parameters<HttpAgent['enter']>[0]) {
  const { origin, agent, sent } = await siteWith(posting(page), TARGET)
  await agent.visit(`${origin}/login?client_id=c`)
  await agent.enter(typed)
  const request = sent[1]!
  return {
    ...request,
    url: request.url.slice(origin.length),
    origin,
    fields: [...new URLSearchParams(request.body)],
  }
}
