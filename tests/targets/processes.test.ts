import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { openTarget } from '../../fixtures/targets/open-target.ts'
import { startProgram } from '../../fixtures/targets/program.ts'
import { readTarget } from '../../fixtures/targets/target-file.ts'
import { endpointFile, hostDouble } from './fake-target.ts'

const directory = mkdtempSync(join(tmpdir(), 'processes-test-'))
afterAll(() => rmSync(directory, { recursive: true }))

function processFile(lines: string) {
  const text = `name: mine\nkind: process\nclaims: [api-authentication]\nsigning: { accessKeyId: x, secretAccessKey: x }\n${lines}\n`
  return readTarget('mine.yaml', text, directory, { OWN: 'a-password-of-a-user' })
}

function script(name: string, text: string): string {
  const path = join(directory, name)
  writeFileSync(path, text)
  return `command: ${process.execPath}\nargs: [${path}]`
}

const server = (status = 200) => `
const { readFileSync } = require('node:fs')
require('node:http').createServer((request, response) => {
  response.writeHead(request.url === '/ready' ? ${status} : 404)
  response.end(JSON.stringify({ file: readFileSync('sub/a.json', 'utf8'), cwd: process.cwd(), env: process.env.OWN }))
}).listen(process.env.PORT, '127.0.0.1')
// A child of the program, which must end with it.
require('node:child_process').spawn('sleep', ['600'], { stdio: 'ignore' })
`
const settings = `env: { PORT: '{port}', OWN: 'at {endpoint}' }
files: { sub/a.json: { url: '{endpoint}/x' } }
readiness: { path: /ready, status: 200, deadlineSeconds: 10 }`

const isAlive = (group: number) => {
  try {
    process.kill(-group, 0)
    return true
  } catch {
    return false
  }
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !condition(); tries++)
    await new Promise((settle) => setTimeout(settle, 20))
}

