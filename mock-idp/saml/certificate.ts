/**
 * X.509 certificates in DER: what Node's own cryptography reads and cannot write. Version 3, no extensions but a name
 * that says nothing; enough for the keys of a SAML provider, where the certificate is a wrapping of the public key.
 *
 * @see RFC 5280, section 4.1; ITU-T X.690 (DER)
 */
import { createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto'

export interface CertificateWish {
  /** Common name of the subject. */
  readonly subject: string
  /** Common name of the issuer; the subject itself where it is left out. */
  readonly issuer?: string
  /** Of the subject. */
  readonly key: KeyObject
  /** Private, of the issuer. */
  readonly signedWith: KeyObject
  /** Milliseconds since 1970. */
  readonly notBefore: number
  readonly notAfter: number
  /** Positive, most significant byte first. Random where it is left out. */
  readonly serial?: Buffer
}

const der = (tag: number, ...content: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(content)
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body])
  const size = Buffer.from(
    body.length.toString(16).padStart(body.length > 0xffff ? 6 : body.length > 0xff ? 4 : 2, '0'),
    'hex',
  )
  return Buffer.concat([Buffer.from([tag, 0x80 | size.length]), size, body])
}
const sequence = (...content: readonly Buffer[]): Buffer => der(0x30, ...content)

/** The octets of an object identifier, each arc in base 128. */
const oid = (dotted: string): Buffer => {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const arc = (value: number): number[] => {
    const digits = [value & 0x7f]
    for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128))
      digits.unshift((left & 0x7f) | 0x80)
    return digits
  }
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(arc)]))
}

const name = (commonName: string): Buffer =>
  sequence(der(0x31, sequence(oid('2.5.4.3'), der(0x0c, Buffer.from(commonName)))))

/** UTCTime up to the year 2049, GeneralizedTime after it. */
const time = (ms: number): Buffer => {
  const digits = new Date(ms).toISOString().replace(/[-:T]|\.\d+/g, '')
  return Number(digits.slice(0, 4)) < 2050
    ? der(0x17, Buffer.from(digits.slice(2)))
    : der(0x18, Buffer.from(digits))
}

const algorithmOf = (key: KeyObject): Buffer =>
  key.asymmetricKeyType === 'ec'
    ? sequence(oid('1.2.840.10045.4.3.2'))
    : sequence(oid('1.2.840.113549.1.1.11'), der(0x05))

/** A certificate in DER, signed with SHA-256. */
export const certificate = (wish: CertificateWish): Buffer => {
  const serial = wish.serial ?? Buffer.concat([Buffer.from([0x40]), randomBytes(15)])
  const algorithm = algorithmOf(wish.signedWith)
  const toBeSigned = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    algorithm,
    name(wish.issuer ?? wish.subject),
    sequence(time(wish.notBefore), time(wish.notAfter)),
    name(wish.subject),
    (wish.key.type === 'private' ? createPublicKey(wish.key) : wish.key).export({
      type: 'spki',
      format: 'der',
    }),
  )
  const signature = sign('sha256', toBeSigned, wish.signedWith)
  return sequence(toBeSigned, algorithm, der(0x03, Buffer.from([0]), signature))
}

/** A certificate in PEM, lines of 64. */
export const pem = (certificateDer: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${certificateDer.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`
