// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how a target file names the environment
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TargetFileError } from '../../fixtures/targets/errors.ts'
import { loadTarget, presetNames, readTarget } from '../../fixtures/targets/target-file.ts'

const environment = { USER_PASSWORD: 'correct horse battery', USER_TOTP: 'JBSWY3DPEHPK3PXP', EMPTY: '' }

const staging = `name: staging
kind: aws
claims: [api-authentication]
region: eu-west-1
existing:
  userPool: { id: eu-west-1_abc, mfa: optional }
  clients:
    - id: 1example23456789
      authFlows: [ALLOW_USER_PASSWORD_AUTH]
  users:
    - username: ada
      password: \${USER_PASSWORD}
      totpSecret: \${USER_TOTP}
      suffers: [signs-in]
`

function read(content: string, source = 'staging.yaml') {
  return readTarget(source, content, '/', environment)
}

function problemsOf(content: string): readonly string[] {
  try {
    read(content)
  } catch (error) {
    if (error instanceof TargetFileError) return error.problems
    throw error
  }
  return []
}

describe('a right target file', () => {
  test('takes secrets from the environment, and tells them', () => {
    const target = read(staging)
    expect(target.file.existing?.users[0]).toMatchObject({ password: 'correct horse battery' })
    expect(target.secrets).toEqual([
      { value: 'correct horse battery', name: 'existing.users[0].password' },
      { value: 'JBSWY3DPEHPK3PXP', name: 'existing.users[0].totpSecret' },
    ])
  })

  test('knows the line of each key', () => {
    const target = read(staging)
    expect(target.at('existing', 'users', 0, 'password')).toBe('existing.users[0].password, line 12')
    expect(target.at('tls', 'ca')).toBe('tls.ca')
  })

  test('may be JSON, indented with tabs', () => {
    const json = JSON.stringify(
      { name: 'x', kind: 'aws', claims: [], region: 'eu-west-1', provision: true },
      null,
      '\t',
    )
    expect(read(json).file.region).toBe('eu-west-1')
    expect(problemsOf(json.replace('"aws"', '"awz"'))).toEqual([
      'staging.yaml: kind (line 3) must be one of reference, process, container, endpoint, aws, not awz: did you mean aws?',
    ])
  })

  test('cannot be given keys through the environment', () => {
    const target = readTarget('x', staging, '/', { ...environment, USER_PASSWORD: 'x\nkind: endpoint' })
    expect(target.file.kind).toBe('aws')
    expect(target.file.existing?.users[0]?.password).toBe('x\nkind: endpoint')
  })

  test('may hold dummies for an emulator on this machine, which are no secrets', () => {
    const target = read(`name: mine
kind: endpoint
claims: [api-authentication]
endpoints: { cognitoIdp: 'http://localhost:4566' }
signing: { accessKeyId: test, secretAccessKey: test }
provision: true
`)
    expect(target.secrets).toEqual([])
  })
})

