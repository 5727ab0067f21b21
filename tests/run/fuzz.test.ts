/** `fuzz` before somebody's own API: what it finds, what it says where there is nothing to find, and that no token stays. */
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { RunRecord } from '../../reports/record.ts'
import { notSigned } from '../../suites/token-validation/own-api/not-tested.ts'
import { leaksIn, windowsIn, windowsOf } from './canary.ts'
import { type ApiOptions, fuzz, type TestApi, testApi, testIssuer } from './own-api.ts'
import { cli, filesIn, folder } from './program.ts'

/** However its lines are broken. */
const words = (printed: string): string => printed.replace(/\s+/g, ' ')

const failedIn = (record: RunRecord | undefined): readonly string[] =>
  (record?.checks ?? [])
    .filter(({ verdict, level }) => verdict === 'failed' && level === 'required')
    .map(({ id }) => id.replace('token-validation/http-api/', ''))

const replayIn = (record: RunRecord | undefined, check: string): string =>
  record?.checks.find(({ id }) => id.endsWith(`/${check}`))?.counterexamples?.[0]?.replay ?? ''

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  await new Promise((closed) => server.close(closed))
  return port
}

/** As a shell reads it in that folder, in the place of the installed command. */
const shell = (line: string, env: Readonly<Record<string, string>>, cwd: string): Promise<number> => {
  const bin = fileURLToPath(new URL('../../scripts/bin.js', import.meta.url))
  const command = line.replace(/^cognito-conformance /, `"${process.execPath}" "${bin}" `)
  return new Promise((ended) => {
    const child = execFile('sh', ['-c', `${command} --quiet`], { cwd, env: { ...process.env, ...env } })
    child.on('exit', (code) => ended(code ?? -1))
  })
}

const answers =
  (status: number) =>
  (_request: IncomingMessage, response: ServerResponse): true => {
    response.writeHead(status).end()
    return true
  }

test.concurrent('an API that validates its tokens conforms, and nothing that is written holds a part of the token', async () => {
  const issuer = await testIssuer()
  const api = await testApi({ keys: `${issuer.url}/keys`, issuer: issuer.url })
  const token = await issuer.token()
  const file = join(folder(), 'token')
  writeFileSync(file, `${token}\n`)
  const { code, out, record, stdout, stderr } = await fuzz([
    ...['--url', api.url, '--issuer', issuer.url, '--token-file', file, '--fuzz-runs', '150'],
  ])
  expect({ code, failed: failedIn(record) }).toEqual({ code: 0, failed: [] })
  expect(words(stdout)).toContain(notSigned.reason)
  expect(words(stdout)).not.toMatch(/without any token|may block/)
  expect(record?.flows[0]?.notTested.map(({ reason }) => reason).join()).toContain('--mock-issuer')
  expect(api.requests()).toBeGreaterThan(500)
  expect(record?.checks.every(({ id }) => id.startsWith('token-validation/http-api/'))).toBe(true)
  const [, payload = '', signature = ''] = token.split('.')
  for (const path of filesIn(out)) {
    const text = readFileSync(path, 'utf8')
    expect(leaksIn(text, { token, payload, signature }), path).toEqual([])
    expect(windowsIn(text, windowsOf([signature])), path).toEqual([])
  }
  expect(leaksIn(stdout + stderr, { token, payload, signature })).toEqual([])
})

