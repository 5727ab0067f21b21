/** The README tells nothing that is not so: its target files load, its commands and options are there. */

import { dirname } from 'node:path'
import { expect, it } from 'vitest'
import { readTarget } from '../../fixtures/targets/target-file.ts'
import { files, repository as root, textOf } from '../architecture/sources.ts'
import { call, environment } from './installed.ts'

const readme = textOf('README.md')
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, text]) => text!)

it('its target files load', () => {
  const secrets = { CONFORMANCE_PASSWORD: 'correct horse battery', CONFORMANCE_TOTP: 'JBSWY3DPEHPK3PXP' }
  const names = blocks('yaml').map((text) => readTarget('README.md', text, root, secrets).file.name)
  expect(names).toEqual([
    'my-emulator',
    'staging',
    'my-emulator-with-identity-pools',
    'staging-identity-pool',
  ])
})

it('its commands take the options that it shows', async () => {
  const env = environment(dirname(process.execPath))
  const shown = [...readme.matchAll(/npx cognito-conformance ([a-z][a-z-]*)([^\n`#]*)/g)]
  expect(shown.length).toBeGreaterThan(8)
  const help = new Map<string, string>()
  for (const command of new Set(shown.map(([, name]) => name!))) {
    const { stdout, code } = await call(process.execPath, ['scripts/bin.js', command, '--help'], {
      cwd: root,
      env,
    })
    expect([command, code]).toEqual([command, 0])
    help.set(command, stdout)
  }
  for (const [, name, rest] of shown) {
    for (const option of rest!.match(/--[a-z-]+/g) ?? []) expect(help.get(name!)).toContain(option)
  }
})

it('its npm scripts and its picture are there', () => {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> }
  for (const [, name] of readme.matchAll(/npm (?:run )?(start|test|check|prove|bench|allure|build)\b/g))
    expect(scripts).toHaveProperty(name!)
  expect(files).toContain('docs/report.png')
})
