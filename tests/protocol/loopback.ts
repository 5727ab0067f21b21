/** Real servers on loopback, and a transport whose transcript is at hand. */

import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { createRedactor } from '../../fixtures/protocol/redaction.ts'
import { openTransport, type TransportOptions } from '../../fixtures/protocol/transport.ts'
import type { HarEntry } from '../../reports/record.ts'

export const clock = { now: () => Date.UTC(2026, 4, 7, 12) }

export async function httpServer(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

export async function tcpServer(listener: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createTcpServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    listener(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

export function transportWithTranscript(options: Partial<TransportOptions> = {}) {
  const entries: HarEntry[] = []
  const redactor = createRedactor({ salt: 'test' })
  const transport = openTransport({
    record: (entry) => entries.push(entry) - 1,
    clock,
    redactor,
    ...options,
  })
  onTestFinished(() => transport.close())
  return { transport, entries, redactor }
}
