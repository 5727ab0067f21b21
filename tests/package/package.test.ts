/**
 * The package from outside: what `npm pack` ships, installed elsewhere, on each Node that it promises to run on.
 *
 * Needs the npm registry; where there is none the reason is printed and nothing is judged, except in CI.
 */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { validateRecord } from '../../reports/index.ts'
import {
  call,
  environment,
  hashes,
  type Installation,
  install,
  registryTrouble,
  repository,
} from './installed.ts'

const trouble = await registryTrouble()
const skipped = trouble !== undefined && !process.env['CI']
if (skipped) console.warn(`The package is not tested: the npm registry cannot be reached (${trouble}).`)

describe.skipIf(skipped)('the package, installed', { timeout: 300_000 }, () => {
  let installed: Installation

  beforeAll(async () => {
    installed = await install()
  }, 300_000)

  afterAll(() => installed?.remove())

  const npx = (major: 22 | 24, ...args: string[]) =>
    call('npx', ['--no-install', 'cognito-conformance', ...args], {
      cwd: installed.project,
      env: environment(installed.nodes[major]),
    })

  it('ships compiled JavaScript and what it reads, and nothing of the repository besides', () => {
    const odd = installed.packed.filter(
      (path) =>
        !/^dist\/(suites|fixtures|mock-idp|reports|scripts)\/.+(\.js|\.d\.ts|\.json|\.yaml)$/.test(path) &&
        !['package.json', 'README.md', 'LICENSE', 'scripts/bin.js'].includes(path),
    )
    expect(odd).toEqual([])
    expect(installed.packed.filter((path) => /tests?\/|bench/.test(path))).toEqual([])
    expect(installed.packed).toEqual(
      expect.arrayContaining(['README.md', 'LICENSE', 'dist/fixtures/targets/presets/cognito-local.yaml']),
    )
  })

  it.each([22, 24] as const)('runs on Node %i, and leaves no trace outside of --out', async (major) => {
    const home = mkdtempSync(join(tmpdir(), 'home-'))
    const tmp = mkdtempSync(join(tmpdir(), 'tmp-'))
    try {
      const before = hashes(installed.project, ['out'])
      chmodSync(installed.folder, 0o555)
      // Not through npx, which keeps logs in the home folder.
      const bin = join(installed.project, 'node_modules', '.bin', 'cognito-conformance')
      // A few variants are enough to meet everything that a run starts: a target, a provider, a browser.
      const few = ['password-totp', 'two-step', 'oidc', 'saml'].flatMap((name) => ['--variant', name])
      const run = await call(bin, ['run', '--out', 'out', ...few], {
        cwd: installed.project,
        env: environment(installed.nodes[major], { home, tmp }),
      })
      expect(run.stdout).toContain('reference conforms')
      expect(run.stderr).not.toMatch(/warning/i)
      expect(run.code).toBe(0)
      expect(hashes(installed.project, ['out'])).toEqual(before)
      expect(readdirSync(home)).toEqual([])
      expect(readdirSync(tmp)).toEqual([])
      const out = join(installed.project, 'out')
      expect(readdirSync(out).sort()).toEqual(
        ['allure-results', 'har', 'index.html', 'journal', 'junit.xml', 'run.json'].sort(),
      )
      expect(validateRecord(JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')))).toMatchObject({
        ok: true,
      })
    } finally {
      for (const folder of [home, tmp, join(installed.project, 'out')])
        rmSync(folder, { recursive: true, force: true })
    }
  })

  it.each([22, 24] as const)('answers npx on Node %i', async (major) => {
    const run = await npx(major, 'run', '--out', 'out', '--variant', 'password-no-mfa', '--quiet')
    expect(run.stdout).toContain('reference conforms')
    expect(run.code).toBe(0)
    const list = await npx(major, 'list', '--json')
    const checks = JSON.parse(list.stdout) as { id: string }[]
    expect(checks.length).toBeGreaterThan(50)
    const explain = await npx(major, 'explain', checks[0]!.id)
    expect(explain.stdout).toContain(checks[0]!.id)
    expect(explain.code).toBe(0)
    const report = await npx(major, 'report', 'out')
    expect(report.stdout).toContain('reference conforms')
    expect(report.code).toBe(0)
    rmSync(join(installed.project, 'out'), { recursive: true })
  })

  it('says how to install the emulator that a preset stands for, where it is not', async () => {
    const run = await npx(24, 'run', '--target', 'cognito-local', '--out', 'out', '--quiet')
    expect(run.stdout + run.stderr).toContain('npm i -D cognito-local')
    expect(run.code).toBe(3)
    rmSync(join(installed.project, 'out'), { recursive: true })
  })

  it('exports the readers of the record, the mock identity provider, their types and the schemas', async () => {
    const folder = join(installed.project, 'consumer')
    mkdirSync(folder)
    const consumer = join(folder, 'consumer.mts')
    writeFileSync(
      consumer,
      `import { readRun, type RunRecord, type Verdict } from 'cognito-conformance'
import { mockIdpAt, startMockIdp, type Tenant } from 'cognito-conformance/mock-idp'
const verdicts = (record: RunRecord): Verdict[] => record.checks.map(({ verdict }) => verdict)
// @ts-expect-error a record has no such member, so the types are really there
export const wrong = (record: RunRecord) => record.nonsense
// @ts-expect-error a tenant has no such member either
export const alsoWrong = (tenant: Tenant) => tenant.nonsense
const idp = await startMockIdp()
const tenant = await mockIdpAt(idp.control, idp.token).openTenant({ dialect: 'saml' })
console.log(tenant.metadata?.slice(0, 200).includes('EntityDescriptor'))
await idp.close()
console.log(typeof readRun, verdicts.length, import.meta.resolve('cognito-conformance/schemas/run-record.json'))
`,
    )
    const env = environment(installed.nodes[24])
    const typeRoots = join(repository, 'node_modules', '@types')
    const checked = await call(
      process.execPath,
      [
        join(repository, 'node_modules', 'typescript', 'bin', 'tsc'),
        ...['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2024', '--ignoreConfig'],
        ...['--typeRoots', typeRoots, '--types', 'node', consumer],
      ],
      { cwd: folder, env },
    )
    expect(checked.stdout).toBe('')
    expect(checked.code).toBe(0)
    const ran = await call(join(installed.nodes[24], 'node'), [consumer], { cwd: folder, env })
    expect(ran.stdout).toMatch(/^true$/m)
    expect(ran.stdout).toMatch(/^function 1 file:.*run-record\.schema\.json$/m)
    rmSync(folder, { recursive: true })
  })
})

