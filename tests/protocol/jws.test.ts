/** Signatures of tokens, verified with a published key set: what holds, and what does not for which reason. */
import * as jose from 'jose'
import { expect, test } from 'vitest'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import { verifySignature } from '../../fixtures/protocol/jws.ts'
import { Absent } from '../../fixtures/protocol/reading.ts'

const published = (value: unknown, status = 200): Answer => ({
  exchange: 0,
  status,
  headers: {},
  body: { kind: 'json', value },
  request: { method: 'GET', url: 'http://127.0.0.1/keys' },
})

const { publicKey, privateKey } = await jose.generateKeyPair('RS512')
const key = { ...(await jose.exportJWK(publicKey)), kid: 'us-east-11', alg: 'RS512' }
const keys = published({ keys: [key] })
const token = await new jose.SignJWT({ sub: 'somebody' })
  .setProtectedHeader({ alg: 'RS512', kid: 'us-east-11' })
  .sign(privateKey)

test('a signature by the published key holds, whatever the token says', async () => {
  expect(await verifySignature(token, keys)).toBe('verified')
})

test('another signature, and another key, do not', async () => {
  const [header, , signature] = token.split('.')
  const other = `${header}.${Buffer.from('{"sub":"somebody else"}').toString('base64url')}.${signature}`
  expect(await verifySignature(other, keys)).toMatch(/^not verified: /)
  const stranger = await jose.generateKeyPair('RS512')
  const strangers = { ...(await jose.exportJWK(stranger.publicKey)), kid: 'us-east-11', alg: 'RS512' }
  expect(await verifySignature(token, published({ keys: [strangers] }))).toMatch(/^not verified: /)
  const elsewhere = published({ keys: [{ ...key, kid: 'us-east-12' }] })
  expect(await verifySignature(token, elsewhere)).toMatch(/^not verified: /)
})

test.for([
  ['no token', new Absent('Token'), keys],
  ['no JWS', 'somebody', keys],
  ['no key set', token, published(null)],
  ['a key set that is a list', token, published([])],
  ['keys that are none', token, published({ keys: [5, null, {}] })],
  ['a refusal', token, published({ keys: [key] }, 403)],
] as const)('%s verifies nothing, and throws nothing', async ([, given, answer]) => {
  expect(await verifySignature(given, answer)).toMatch(/^not verified: /)
})
