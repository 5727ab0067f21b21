/** Federation as users run it: the mock IdP comes and goes with the run, and no assertion stays behind. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { loadCatalogue } from '../../scripts/catalogue.ts'
import { cli, filesIn, folder, recordIn } from './program.ts'

const wanted = ['oidc', 'saml', 'saml-signed-encrypted']
const { variants } = await loadCatalogue()
const isThere = (id: string) =>
  variants.some(({ variant }) => variant.flow.id === 'federation' && variant.id === id)
const isLeftOut = !wanted.every(isThere) && process.env['LEAVE_NOTHING_OUT'] === undefined

/** What a SAML answer looks like once it is encoded, wherever it begins. */
const encoded = [0, 1, 2].map((shift) =>
  Buffer.from(`${'.'.repeat(shift)}<samlp:Response`)
    .toString('base64')
    .slice(4, 18),
)

test.skipIf(isLeftOut)('sign-ins at providers leave no assertion behind', { timeout: 240_000 }, async () => {
  const out = join(folder(), 'out')
  const file = join(folder(), 'reference.yaml')
  writeFileSync(file, 'name: reference\nkind: reference\nclaims: [federation]\n')
  const ended = await cli([
    'run',
    ...['--target', file, '--out', out, '--agent', 'http', '--quiet'],
    ...wanted.flatMap((variant) => ['--variant', variant]),
    ...['--flow', 'federation'],
  ])
  expect(ended.stderr).not.toContain('secret')
  expect(ended.code).toBe(0)
  const { troubles, checks } = recordIn(out)
  expect(troubles).toEqual([])
  expect(checks.filter(({ verdict }) => verdict === 'passed').length).toBeGreaterThan(100)
  const found = filesIn(out).flatMap((path) => {
    const text = readFileSync(path, 'utf8')
    const name = relative(out, path)
    return [
      ...encoded.filter((one) => text.includes(one)).map(() => `${name}: an encoded answer`),
      ...(/SignatureValue[^<>]{0,200}>\s*[A-Za-z0-9+/]{16}/.test(text) ? [`${name}: a signature`] : []),
      ...(/\bSAMLResponse=(?!\[)/.test(text) ? [`${name}: a parameter in clear`] : []),
    ]
  })
  expect(found).toEqual([])
  // They were all on the wire: else the rest proves nothing.
  const all = filesIn(out)
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n')
  expect(all).toContain('[SAMLResponse ')
  expect(all).toContain('http://idp.localhost:')
})
