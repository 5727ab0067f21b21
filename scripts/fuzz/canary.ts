/** A listener on loopback that nobody has a reason to visit: whoever does was led there by a token. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Canary {
  readonly address: (path: string) => string
  /** How often it was visited. */
  readonly visits: () => number
  close(): Promise<void>
}

export async function openCanary(): Promise<Canary> {
  let visits = 0
  const server = createServer((_request, response) => {
    visits += 1
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"keys":[]}')
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return {
    address: (path) => `http://127.0.0.1:${port}${path}`,
    visits: () => visits,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}
