import { createHmac, getDiffieHellman } from 'node:crypto'
import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Absent, Malformed } from '../../fixtures/protocol/reading.ts'
import { beginSrp, type SrpProofInput, srpTimestamp } from '../../fixtures/protocol/srp.ts'

// The judge: AWS's own client of 2016 to 2024, another hand and other arithmetic.
const require = createRequire(import.meta.url)
const AuthenticationHelper = require('amazon-cognito-identity-js/lib/AuthenticationHelper.js').default
const BigInteger = require('amazon-cognito-identity-js/lib/BigInteger.js').default

function judge(a: bigint, input: Record<keyof SrpProofInput, string>) {
  const poolName = input.poolId.split('_')[1] ?? ''
  const helper = new AuthenticationHelper(poolName)
  helper.smallAValue = new BigInteger(a.toString(16), 16)
  helper.largeAValue = undefined
  let srpA = ''
  helper.getLargeAValue((_: unknown, A: { toString(radix: number): string }) => {
    srpA = A.toString(16)
  })
  let key: Uint8Array = new Uint8Array()
  helper.getPasswordAuthenticationKey(
    input.userIdForSrp,
    input.password,
    new BigInteger(input.srpB, 16),
    new BigInteger(input.salt, 16),
    (_: unknown, hkdf: Uint8Array) => {
      key = hkdf
    },
  )
  const proof = createHmac('sha256', key)
    .update(poolName + input.userIdForSrp)
    .update(Buffer.from(input.secretBlock, 'base64'))
    .update(input.timestamp)
    .digest('base64')
  return { srpA, proof }
}

const input = {
  poolId: 'eu-west-1_aB3xYz9Qp',
  userIdForSrp: '0d3b2c64-7a51-4a0e-9a5b-1f2e3d4c5b6a',
  password: 'Corr3ct-Hörse!',
  salt: '8f1c2d3e4f5a6b7c8d9e0f1a2b3c4d5e',
  srpB: 'c0ffee'.repeat(120),
  secretBlock: Buffer.alloc(900, 'secret block').toString('base64'),
  timestamp: 'Tue May 7 00:09:40 UTC 2025',
}
const bytesOf = (hex: string) => (count: number) => Buffer.from(hex.padStart(2 * count, '0'), 'hex')

describe('SRP', () => {
  test('agrees with AWS’s own client', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 2n ** 256n }),
        fc.bigInt({ min: 1n, max: 2n ** 3072n - 1n }),
        // A salt with its top bit set, or with a leading zero, is padded differently.
        fc.bigInt({ min: 1n, max: 2n ** 128n }),
        fc.string({ unit: 'grapheme', minLength: 1 }),
        (a, B, salt, password) => {
          const mixed = { ...input, srpB: B.toString(16), salt: salt.toString(16), password }
          const ours = beginSrp(bytesOf((a - 1n).toString(16)))
          const theirs = judge(a, mixed)
          expect(ours.srpA).toBe(theirs.srpA)
          expect(ours.proof(mixed)).toBe(theirs.proof)
        },
      ),
      { numRuns: 6, seed: 3, examples: [[2n, 5n, 0x80n, 'x']] },
    )
  })

  test('takes fresh randomness', () => {
    expect(beginSrp().srpA).not.toBe(beginSrp().srpA)
  })

  test('gives a reading where the target sent nonsense', () => {
    const srp = beginSrp()
    const N = getDiffieHellman('modp15').getPrime('hex')
    for (const srpB of ['0', '00', N, `0${N}`, 'xyz', '0x12', 'f'.repeat(10_000)])
      expect(srp.proof({ ...input, srpB })).toBeInstanceOf(Malformed)
    expect(srp.proof({ ...input, srpB: '' })).toBeInstanceOf(Absent)
    expect(srp.proof({ ...input, salt: new Absent('SALT') })).toEqual(new Absent('SALT'))
    expect(srp.proof({ ...input, salt: 'no hex' })).toBeInstanceOf(Malformed)
    // What a SECRET_BLOCK is made of is the target's own matter: it gets it back as it sent it.
    expect(srp.proof({ ...input, secretBlock: '$$$' })).toBeTypeOf('string')
    expect(srp.proof({ ...input, userIdForSrp: new Absent('x') })).toBeInstanceOf(Absent)
  })

  test('writes the time as Cognito reads it', () => {
    expect(srpTimestamp(Date.UTC(2025, 4, 6, 0, 9, 40))).toBe('Tue May 6 00:09:40 UTC 2025')
    expect(srpTimestamp(Date.UTC(2026, 11, 25, 23, 59, 1, 999))).toBe('Fri Dec 25 23:59:01 UTC 2026')
  })
})
