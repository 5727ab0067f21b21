/** Forgeries about algorithms, keys and headers do what they say: each is taken by a validator that has just that defect. */
import { createHmac, createPublicKey, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { draftOf, type JwtRow } from '../../fixtures/fuzzing/jwt/draft.ts'
import type { Json } from '../../fixtures/fuzzing/model.ts'
import { jwtRows } from '../../suites/token-validation/rows/jwt/all.ts'
import { publishedKeys, publishedKeysFor } from '../../suites/token-validation/rows/jwt/making.ts'
import { BARE, ID, made } from './jwt-scenes.ts'

const row = (id: string): JwtRow => {
  const found = jwtRows.find((one) => one.id === id)
  if (found === undefined) throw new Error(`no row ${id}`)
  return found
}

const read = (text: string | undefined) =>
  JSON.parse(Buffer.from(text ?? '', 'base64url').toString()) as Record<string, never>

/** @param parameter default: the first of the sweep */
function forge(id: string, parameter: Json = row(id).sweep[0]!, scene = ID) {
  const value = made(row(id), parameter, scene)?.value as string
  const [header, payload, signature = ''] = value.split('.')
  return {
    header: read(header),
    payload: read(payload),
    input: Buffer.from(`${header}.${payload}`),
    signature: Buffer.from(signature, 'base64url'),
  }
}

describe('a forgery', () => {
  it('names another user of the pool, or nobody where none is known', () => {
    const other = read(ID.others['other-user']?.split('.')[1])
    expect(forge('none-without-signature').payload).toMatchObject({
      sub: other['sub'],
      'cognito:username': 'bob',
    })
    const { payload } = forge('none-without-signature', undefined, BARE)
    expect(payload['sub']).toMatch(/^00000000-/)
    expect(payload['exp']).toBe(read(BARE.token.split('.')[1])['exp'])
  })

  it('has no signature where it says so', () => {
    const { header, signature } = forge('none-without-signature')
    expect([header['alg'], signature.length]).toEqual(['none', 0])
  })

  it('has a MAC under the bytes of the key that its key id names', () => {
    const [base] = publishedKeysFor(ID)
    const pem = base!.key!.export({ type: 'spki', format: 'pem' })
    const { header, input, signature } = forge('mac-keyed-with-public-pem')
    expect(header).toMatchObject({ alg: 'HS256', kid: base!.jwk['kid'] })
    expect(signature).toEqual(createHmac('sha256', pem).update(input).digest())
    const pkcs1 = base!.key!.export({ type: 'pkcs1', format: 'pem' })
    const rsa = forge('mac-keyed-with-rsa-pem')
    expect(rsa.signature).toEqual(createHmac('sha256', pkcs1).update(rsa.input).digest())
  })

  it('reads the keys of a set as they are spelled', () => {
    for (const { text, jwk } of publishedKeys(ID)) {
      expect(ID.keySet).toContain(text)
      expect(JSON.parse(text)).toEqual(jwk)
    }
    expect(publishedKeys(ID)).toHaveLength(3)
    expect(publishedKeys({ ...ID, keySet: '<html>' })).toEqual([])
  })

  it.each(row('embedded-key').sweep)('is signed with the key that it brings along: %j', (parameter) => {
    const { header, input, signature } = forge('embedded-key', parameter)
    const key = createPublicKey({ key: header['jwk']!, format: 'jwk' })
    const hash = key.asymmetricKeyType === 'ed25519' ? null : 'sha256'
    expect(verify(hash, input, { key, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true)
  })

  it('points at the canary, and at nobody else', () => {
    const hosts = ['jku-elsewhere', 'jku-nearly-the-issuer', 'x5u-nearly-the-issuer'].flatMap((id) =>
      row(id).sweep.map((parameter) => {
        const { header } = forge(id, parameter)
        return String(header['jku'] ?? header['x5u'])
      }),
    )
    const ours =
      /^(http:)?\/\/([^/@]*@)?([^/@]+\.)?canary\.localhost:8080\/|^http:\/\/(127\.0\.0\.1|\[::1\]|169\.254\.0\.1):8080\/|^data:|^file:/
    expect(hosts.filter((address) => !ours.test(address))).toEqual([])
  })
})

describe('what the issuer signed', () => {
  it.each([
    'signed-without-key-id',
    'critical-unknown',
    'other-type',
    'claims-in-header',
    'lenient-header',
    'bytes-after-header',
  ])('has a signature that is right: %s', (id) => {
    const value = made(row(id), row(id).sweep[0]!, ID)?.value as string
    const [header, payload, signature] = value.split('.')
    const { key } = publishedKeysFor(ID)[0]!
    expect(
      verify('sha256', Buffer.from(`${header}.${payload}`), key!, Buffer.from(signature ?? '', 'base64url')),
    ).toBe(true)
  })

  it('is by another algorithm only where the published key says which one is its own', () => {
    const published = (how: Json) => row('sparse-key-set').apply(draftOf(ID), how, ID)!
    const applied = (id: string, how: Json) => row(id).apply(published(how), row(id).sweep[0]!, ID)
    for (const id of ['other-hash', 'other-padding']) {
      expect(applied(id, 'without-algorithm'), id).toBeUndefined()
      expect(applied(id, 'without-use'), id).toBeDefined()
    }
  })

  it('is signed over the payload as it is, where that is not encoded', () => {
    const value = made(row('payload-unencoded'), 'raw', ID)?.value as string
    const [header, payload, signature] = value.split('.')
    expect(JSON.parse(payload ?? '')).toEqual(read(ID.token.split('.')[1]))
    const { key } = publishedKeysFor(ID)[0]!
    expect(
      verify('sha256', Buffer.from(`${header}.${payload}`), key!, Buffer.from(signature ?? '', 'base64url')),
    ).toBe(true)
  })
})
