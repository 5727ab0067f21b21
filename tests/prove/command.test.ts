/** The command `prove`: what it prints last, and how it exits. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const cli = fileURLToPath(new URL('../../scripts/cli.ts', import.meta.url))

const prove = (...args: readonly string[]) =>
  new Promise<{ code: number | null; out: string; errors: string }>((resolve) => {
    const child = spawn(process.execPath, [cli, 'prove', ...args])
    const out: Buffer[] = []
    const errors: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => void out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => void errors.push(chunk))
    child.on('close', (code) =>
      resolve({ code, out: Buffer.concat(out).toString(), errors: Buffer.concat(errors).toString() }),
    )
  })

test('prints what caught each fault, and last how many were caught', async () => {
  const { code, out } = await prove('wrong-code-as-not-authorized')
  const lines = out.trimEnd().split('\n')
  expect(lines[0]).toMatch(
    /^wrong-code-as-not-authorized {2}caught by api-authentication\/9\/wrong-code-type/,
  )
  expect(lines.at(-1)).toBe('1 of 1 faults caught')
  expect(code).toBe(0)
})

test('gives the proof as JSON', async () => {
  const { code, out } = await prove('--json', 'wrong-code-as-not-authorized')
  expect(JSON.parse(out)).toMatchObject({ faults: [{ fault: 'wrong-code-as-not-authorized', caught: true }] })
  expect(code).toBe(0)
})

test.each([
  [['no-such-fault'], 'no-such-fault'],
  [['--jobs', '0'], '--jobs'],
  [['--flow', 'no-such-flow'], 'There are: api-authentication'],
  [['--flow', 'federation', 'wrong-code-as-not-authorized'], 'not both'],
])('%j is wrong usage', async (args, named) => {
  const { code, errors } = await prove(...args)
  expect(errors).toContain(named)
  expect(code).toBe(2)
})
