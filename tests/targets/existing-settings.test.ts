/**
 * Pools that exist are set up in ways that a target file does not tell, and that are all in order: nothing that follows
 * from such a setting may be held against the target.
 */
import { expect, test } from 'vitest'
import type { RunRecord } from '../../reports/record.ts'
import { run, targetFile } from '../run/program.ts'
import { CALLBACK, type ExistingPool, existingPool, type Settings } from './existing-pool.ts'

async function runOn(
  pool: ExistingPool,
  variants: readonly string[],
  edit: (file: string) => string = (file) => file,
): Promise<RunRecord> {
  const file = targetFile(edit(pool.file))
  const choice = ['--flow', 'managed-login', '--variant', ...variants, '--agent', 'http', '--max-wait', '0']
  const { record } = await run(['--target', file, ...choice, '--quiet'], pool.environment)
  return record
}

/** Whatever is held against the target. */
const troubles = ({ checks }: RunRecord) =>
  checks
    .filter(({ verdict }) => !['passed', 'not-applicable'].includes(verdict))
    .map(({ id, verdict, reason }) => `${id} ${verdict}: ${reason}`)

const verdictOf = ({ checks }: RunRecord, id: string) => {
  const found = checks.filter((check) => check.id === `managed-login/${id}`)
  return [...new Set(found.map(({ verdict }) => verdict))].join(', ')
}

const unsaid = (file: string) => file.replace(', branding: classic', '')

const profile = { name: 'Ada Byron', family_name: 'Byron', phone_number: '+12065550100' }
const BESIDE = [
  'http://127.0.0.1:3000/cb',
  `${CALLBACK}/`,
  `${CALLBACK}/more`,
  `${new URL(CALLBACK).origin}/elsewhere`,
]

test.each<[string, Settings, readonly string[], ((file: string) => string) | undefined]>([
  ['whose version of the pages is not said', {}, ['existing-session', 'login-hint', 'implicit'], unsaid],
  [
    'whose client has more callback URLs',
    {
      client: {
        CallbackURLs: [
          CALLBACK,
          ...BESIDE,
          CALLBACK.toUpperCase().replace('HTTPS://APP.EXAMPLE', 'https://app.example'),
        ],
      },
    },
    ['authorization-errors'],
    undefined,
  ],
  [
    'whose second client may use both grants',
    { secondClient: { AllowedOAuthFlows: ['code', 'implicit'] } },
    ['authorization-errors'],
    (file) =>
      file.replace(
        /( {4}- id: \S+\n)( {2}users)/,
        '$1      oauth: { flows: [code, implicit], scopes: [openid, email] }\n$2',
      ),
  ],
  [
    'whose users sign in with an e-mail address, and whose client may not read all',
    {
      pool: { UsernameAttributes: ['email'] },
      names: ['ada@app.example', 'bob@app.example'],
      client: { ReadAttributes: ['email', 'email_verified', 'name', 'family_name'] },
      attributes: profile,
    },
    ['user-info', 'refresh', 'code-no-mfa'],
    (file) =>
      file
        .replace(
          'accessTokenValidity',
          'readAttributes: [email, email_verified, name, family_name]\n      accessTokenValidity',
        )
        .replace(
          /(username: bob@app.example,.*?) \}/,
          '$1, attributes: { email: bob@app.example, name: Ada Byron, family_name: Byron, phone_number: "+12065550100" } }',
        ),
  ],
  [
    'whose client lets people choose how to sign in, which nobody said',
    {
      managedLogin: true,
      client: {
        ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      },
    },
    ['code-no-mfa', 'sign-out', 'login-hint'],
    unsaid,
  ],
])('nothing is held against a pool %s', async (_, settings, variants, edit) => {
  await using pool = await existingPool(settings)
  expect(troubles(await runOn(pool, variants, edit))).toEqual([])
})

test('what is said of a client is judged', async () => {
  await using pool = await existingPool()
  const record = await runOn(pool, ['authorization-errors'], (file) =>
    file.replace('oauth: { ', `oauth: { callbackUrls: ["${CALLBACK}"], `),
  )
  expect(troubles(record)).toEqual([])
  expect(verdictOf(record, '3/redirect-uri-slash')).toBe('passed')
  expect(verdictOf(record, '3/code-grant-not-allowed')).toBe('not-applicable')
})
