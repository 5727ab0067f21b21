/** `fuzz --header`: what is sent beside the token comes from the environment, and by its name alone is it written down. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { leaksIn } from './canary.ts'
import { fuzz, testApi, testIssuer } from './own-api.ts'
import { filesIn, folder } from './program.ts'

/** An API behind a gateway that wants something else in that header too, shows what it got, and hands on the token. */
function behind(header: string, pattern: RegExp, secret: string) {
  return ({ headers }: IncomingMessage, response: ServerResponse): boolean => {
    const [, beside = '', token = ''] = pattern.exec(String(headers[header] ?? '')) ?? []
    if (beside !== secret) {
      response.writeHead(403).end()
      return true
    }
    response.setHeader('x-seen', beside)
    headers.authorization = `Bearer ${token}`
    return false
  }
}

/** As a shell reads it, in the place of the installed command. */
const shell = (line: string, env: Readonly<Record<string, string>>): Promise<number> => {
  const bin = fileURLToPath(new URL('../../scripts/bin.js', import.meta.url))
  const command = line.replace(/^cognito-conformance /, `"${process.execPath}" "${bin}" `)
  const more = ` --quiet --out "${join(folder(), 'again')}"`
  return new Promise((ended) => {
    const child = execFile('sh', ['-c', command + more], { env: { ...process.env, ...env } })
    child.on('exit', (code) => ended(code ?? -1))
  })
}

test.concurrent.each([
  ['Cookie: sid=$OWN_SECRET; jwt=$token', 'cookie', /^sid=([^;]*); jwt=(.*)$/],
  ['X-Auth: key=$OWN_SECRET; tok=$token', 'x-auth', /^key=([^;]*); tok=(.*)$/],
])(
  'a secret of the environment is sent in %s, and its name is what is written and replayed',
  async (header, name, pattern) => {
    const issuer = await testIssuer()
    const secret = 'SESSION+SECRET/99=='
    const first = behind(name, pattern, secret)
    const api = await testApi({ keys: `${issuer.url}/keys`, issuer: issuer.url, takes: 'alg-none', first })
    const env = { OWN_TOKEN: await issuer.token(), OWN_SECRET: secret }
    const { code, out, record, stdout, stderr } = await fuzz(
      [
        ...['--url', api.url, '--issuer', issuer.url, '--token-env', 'OWN_TOKEN', '--fuzz-runs', '0'],
        ...['--header', header],
      ],
      env,
    )
    expect({ code, troubles: record?.troubles }).toEqual({ code: 1, troubles: [] })
    for (const path of filesIn(out)) expect(leaksIn(readFileSync(path, 'utf8'), { secret }), path).toEqual([])
    expect(leaksIn(stdout + stderr, { secret })).toEqual([])
    expect(record?.options).toMatchObject({ header })
    const unsigned = record?.checks.find(({ id }) => id.endsWith('/unsigned-refused'))
    const line = unsigned?.counterexamples?.[0]?.replay ?? ''
    expect(line).toContain(`--header '${header}'`)
    expect(await shell(line, env)).toBe(1)
  },
)

test.concurrent('what is typed stands in the record as it was typed, and masks no verdict', async () => {
  const issuer = await testIssuer()
  const key = 'A-TYPED-KEY-of-many-characters-0123456789'
  const first = behind('x-auth', /^key=([^;]*); tok=(.*)$/, key)
  const api = await testApi({ keys: `${issuer.url}/keys`, issuer: issuer.url, first })
  const header = `X-Auth: key=${key}; tok=$token`
  const { code, record } = await fuzz(
    [
      ...['--url', `${api.url}?tenant=one-of-many-tenants-here`, '--issuer', issuer.url],
      ...['--token-env', 'OWN_TOKEN', '--fuzz-runs', '0', '--header', header],
    ],
    { OWN_TOKEN: await issuer.token() },
  )
  expect({ code, troubles: record?.troubles }).toEqual({ code: 0, troubles: [] })
  expect(record?.options).toMatchObject({ header })
})

test.concurrent('a value too short to be hidden is told of', async () => {
  const { stderr } = await fuzz(
    [
      ...['--url', 'http://127.0.0.1:9/me', '--issuer', 'https://idp.example', '--token-env', 'PATH'],
      ...['--header', 'X-Auth: $OWN_SECRET $token'],
    ],
    { OWN_SECRET: 'short' },
  )
  expect(stderr).toMatch(/the value of \$OWN_SECRET is too short/)
})

test.concurrent.each([
  [
    'a name that is not there',
    'Cookie: sid=$NO_SUCH_NAME; jwt=$token',
    '$NO_SUCH_NAME is not in the environment',
  ],
  ['a name that goes on', 'X-Auth: $token_2 $token', '$token_2 is not in the environment'],
  ['an empty value', 'X-Auth: $EMPTY $token', '$EMPTY is empty in the environment'],
  ['a value of two lines', 'X-Auth: $TWO_LINES $token', '$TWO_LINES holds a line break'],
  ['a value that would be filled in', 'X-Auth: $OTHER $token', '$OTHER holds $token'],
  ['a name in the place of the token', 'X-Auth: $OWN_SECRET', '$token stands for the token'],
  ['a typed cookie', 'Cookie: sid=SESSIONSECRET99; jwt=$token', 'Put it into the environment and name it'],
  ['a typed cookie behind', 'cookie: jwt=$token;sid=SESSIONSECRET99', 'Put it into the environment'],
  [
    'a typed credential',
    'Authorization: Own key=SESSIONSECRET99, token=$token',
    'Put it into the environment',
  ],
])('%s is wrong usage, and no value is said again', async (_, header, says) => {
  const env = { EMPTY: '', TWO_LINES: 'SESSION\nSECRET99', OTHER: 'a$token', OWN_SECRET: 'SESSIONSECRET99' }
  const { code, record, stderr, stdout } = await fuzz(
    [
      ...['--url', 'http://127.0.0.1:9/me', '--issuer', 'https://idp.example', '--token-env', 'PATH'],
      ...['--header', header],
    ],
    env,
  )
  expect({ code, record }).toEqual({ code: 2, record: undefined })
  expect(stderr).toContain(says)
  expect(stdout + stderr).not.toMatch(/SECRET99|\n {4}at /)
})

test.concurrent('a secret that the query of the URL would show is wrong usage, and is not said again', async () => {
  const { code, record, stderr } = await fuzz([
    ...['--url', 'http://127.0.0.1:9/me?code=SECRET99', '--issuer', 'https://idp.example'],
    ...['--token-env', 'PATH'],
  ])
  expect({ code, record }).toEqual({ code: 2, record: undefined })
  expect(stderr).toContain('a URL with a secret in it (code)')
  expect(stderr).not.toContain('SECRET99')
})
