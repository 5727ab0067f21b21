/** The smallest server that answers a sign-in, and keeps what it was asked. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Asked {
  readonly operation: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Record<string, unknown>
}

export interface FakeCognito {
  readonly endpoint: string
  readonly asked: Asked[]
  close(): Promise<void>
}

/** @param answer gives the body for an operation; `jwks.json` and `openid-configuration` are operations too */
export async function openFakeCognito(answer: (asked: Asked) => unknown): Promise<FakeCognito> {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    const target = String(request.headers['x-amz-target'] ?? request.url?.split('/').at(-1))
    const one: Asked = {
      operation: target.replace('AWSCognitoIdentityProviderService.', ''),
      headers: request.headers,
      body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
    }
    asked.push(one)
    response.setHeader('content-type', 'application/x-amz-json-1.1').end(JSON.stringify(answer(one)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      return closed
    },
  }
}
