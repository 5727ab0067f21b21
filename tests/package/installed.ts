/** The package as somebody else has it: packed, and installed into an empty project whose own tooling is broken. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const repository = fileURLToPath(new URL('../../', import.meta.url))

export interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program to its end, in an environment that has this and nothing else. */
export const call = (
  program: string,
  args: readonly string[],
  { cwd, env, deadlineMs = 240_000 }: { cwd: string; env: NodeJS.ProcessEnv; deadlineMs?: number },
): Promise<Ended> =>
  new Promise((resolve) => {
    const options = { cwd, env, timeout: deadlineMs, maxBuffer: 64 * 2 ** 20 }
    const child = execFile(program, args, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1
      resolve({ code, stdout, stderr })
    })
    child.stdin?.end()
  })

/** What npm and Node need of ours, with a home and a temporary folder of their own where those are given. */
export function environment(nodeBin: string, own: { home?: string; tmp?: string } = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^(npm_|VITEST|NODE_OPTIONS|NODE_ENV|COGNITO_|AWS_)/i.test(name) ||
      /^npm_config_(registry|cache)$/i.test(name),
  )
  return {
    ...Object.fromEntries(kept),
    PATH: [nodeBin, process.env['PATH'] ?? ''].join(delimiter),
    ...(own.home === undefined ? {} : { HOME: own.home }),
    ...(own.tmp === undefined ? {} : { TMPDIR: own.tmp }),
  }
}

/** SHA-256 of every file below a folder, by its path from there. */
export function hashes(folder: string, leaveOut: readonly string[] = []): ReadonlyMap<string, string> {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !leaveOut.some((name) => path.startsWith(join(folder, name))))
    .sort()
  return new Map(
    found.map((path) => [
      path.slice(folder.length + 1),
      createHash('sha256').update(readFileSync(path)).digest('hex'),
    ]),
  )
}

const must = ({ code, stdout, stderr }: Ended, what: string): void => {
  if (code !== 0) throw new Error(`${what} ended with ${code}\n${stdout}\n${stderr}`)
}

export interface Installation {
  readonly project: string
  /** The folder of the installed package. */
  readonly folder: string
  /** By major: the folder that holds this Node. */
  readonly nodes: Readonly<Record<22 | 24, string>>
  /** What was packed, by path. */
  readonly packed: readonly string[]
  remove(): void
}

/** A project whose own tooling would throw if it were read. */
const BROKEN = {
  'vitest.config.ts': 'throw new Error("the vitest.config of the project was read")\n',
  'vite.config.ts': 'throw new Error("the vite.config of the project was read")\n',
  'postcss.config.js': 'throw new Error("the postcss.config of the project was read")\n',
  'tsconfig.json': '{ broken\n',
} as const

/** Packs the repository and installs it, with the registry that npm is set to. */
export async function install(): Promise<Installation> {
  const base = mkdtempSync(join(tmpdir(), 'cognito-conformance-package-'))
  const own = dirname(process.execPath)
  const [project, node22] = [join(base, 'project'), join(base, 'node22')]
  for (const folder of [project, node22]) {
    mkdirSync(folder)
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  }
  for (const [name, text] of Object.entries(BROKEN)) writeFileSync(join(project, name), text)
  const env = environment(own)
  const quiet = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']
  const packed = await call('npm', ['pack', '--json', '--pack-destination', base, '--loglevel=error'], {
    cwd: repository,
    env,
  })
  must(packed, 'npm pack')
  // The build of prepack may print before the list.
  const listed = JSON.parse(packed.stdout.slice(packed.stdout.search(/^[[{]/m))) as unknown
  const { filename, files } = (Array.isArray(listed) ? listed[0] : Object.values(listed as object)[0]) as {
    filename: string
    files: readonly { path: string }[]
  }
  must(await call('npm', ['install', ...quiet, join(base, filename)], { cwd: project, env }), 'npm install')
  must(await call('npm', ['install', ...quiet, 'node@22'], { cwd: node22, env }), 'npm install node@22')
  return {
    project,
    folder: join(project, 'node_modules', 'cognito-conformance'),
    nodes: {
      22: join(node22, 'node_modules', 'node', 'bin'),
      24: join(repository, 'node_modules', 'node', 'bin'),
    },
    packed: files.map(({ path }) => path),
    remove: () => rmSync(base, { recursive: true, force: true }),
  }
}

/** Why the registry cannot be reached, or nothing. */
export async function registryTrouble(): Promise<string | undefined> {
  const env = environment(dirname(process.execPath))
  const { code, stderr } = await call(
    'npm',
    ['view', 'commander', 'version', '--fetch-retries=0', '--fetch-timeout=5000', '--prefer-online'],
    {
      cwd: tmpdir(),
      env,
      deadlineMs: 20_000,
    },
  )
  return code === 0 ? undefined : `npm view: ${stderr.trim().split('\n').at(-1)}`
}