describe('the repository', { timeout: 60_000 }, () => {
  const own = dirname(process.execPath)

  it('answers npx as an installed package does', async () => {
    const list = await call('npx', ['cognito-conformance', 'list', '--targets'], {
      cwd: repository,
      env: environment(own),
    })
    expect(list.stdout.split('\n')).toContain('cognito-local')
    expect(list.code).toBe(0)
  })

  it('says in one line what is missing where Node is too old and none was brought', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'old-node-'))
    try {
      mkdirSync(join(folder, 'scripts'))
      writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
      writeFileSync(join(folder, 'scripts', 'cli.ts'), 'throw new Error("started")')
      // The Node at hand is new enough, so the program is told of an older one.
      const bin = readFileSync(join(repository, 'scripts', 'bin.js'), 'utf8')
      writeFileSync(
        join(folder, 'scripts', 'bin.js'),
        bin.replaceAll('process.versions.node', '"20.20.2"').replaceAll('process.version}', '"v20.20.2"}'),
      )
      const started = await call(process.execPath, [join(folder, 'scripts', 'bin.js')], {
        cwd: folder,
        env: environment(own),
      })
      expect(started.stderr).toBe(
        'cognito-conformance needs Node 22.19, or 24 and newer, and this is v20.20.2. ' +
          'Install it, or run npm ci without --ignore-scripts: it brings Node 24 along.\n',
      )
      expect(started.stdout).toBe('')
      expect(started.code).toBe(2)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