test.concurrent('an API that takes tokens without a signature is found out, and its line makes the case again', async () => {
  const issuer = await testIssuer()
  const api = await testApi({ keys: `${issuer.url}/keys`, issuer: issuer.url, takes: 'alg-none' })
  const env = { OWN_TOKEN: await issuer.token() }
  const { code, out, record, stdout } = await fuzz(
    ['--url', api.url, '--issuer', issuer.url, '--token-env', 'OWN_TOKEN', '--fuzz-runs', '0'],
    env,
  )
  expect(code).toBe(1)
  expect(failedIn(record)).toContain('unsigned-refused')
  const line = replayIn(record, 'unsigned-refused')
  expect(line).toMatch(/^cognito-conformance fuzz --url /)
  for (const file of ['index.html', 'junit.xml'])
    expect(readFileSync(join(out, file), 'utf8')).not.toContain('cognito-conformance run')
  expect(stdout).toContain('npx cognito-conformance fuzz ')
  const [, , signature = ''] = env.OWN_TOKEN.split('.')
  for (const path of filesIn(out))
    expect(windowsIn(readFileSync(path, 'utf8'), windowsOf([signature])), path).toEqual([])
  expect(stdout).toMatch(/^1 cause, /)
  const before = api.requests()
  const cwd = folder()
  expect(await shell(line, env, cwd)).toBe(1)
  // The report of all is where it was.
  expect(readdirSync(cwd)).toEqual(['fuzz-report-replay'])
  expect(api.requests() - before).toBeLessThan(20)
})

test.concurrent.each([
  ['nothing', undefined, []],
  [
    'whom it is for',
    'any-audience',
    ['audience-refused', 'audience-spelling-refused', 'missing-claim-refused'],
  ],
  ['when it expires', 'any-time', ['expiry-refused']],
] as const)('an API that trusts the mock issuer and forgets to ask %s', async (_, takes, failed) => {
  const port = await freePort()
  const issuer = `http://localhost:${port}/t/fuzz`
  const api = await testApi({
    ...{ keys: `${issuer}/jwks`, issuer, audience: 'my-client' },
    ...(takes === undefined ? {} : { takes }),
  })
  const { code, record, stdout, stderr } = await fuzz([
    ...['--url', api.url, '--mock-issuer', String(port), '--use', 'id', '--client', 'my-client'],
    ...['--fuzz-runs', '0'],
  ])
  expect(stderr).toContain(issuer)
  expect(words(stdout)).not.toContain(notSigned.reason)
  expect([...failedIn(record)].sort()).toEqual(failed)
  expect(code).toBe(failed.length === 0 ? 0 : 1)
})

test.concurrent('a token that stands where a name, a path or an address is wanted is not said again', async () => {
  const token = await (await testIssuer()).token()
  const withIssuer = ['--issuer', 'https://idp.example', '--token-env', 'PATH']
  for (const [args, says] of [
    [[...one, '--token-env', token], 'the name of an environment variable, not what it holds'],
    [[...one, '--token-file', token], 'a file that holds the token, not the token itself'],
    [['--url', `http://127.0.0.1:9/me?access_token=${token}`, ...withIssuer], 'a URL with a token in it'],
  ] as const) {
    const { code, stdout, stderr } = await fuzz(args)
    expect({ code, leaks: leaksIn(stdout + stderr, { token }) }).toEqual({ code: 2, leaks: [] })
    expect(stderr).toContain(says)
  }
})

test.concurrent('what stands in a payload that is sent as it is, is no secret of the run', async () => {
  const port = await freePort()
  const issuer = `http://localhost:${port}/t/fuzz`
  const api = await testApi({ keys: `${issuer}/jwks`, issuer, audience: 'my-client' })
  const { code, record } = await fuzz([
    ...['--url', api.url, '--mock-issuer', String(port), '--client', 'my-client', '--use', 'id'],
    ...['--replay', '[["payload-unencoded","raw"]]'],
  ])
  expect({ code, troubles: record?.troubles }).toEqual({ code: 0, troubles: [] })
})

