/** A run of the command line against a real emulator, and what of its verdicts is not as known. */
import { spawn, spawnSync } from 'node:child_process'
import { accessSync, constants, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type TestContext, test } from 'vitest'
import type { CheckResult, RunRecord } from '../../reports/record.ts'
import type { KnownDefects } from './defects.ts'

const bin = fileURLToPath(new URL('../../scripts/bin.js', import.meta.url))

/** Codes of an authenticator are waited for (up to 30 s each), what takes minutes to expire is not. */
const MAX_WAIT = '60'

export interface RealRun {
  readonly exitCode: number | null
  readonly record: RunRecord
}

/** @param variants none is all of them */
export async function realRun(
  target: string,
  flows: readonly string[],
  variants: readonly string[] = [],
): Promise<RealRun> {
  const out = mkdtempSync(join(tmpdir(), 'reality-'))
  try {
    const child = spawn(
      process.execPath,
      [
        ...[
          bin,
          'run',
          '--target',
          target,
          '--agent',
          'http',
          '--out',
          out,
          '--max-wait',
          MAX_WAIT,
          // What is found has to be the same each time.
          '--fuzz-runs',
          '0',
          '--quiet',
        ],
        ...flows.map((id) => `--flow=${id}`),
        ...variants.map((id) => `--variant=${id}`),
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    )
    const exitCode = await new Promise<number | null>((settle, fail) => {
      child.on('error', fail)
      child.on('close', settle)
    })
    return { exitCode, record: JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')) as RunRecord }
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

/** Lines to add to the list of known defects, or to take off it. None is what is expected. */
export function surprises({ checks }: RunRecord, { defects }: KnownDefects): readonly string[] {
  const troubled = checks.filter(({ verdict }) => !['passed', 'not-applicable', 'blocked'].includes(verdict))
  const unexplained = checks.filter((one) => one.verdict === 'blocked' && !isExplained(one, checks))
  const known = ({ id }: CheckResult) => Object.hasOwn(defects, id)
  const failing = new Set([...troubled, ...unexplained].map(({ id }) => id))
  const planned = new Set(checks.map(({ id }) => id))
  return [
    ...troubled
      .filter((one) => one.verdict !== 'failed' || !known(one))
      .map(({ id, variant, verdict, reason }) => `new: ${id} [${variant}] ${verdict}: ${reason}`),
    ...Object.keys(defects)
      .filter((id) => planned.has(id) && !failing.has(id))
      .map((id) => `gone: ${id} fails no more`),
    ...unexplained
      .filter((one) => !known(one))
      .map(({ id, variant, reason }) => `blocked, with nothing failed in ${variant}: ${id}: ${reason}`),
  ]
}

/** Whether something failed in the variant of what is blocked, or in that of the control that it stands on. */
function isExplained({ variant, blockedBy }: CheckResult, checks: RunRecord['checks']): boolean {
  const variants = [variant, blockedBy?.control?.variant]
  return checks.some((one) => one.verdict === 'failed' && variants.includes(one.variant))
}

/** Public emulators: cognito-local comes with npm, the others run where they are installed from PyPI. */
export const EMULATORS: readonly Emulator[] = [
  { target: 'cognito-local' },
  { target: 'moto', command: 'moto_server' },
  { target: 'ministack', command: 'ministack' },
]

interface Emulator {
  readonly target: 'cognito-local' | 'moto' | 'ministack'
  /** The Python program that it is. */
  readonly command?: string
}

/**
 * Registers a test of one version of an emulator, which is left out, and says why, where another is installed or none.
 * They run side by side: a run is mostly waiting for the next code of an authenticator.
 */
export function testAgainst(
  { target, command }: Emulator,
  { version }: KnownDefects,
  does: string,
  attempt: (context: TestContext) => Promise<void>,
): void {
  const found = command === undefined ? version : pythonProgramVersion(command, target)
  const isOther = found !== version
  const why = isOther ? ` (left out: ${command} ${version} is not on PATH, ${found ?? 'none'} is)` : ''
  test.skipIf(isOther && process.env['LEAVE_NOTHING_OUT'] === undefined)(
    `${target} ${version} ${does}, and nothing else${why}`,
    { timeout: 300_000, concurrent: true },
    async (context) => {
      context.expect(found, `${command} on PATH`).toBe(version)
      await attempt(context)
    },
  )
}

/** The version of an installed Python program; undefined where it is not on PATH, or does not say its interpreter. */
function pythonProgramVersion(command: string, distribution: string): string | undefined {
  const path = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, command))
    .find(isExecutable)
  if (path === undefined) return undefined
  const interpreter = /^#!(\S*python\S*)/.exec(readFileSync(path, 'utf8'))?.[1]
  if (interpreter === undefined) return undefined
  const code = `import importlib.metadata as m; print(m.version('${distribution}'))`
  const { status, stdout } = spawnSync(interpreter, ['-c', code], { encoding: 'utf8' })
  return status === 0 ? stdout.trim() : undefined
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
