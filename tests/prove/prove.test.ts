/** The proof itself: nothing is caught where nothing is bent, every fault is caught, and every check catches one. */
import { expect, test } from 'vitest'
import { NEEDS_BROWSER } from '../../fixtures/actors/cannot-go-on.ts'
import { faults, identity } from '../../fixtures/reference-target/faults/index.ts'
import type { CheckResult } from '../../reports/record.ts'
import { loadCatalogue } from '../../scripts/catalogue.ts'
import { discover, prove } from '../../scripts/prove/prove.ts'
import { held, openProvingGround } from '../../scripts/prove/trial.ts'
import { wholeTrial } from '../../scripts/prove/trials.ts'

const catalogue = await loadCatalogue()
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

/** Proofs run without a browser; what only one can see is judged in a run. */
const wantsBrowser = ({ verdict, reason = '' }: CheckResult): boolean =>
  verdict === 'not-applicable' && reason.includes(NEEDS_BROWSER)

test('an identity fault is caught by nothing', async () => {
  const ground = await openProvingGround(JSON.stringify(catalogue.checks))
  try {
    for (const variant of catalogue.variants) {
      const trials = []
      for (const { variant: one, bound } of wholeTrial(catalogue, variant))
        trials.push(await ground.try(one, identity.id, bound))
      expect(trials.map(({ bent }) => bent)).toEqual(trials.map(() => 0))
      const results = held(trials)[0]?.results ?? []
      expect(results.length).toBe(variant.script.checks.length)
      expect(results.filter((one) => one.verdict !== 'passed' && !wantsBrowser(one))).toEqual([])
    }
  } finally {
    await ground.close()
  }
}, 600_000)

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
  const [found] = await discover(catalogue, [fault ?? identity], 1)
  expect(found?.bent).toBeGreaterThan(0)
  expect(found?.errored).toEqual([])
  expect(found?.caughtBy).toEqual(expect.arrayContaining([...(fault?.caughtBy ?? ['none'])]))
})

test('every fault is caught by each check that it names, and every required and observed check catches one', async () => {
  const proof = await prove(catalogue, faults, { jobs: 3 })
  expect(proof.faults.filter(({ caught }) => !caught)).toEqual([])
  expect(proof.withoutKiller).toEqual([])
}, 900_000)
