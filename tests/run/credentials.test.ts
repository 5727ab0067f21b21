/**
 * Identity pools as users run them, at a target behind a proxy of ours that hears all that is said: no credentials, and
 * nothing that credentials are given for, is in what the run wrote, nor any run of sixteen characters of it, nor of it in another encoding.
 */
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { expect, test } from 'vitest'
import { ReferenceProgram } from '../../fixtures/targets/reference.ts'
import { windowsIn, windowsOf } from './canary.ts'
import { countOf, filesIn, run, targetFile } from './program.ts'
import { eavesdropper, secretsIn } from './wire.ts'

/** Of each kind of proof one, the basic flow with its XML, requests that are signed wrongly, and gateways of each kind. */
const variants = [
  ...['user-pool-token', 'saml-assertion', 'oidc-token', 'social-token-facebook', 'developer-authenticated'],
  ...['basic-flow', 'signatures', 'role-none', 'api-gateway-rest', 'api-gateway-http-iam'],
]

test('no credentials stay behind', { timeout: 240_000 }, async () => {
  const program = await ReferenceProgram.start()
  try {
    const { endpoint, region, accessKeyId, secretAccessKey } = await program.open()
    await using wire = await eavesdropper(endpoint)
    const file = targetFile(`name: overheard
kind: endpoint
claims: [identity-pool]
region: ${region}
endpoints: { cognitoIdp: "${wire.url}", s3: "{endpoint}/s3", executeApi: "{endpoint}/execute-api/{apiId}/{stage}" }
issuer: "${endpoint}/{userPoolId}"
signing: { accessKeyId: "\${KEY_ID}", secretAccessKey: "\${SECRET}" }
provision: true
clock: none
`)
    const environment = { KEY_ID: accessKeyId, SECRET: secretAccessKey }
    const ran = await run(
      ['--target', file, '--agent', 'http', '--flow', 'identity-pool', '--variant', ...variants],
      environment,
    )
    expect(ran.record.troubles).toEqual([])
    const troubled = ran.record.checks.filter(
      ({ verdict }) => !['passed', 'not-applicable'].includes(verdict),
    )
    expect(troubled.map(({ id, reason }) => `${id}: ${reason}`)).toEqual([])
    expect(countOf(ran.record, 'passed')).toBeGreaterThan(150)
    const secrets = secretsIn(wire.heard)
    // They were all on the wire: else the rest proves nothing.
    expect(Object.entries(secrets).filter(([, values]) => values.size === 0)).toEqual([])
    const windows = windowsOf(Object.values(secrets).flatMap((values) => [...values]))
    const written = filesIn(ran.out).map((path) => [relative(ran.out, path), readFileSync(path, 'utf8')])
    const leaks = [['stdout', ran.stdout], ['stderr', ran.stderr], ...written].flatMap(([name, text = '']) =>
      windowsIn(text, windows).map((found) => `${name}: ${found}`),
    )
    // What it is that finds leaks finds what is not secret.
    expect(written.some(([, text = '']) => windowsIn(text, windowsOf([wire.url])).length > 0)).toBe(true)
    expect(leaks.slice(0, 20)).toEqual([])
  } finally {
    await program.stop()
  }
})
