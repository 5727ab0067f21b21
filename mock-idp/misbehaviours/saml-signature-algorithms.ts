/** With which algorithm it was signed: a public key as a shared secret, a truncated value, a weak or a mislabelled one. */
import { createPublicKey, type KeyObject, publicEncrypt, X509Certificate } from 'node:crypto'
import { pem } from '../saml/certificate.ts'
import { idOf, type Manner, signatureOver, signed, signedAssertion } from '../saml/compose.ts'
import { clauses, rows } from '../saml/define.ts'
import { assertionXml, responseXml } from '../saml/draft.ts'
import type { SamlMisbehaviour, Scene } from '../saml/scene.ts'
import {
  algorithm,
  digest,
  keyInfo,
  macOf,
  type SignedInfo,
  signatureValue,
  usualTransforms,
} from '../saml/signer.ts'
import { bare, element, ns } from '../saml/xml.ts'

const spki = (key: KeyObject): KeyObject => (key.type === 'private' ? createPublicKey(key) : key)

/** What a careless verifier may take for the secret: the forms in which it holds the provider's public key. */
const secrets: readonly (readonly [id: string, says: string, of: (s: Scene) => string | Buffer])[] = [
  ['certificate-pem', 'the certificate as PEM text', (s) => pem(s.keys.signing.certificate)],
  [
    'certificate-pem-trimmed',
    'the certificate as PEM text without final line break',
    (s) => pem(s.keys.signing.certificate).trimEnd(),
  ],
  ['certificate-der', 'the certificate as DER', (s) => s.keys.signing.certificate],
  [
    'certificate-base64',
    'the Base64 text of the certificate',
    (s) => s.keys.signing.certificate.toString('base64'),
  ],
  [
    'public-key-pem',
    'the public key as PEM text',
    (s) => spki(s.keys.signing.publicKey).export({ type: 'spki', format: 'pem' }),
  ],
]

const mac = (
  s: Scene,
  method: string,
  secret: string | Buffer,
  more: Partial<Manner> = {},
  bits?: number,
): string =>
  signed(s.evil, 'both', {
    key: s.keys.signing,
    keyInfo: keyInfo(s.keys.signing.certificate),
    info: (usual) => ({
      ...usual,
      method,
      ...(bits === undefined ? {} : { insideMethod: element('ds:HMACOutputLength', {}, String(bits)) }),
    }),
    value: (canonical) => macOf(canonical, secret, method, bits),
    ...more,
  })

const shared = rows(
  'saml-signature',
  {
    owed: 'refusal',
    forges: true,
    clause: `XML Signature 6.3.1: an HMAC proves nothing where its key is public; ${clauses.trusted}`,
    seenIn: ['GHSA-c27r-x354-4m68', 'CVE-2026-15013', 'CVE-2018-7644'],
    proof: { verifies: false },
  },
  ...(['hmacSha1', 'hmacSha256'] as const).flatMap((name) =>
    secrets.map(([form, says, of]) => ({
      id: `saml-signature-${name === 'hmacSha1' ? 'hmac-sha1' : 'hmac-sha256'}-of-${form}`,
      says: `The message about the victim carries an HMAC whose secret is ${says} of the provider.`,
      bend: (s: Scene) => mac(s, algorithm[name], of(s)),
    })),
  ),
  ...[0, 1, 8].map((bits) => ({
    id: `saml-signature-hmac-cut-to-${bits}-bits`,
    says: `The message about the victim carries an HMAC of ${bits} bits.`,
    clause: 'XML Signature 6.3.1: not below half the hash, nor below 80 bits',
    seenIn: ['CVE-2009-0217'],
    bend: (s: Scene) => mac(s, algorithm.hmacSha1, pem(s.keys.signing.certificate), {}, bits),
  })),
  {
    id: 'saml-signature-hmac-key-named',
    says: 'The message about the victim carries an HMAC whose secret is what KeyName says.',
    seenIn: ['CVE-2021-21239', 'CVE-2023-48703'],
    bend: (s) =>
      mac(s, algorithm.hmacSha256, 'open sesame', {
        keyInfo: element('ds:KeyInfo', {}, element('ds:KeyName', {}, 'open sesame')),
      }),
  },
  {
    id: 'saml-signature-hmac-key-encrypted',
    says: 'The message about the victim carries an HMAC whose secret is encrypted to the relying party, as anybody can.',
    seenIn: ['CVE-2021-21239'],
    bend: (s) => {
      const known = s.party.encryptionCertificate
      const reader =
        known === undefined
          ? s.keys.foreign.publicKey
          : new X509Certificate(Buffer.from(bare(known), 'base64')).publicKey
      const secret = Buffer.alloc(32, 7)
      const wrapped = publicEncrypt({ key: reader, oaepHash: 'sha1' }, secret).toString('base64')
      const encryptedKey = element(
        'xenc:EncryptedKey',
        { 'xmlns:xenc': ns.encryption },
        element('xenc:EncryptionMethod', { Algorithm: `${ns.encryption}rsa-oaep-mgf1p` }),
        element('xenc:CipherData', {}, element('xenc:CipherValue', {}, wrapped)),
      )
      return mac(s, algorithm.hmacSha256, secret, { keyInfo: element('ds:KeyInfo', {}, encryptedKey) })
    },
  },
)

/** The genuine response by the provider's own key, under a label and a value that are given. */
const own = (info: (usual: SignedInfo) => SignedInfo, computed?: string) => (s: Scene) =>
  signed(s.genuine, 'both', {
    key: s.keys.signing,
    info,
    ...(computed === undefined
      ? {}
      : { value: (canonical) => signatureValue(canonical, s.keys.signing.privateKey, computed) }),
  })
