/** Whose fault it is that a target refuses what was signed with the target file's credentials. */
import { expect, test } from 'vitest'
import { NotApplicable } from '../../fixtures/flow/not-performed.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import type { Lease } from '../../fixtures/targets/lease.ts'
import { asSigned } from '../../suites/identity-pool/signer.ts'

const answer = (type: string) =>
  ({
    status: 400,
    headers: {},
    body: { kind: 'json', text: '', value: { __type: type } },
  }) as unknown as Answer
const lease = (pool: object) => ({ identityPool: { id: 'us-east-1:0', ...pool } }) as unknown as Lease

test.each([
  ['InvalidSignatureException', 'signing.secretAccessKey'],
  ['UnrecognizedClientException', 'signing.accessKeyId'],
  ['ExpiredTokenException', 'signing.sessionToken'],
  ['AccessDeniedException', 'signing'],
])('%s of a pool that was there before is nobody’s: %s', (type, key) => {
  const act = () => asSigned(answer(type), lease({ existing: true }))
  expect(act).toThrow(NotApplicable)
  expect(act).toThrow(type)
  expect(act).toThrow(key)
})

test('of one that these credentials made it is the target’s, and so is any other refusal', () => {
  const refused = answer('InvalidSignatureException')
  expect(asSigned(refused, lease({}))).toBe(refused)
  const other = answer('ResourceNotFoundException')
  expect(asSigned(other, lease({ existing: true }))).toBe(other)
})
