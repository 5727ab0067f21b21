/** Allure results, read back from the disk. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestResult } from 'allure-js-commons'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeAllureResults } from '../../reports/allure.ts'
import { exampleRecord } from './example-record.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'allure-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const folder = () => join(dir, 'allure-results')
const names = () => readdirSync(folder()).toSorted()
const results = (): TestResult[] =>
  names()
    .filter((name) => name.endsWith('-result.json'))
    .map((name) => JSON.parse(readFileSync(join(folder(), name), 'utf8')))
const find = (fullName: string) => results().find((result) => result.fullName === fullName)!
const labels = (result: TestResult, name: string) =>
  result.labels.filter((label) => label.name === name).map((label) => label.value)

test('one result a check, in the words of Allure', () => {
  const { record, hars } = exampleRecord()
  writeAllureResults(dir, { record, hars })
  const all = results()
  expect(all).toHaveLength(record.totals.planned)
  const count = (status: string) => all.filter((result) => result.status === status).length
  const { totals } = record
  expect(count('passed')).toBe(totals.passed)
  expect(count('failed')).toBe(totals.failed + totals.unexpectedPass)
  expect(count('broken')).toBe(totals.blocked + totals.indeterminate + totals.errored)
  expect(count('skipped')).toBe(totals.notApplicable + totals.expectedFailure)
  expect(new Set(all.map(({ historyId }) => historyId)).size).toBe(all.length)
})

test('a result says where it belongs, why, and on what it stands', () => {
  writeAllureResults(dir, exampleRecord())
  const result = find('api-authentication/10/aud-is-client [password-totp]')
  expect(labels(result, 'epic')).toEqual(['User pool API authentication with an AWS SDK'])
  expect(labels(result, 'feature')).toEqual(["10. The user pool responds with the user's JWTs."])
  expect(labels(result, 'story')).toEqual(['aud-is-client'])
  expect(labels(result, 'severity')).toEqual(['critical'])
  expect(labels(result, 'tag')).toContain('password-totp')
  expect(result.links[0]?.url).toContain('docs.aws.amazon.com')
  expect(result.statusDetails.message).toBe(
    'failed: expected the claim aud to be the client id, received none',
  )
  expect(result.steps.map(({ name }) => Number.parseInt(name!, 10))).toEqual(
    Array.from({ length: 15 }, (_, i) => i + 1),
  )
  const [attachment] = result.attachments
  expect(attachment).toMatchObject({ type: 'text/plain', name: expect.stringContaining('exchange 1: POST') })
  const text = readFileSync(join(folder(), attachment!.source), 'utf8')
  expect(text).toContain('x-amz-target: AWSCognitoIdentityProviderService.RespondToAuthChallenge')
  expect(text).toContain('[redacted access token 1]')
})

test('a step that did not happen is broken, with the reason', () => {
  writeAllureResults(dir, exampleRecord())
  const { steps } = find('api-authentication/6/challenge-name [admin-password-totp]')
  expect(steps[3]).toMatchObject({
    status: 'broken',
    statusDetails: { message: 'UnknownOperationException' },
  })
})

test('made again it is the same, and foreign files stay', () => {
  const { record, hars } = exampleRecord()
  writeAllureResults(dir, { record, hars })
  const before = names()
  writeAllureResults(dir, { record, hars })
  expect(names()).toEqual(before)
  writeFileSync(join(folder(), 'foreign-result.json'), '{}')
  writeAllureResults(dir, { record: { ...record, checks: [] }, hars })
  expect(names()).toEqual(['environment.properties', 'foreign-result.json'])
})

test('no file holds a character that a terminal obeys', () => {
  writeAllureResults(dir, exampleRecord())
  for (const name of names()) {
    const lines = readFileSync(join(folder(), name), 'utf8').split('\n')
    for (const line of lines) expect(line, name).not.toMatch(/\p{Cc}/u)
  }
})