describe('kind: process', () => {
  test('the program gets port, files and a folder of its own; with it everything goes', async () => {
    const target = processFile(`${script('good.cjs', server())}\n${settings}`)
    const program = await startProgram(target, () => undefined)
    const answer = (await (await fetch(`${program.endpoint}/ready`)).json()) as Record<string, string>
    expect(answer).toEqual({
      file: JSON.stringify({ url: `${program.endpoint}/x` }, null, 2),
      cwd: program.folder,
      env: `at ${program.endpoint}`,
    })
    expect(isAlive(program.pid)).toBe(true)
    await program.stop()
    // A process that was ended is there until its parent has looked.
    await until(() => !isAlive(program.pid))
    expect(isAlive(program.pid)).toBe(false)
    expect(existsSync(program.folder)).toBe(false)
  })

  test('a harness that is killed leaves nothing running, and no folder', async () => {
    const path = join(directory, 'killed.yaml')
    const own = `${script('killed.cjs', `${server()}\nrequire('node:fs').writeFileSync('${directory}/started', process.pid + ' ' + process.cwd())`)}`
    writeFileSync(
      path,
      `name: mine\nkind: process\nclaims: []\nsigning: { accessKeyId: x, secretAccessKey: x }\n${own}\n${settings}\n`,
    )
    const parent = spawn(
      process.execPath,
      [fileURLToPath(new URL('process-parent.ts', import.meta.url)), path],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    const line = await new Promise<string>((settle) =>
      createInterface({ input: parent.stdout }).once('line', settle),
    )
    expect(line).toMatch(/^mine runs at http:\/\/127\.0\.0\.1:\d+ \(process \d+\)$/)
    const pid = Number(/process (\d+)/.exec(line)?.[1])
    expect(isAlive(pid)).toBe(true)
    const [, folder = ''] = readFileSync(join(directory, 'started'), 'utf8').split(' ')
    expect(existsSync(folder)).toBe(true)
    parent.kill('SIGKILL')
    await until(() => !isAlive(pid) && !existsSync(folder))
    expect({ alive: isAlive(pid), folder: existsSync(folder) }).toEqual({ alive: false, folder: false })
  })

  test('a program that is not there', async () => {
    const target = processFile('command: no-such-program-anywhere')
    await expect(openTarget(target, hostDouble().options)).rejects.toMatchObject({
      exitCode: 3,
      message:
        'mine: there is no program no-such-program-anywhere (command, line 5): install it, or give its full path',
    })
  })

  test('a package that is not installed', async () => {
    const target = processFile('package: no-such-package-of-ours')
    await expect(openTarget(target, hostDouble().options)).rejects.toMatchObject({
      exitCode: 3,
      message:
        'mine: the package no-such-package-of-ours is not installed (package, line 5). ' +
        'Install it beside your project: npm i -D no-such-package-of-ours',
    })
  })

  test('a program that ends before it answers shows its last lines, harmless', async () => {
    const target = processFile(
      `${script('bad.cjs', "console.error('\\x1b[31mno licence\\x07 found\\x1b[0m'); process.exit(7)")}\nport: 9`,
    )
    await expect(openTarget(target, hostDouble().options)).rejects.toMatchObject({
      exitCode: 3,
      message: 'mine: ended before it answered, with exit code 7. Its last lines:\n  | no licence· found',
    })
  })

  test('a program that does not become ready', async () => {
    const target = processFile(
      `${script('slow.cjs', server(503))}\n${settings.replace('deadlineSeconds: 10', 'deadlineSeconds: 0.7')}`,
    )
    const opening = openTarget(target, hostDouble().options)
    await expect(opening).rejects.toThrow(
      /^mine: started, but did not become ready at http:\/\/127.0.0.1:\d+\/ready within 0.7 s/,
    )
    await expect(opening).rejects.toMatchObject({ exitCode: 3 })
  })

  test('a program that ends while the run goes on: nothing is lent any more, and that is told', async () => {
    const existing = `provision: false
existing: { userPool: { id: x, mfa: off }, clients: [{ id: c }], users: [{ username: u, password: '$\{OWN}', suffers: [] }] }`
    const mortal = `${server()}\nprocess.on('SIGUSR2', () => process.exit(3))`
    const target = processFile(`${script('brief.cjs', mortal)}\n${settings}\n${existing}`)
    const lines: string[] = []
    const running = await openTarget(target, { ...hostDouble().options, onLog: (line) => lines.push(line) })
    const needs = { pool: { mfa: 'off' as const }, client: {}, user: {}, does: [] }
    process.kill(Number(/process (\d+)/.exec(lines.join())?.[1]), 'SIGUSR2')
    let lease = await running.lease({ flow: 'f', variant: 'v', needs })
    for (let tries = 0; tries < 500 && !('none' in lease); tries++) {
      await running.release(lease.id)
      await new Promise((settle) => setTimeout(settle, 20))
      lease = await running.lease({ flow: 'f', variant: 'v', needs })
    }
    expect(lease).toEqual({ none: 'no-answer', reason: 'mine ended by itself, with exit code 3' })
    await running.close()
  })
})

describe('kind: endpoint', () => {
  test('nothing listens there', async () => {
    const target = endpointFile('http://127.0.0.1:9')
    await expect(openTarget(target, hostDouble().options)).rejects.toMatchObject({
      exitCode: 3,
      message:
        'fake: nothing listens at http://127.0.0.1:9 (endpoints.cognitoIdp, line 6). ' +
        'Start the target, or use kind: process so that the harness does.',
    })
  })

  test('what answers is not HTTP', async () => {
    const other = createServer((socket) => void socket.on('error', () => undefined).end('220 mail ready\r\n'))
    await new Promise<void>((settle) => other.listen(0, '127.0.0.1', settle))
    const { port } = other.address() as { port: number }
    await expect(openTarget(endpointFile(`http://127.0.0.1:${port}`), hostDouble().options)).rejects.toThrow(
      /^fake: no HTTP answer came from http:\/\/127.0.0.1:\d+ \(endpoints.cognitoIdp, line 6\): /,
    )
    other.close()
  })

  test('faults are for the reference target', async () => {
    const target = endpointFile('http://127.0.0.1:9')
    await expect(openTarget(target, { ...hostDouble().options, faults: ['x'] })).rejects.toMatchObject({
      exitCode: 2,
    })
  })
})

test('kind: container says that it is not built', async () => {
  const text = `name: mine\nkind: container\nclaims: []\nendpoints: { cognitoIdp: 'http://x' }\nprovision: true\nsigning: default-chain\n`
  await expect(
    openTarget(readTarget('mine.yaml', text, '/', {}), hostDouble().options),
  ).rejects.toMatchObject({
    exitCode: 2,
    message:
      'mine.yaml: kind: container (kind, line 2) is not built yet: start the container yourself, and use kind: endpoint',
  })
})
