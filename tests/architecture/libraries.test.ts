/**
 * Which library stands on which side. The reference target and the harness are two readings of the same documents;
 * a package that signs, verifies, canonicalises or parses SAML or JWT for both would make them one.
 */
import { builtinModules } from 'node:module'
import { describe, expect, it } from 'vitest'
import { allImports, packageOf, roomOf, textOf } from './sources.ts'

interface Locked {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

const lock = (JSON.parse(textOf('package-lock.json')) as { packages: Readonly<Record<string, Locked>> })
  .packages
const manifest = JSON.parse(textOf('package.json')) as {
  dependencies: Readonly<Record<string, string>>
  devDependencies: Readonly<Record<string, string>>
}

/** What works on signatures, tokens, assertions or XML, by side. Whatever else turns up in the lock file is a question. */
const TRUST = {
  harness: [
    'jose',
    'xmlbuilder2',
    '@aws-sdk/xml-builder',
    '@smithy/signature-v4',
    'fast-xml-parser',
    'fast-xml-builder',
    'xml-naming',
    '@aws-sdk/signature-v4-multi-region',
    // The mock IdP signs and encrypts with samlify, and so with these.
    'samlify',
    'xml-crypto',
    '@authenio/xml-encryption',
    '@xmldom/xmldom',
    '@xmldom/is-dom-node',
    'xml',
    'xml-escape',
    'asn1',
  ],
  // Another core than samlify's, so that one slip of a library does not forge and accept at once.
  reference: ['libxml2-wasm'],
  /** Only the project's own tests, as judges, and what third-party emulators bring along. */
  tests: [
    'aws-jwt-verify',
    'jws',
    'jwa',
    'xml2js',
    'xmlbuilder',
    'asn1.js',
    'cookie-signature',
    '@peculiar/asn1-schema',
    'jsonwebtoken',
    // A service provider that is not ours signs in at the mock IdP.
    '@node-saml/node-saml',
    'xml-encryption',
    '@types/xml-encryption',
    '@types/xml2js',
  ],
} as const

const LOOKS_LIKE_TRUST =
  /(^|[^a-z])(jose|jws|jwa|jwe|jwk|jwt)|jsonwebtoken|saml|xml|forge|pkijs|x509|asn1|canonical|c14n|signature|paseto/i

const isBuiltin = (spoken: string) => spoken.startsWith('node:') || builtinModules.includes(spoken)

/** It judges with validators that are not ours, as tests do, and is not in the package. */
const isOfTheBench = (from: string) => from.startsWith('scripts/bench/')

const importedBy = (belongs: (room: string) => boolean) => [
  ...new Set(
    allImports
      .filter(({ from, to }) => !(isOfTheBench(from) && to === 'aws-jwt-verify'))
      .filter(({ from, ours, to, typeOnly }) => belongs(roomOf(from)) && !ours && !typeOnly && !isBuiltin(to))
      .map(({ to }) => packageOf(to)),
  ),
]

/** Where Node finds `name` from the package at `path`, in the lock file's own terms. */
const resolve = (path: string, name: string): string | undefined => {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    const candidate = `${at === '' ? '' : `${at}/`}node_modules/${name}`
    if (candidate in lock) return candidate
    if (at === '') return undefined
  }
}

/** Names of everything that these packages stand on, themselves included. */
function closure(names: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>()
  const visit = (path: string | undefined): void => {
    if (path === undefined || seen.has(path)) return
    seen.add(path)
    const { dependencies, optionalDependencies, peerDependencies } = lock[path]!
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }))
      visit(resolve(path, name))
  }
  for (const name of names) visit(resolve('', name))
  return new Set([...seen].map((path) => path.slice(path.lastIndexOf('node_modules/') + 13)))
}

const reference = importedBy((room) => room === 'fixtures/reference-target')
const harness = importedBy((room) => room !== 'fixtures/reference-target')

describe('the libraries', () => {
  it('are all in the lock file, for every platform, or `npm ci` refuses it', () => {
    const missing = Object.entries(lock).flatMap(([path, { dependencies, optionalDependencies }]) =>
      Object.keys({ ...dependencies, ...optionalDependencies })
        .filter((name) => resolve(path, name) === undefined)
        .map((name) => `${path} needs ${name}`),
    )
    expect(missing).toEqual([])
  })

  it('are told apart, and every one that works on tokens, signatures or XML has its side', () => {
    // The zoo has published packages that are known to be wrong, and nothing else may stand on them.
    const zoo = Object.keys(manifest.devDependencies).filter((name) => name.startsWith('vulnerable-'))
    const known: readonly string[] = [...Object.values(TRUST).flat(), ...closure(zoo)]
    const names = Object.keys(lock).map((path) => path.slice(path.lastIndexOf('node_modules/') + 13))
    expect(
      [...new Set(names)].filter((name) => LOOKS_LIKE_TRUST.test(name) && !known.includes(name)),
    ).toEqual([])
  })

  it('of the reference target are those that are built into Node, and one that reads XML', () => {
    expect(reference.filter((name) => name !== 'libxml2-wasm')).toEqual([])
  })

  it('that sign, verify or parse are on one side only, and so is all they stand on', () => {
    const [ours, theirs] = [closure(harness), closure(reference)]
    expect([...ours]).toContain('jose')
    expect([...ours].filter((name) => theirs.has(name) && LOOKS_LIKE_TRUST.test(name))).toEqual([])
    expect([...ours].filter((name) => (TRUST.reference as readonly string[]).includes(name))).toEqual([])
    expect([...ours].filter((name) => (TRUST.tests as readonly string[]).includes(name))).toEqual([])
    expect([...ours, ...theirs].filter((name) => name.startsWith('vulnerable-'))).toEqual([])
  })

  it('that the rooms import are dependencies, so that they are there where the package is installed', () => {
    const shipped = importedBy((room) => room !== 'tests').filter(
      (name) => !(name in manifest.dependencies) && name !== 'cognito-conformance',
    )
    const forTheRepository = allImports
      .filter(({ from }) => /^scripts\/(bench|mutants)\//.test(from) || from === 'scripts/build.ts')
      .map(({ to }) => packageOf(to))
    expect(shipped.filter((name) => !forTheRepository.includes(name))).toEqual([])
  })

  it('are taken at their newest by whoever installs the package: no tests run on a second copy of Vitest', () => {
    expect('vitest' in manifest.devDependencies).toBe(false)
  })
})