describe('a wrong target file', () => {
  test('is told everything at once, in the order of its lines', () => {
    expect(
      problemsOf(`name: staging
kind: endpoynt
claims: [api-authentification]
endpoints:
  cognitoIdp: localhost:9229
  cognitoIdentiy: http://localhost
lacks:
  - capability: srp
clokc: wait
provision: yes please
`),
    ).toEqual([
      'staging.yaml: kind (line 2) must be one of reference, process, container, endpoint, aws, not endpoynt: did you mean endpoint?',
      'staging.yaml: claims[0] (line 3) must be one of api-authentication, managed-login, federation, identity-pool, token-validation, not api-authentification: did you mean api-authentication?',
      'staging.yaml: endpoints.cognitoIdp (line 5) has the wrong form: give a URL without user name, e.g. http://127.0.0.1:9229',
      'staging.yaml: endpoints.cognitoIdentiy (line 6) is no key of a target file: did you mean cognitoIdentity?',
      'staging.yaml: lacks[0].reason (line 8) is missing',
      'staging.yaml: clokc (line 9) is no key of a target file: did you mean clock?',
      'staging.yaml: provision (line 10) must be true or false, not text',
    ])
  })

  test('a variable that is missing is named with its key and line', () => {
    expect(
      problemsOf(staging.replace('${USER_PASSWORD}', '${NOBODY}').replace('USER_TOTP', 'EMPTY')),
    ).toEqual([
      'staging.yaml: existing.users[0].password (line 12) takes ${NOBODY}, which is not set in the environment',
      'staging.yaml: existing.users[0].totpSecret (line 13) takes ${EMPTY}, which is empty in the environment',
    ])
  })

  test.each([
    [
      'password',
      'existing.users[0].password (line 12)',
      staging.replace('${USER_PASSWORD}', 'hunter2-in-clear'),
    ],
    [
      'part of a password',
      'existing.users[0].password (line 12)',
      staging.replace('${USER_PASSWORD}', 'hunter2-in-clear${USER_PASSWORD}'),
    ],
    [
      'TOTP secret',
      'existing.users[0].totpSecret (line 13)',
      staging.replace('${USER_TOTP}', 'HUNTER2INCLEARHUNTER2'),
    ],
    [
      'client secret',
      'existing.clients[0].secret (line 9)',
      staging.replace('authFlows: [ALLOW_USER_PASSWORD_AUTH]', 'secret: hunter2-in-clear'),
    ],
    [
      'key',
      'signing.secretAccessKey (line 15)',
      `${staging}signing: { accessKeyId: AKIA, secretAccessKey: hunter2-in-clear }\n`,
    ],
    [
      'header',
      'headers.Authorization (line 15)',
      `${staging}headers: { Authorization: Bearer hunter2-in-clear }\n`,
    ],
  ])('a %s in clear is an error that does not repeat it', (_what, place, content) => {
    const [problem, ...others] = problemsOf(content)
    expect(problem).toBe(
      `staging.yaml: ${place} holds a secret in clear: take it from the environment, as \${NAME}`,
    )
    expect(others).toEqual([])
    expect(problem).not.toMatch(/hunter2/i)
  })

  test('no finding repeats a value that stands where a secret belongs', () => {
    const content = staging
      .replace('${USER_PASSWORD}', '{ hunter2: hunter2 }')
      .replace('[signs-in]', '*hunter2')
    expect(problemsOf(content).join()).not.toMatch(/hunter2/)
    expect(problemsOf(content)).toHaveLength(1)
  })

  test.each([
    ['a tab', 'name: x\n\tkind: aws', 'line 2'],
    [
      'a key twice',
      'name: x\nkind: aws\nname: y',
      'line 3: the same key stands here a second time: keep one',
    ],
    ['an open bracket', 'name: x\nclaims: [a', 'line 2'],
    ['an alias without anchor', 'name: *x', 'alias'],
    ['a list', '- name', 'must hold keys and values'],
    ['nothing', '', 'must hold keys and values'],
  ])('%s is told with its place', (_what, content, part) => {
    expect(problemsOf(content).join('\n')).toContain(part)
  })

  test('a hosted domain by address needs the Host header', () => {
    const content = staging.replace(
      'existing:',
      'endpoints:\n  cognitoIdp: https://idp.example\n  hostedDomain: { baseUrl: "http://127.0.0.1:8080" }\nexisting:',
    )
    expect(problemsOf(content)).toEqual([
      "staging.yaml: endpoints.hostedDomain.hostHeader (line 7) is required when baseUrl is an IP address: give the pool's domain, e.g. acme.auth.eu-west-1.amazoncognito.com",
    ])
  })

  test.each([
    ['redirectUri: /cb', 'redirectUri (line 15) has the wrong form: give an absolute URI without fragment'],
    ['redirectUri: "https://app.example/cb#x"', 'redirectUri (line 15) has the wrong form'],
    ['codes: { from: fixed }', 'codes.code (line 15) is missing: codes.from: fixed needs it'],
    ['codes: { from: http, pattern: x }', 'codes.url (line 15) is missing: codes.from: http needs it'],
    [
      'codes: { from: none, pattern: x }',
      'codes.pattern (line 15) is not read with codes.from: none: leave it out',
    ],
    [
      'codes: { from: output, pattern: x }',
      'codes.from (line 15) can be output for kind: process only, whose output is seen',
    ],
    [
      "codes: { from: http, url: '{endpoint}/{user}', pattern: x }",
      'codes.url (line 15) has {user}; known are {endpoint}, {username} and {userPoolId}',
    ],
    [
      "codes: { from: http, url: 'http://x', pattern: '(' }",
      'codes.pattern (line 15) is no regular expression',
    ],
  ])('%s', (line, part) => {
    expect(problemsOf(`${staging}${line}\n`)).toEqual(
      [`staging.yaml: ${part}`].map((one) => expect.stringContaining(one)),
    )
  })

  test.each([
    [
      'domain: { baseUrl: "https://{prefix}.example" }',
      'existing.userPool.domain.baseUrl (line 9) has {prefix}; known are {endpoint}, {region} and {userPoolId}',
    ],
    [
      'domain: { baseUrl: app.example }',
      'existing.userPool.domain.baseUrl (line 9) has the wrong form: give a URL without query',
    ],
    [
      'domain: { baseUrl: "https://app.example", branding: modern }',
      'existing.userPool.domain.branding (line 9) must be one of classic, managed-login, not modern',
    ],
    ['resourceServer: { identifier: x }', 'existing.userPool.resourceServer.scopes (line 9) is missing'],
  ])('of an existing pool: %s', (line, part) => {
    const [problem, ...others] = problemsOf(
      staging.replace(/(userPool: )\{ (.*), (.*) \}/, `$1\n    $2\n    $3\n    ${line}`),
    )
    expect(problem).toContain(part)
    expect(others).toEqual([])
  })

  test('of an existing client: what it may do at the domain', () => {
    const oauth = 'authFlows: []\n      oauth: { flows: [password], redirectUri: cb }'
    expect([...problemsOf(staging.replace('authFlows: [ALLOW_USER_PASSWORD_AUTH]', oauth))].sort()).toEqual([
      'staging.yaml: existing.clients[0].oauth.flows[0] (line 10) must be one of code, implicit, client_credentials, not password',
      'staging.yaml: existing.clients[0].oauth.redirectUri (line 10) has the wrong form: give an absolute URI without fragment, e.g. https://app.example/cb or myapp://callback',
    ])
  })

  test('a redirect URI is for clients that exist', () => {
    const content = staging.replace(
      /existing:[\s\S]*/,
      'provision: true\nredirectUri: https://app.example/cb\n',
    )
    expect(problemsOf(content)).toEqual([
      'staging.yaml: redirectUri (line 6) is for clients that exist; those that the harness makes are returned to it: leave it out',
    ])
  })

  test.each([
    ['https://{prefix}.auth.{region}.amazoncognito.com', undefined],
    ['{endpoint}/{userPoolId}', undefined],
    [
      'https://{name}.example',
      'endpoints.hostedDomain.baseUrl (line 7) has {name}; known are {endpoint}, {region}, {userPoolId}, {prefix} and {port}',
    ],
    ['https://x.example:{port}', 'has {port}, which only kind: process knows'],
  ])('the address of domains: %s', (baseUrl, part) => {
    const endpoints = `endpoints:\n  cognitoIdp: https://idp.example\n  hostedDomain: { baseUrl: "${baseUrl}" }\nexisting:`
    expect(problemsOf(staging.replace('existing:', endpoints))).toEqual(
      part === undefined ? [] : [expect.stringContaining(part)],
    )
  })

  test.each([
    ['lacks: [{ capability: totp, reason: x }]', 'lacks[0].capability (line 15) is no capability'],
    ['lacks: [{ capability: srpp, reason: x }]', 'is no capability: did you mean srp?'],
    ['issuer: "https://x/{userpoolId}"', 'issuer (line 15) has {userpoolId}; known are'],
    ['command: ./run', 'command (line 15) belongs to kind: process; this is kind: aws'],
    ['provision: true', 'existing (line 5) and provision: true exclude each other'],
    ['signing: default', 'signing (line 15) must be default-chain'],
    ['tls: { ca: 5 }', 'tls.ca (line 15) must be text, not a number: put the value in quotes'],
    ['port: 0', 'port (line 15) must be free or a number from 1 to 65535'],
  ])('%s', (line, part) => {
    expect(problemsOf(`${staging}${line}\n`)).toHaveLength(1)
    expect(problemsOf(`${staging}${line}\n`)[0]).toContain(part)
  })

  test.each([
    ['kind: endpoint', ['endpoints', 'provision', 'signing']],
    ['kind: aws', ['region', 'provision']],
    ['kind: process', ['command', 'signing']],
    ['kind: aws\nregion: eu-west-1\nprovision: false', ['existing']],
  ])('%s alone says what is missing', (kind, keys) => {
    const problems = problemsOf(`name: x\nclaims: []\n${kind}\n`)
    expect(problems.map((problem) => /staging.yaml: (\w+)/.exec(problem)?.[1])).toEqual(keys)
  })

  test('whatever stands in it, the answer is a TargetFileError or a target', () => {
    const valid = read(staging).file
    const keys = [
      ...Object.keys(valid),
      'signing',
      'tls',
      'headers',
      'endpoints',
      'lacks',
      'issuer',
      'files',
      'port',
    ]
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.jsonValue(), (key, value) => {
        expect(Array.isArray(problemsOf(JSON.stringify({ ...valid, [key]: value })))).toBe(true)
      }),
      { seed: 7, numRuns: 300 },
    )
  })
})

