/**
 * The keys of one SAML provider: two that sign and one for encryption stand in its metadata; what it signed with before
 * the last rotation stands there no more. The signing key is made for the provider alone and never shared, so that
 * two providers of one relying party cannot answer for each other. Foreign keys are nobody's and never published.
 */
import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import type { TenantKeys } from '../control.ts'
import type { KeyRing } from '../keys.ts'
import { certificate } from './certificate.ts'

const generate = promisify(generateKeyPair)
const day = 86_400_000

interface Pair {
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
}

/** A private key with the certificate that goes with it. */
export interface SigningKey extends Pair {
  /** DER. */
  readonly certificate: Buffer
}

export interface ProviderKeys {
  /** Signs what is honest. */
  readonly signing: SigningKey
  /** Published beside it, signs nothing honest: the next in line. Issued by the authority. */
  readonly second: SigningKey
  readonly authority: SigningKey
  /** Published for encryption alone. */
  readonly encryption: SigningKey
  /** The signing key before the last rotation, else one that nobody ever published. */
  readonly retired: SigningKey
  /** Of the size and kind of the signing key, published nowhere. */
  readonly foreign: SigningKey
}

/** A key under a certificate of the provider's own making: a day old, good for ten years. */
const certified = (pair: Pair, subject: string, now: number, authority?: SigningKey): SigningKey => ({
  privateKey: pair.privateKey,
  publicKey: pair.publicKey,
  certificate: certificate({
    subject,
    ...(authority === undefined ? {} : { issuer: 'mock-idp authority' }),
    key: pair.publicKey,
    signedWith: (authority ?? pair).privateKey,
    notBefore: now - day,
    notAfter: now + 3652 * day,
  }),
})

const freshPair = (): Promise<Pair> => generate('rsa', { modulusLength: 2048 })

let outside: Promise<{ foreign: Pair; never: Pair; authority: Pair }> | undefined

/** Pairs that no provider publishes, made once for the process. */
const outsiders = (): NonNullable<typeof outside> => {
  outside ??= Promise.all([freshPair(), freshPair(), freshPair()]).then(([foreign, never, authority]) => ({
    foreign: foreign as Pair,
    never: never as Pair,
    authority: authority as Pair,
  }))
  return outside
}

/**
 * All keys of a provider that opens at `now` (milliseconds since 1970).
 * @param ring of the server; the second key and that for encryption come from it
 */
export const makeKeys = async (ring: KeyRing, now: number): Promise<ProviderKeys> => {
  const [signing, second, encryption, { foreign, never, authority }] = await Promise.all([
    freshPair(),
    ring.rsa(),
    ring.rsa(),
    outsiders(),
  ])
  const root = certified(authority, 'mock-idp authority', now)
  return {
    signing: certified(signing, 'mock-idp signing', now),
    second: certified(second, 'mock-idp next', now, root),
    authority: root,
    encryption: certified(encryption, 'mock-idp encryption', now),
    foreign: certified(foreign, 'mock-idp foreign', now),
    retired: certified(never, 'mock-idp signing', now),
  }
}

const NAMES = ['signing', 'second', 'authority', 'encryption', 'retired', 'foreign'] as const

/** The keys as JSON, and {@link readKeys} back. */
export const shownKeys = (keys: ProviderKeys): NonNullable<TenantKeys['saml']> =>
  eachKey((name) => ({
    privateKey: keys[name].privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: keys[name].certificate.toString('base64'),
  }))

export const readKeys = (shown: NonNullable<TenantKeys['saml']>): ProviderKeys =>
  eachKey((name) => {
    const privateKey = createPrivateKey(shown[name].privateKey)
    const certificate = Buffer.from(shown[name].certificate, 'base64')
    return { privateKey, publicKey: createPublicKey(privateKey), certificate }
  })

const eachKey = <Key>(make: (name: (typeof NAMES)[number]) => Key) =>
  Object.fromEntries(NAMES.map((name) => [name, make(name)])) as Record<(typeof NAMES)[number], Key>

/** The same keys with a new one that signs; the old one is retired. */
export const rotated = async (keys: ProviderKeys, now: number): Promise<ProviderKeys> => ({
  ...keys,
  signing: certified(await freshPair(), 'mock-idp signing', now),
  retired: keys.signing,
})