test.concurrent('what is asked of an API can be looked up', async () => {
  const { code, stdout } = await cli(['explain', 'token-validation/http-api/audience-refused'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/At http-api, a token for another client is refused/)
  expect(stdout).toMatch(/fuzz --url URL/)
  const looked = JSON.parse(
    (await cli(['explain', 'token-validation/http-api/audience-refused', '--json'])).stdout,
  )
  expect(looked).toMatchObject({ id: 'token-validation/http-api/audience-refused', variants: ['http-api'] })
  // That is for `run`, which cannot ask it.
  expect(looked).not.toHaveProperty('alone')
  const misspelt = await cli(['explain', 'token-validation/http-api/audience-refuse'])
  expect(misspelt.code).toBe(2)
  expect(misspelt.stderr).toContain('Did you mean token-validation/http-api/audience-refused')
  expect(misspelt.stderr).not.toContain('`list`')
})

test.concurrent('where the mock issuer will be can be read beforehand, and it is there', async () => {
  const { stdout } = await cli(['fuzz', '--help'])
  const port = await freePort()
  const paths = [...stdout.matchAll(/http:\/\/localhost:PORT(\S+)/g)].map(([, path = '']) => path)
  expect(paths).toEqual(['/t/fuzz', '/t/fuzz/.well-known/openid-configuration', '/t/fuzz/jwks'])
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  for (const path of paths) expect(readme).toContain(`\`http://localhost:9400${path}\``)
  const seen: unknown[] = []
  const first: ApiOptions['first'] = (_request, response) => {
    Promise.all(
      paths.slice(1).map(async (path) => (await fetch(`http://localhost:${port}${path}`)).json()),
    ).then((found) => {
      seen.push(...found)
      response.writeHead(401).end()
    })
    return true
  }
  const api = await testApi({ keys: 'http://127.0.0.1:9/keys', issuer: 'https://idp.example', first })
  await fuzz(['--url', api.url, '--mock-issuer', String(port), '--max-wait', '0'])
  expect(seen).toMatchObject([
    { issuer: `http://localhost:${port}/t/fuzz`, jwks_uri: `http://localhost:${port}/t/fuzz/jwks` },
    { keys: [{}] },
  ])
})

test.concurrent('an API that does not trust the mock issuer in time is not attacked', async () => {
  const api = await testApi({ keys: 'http://127.0.0.1:9/keys', issuer: 'https://idp.example' })
  const { code, record, stderr } = await fuzz(['--url', api.url, '--mock-issuer', '--max-wait', '1'])
  expect({ code, judged: record?.checks.some(({ verdict }) => verdict !== 'indeterminate') }).toEqual({
    code: 2,
    judged: false,
  })
  expect(stderr).toMatch(/key set +http:\/\/localhost:\d+\/t\/fuzz\/jwks/)
  expect(api.requests()).toBeLessThan(4)
})

test.concurrent('the key set cannot be had: what is made with it is left out, and it is said', async () => {
  const issuer = await testIssuer()
  const nowhere = 'http://127.0.0.1:9'
  const api = await testApi({ keys: `${issuer.url}/keys`, issuer: nowhere })
  const { code, stderr, record } = await fuzz(
    ['--url', api.url, '--issuer', nowhere, '--token-env', 'OWN_TOKEN', '--fuzz-runs', '0'],
    { OWN_TOKEN: await issuer.token({ iss: nowhere }) },
  )
  expect(stderr).toContain('could not be had')
  expect({ code, failed: failedIn(record) }).toEqual({ code: 0, failed: [] })
})

test.concurrent.each([
  ['refuses the token', 401, 2, 'a refusal'],
  ['is elsewhere', 302, 2, 'redirect'],
  ['is not there', 404, 2, '--url'],
  ['accepts in another way', 204, 2, '--accept 204'],
  ['is broken', 503, 3, 'does not work'],
  ['is throttled', 429, 3, '--rate'],
])('an API that %s (%i) is not attacked', async (_, status, exitCode, says) => {
  const issuer = await testIssuer()
  const api = await testApi({ keys: issuer.url, issuer: issuer.url, first: answers(status) })
  const { code, stdout } = await fuzz(
    ['--url', api.url, '--issuer', issuer.url, '--token-env', 'OWN_TOKEN'],
    { OWN_TOKEN: await issuer.token() },
  )
  expect(code).toBe(exitCode)
  expect(stdout.replace(/\s+/g, ' ')).toContain(says)
  expect(api.requests()).toBeLessThan(4)
})

test.concurrent('an API that nobody listens for, and one that hangs, are not reached', async () => {
  const issuer = await testIssuer()
  const hangs = await testApi({ keys: issuer.url, issuer: issuer.url, first: () => true })
  const env = { OWN_TOKEN: await issuer.token() }
  for (const url of ['http://127.0.0.1:9/me', hangs.url]) {
    const { code } = await fuzz(['--url', url, '--issuer', issuer.url, '--token-env', 'OWN_TOKEN'], env)
    expect(code, url).toBe(3)
  }
})

test.concurrent('an API that answers without a token is told of: it asks nobody, serves guests, or says no in a body', async () => {
  const issuer = await testIssuer()
  const first: ApiOptions['first'] = (request, response) =>
    request.headers.authorization === undefined && answers(200)(request, response)
  const api = await testApi({ keys: `${issuer.url}/keys`, issuer: issuer.url, first })
  const { code, record, stdout } = await fuzz(
    ['--url', api.url, '--issuer', issuer.url, '--token-env', 'OWN_TOKEN', '--fuzz-runs', '0'],
    { OWN_TOKEN: await issuer.token() },
  )
  // A standard alone says so, and no page of Amazon Cognito.
  expect(code).toBe(0)
  expect(replayIn(record, 'no-token-refused')).toContain('"no-token"')
  expect(words(stdout)).toMatch(
    /without any token with a status .* asks nobody .* serves guests .* says no in the body/,
  )
  expect(words(stdout)).toContain(notSigned.reason)
})

test.concurrent('an API that locks out whoever sends many wrong tokens: what to do is told, and what was judged stands', async () => {
  const issuer = await testIssuer()
  let asked = 0
  const first: ApiOptions['first'] = (request, response) => {
    asked += 1
    return asked > 150 && answers(403)(request, response)
  }
  const api = await testApi({ keys: `${issuer.url}/keys`, issuer: issuer.url, takes: 'none', first })
  const { code, record, stdout } = await fuzz(
    ['--url', api.url, '--issuer', issuer.url, '--token-env', 'OWN_TOKEN', '--fuzz-runs', '0'],
    { OWN_TOKEN: await issuer.token() },
  )
  expect({ code, complete: record?.complete }).toEqual({ code: 1, complete: true })
  expect(failedIn(record)).toContain('unsigned-refused')
  expect(failedIn(record)).not.toContain('genuine-accepted')
  expect(words(stdout)).toMatch(
    /may block .* lift that .* --rate.* it broke under .* What was found before stands/,
  )
})

test.concurrent.each([
  ['401', answers(401)],
  ['429', answers(429)],
])(
  'an API that locks out with %s, and took nothing that is wrong by then, is not judged',
  async (_, lockedOut) => {
    const issuer = await testIssuer()
    const env = { OWN_TOKEN: await issuer.token() }
    let wrong = 0
    const first: ApiOptions['first'] = (request, response) => {
      if (request.headers.authorization !== `Bearer ${env.OWN_TOKEN}`) wrong += 1
      return wrong > 50 && lockedOut(request, response)
    }
    const api = await testApi({ keys: `${issuer.url}/keys`, issuer: issuer.url, first })
    const { code, record, stdout } = await fuzz(
      ['--url', api.url, '--issuer', issuer.url, '--token-env', 'OWN_TOKEN', '--fuzz-runs', '0'],
      env,
    )
    const genuine = record?.checks.find(({ id }) => id.endsWith('/genuine-accepted'))
    expect({ code, verdict: genuine?.verdict }).toEqual({ code: 5, verdict: 'indeterminate' })
    expect(record?.checks.filter(({ verdict }) => verdict === 'failed' || verdict === 'blocked')).toEqual([])
    expect(words(stdout)).toMatch(/ may block .* Nothing failed, but .* worth repeating\./)
  },
)

test.concurrent('an endless answer, a reset and a throttled request do no harm', async () => {
  const issuer = await testIssuer()
  let refused = 0
  const first: ApiOptions['first'] = ({ headers, socket }, response) => {
    if ((headers.authorization ?? '').length > 100) return false
    refused += 1
    if (refused === 1) return answers(429)(undefined as never, response)
    if (refused === 2) return socket.destroy() !== undefined
    if (refused !== 3) return false
    const piece = 'a'.repeat(1024 * 1024)
    const more = () => void (response.destroyed || response.write(piece, () => setImmediate(more)))
    response.writeHead(401)
    more()
    return true
  }
  const api = await testApi({ keys: `${issuer.url}/keys`, issuer: issuer.url, first })
  const { code, record } = await fuzz(
    ['--url', api.url, '--issuer', issuer.url, '--token-env', 'OWN_TOKEN', '--fuzz-runs', '0'],
    { OWN_TOKEN: await issuer.token() },
  )
  expect({ code, failed: failedIn(record) }).toEqual({ code: 0, failed: [] })
  expect(refused).toBeGreaterThan(3)
})

async function withToken(
  changed: Readonly<Record<string, unknown>>,
): Promise<{ api: TestApi; env: Record<string, string>; issuer: string }> {
  const issuer = await testIssuer()
  const api = await testApi({ keys: `${issuer.url}/keys`, issuer: issuer.url })
  return { api, env: { OWN_TOKEN: await issuer.token(changed) }, issuer: issuer.url }
}

const soon = (seconds: number) => Math.floor(Date.now() / 1000) + seconds

test.concurrent.each([
  ['that has expired', () => ({ exp: soon(-60) }), [], 'expired'],
  ['that is about to expire', () => ({ exp: soon(100) }), [], 'expires in'],
  ['of another issuer', () => ({ iss: 'https://other.example' }), [], '--issuer'],
  ['of another kind', () => ({}), ['--use', 'id'], '--use id'],
  ['without the scope', () => ({}), ['--scope', 'write'], '--scope write'],
  ['for another client', () => ({}), ['--client', 'other-client'], '--client other-client'],
  [
    'with a parameter that means nothing',
    () => ({}),
    ['--replay', '[["none-without-signature",{"header":"wrong"}]]'],
    '{"header":"bare","bearer":"another"}',
  ],
  ['with a row that there is not', () => ({}), ['--replay', '[["no-such-row",null]]'], 'no-such-row'],
])('a token %s is wrong usage, and nothing is sent', async (_, changed, options, says) => {
  const { api, env, issuer } = await withToken(changed())
  const { code, stderr, record } = await fuzz(
    ['--url', api.url, '--issuer', issuer, '--token-env', 'OWN_TOKEN', ...options],
    env,
  )
  expect({ code, requests: api.requests(), record }).toEqual({ code: 2, requests: 0, record: undefined })
  expect(stderr).toContain(says)
  expect(leaksIn(stderr, { token: env['OWN_TOKEN'] ?? '' })).toEqual([])
})

const one = ['--url', 'http://127.0.0.1:9/me', '--issuer', 'https://idp.example']

test.concurrent.each([
  ['no way to a token', one, 'where tokens come from'],
  ['two ways', [...one, '--token-env', 'A', '--token-file', 'b'], 'where tokens come from'],
  ['an empty variable', [...one, '--token-env', 'NO_SUCH_TOKEN'], 'there is no token'],
  ['no file', [...one, '--token-file', '/no/such/file'], 'ENOENT'],
  ['no issuer', ['--url', 'http://127.0.0.1:9/', '--token-env', 'PATH'], '--issuer'],
  ['another scheme', ['--url', 'ftp://127.0.0.1/', '--mock-issuer'], 'http or https'],
  ['a password in the URL', ['--url', 'http://a:b@127.0.0.1/', '--mock-issuer'], 'password'],
  ['a header without the token', [...one, '--token-env', 'PATH', '--header', 'A: b'], '$token'],
  ['no token at all', [...one, '--token-env', 'PATH'], 'no signed JSON Web Token'],
  ['a status that means both', [...one, '--token-env', 'PATH', '--refuse', '200,401'], '200 stands in'],
  ['no status', [...one, '--token-env', 'PATH', '--accept', 'yes'], '--accept'],
  ['no port', ['--url', 'http://127.0.0.1:9/', '--mock-issuer', 'x'], 'a port'],
])('%s is wrong usage', async (_, args, says) => {
  const { code, stderr } = await fuzz(args)
  expect(code).toBe(2)
  expect(stderr).toContain(says)
  expect(stderr).not.toContain('    at ')
})
