/** What a proof says of faults: what they name is there, what they name wrongly is missed, and what else catches them is found. */
import { expect, test } from 'vitest'
import { faults, identity } from '../../fixtures/reference-target/faults/index.ts'
import { discover, prove } from '../../scripts/prove/prove.ts'
import { catalogue } from './proving.ts'

const ids = new Set(catalogue.checks.map(({ check }) => check.id))

test('every check that a fault names is in the catalogue', () => {
  for (const { id, caughtBy } of faults) {
    expect(caughtBy.length, `${id} names what must catch it`).toBeGreaterThan(0)
    expect(
      caughtBy.filter((check) => !ids.has(check)),
      id,
    ).toEqual([])
  }
})

test('a fault that names the wrong check is not caught, and its checks are left without a killer', async () => {
  const wrong = { id: 'wrong-code-as-not-authorized', caughtBy: ['api-authentication/6/challenge-name'] }
  const right = { id: wrong.id, caughtBy: ['api-authentication/9/wrong-code-type'] }
  const proof = await prove(catalogue, [wrong, right], { jobs: 2 })
  expect(proof.faults.map(({ caught }) => caught)).toEqual([false, true])
  expect(proof.faults[0]?.missed[0]?.why).toContain('is passed [password-totp]')
  const bare = proof.withoutKiller.map(({ check }) => check)
  expect(bare).toContain('api-authentication/6/challenge-name')
  expect(bare).not.toContain('api-authentication/9/wrong-code-type')
})

test('discovery finds every check that catches a fault, the ones it names among them', async () => {
  const fault = faults.find(({ id }) => id === 'session-never-ends')
  // Of the flow whose rule it bends: to walk all that attacks takes a minute.
  const variants = catalogue.variants.filter(({ variant }) => variant.flow.id === fault?.flow)
  const [found] = await discover({ ...catalogue, variants }, [fault ?? identity], 1)
  expect(found?.bent).toBeGreaterThan(0)
  expect(found?.errored).toEqual([])
  expect(found?.caughtBy).toEqual(expect.arrayContaining([...(fault?.caughtBy ?? ['none'])]))
})
