/** Time-based one-time passwords as authenticator apps make them: RFC 6238 with SHA-1, 30 seconds, six digits. */
import { createHmac, timingSafeEqual } from 'node:crypto'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** @throws {Error} where the text holds a character that Base32 (RFC 4648 section 6) does not have */
export function fromBase32(text: string): Buffer {
  const bytes: number[] = []
  let bits = 0
  let held = 0
  for (const character of text.toUpperCase().replace(/[\s=]/g, '')) {
    const value = ALPHABET.indexOf(character)
    if (value < 0) throw new Error('a TOTP secret is Base32: letters A to Z and digits 2 to 7')
    held = (held << 5) | value
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes.push((held >> bits) & 0xff)
      held &= (1 << bits) - 1
    }
  }
  return Buffer.from(bytes)
}

export function totpCode(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = mac[mac.length - 1]! & 0x0f
  const number = mac.readUInt32BE(offset) & 0x7fffffff
  return String(number % 1_000_000).padStart(6, '0')
}

/** One step before and after counts too (RFC 6238 section 5.2). @param at milliseconds since 1970 */
export function isTotpCode(secret: string, code: string, at: number): boolean {
  const key = fromBase32(secret)
  const given = Buffer.from(code.trim())
  const step = Math.floor(at / 30_000)
  return [step - 1, step, step + 1].some((candidate) => {
    const right = Buffer.from(totpCode(key, candidate))
    return right.length === given.length && timingSafeEqual(right, given)
  })
}
