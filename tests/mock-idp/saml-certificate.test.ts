/** Certificates of our own making, read by Node's own cryptography. */
import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { certificate, pem } from '../../mock-idp/saml/certificate.ts'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const notBefore = Date.UTC(2026, 0, 2, 3, 4, 5)
const notAfter = Date.UTC(2049, 11, 31, 23, 59, 59)

describe('a certificate', () => {
  it.each([
    ['RSA', rsa],
    ['EC', ec],
  ] as const)(
    'over an %s key carries its names, dates, key and signature',
    (_, { publicKey, privateKey }) => {
      const der = certificate({ subject: 'one', key: publicKey, signedWith: privateKey, notBefore, notAfter })
      const read = new X509Certificate(pem(der))
      expect(read.raw.equals(der)).toBe(true)
      expect([read.subject, read.issuer]).toEqual(['CN=one', 'CN=one'])
      expect([read.validFromDate.getTime(), read.validToDate.getTime()]).toEqual([notBefore, notAfter])
      expect(read.publicKey.equals(publicKey)).toBe(true)
      expect(read.verify(publicKey)).toBe(true)
    },
  )

  it('may be issued by another, past 2049, under a serial number that is given', () => {
    const wish = { subject: 'leaf', issuer: 'root', key: ec.publicKey, signedWith: rsa.privateKey }
    const later = Date.UTC(2063, 3, 5)
    const serial = Buffer.from('01ff', 'hex')
    const read = new X509Certificate(certificate({ ...wish, notBefore, notAfter: later, serial }))
    expect([read.subject, read.issuer, read.serialNumber]).toEqual(['CN=leaf', 'CN=root', '01FF'])
    expect(read.validToDate.getTime()).toBe(later)
    expect(read.verify(rsa.publicKey)).toBe(true)
    expect(read.verify(ec.publicKey)).toBe(false)
  })

  it('has a serial number of its own', () => {
    const wish = { subject: 'one', key: ec.publicKey, signedWith: ec.privateKey, notBefore, notAfter }
    const serials = [1, 2].map(() => new X509Certificate(certificate(wish)).serialNumber)
    expect(serials[0]).not.toBe(serials[1])
  })
})
