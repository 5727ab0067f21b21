/**
 * Secrets planted in a run against an existing pool are in no file that it wrote and on no screen, whatever the target
 * does with them: this one hands back everything that it is sent, in many encodings.
 */
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { test } from 'vitest'
import { formsOf, leaksIn } from './canary.ts'
import { cli, endpoint, filesIn, httpTarget, run } from './program.ts'

const planted = {
  password: 'Canary-Pässword-7&"<q',
  'client secret': '1canaryclientsecret0aq3b5c7d9e1f3g5h7i9j1k3l5m7n9',
  'TOTP secret': 'KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU',
}
const minted = {
  session: `AYABe-canary-session-${'s3ss10n'.repeat(6)}`,
  'access token': tokenOf('access-canary'),
  'ID token': tokenOf('id-canary'),
  'refresh token': `eyJjdHkiOiJKV1QifQ.canary-refresh.${'r3fr3sh'.repeat(8)}`,
}

function tokenOf(name: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'RS256', kid: 'k' })}.${part({ sub: name, token_use: name })}.${Buffer.from(`${name} signature `.repeat(4)).toString('base64url')}`
}

const user = (name: string, more: string) => `
    - username: ${name}
      password: "\${CANARY_PASSWORD}"
      totpSecret: "\${CANARY_TOTP_SECRET}"
      suffers: [signs-in, fails-sign-ins, revokes]
      ${more}`

const file = `
clock: wait
existing:
  userPool: { id: us-east-1_Existing0, mfa: optional }
  clients:
    - { id: 0existingclient00000000001, secret: "\${CANARY_CLIENT_SECRET}" }
    - { id: 0existingclient00000000002, accessTokenValidity: 600, idTokenValidity: 1200 }
    - { id: 0existingclient00000000003 }
  users: ${user('one', '')} ${user('two', 'groups: [a, b]\n      attributes: { email: two@example.com, email_verified: "true" }')}
`

// Each code of an authenticator is good once: several 30 second steps have to pass, which all can wait for at once.
test.concurrent.for(['confidential-client', 'password-totp'])(
  'no secret leaves: %s',
  { timeout: 240_000 },
  async (variant, { expect }) => {
    const given = new Set<string>()
    const codes = new Set<string>()
    const heard: string[] = []
    const url = await httpTarget((request, response, body) => {
      if (request.method === 'GET') return void response.writeHead(404).end()
      heard.push(body)
      const operation = String(request.headers['x-amz-target']).split('.')[1]
      const input = JSON.parse(body) as {
        AuthFlow?: string
        Session?: string
        AuthParameters?: Record<string, string>
        ChallengeResponses?: Record<string, string>
      }
      const code = input.ChallengeResponses?.['SOFTWARE_TOKEN_MFA_CODE']
      if (code !== undefined) codes.add(code)
      const json = (status: number, value: object) =>
        response
          .writeHead(status, { 'content-type': 'application/x-amz-json-1.1' })
          .end(JSON.stringify(value))
      if (operation === 'InitiateAuth' && input.AuthParameters?.['PASSWORD'] === planted.password) {
        given.add(minted.session)
        return void json(200, {
          ChallengeName: 'SOFTWARE_TOKEN_MFA',
          Session: minted.session,
          ChallengeParameters: { FRIENDLY_DEVICE_NAME: planted.password },
        })
      }
      if (operation === 'RespondToAuthChallenge' && input.Session === minted.session) {
        for (const value of Object.values(minted)) given.add(value)
        return void json(200, {
          AuthenticationResult: {
            AccessToken: minted['access token'],
            IdToken: minted['ID token'],
            RefreshToken: minted['refresh token'],
            ExpiresIn: 3600,
            TokenType: 'Bearer',
          },
          // In places where nobody looks for them.
          ChallengeParameters: { debug: `${minted['refresh token']} ${planted['client secret']}` },
        })
      }
      // Codes are short: they are hidden where they stand, and not by value.
      const spoken = codes.size === 0 ? body : body.replaceAll(new RegExp([...codes].join('|'), 'g'), 'code')
      const all = [...Object.values(planted), ...given]
      json(400, {
        __type: 'NotAuthorizedException',
        message: `You sent ${spoken}, and I know ${all.flatMap((value) => Object.values(formsOf(value)).filter((form) => form !== [...value].reverse().join(''))).join(' ')}`,
      })
    })
    const environment = {
      CANARY_PASSWORD: planted.password,
      CANARY_CLIENT_SECRET: planted['client secret'],
      CANARY_TOTP_SECRET: planted['TOTP secret'],
    }
    const ran = await run(
      ['--target', endpoint(url, file), '--max-wait', '5', '--variant', variant],
      environment,
    )
    expect(ran.record.troubles).toEqual([])
    expect(ran.code).toBe(1)

    // They were all on the wire: else the rest proves nothing.
    const wire = heard.join('\n')
    expect(wire).toContain(JSON.stringify(planted.password))
    expect(codes.size).toBeGreaterThan(0)
    if (variant === 'password-totp')
      for (const name of ['access token', 'refresh token', 'session'] as const)
        expect(wire).toContain(minted[name])

    const again = await cli(['report', ran.out], environment)
    const written = Object.fromEntries(
      filesIn(ran.out).map((path) => [relative(ran.out, path), readFileSync(path, 'utf8')]),
    )
    expect(Object.keys(written)).toEqual(expect.arrayContaining(['run.json', 'index.html', 'junit.xml']))
    const shown = {
      stdout: ran.stdout,
      stderr: ran.stderr,
      'report, stdout': again.stdout,
      'report, stderr': again.stderr,
    }
    const leaks = Object.entries({ ...written, ...shown }).flatMap(([name, text]) => [
      ...leaksIn(text, { ...planted, ...minted }).map((leak) => `${name}: ${leak}`),
      ...[...codes]
        .filter((code) => new RegExp(`(?<![\\d.])${code}(?!\\d)`).test(text))
        .map(() => `${name}: a TOTP code`),
    ])
    expect(leaks).toEqual([])
  },
)
