/** What `serve reference` says is all that it takes: with its environment and its target file a run conforms. */
import { expect, test } from 'vitest'
import { countOf, run, targetFile } from './program.ts'
import { serveReference } from './served.ts'

/** Gateways of both kinds, let in by a token and by a signature, and objects at the root of the endpoint. */
const variants = ['api-gateway-rest', 'api-gateway-http-iam', 'own-objects']

test('a run of identity pools conforms', { timeout: 120_000 }, async () => {
  const { environment, file, stop } = await serveReference()
  try {
    const chosen = ['--agent', 'http', '--flow', 'identity-pool', '--variant', ...variants]
    const ran = await run(['--target', targetFile(file), '--max-wait', '5', ...chosen], environment)
    const wrong = ran.record.checks.filter(({ verdict }) => !['passed', 'not-applicable'].includes(verdict))
    expect(wrong.map(({ id, reason }) => `${id}: ${reason}`)).toEqual([])
    expect(ran.record.troubles).toEqual([])
    expect(ran.code, ran.stderr).toBe(0)
    for (const variant of variants) expect([variant, ran.hars(variant).length > 0]).toEqual([variant, true])
    expect(countOf(ran.record, 'passed')).toBeGreaterThan(40)
  } finally {
    stop()
  }
})
