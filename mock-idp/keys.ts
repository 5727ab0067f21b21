/**
 * Keys, made ahead of need: an RSA pair takes a tenth of a second, which no request should wait for.
 *
 * A ring of RSA pairs is filled in the background from the start of the server; whoever asks gets the next one, and
 * after the last the first again. Twelve neighbours always differ, so that two providers of one relying party, and a
 * provider and the stranger who forges its tokens, never share one.
 */
import { generateKeyPair, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'

export interface KeyPair {
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  /** Distinct for each time that a pair is handed out. */
  readonly kid: string
}

export interface KeyRing {
  /** 2048 bits. */
  readonly rsa: () => Promise<KeyPair>
  /** RSA, of somebody who is no provider: always the same pair, that no tenant ever gets. */
  readonly stranger: () => Promise<KeyPair>
  readonly ec: (namedCurve?: 'P-256' | 'P-384' | 'P-521' | 'secp256k1') => KeyPair
}

const SIZE = 12
const generate = promisify(generateKeyPair)

export function keyRing(size = SIZE): KeyRing {
  // One after the other, so that the first tenant does not wait for all of them; the stranger's before any.
  const stranger = generate('rsa', { modulusLength: 2048 }).then((pair) => ({ ...pair, kid: newKid() }))
  const ring: Promise<Omit<KeyPair, 'kid'>>[] = []
  let last: Promise<unknown> = stranger
  for (let n = 0; n < size; n++) {
    const made = last.then(() => generate('rsa', { modulusLength: 2048 }))
    ring.push(made)
    last = made
  }
  // Whoever asks for a pair is told why there is none; nobody asking is no reason to end the process.
  last.catch(() => {})
  let next = 0
  return {
    stranger: () => stranger,
    async rsa() {
      const pair = await ring[next++ % size]!
      return { ...pair, kid: newKid() }
    },
    ec(namedCurve = 'P-256') {
      return { ...generateKeyPairSync('ec', { namedCurve }), kid: newKid() }
    },
  }
}

function newKid(): string {
  return randomBytes(9).toString('base64url')
}
