/** The command line as its users start it: a program of its own, with a folder of its own for what it writes. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'
import { validateRecord } from '../../reports/index.ts'
import type { HarEntry, RunRecord } from '../../reports/record.ts'

const bin = fileURLToPath(new URL('../../scripts/bin.js', import.meta.url))

/** No run of these tests takes so long; one that does hangs. */
const LONGEST_MS = 200_000

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Started {
  readonly child: ChildProcess
  readonly pid: number
  readonly ended: Promise<Ended>
}

// Tests of a file run beside each other, so what they leave is cleared once, behind the last.
const leftBehind: (() => void)[] = []
afterAll(() => {
  for (const clear of leftBehind.reverse()) clear()
})

/** A folder that is gone after the tests. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'cc-test-'))
  leftBehind.push(() => rmSync(path, { recursive: true, force: true }))
  return path
}

export function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Started {
  // Vitest's own variables would tell the run's Vitest that it is a worker of ours.
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|NODE_OPTIONS|TEST$|NODE_ENV$|DEV$|PROD$)/.test(name),
  )
  const child = spawn(process.execPath, [bin, ...args], {
    env: { ...Object.fromEntries(own), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk
  })
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk
  })
  const late = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS)
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      clearTimeout(late)
      resolve({ code, stdout, stderr })
    })
  })
  leftBehind.push(() => void child.kill('SIGKILL'))
  return { child, pid: child.pid ?? 0, ended }
}

export const cli = (args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended> =>
  start(args, env).ended

/** The record in a run's folder; a record that does not fit its schema is an error. */
export function recordIn(out: string): RunRecord {
  const read = validateRecord(JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')))
  if (!read.ok) throw new Error(read.errors.join('\n'))
  return read.value
}

export interface Ran extends Ended {
  readonly out: string
  readonly record: RunRecord
  /** The transcript of a variant. */
  hars(variant: string): readonly HarEntry[]
}

/** `run` with these arguments, in a folder of its own. */
export async function run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ran> {
  const out = join(folder(), 'out')
  const ended = await cli(['run', '--out', out, ...args], env)
  if (!existsSync(join(out, 'run.json'))) throw new Error(`no run.json:\n${ended.stderr}`)
  return {
    ...ended,
    out,
    record: recordIn(out),
    hars(variant) {
      const file = filesIn(join(out, 'har')).find((path) => path.endsWith(`.${variant}.har`))
      return file === undefined ? [] : JSON.parse(readFileSync(file, 'utf8')).log.entries
    },
  }
}

/** Every file below a folder. */
export const filesIn = (path: string): readonly string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

export const countOf = (record: RunRecord, verdict: string): number =>
  record.checks.filter((check) => check.verdict === verdict).length

/** Writes a target file, and gives its path. */
export function targetFile(text: string): string {
  const path = join(folder(), 'target.yaml')
  writeFileSync(path, text)
  return path
}

/** What of an existing pool all of the variants could use that need no second factor and no other clock. */
export const existing = `
clock: none
existing:
  userPool: { id: us-east-1_Existing0, mfa: optional }
  clients:
    - id: 0existingclient00000000001
      preventUserExistenceErrors: ENABLED
      tokenRevocation: true
      rotation: false
      accessTokenValidity: 3600
    - id: 0existingclient00000000002
      authFlows: [ALLOW_USER_SRP_AUTH, ALLOW_REFRESH_TOKEN_AUTH]
  users:
    - username: existing-user
      password: "\${EXISTING_PASSWORD}"
      suffers: [signs-in, fails-sign-ins, revokes]
`

export const PASSWORD = { EXISTING_PASSWORD: 'Existing-password-1' }

/** A target at this URL that holds what {@link existing} names. */
export const endpoint = (url: string, more = existing): string =>
  targetFile(`name: fake
kind: endpoint
claims: [api-authentication]
region: us-east-1
endpoints: { cognitoIdp: "${url}" }
signing: { accessKeyId: local, secretAccessKey: local }
deadlines: { connect: 1, headers: 0.3, body: 0.3, exchange: 1 }
${more}`)

/** A server that is gone after the tests. */
export async function httpTarget(
  listener: (request: IncomingMessage, response: ServerResponse, body: string) => void,
): Promise<string> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    listener(request, response, Buffer.concat(chunks).toString())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  leftBehind.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** The same without HTTP. */
export async function tcpTarget(listener: (socket: Socket, first: string) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createTcpServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('data', (data) => listener(socket, data.toString('latin1')))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  leftBehind.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
