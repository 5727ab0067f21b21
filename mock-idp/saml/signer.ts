/**
 * XML signatures from parts: canonical bytes, names of algorithms, references and transforms come in as data, nothing is
 * looked up, parsed or put right. So it signs what no library would.
 *
 * @see XML Signature Syntax and Processing 1.1, sections 4 and 6; RFC 9231
 */
import { constants, createHash, createHmac, type KeyObject, sign } from 'node:crypto'
import { element, ns } from './xml.ts'

export const algorithm = {
  exclusive: 'http://www.w3.org/2001/10/xml-exc-c14n#',
  exclusiveWithComments: 'http://www.w3.org/2001/10/xml-exc-c14n#WithComments',
  inclusive: 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
  enveloped: 'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
  base64: 'http://www.w3.org/2000/09/xmldsig#base64',
  xslt: 'http://www.w3.org/TR/1999/REC-xslt-19991116',
  xpath: 'http://www.w3.org/TR/1999/REC-xpath-19991116',
  xpathFilter: 'http://www.w3.org/2002/06/xmldsig-filter2',
  rsaSha256: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  rsaSha1: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
  rsaMd5: 'http://www.w3.org/2001/04/xmldsig-more#rsa-md5',
  rsaSha384: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha384',
  rsaSha512: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
  rsaPss: 'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1',
  hmacSha1: 'http://www.w3.org/2000/09/xmldsig#hmac-sha1',
  hmacSha256: 'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256',
  sha1: 'http://www.w3.org/2000/09/xmldsig#sha1',
  sha256: 'http://www.w3.org/2001/04/xmlenc#sha256',
  sha512: 'http://www.w3.org/2001/04/xmlenc#sha512',
  md5: 'http://www.w3.org/2001/04/xmldsig-more#md5',
} as const

const hashes: Readonly<Record<string, string>> = {
  [algorithm.sha1]: 'sha1',
  [algorithm.sha256]: 'sha256',
  [algorithm.sha512]: 'sha512',
  [algorithm.md5]: 'md5',
  [algorithm.rsaSha256]: 'sha256',
  [algorithm.rsaSha1]: 'sha1',
  [algorithm.rsaMd5]: 'md5',
  [algorithm.rsaSha384]: 'sha384',
  [algorithm.rsaSha512]: 'sha512',
  [algorithm.rsaPss]: 'sha256',
  [algorithm.hmacSha1]: 'sha1',
  [algorithm.hmacSha256]: 'sha256',
}
const hashOf = (uri: string): string => hashes[uri] ?? 'sha256'

/** Base64 of the digest; an algorithm that nobody knows digests as SHA-256. */
export const digest = (bytes: string | Buffer, method: string = algorithm.sha256): string =>
  createHash(hashOf(method)).update(bytes).digest('base64')

/** Base64 of the value that an asymmetric algorithm gives over canonical bytes. */
export const signatureValue = (
  bytes: string | Buffer,
  key: KeyObject,
  method: string = algorithm.rsaSha256,
): string => {
  const padding =
    method === algorithm.rsaPss
      ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : {}
  return sign(hashOf(method), Buffer.from(bytes), { key, dsaEncoding: 'ieee-p1363', ...padding }).toString(
    'base64',
  )
}

/** Base64 of the HMAC, cut to a number of bits. */
export const macOf = (bytes: string, secret: Buffer | string, method: string, bits?: number): string => {
  const mac = createHmac(hashOf(method), secret).update(bytes).digest()
  return (bits === undefined ? mac : mac.subarray(0, Math.ceil(bits / 8))).toString('base64')
}

export interface Transform {
  readonly algorithm: string
  /** XML inside it, canonical where the namespace of signatures is bound to `ds`. */
  readonly inside?: string
}

export interface Reference {
  /** Undefined: without the attribute. */
  readonly uri: string | undefined
  /** None: without the element `Transforms`. */
  readonly transforms?: readonly Transform[]
  readonly digestMethod?: string
  /** Base64, or XML. */
  readonly digestValue: string
  readonly type?: string
}

export interface SignedInfo {
  readonly canonicalization?: Transform
  /** Undefined: without the attribute `Algorithm`. */
  readonly method?: string | undefined
  /** XML inside `SignatureMethod`. */
  readonly insideMethod?: string
  readonly references: readonly Reference[]
}

const ds = (
  local: string,
  attributes: Readonly<Record<string, string | undefined>>,
  ...inside: string[]
): string => element(`ds:${local}`, attributes, ...inside)

const transformXml = (name: string, { algorithm: uri, inside }: Transform): string =>
  ds(name, { Algorithm: uri }, inside ?? '')

const referenceXml = (reference: Reference): string =>
  ds(
    'Reference',
    { URI: reference.uri, Type: reference.type },
    reference.transforms === undefined
      ? ''
      : ds('Transforms', {}, ...reference.transforms.map((each) => transformXml('Transform', each))),
    ds('DigestMethod', { Algorithm: reference.digestMethod ?? algorithm.sha256 }),
    ds('DigestValue', {}, reference.digestValue),
  )

const insideSignedInfo = (info: SignedInfo): string[] => [
  transformXml('CanonicalizationMethod', info.canonicalization ?? { algorithm: algorithm.exclusive }),
  ds(
    'SignatureMethod',
    { Algorithm: 'method' in info ? info.method : algorithm.rsaSha256 },
    info.insideMethod ?? '',
  ),
  ...info.references.map(referenceXml),
]

/** As it stands inside a signature. */
export const signedInfoXml = (info: SignedInfo): string => ds('SignedInfo', {}, ...insideSignedInfo(info))

/** As it is signed: with the namespace that it inherits. */
export const canonicalSignedInfo = (info: SignedInfo): string =>
  ds('SignedInfo', { 'xmlns:ds': ns.signature }, ...insideSignedInfo(info))

/** `KeyInfo` that shows certificates in DER. */
export const keyInfo = (...certificates: readonly Buffer[]): string =>
  ds(
    'KeyInfo',
    {},
    ds('X509Data', {}, ...certificates.map((der) => ds('X509Certificate', {}, der.toString('base64')))),
  )

/** A signature from finished parts. */
export const signatureXml = (signedInfo: string, value: string, after = ''): string =>
  ds('Signature', { 'xmlns:ds': ns.signature }, signedInfo, ds('SignatureValue', {}, value), after)

export const usualTransforms: readonly Transform[] = [
  { algorithm: algorithm.enveloped },
  { algorithm: algorithm.exclusive },
]

/** The one reference of SAML: an identifier, enveloped, exclusive. */
export const usualReference = (id: string, canonical: string): Reference => ({
  uri: `#${id}`,
  transforms: usualTransforms,
  digestValue: digest(canonical),
})
