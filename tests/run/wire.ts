/** Listens in between a run and its target, and picks what is secret out of all that was said. Made without the redactor. */
import { request as ask, createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request with its answer: the headers by name, the bodies as text. */
export interface Heard {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly asked: string
  readonly answered: string
}

export interface Eavesdropper extends AsyncDisposable {
  readonly url: string
  readonly heard: readonly Heard[]
}

const whole = async (message: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** Passes everything on unchanged; the Host header too, which is signed. */
export async function eavesdropper(target: string): Promise<Eavesdropper> {
  const heard: Heard[] = []
  const { hostname, port } = new URL(target)
  const server = createServer(async (request, response) => {
    const asked = await whole(request)
    const { method, url, headers } = request
    const onward = ask({ hostname, port, method, path: url, headers }, async (answer) => {
      const answered = await whole(answer)
      heard.push({ headers, asked: asked.toString(), answered: answered.toString() })
      response.writeHead(answer.statusCode ?? 500, answer.rawHeaders).end(answered)
    })
    onward.on('error', () => response.destroy()).end(asked)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** What stands between quotes, or in an element, under one of these names. */
const named = (text: string, names: string): readonly string[] =>
  [...text.matchAll(new RegExp(`"(?:${names})":"([^"]+)"|<(?:${names})>([^<]+)<`, 'g'))].map(
    ([, json, xml]) => json ?? xml ?? '',
  )

/** The values of Logins; what a developer calls its users is no secret. */
const loginsIn = (text: string): readonly string[] =>
  [...text.matchAll(/"Logins":\{([^}]*)\}/g)].flatMap(([, logins = '']) =>
    [...logins.matchAll(/"([^"]+)":"([^"]+)"/g)].flatMap(([, name = '', value = '']) =>
      name.startsWith('login.') ? [] : [value],
    ),
  )

/** Signatures: of a token its third part, of an assertion what its elements of that name hold. */
const signaturesIn = (value: string): readonly string[] =>
  /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/.test(value)
    ? [value.split('.')[2] ?? '']
    : [
        ...Buffer.from(value, 'base64')
          .toString()
          .matchAll(/SignatureValue[^>]*>([^<]+)</g),
      ].map(([, found = '']) => found.trim())

/** By kind, whatever may not be written down. */
export function secretsIn(heard: readonly Heard[]): Readonly<Record<string, ReadonlySet<string>>> {
  const kinds = new Map<string, Set<string>>()
  const add = (kind: string, values: readonly string[]) => {
    const known = kinds.get(kind) ?? new Set()
    for (const value of values) if (value.length >= 16) known.add(value)
    kinds.set(kind, known)
  }
  for (const { headers, asked, answered } of heard) {
    const both = `${asked}\n${answered}`
    const form = new URLSearchParams(/^\w+=/.test(asked) ? asked : '')
    add('secret key', named(both, 'SecretKey|SecretAccessKey'))
    add('session token', [...named(both, 'SessionToken'), String(headers['x-amz-security-token'] ?? '')])
    add('token of an identity pool', [...named(both, 'Token'), ...form.getAll('WebIdentityToken')])
    add('login', loginsIn(asked))
    add('token of a user pool', named(both, 'AccessToken|IdToken|RefreshToken'))
    add('password', named(asked, 'PASSWORD|Password'))
  }
  add('signature', [...kinds.values()].flatMap((values) => [...values]).flatMap(signaturesIn))
  return Object.fromEntries(kinds)
}