const method =
  (uri: string | undefined) =>
  (usual: SignedInfo): SignedInfo => ({ ...usual, method: uri })
/** The usual signature over a digest of another kind. */
const digestedBy = (digestMethod: string, uri: string) => (s: Scene) => {
  const change =
    (canonical: string) =>
    (usual: SignedInfo): SignedInfo => ({
      method: uri,
      references: usual.references.map((each) => ({
        ...each,
        digestMethod,
        digestValue: digest(canonical, digestMethod),
      })),
    })
  const { assertion } = s.genuine
  const manner: Manner = { key: s.keys.signing }
  const inside = signedAssertion(assertion, { ...manner, info: change(assertionXml(assertion)) })
  const whole = responseXml(s.genuine, inside)
  return responseXml(
    s.genuine,
    inside,
    signatureOver(idOf(s.genuine), whole, { ...manner, info: change(whole) }),
  )
}

const labelled = rows(
  'saml-signature',
  { owed: 'refusal', clause: 'XML Signature 6.1: algorithms are named by their identifiers' },
  {
    id: 'saml-signature-rsa-md5',
    says: 'The provider signs with RSA and MD5.',
    clause: 'RFC 9231 2.3.1: MD5 is not to be used',
    bend: own(method(algorithm.rsaMd5)),
  },
  {
    id: 'saml-signature-md5-digest',
    says: 'The provider signs a digest by MD5.',
    clause: 'RFC 9231 2.1.1: MD5 is not to be used',
    bend: digestedBy(algorithm.md5, algorithm.rsaSha256),
  },
  {
    id: 'saml-signature-algorithm-misspelt',
    says: 'The identifier of the signature algorithm is wrong by one letter.',
    bend: own(method('http://www.w3.org/2001/04/xmldsig-more#rsa-sha265')),
    proof: { verifies: false },
  },
  {
    id: 'saml-signature-algorithm-empty',
    says: 'The identifier of the signature algorithm is empty.',
    bend: own(method('')),
    proof: { verifies: false },
  },
  {
    id: 'saml-signature-algorithm-missing',
    says: 'The signature algorithm is not named.',
    bend: own(method(undefined)),
    proof: { verifies: false },
  },
  {
    id: 'saml-signature-labelled-sha256-made-with-sha512',
    says: 'The signature says RSA with SHA-256 and was made with SHA-512.',
    clause: 'XML Signature 6.4: the algorithm that is named is the one that was used',
    bend: own(method(algorithm.rsaSha256), algorithm.rsaSha512),
    proof: { verifies: false },
  },
  {
    id: 'saml-signature-labelled-pss-made-with-pkcs1',
    says: 'The signature says RSASSA-PSS and was made as RSASSA-PKCS1-v1_5.',
    clause: 'XML Signature 6.4: the algorithm that is named is the one that was used',
    bend: own(method(algorithm.rsaPss), algorithm.rsaSha256),
    proof: { verifies: false },
  },
)

const unsettled = rows(
  'saml-signature',
  {
    owed: 'unsettled',
    clause: 'XML Signature 6.1 and RFC 9231: no list of algorithms binds a relying party of SAML',
  },
  {
    id: 'saml-signature-rsa-sha1',
    says: 'The provider signs with RSA and SHA-1, digest by SHA-1.',
    bend: digestedBy(algorithm.sha1, algorithm.rsaSha1),
  },
  {
    id: 'saml-signature-sha1-digest',
    says: 'The provider signs with RSA and SHA-256 a digest by SHA-1.',
    bend: digestedBy(algorithm.sha1, algorithm.rsaSha256),
  },
  {
    id: 'saml-signature-rsa-sha384',
    says: 'The provider signs with RSA and SHA-384.',
    bend: own(method(algorithm.rsaSha384)),
    proof: { verifies: true },
  },
  {
    id: 'saml-signature-rsa-sha512',
    says: 'The provider signs with RSA and SHA-512, digest by SHA-512.',
    bend: digestedBy(algorithm.sha512, algorithm.rsaSha512),
    proof: { verifies: true },
  },
  {
    id: 'saml-signature-rsa-pss',
    says: 'The provider signs as RSASSA-PSS with SHA-256.',
    bend: own(method(algorithm.rsaPss)),
  },
)

/** A good signature over the assertion that does not stand in it. */
const detached = (s: Scene, place: (assertion: string, signature: string) => string): string => {
  const assertion = assertionXml(s.genuine.assertion)
  return place(
    assertion,
    signatureOver(idOf(s.genuine.assertion), assertion, {
      key: s.keys.signing,
      info: (usual) => ({
        references: usual.references.map((each) => ({ ...each, transforms: usualTransforms.slice(1) })),
      }),
    }),
  )
}

const elsewhere = rows(
  'saml-signature',
  { owed: 'refusal', clause: clauses.enveloped, seenIn: ['CVE-2020-5390'], proof: { verifies: true } },
  {
    id: 'saml-signature-detached-in-extensions',
    says: 'A good signature over the assertion stands in the Extensions of an unsigned response.',
    bend: (s) =>
      detached(s, (assertion, signature) =>
        responseXml({ ...s.genuine, extensions: element('samlp:Extensions', {}, signature) }, assertion),
      ),
  },
  {
    id: 'saml-signature-detached-after-assertion',
    says: 'A good signature over the assertion stands after it in an unsigned response.',
    bend: (s) => detached(s, (assertion, signature) => responseXml(s.genuine, assertion + signature)),
  },
)

export const signatureAlgorithms: readonly SamlMisbehaviour[] = [
  ...shared,
  ...labelled,
  ...unsettled,
  ...elsewhere,
]