describe('finding a target', () => {
  test.each(presetNames())('the preset %s is a right target file', async (name) => {
    const target = await loadTarget(name, { environment: {} })
    expect(target.file.name).toBe(name)
    expect(target.source).toBe(`preset ${name}`)
  })

  test('a name that is nearly a preset', async () => {
    await expect(loadTarget('cognitolocal')).rejects.toThrow(
      'cognitolocal: neither a preset nor a file. Did you mean cognito-local? Presets: cognito-local, ministack, moto, reference.',
    )
    await expect(loadTarget('cognitolocal')).rejects.toMatchObject({ exitCode: 2, name: 'TargetFileError' })
  })

  test('a file, by its path', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'target-file-test-'))
    try {
      writeFileSync(join(directory, 'staging.yaml'), staging)
      expect((await loadTarget('./staging.yaml', { directory, environment })).file.name).toBe('staging')
      writeFileSync(join(directory, 'latin1.yaml'), Buffer.from([0x6e, 0xe4]))
      await expect(loadTarget('latin1.yaml', { directory })).rejects.toThrow('latin1.yaml is not UTF-8 text')
    } finally {
      rmSync(directory, { recursive: true })
    }
  })
})

test('the schema and the type of a target file have the same keys', () => {
  const folder = new URL('../../fixtures/targets/', import.meta.url)
  const schema = JSON.parse(readFileSync(new URL('target-file.schema.json', folder), 'utf8'))
  const source = readFileSync(new URL('target-file.ts', folder), 'utf8')
  const type = /export interface TargetFile \{\n([\s\S]*?)\n\}/.exec(source)?.[1] ?? ''
  const typed = [...type.matchAll(/^ {2}readonly (\w+)/gm)].map(([, key]) => key)
  expect(typed.sort()).toEqual(
    Object.keys(schema.properties)
      .filter((key) => key !== '$schema')
      .sort(),
  )
})
