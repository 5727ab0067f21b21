/**
 * SAML responses written by hand in canonical form, and signed with `node:crypto` alone: what the reference target's
 * service provider is held against before any identity provider of ours is.
 */

import {
  constants,
  createCipheriv,
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  publicEncrypt,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto'
import { makeCertificate } from '../../fixtures/reference-target/federation/saml/certificate.ts'
import { judgeMessage } from '../../fixtures/reference-target/federation/saml/judge.ts'
import { readMessage } from '../../fixtures/reference-target/federation/saml/read.ts'
import { honestRules, type Rules } from '../../fixtures/reference-target/rules/index.ts'

export const NOW = Date.parse('2026-11-21T12:00:00Z')
export const ENTITY = 'https://idp.example/metadata'
export const AUDIENCE = 'urn:amazon:cognito:sp:us-east-1_abc'
export const HERE = 'https://acme.auth.us-east-1.example/saml2/idpresponse'
export const ASKED = '_request'

export interface Key {
  readonly privateKey: KeyObject
  readonly certificate: string
}

/** A key pair, and a certificate of the target's own making. */
export function key(commonName = 'test', now = NOW): Key {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const signing = { kid: 'k', privateKey, publicKey: createPublicKey(privateKey), n: '', e: '' }
  return { privateKey, certificate: makeCertificate(signing, { commonName, now }) }
}

export const provider = key('provider')
export const stranger = key('stranger')
export const sealing = key('sealing')

export const at = (minutes: number): string => new Date(NOW + minutes * 60_000).toISOString()

export interface AssertionParts {
  id?: string
  issuer?: string
  nameId?: string
  attributes?: readonly (readonly [name: string, ...values: string[]])[]
  audience?: string
  recipient?: string
  inResponseTo?: string | undefined
  notBefore?: string
  notOnOrAfter?: string
  confirmedUntil?: string
  issueInstant?: string
  method?: string
  /** In place of the element of that name. */
  conditions?: string
  subject?: string
  statement?: string
  more?: string
}

const attr = (name: string, value: string | undefined) => (value === undefined ? '' : ` ${name}="${value}"`)

/** An assertion in canonical form. @param signature where the schema puts it */
export function assertion(parts: AssertionParts = {}, signature = ''): string {
  const p = {
    id: '_assertion',
    issuer: ENTITY,
    nameId: 'genuine',
    attributes: [['email', 'genuine@example.com']] as const,
    audience: AUDIENCE,
    recipient: HERE,
    inResponseTo: ASKED,
    notBefore: at(-2),
    notOnOrAfter: at(5),
    confirmedUntil: at(5),
    issueInstant: at(0),
    method: 'urn:oasis:names:tc:SAML:2.0:cm:bearer',
    ...parts,
  }
  const confirmation = `<saml:SubjectConfirmation Method="${p.method}"><saml:SubjectConfirmationData${attr('InResponseTo', p.inResponseTo)}${attr('NotOnOrAfter', p.confirmedUntil)}${attr('Recipient', p.recipient)}></saml:SubjectConfirmationData></saml:SubjectConfirmation>`
  const subject =
    p.subject ?? `<saml:Subject><saml:NameID>${p.nameId}</saml:NameID>${confirmation}</saml:Subject>`
  const conditions =
    p.conditions ??
    `<saml:Conditions${attr('NotBefore', p.notBefore)}${attr('NotOnOrAfter', p.notOnOrAfter)}><saml:AudienceRestriction><saml:Audience>${p.audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>`
  const statement =
    p.statement ??
    `<saml:AuthnStatement AuthnInstant="${at(0)}" SessionIndex="_session"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>`
  const values = p.attributes
    .map(
      ([name, ...all]) =>
        `<saml:Attribute Name="${name}">${all.map((one) => `<saml:AttributeValue>${one}</saml:AttributeValue>`).join('')}</saml:Attribute>`,
    )
    .join('')
  return `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${p.id}" IssueInstant="${p.issueInstant}" Version="2.0"><saml:Issuer>${p.issuer}</saml:Issuer>${signature}${subject}${conditions}${p.more ?? ''}${statement}<saml:AttributeStatement>${values}</saml:AttributeStatement></saml:Assertion>`
}

export interface ResponseParts {
  id?: string
  destination?: string | undefined
  inResponseTo?: string | undefined
  issuer?: string
  status?: string
  extensions?: string
}

export const success =
  '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"></samlp:StatusCode></samlp:Status>'

/** A response in canonical form around its assertion. */
export function response(inside: string, parts: ResponseParts = {}, signature = ''): string {
  const p = { id: '_response', destination: HERE, inResponseTo: ASKED, issuer: ENTITY, ...parts }
  return `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"${attr('Destination', p.destination)} ID="${p.id}"${attr('InResponseTo', p.inResponseTo)} IssueInstant="${at(0)}" Version="2.0"><saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${p.issuer}</saml:Issuer>${signature}${p.extensions ?? ''}${p.status ?? success}${inside}</samlp:Response>`
}

export interface Signing {
  key?: Key
  /** What is digested, where it is not the canonical text itself. */
  digested?: string
  uri?: string
  transforms?: string
  digestMethod?: string
  digestValue?: string
  signatureMethod?: string
  hash?: string
  canonicalization?: string
  /** The canonical `SignedInfo`, changed. */
  info?: (usual: string) => string
  /** The value, changed. */
  value?: (usual: Buffer) => string
  keyInfo?: string
}

const C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#'
export const exclusive = `<ds:Transform Algorithm="${C14N}"></ds:Transform>`
export const enveloped =
  '<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"></ds:Transform>'

/** An enveloped signature over a canonical text. @param id of the element that it signs */
export function signature(id: string, canonical: string, on: Signing = {}): string {
  const { key: by = provider, digested = canonical } = on
  const digest = on.digestValue ?? createHash('sha256').update(digested).digest('base64')
  const usual = `<ds:SignedInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:CanonicalizationMethod Algorithm="${on.canonicalization ?? C14N}"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="${on.signatureMethod ?? 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'}"></ds:SignatureMethod><ds:Reference URI="${on.uri ?? `#${id}`}"><ds:Transforms>${on.transforms ?? enveloped + exclusive}</ds:Transforms><ds:DigestMethod Algorithm="${on.digestMethod ?? 'http://www.w3.org/2001/04/xmlenc#sha256'}"></ds:DigestMethod><ds:DigestValue>${digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>`
  const info = on.info?.(usual) ?? usual
  const made = sign(on.hash ?? 'sha256', Buffer.from(info), by.privateKey)
  const value = on.value?.(made) ?? made.toString('base64')
  const keyInfo =
    on.keyInfo ??
    `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${by.certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>`
  const inside = info.replace(' xmlns:ds="http://www.w3.org/2000/09/xmldsig#"', '')
  return `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#">${inside}<ds:SignatureValue>${value}</ds:SignatureValue>${keyInfo}</ds:Signature>`
}

/** A signed assertion. */
export function signedAssertion(parts: AssertionParts = {}, on: Signing = {}): string {
  return assertion(parts, signature(parts.id ?? '_assertion', assertion(parts), on))
}

/** A response with a signed assertion. */
export function signed(parts: AssertionParts = {}, of: ResponseParts = {}, on: Signing = {}): string {
  return response(signedAssertion(parts, on), of)
}

/** A response that is itself signed, around whatever stands in it. */
export function signedAround(inside: string, of: ResponseParts = {}, on: Signing = {}): string {
  return response(inside, of, signature(of.id ?? '_response', response(inside, of), on))
}

/** An encrypted assertion. @param tamper changes the ciphertext */
export function encrypted(
  xml: string,
  on: {
    cipher?: 'aes-256-cbc' | 'aes-256-gcm'
    to?: Pick<Key, 'certificate'>
    tamper?: (bytes: Buffer) => Buffer
  } = {},
): string {
  const { cipher = 'aes-256-gcm', to = sealing, tamper = (bytes: Buffer) => bytes } = on
  const contentKey = randomBytes(32)
  const iv = randomBytes(cipher === 'aes-256-gcm' ? 12 : 16)
  const make = createCipheriv(cipher as 'aes-256-gcm', contentKey, iv)
  const body = Buffer.concat([make.update(xml), make.final()])
  const tag = cipher === 'aes-256-gcm' ? make.getAuthTag() : Buffer.alloc(0)
  const algorithm =
    cipher === 'aes-256-gcm'
      ? 'http://www.w3.org/2009/xmlenc11#aes256-gcm'
      : 'http://www.w3.org/2001/04/xmlenc#aes256-cbc'
  const wrapped = publicEncrypt(
    {
      key: new X509Certificate(Buffer.from(to.certificate, 'base64')).publicKey,
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: 'sha1',
    },
    contentKey,
  )
  const data = (bytes: Buffer) =>
    `<xenc:CipherData><xenc:CipherValue>${bytes.toString('base64')}</xenc:CipherValue></xenc:CipherData>`
  return `<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"><xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#" Type="http://www.w3.org/2001/04/xmlenc#Element"><xenc:EncryptionMethod Algorithm="${algorithm}"></xenc:EncryptionMethod><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><xenc:EncryptedKey><xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"></xenc:EncryptionMethod>${data(wrapped)}</xenc:EncryptedKey></ds:KeyInfo>${data(tamper(Buffer.concat([iv, body, tag])))}</xenc:EncryptedData></saml:EncryptedAssertion>`
}

/** How a document is judged where nothing else is said. */
export interface Circumstances {
  rules?: Rules
  /** No request: the provider began. */
  asked?: string | undefined
  encrypted?: boolean
  used?: ReadonlyMap<string, number>
  certificates?: readonly string[]
  everybody?: readonly string[]
}

/** Who a document signs in, or the fault that was found. */
export function outcome(xml: string | Buffer, on: Circumstances = {}): string {
  const { rules = honestRules, certificates = [provider.certificate] } = on
  const read = readMessage(rules, Buffer.from(xml), {
    certificates: { provider: certificates, everybody: on.everybody ?? certificates },
    privateKey: sealing.privateKey,
    encrypted: on.encrypted ?? false,
  })
  if ('fault' in read) return `refused: ${read.fault}`
  const judged = judgeMessage(rules, read, {
    provider: ENTITY,
    audience: AUDIENCE,
    here: HERE,
    asked: 'asked' in on ? on.asked : ASKED,
    mapped: ['email'],
    used: on.used ?? new Map(),
    scope: '',
    now: NOW,
  })
  if (typeof judged === 'string') return `refused: ${judged}`
  const email = [judged.identity.claims.get('email') ?? []].flat().join(',')
  return `${judged.identity.subject} ${email}`
}

export const genuine = 'genuine genuine@example.com'
