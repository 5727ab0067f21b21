/**
 * The project's own tests, reported to the terminal and as Allure results (`npx allure generate allure-results`).
 * A conformance run does not read this file: it brings a configuration of its own.
 */
import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * The files that take half a minute or more, the longest first. Vitest starts with the largest files where it remembers
 * no durations, as in CI: beside a long one that came last there would be nothing left to run.
 */
const LONG = [
  'tests/prove/flows.test.ts',
  'tests/prove/attacks.test.ts',
  'tests/zoo/zoo.test.ts',
  'tests/reality/emulators.test.ts',
  'tests/reality/token-validation.test.ts',
  'tests/proofs/repetition.test.ts',
  'tests/proofs/malformed-answers.test.ts',
  'tests/targets/existing-settings.test.ts',
  'tests/prove/prove.test.ts',
  'tests/package/package.test.ts',
  'tests/run/canaries.test.ts',
  'tests/run/stopped-runs.test.ts',
  'tests/proofs/dumb-targets.test.ts',
]

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = LONG.findIndex((name) => moduleId.endsWith(name))
      return at === -1 ? LONG.length : at
    }
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b))
  }
}

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    pool: 'forks',
    // Left to itself, Vitest leaves one processor free. Most of these tests wait for programs that they have started.
    maxWorkers: Math.max(2, availableParallelism()),
    sequence: { sequencer: LongFirst },
    // The second one adds its setup file by itself; named here too, it would run twice and complain of itself.
    reporters: ['default', ['allure-vitest/reporter', { resultsDir: 'allure-results' }]],
  },
})
