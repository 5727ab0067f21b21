/**
 * The project's own tests, reported to the terminal and as Allure results (`npx allure generate allure-results`).
 * A conformance run does not read this file: it brings a configuration of its own.
 */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    pool: 'forks',
    // The second one adds its setup file by itself; named here too, it would run twice and complain of itself.
    reporters: ['default', ['allure-vitest/reporter', { resultsDir: 'allure-results' }]],
  },
})
