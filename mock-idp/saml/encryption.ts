/**
 * XML Encryption of a string to a public certificate: a fresh key for the data, wrapped by RSA. Whatever the string
 * is; nobody asks whether it is an assertion.
 *
 * @see XML Encryption Syntax and Processing 1.1, sections 4.4, 5.2 and 5.5; SAML 2.0 Core, section 2.3.4
 */
import { constants, createCipheriv, publicEncrypt, randomBytes, X509Certificate } from 'node:crypto'
import { bare, bound, element, ns } from './xml.ts'

export const cipher = {
  aes128Cbc: 'http://www.w3.org/2001/04/xmlenc#aes128-cbc',
  aes256Cbc: 'http://www.w3.org/2001/04/xmlenc#aes256-cbc',
  aes128Gcm: 'http://www.w3.org/2009/xmlenc11#aes128-gcm',
  aes256Gcm: 'http://www.w3.org/2009/xmlenc11#aes256-gcm',
  oaep: 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p',
  rsa15: 'http://www.w3.org/2001/04/xmlenc#rsa-1_5',
} as const

export interface Sealing {
  /** AES-256 in CBC mode where it is left out. */
  readonly data?: string
  /** OAEP with SHA-1 where it is left out. */
  readonly key?: string
  /** Changes the octets of the ciphertext, with its initialization vector before and its tag behind. */
  readonly tamper?: (octets: Buffer) => Buffer
  /** XML in place of `CipherValue` of the data. */
  readonly cipherData?: string
  /** Of `EncryptedData`: an element unless another is named. */
  readonly type?: string
}

const encrypted = (plain: string, key: Buffer, method: string): Buffer => {
  const bits = key.length * 8
  if (method.endsWith('gcm')) {
    const vector = randomBytes(12)
    const aes = createCipheriv(bits === 128 ? 'aes-128-gcm' : 'aes-256-gcm', key, vector)
    return Buffer.concat([vector, aes.update(plain, 'utf8'), aes.final(), aes.getAuthTag()])
  }
  const vector = randomBytes(16)
  const aes = createCipheriv(`aes-${bits}-cbc`, key, vector)
  return Buffer.concat([vector, aes.update(plain, 'utf8'), aes.final()])
}

const xenc = (
  local: string,
  attributes: Readonly<Record<string, string | undefined>>,
  ...inside: string[]
): string => element(`xenc:${local}`, attributes, ...inside)

/** The element `EncryptedData`. @param certificate X.509 of the one who shall read it, PEM or Base64 of DER */
export const encryptedData = (plain: string, certificate: string, sealing: Sealing = {}): string => {
  const data = sealing.data ?? cipher.aes256Cbc
  const wrapping = sealing.key ?? cipher.oaep
  const key = randomBytes(data.includes('aes128') ? 16 : 32)
  const reader = new X509Certificate(Buffer.from(bare(certificate), 'base64')).publicKey
  const padding = wrapping === cipher.rsa15 ? constants.RSA_PKCS1_PADDING : constants.RSA_PKCS1_OAEP_PADDING
  const wrapped = publicEncrypt({ key: reader, padding, oaepHash: 'sha1' }, key).toString('base64')
  const octets = encrypted(plain, key, data)
  const value = (sealing.tamper?.(octets) ?? octets).toString('base64')
  const digestMethod =
    wrapping === cipher.oaep ? element('ds:DigestMethod', { Algorithm: `${ns.signature}sha1` }) : ''
  return xenc(
    'EncryptedData',
    { ...bound('xenc', ns.encryption), Type: sealing.type ?? `${ns.encryption}Element` },
    xenc('EncryptionMethod', { Algorithm: data }),
    element(
      'ds:KeyInfo',
      bound('ds', ns.signature),
      xenc(
        'EncryptedKey',
        {},
        xenc('EncryptionMethod', { Algorithm: wrapping }, digestMethod),
        xenc('CipherData', {}, xenc('CipherValue', {}, wrapped)),
      ),
    ),
    xenc('CipherData', {}, sealing.cipherData ?? xenc('CipherValue', {}, value)),
  )
}

/** An encrypted assertion, or whatever else the text is. */
export const encryptedAssertion = (plain: string, certificate: string, sealing?: Sealing): string =>
  element('saml:EncryptedAssertion', bound('saml', ns.assertion), encryptedData(plain, certificate, sealing))
