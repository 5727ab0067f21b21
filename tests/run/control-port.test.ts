/** How workers reach the run host: with the token, and not without. */
import { expect, test } from 'vitest'
import type { Lender } from '../../fixtures/flow/perform.ts'
import { lenderAt, openControlPort } from '../../scripts/run/control-port.ts'
import { madeUpLease } from '../proofs/lending.ts'

const needs = { pool: { mfa: 'off' }, client: {}, user: {}, does: [] } as const

async function opened(more: Partial<Lender> = {}) {
  const calls: string[] = []
  const port = await openControlPort({
    lacks: { srp: 'not built' },
    salt: 'salt',
    known: 'known',
    beforehand: [{ value: 'a-secret-that-was-there', name: 'secret' }],
    forbidden: { attacks: 'not here' },
    idp: async () => ({ control: 'http://127.0.0.1:9/control', token: 'of-the-mock' }),
    lease: async ({ needs: wanted }) => {
      calls.push('lease')
      return madeUpLease('http://127.0.0.1:9', wanted)
    },
    advance: async (id, seconds) => calls.push(`advance ${id} ${seconds}`),
    readCode: async (id, username) => {
      calls.push(`readCode ${id} ${username}`)
      return { code: '123456' }
    },
    release: async (id) => void calls.push(`release ${id}`),
    secrets: async (entries) => void calls.push(`secrets ${entries.length}`),
    ...more,
  })
  return { ...port, calls, [Symbol.asyncDispose]: port.close }
}

test('a worker borrows as from the lender itself', async () => {
  await using port = await opened()
  const lender = await lenderAt(port.url, port.token)
  expect(lender).toMatchObject({ lacks: { srp: 'not built' }, salt: 'salt', known: 'known' })
  expect(lender.beforehand).toEqual([{ value: 'a-secret-that-was-there', name: 'secret' }])
  expect(lender.forbidden).toEqual({ attacks: 'not here' })
  expect(await lender.idp()).toEqual({ control: 'http://127.0.0.1:9/control', token: 'of-the-mock' })
  const lease = await lender.lease({ flow: 'f', variant: 'v', needs })
  expect(lease).toEqual(madeUpLease('http://127.0.0.1:9', needs))
  expect(await lender.advance('x', 3)).toBe(2)
  expect(await lender.readCode('x', 'ann')).toEqual({ code: '123456' })
  await lender.release('x')
  await lender.secrets([{ value: 'v', name: 'n' }])
  expect(port.calls).toEqual(['lease', 'advance x 3', 'readCode x ann', 'release x', 'secrets 1'])
})

test('what the lender throws comes through in words', async () => {
  await using port = await opened({ lease: () => Promise.reject(new Error('no more users')) })
  const lender = await lenderAt(port.url, port.token)
  await expect(lender.lease({ flow: 'f', variant: 'v', needs })).rejects.toThrow('no more users')
})

test('without the right token nothing is told', async () => {
  await using port = await opened()
  const wrong = [undefined, 'Bearer', `Bearer ${port.token.slice(1)}`, `Bearer ${port.token}x`, port.token]
  for (const authorization of [...wrong, `Bearer ${'A'.repeat(port.token.length)}`]) {
    const response = await fetch(port.url, {
      method: 'POST',
      ...(authorization === undefined ? {} : { headers: { authorization } }),
      body: JSON.stringify({ method: 'lease', args: [{ flow: 'f', variant: 'v', needs }] }),
    })
    expect(response.status).toBe(401)
    expect(await response.text()).toBe('')
  }
  expect(port.calls).toEqual([])
})
