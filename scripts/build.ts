/**
 * Builds the package: `dist/` mirrors the rooms, compiled, because Node refuses TypeScript under `node_modules`.
 *
 * Whatever the sources read beside themselves (schemas, presets, keys) is copied to the same place beside what was compiled.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, rmSync } from 'node:fs'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The rooms that ship. */
const ROOMS = ['suites', 'fixtures', 'mock-idp', 'reports', 'scripts'] as const

/** Compiled, or only for the repository. */
const NOT_COPIED = new Set(['.ts', '.js', '.md'])

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')
const dist = `${root}/dist`

rmSync(dist, { recursive: true, force: true })
execFileSync(process.execPath, [`${root}/node_modules/typescript/bin/tsc`, '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
})
// A room may stand empty yet, and git keeps no empty folders.
for (const room of ROOMS.filter((name) => existsSync(`${root}/${name}`))) {
  cpSync(`${root}/${room}`, `${dist}/${room}`, {
    recursive: true,
    filter: (from) => !from.includes('node_modules') && !NOT_COPIED.has(extname(from)),
  })
}
