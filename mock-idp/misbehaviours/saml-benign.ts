/** What is odd and right: a relying party that refuses one of these is too strict. */
import { signed, signedAround, signedAssertion, trusted } from '../saml/compose.ts'
import { rows } from '../saml/define.ts'
import {
  type AssertionDraft,
  type AttributeDraft,
  basic,
  formats,
  type ResponseDraft,
  responseXml,
} from '../saml/draft.ts'
import { cipher, encryptedAssertion } from '../saml/encryption.ts'
import type { SamlMisbehaviour, Scene } from '../saml/scene.ts'
import { algorithm, keyInfo, signatureValue, type Transform } from '../saml/signer.ts'
import { replaced } from '../saml/surgery.ts'
import { type Attributes, element, instant, ns } from '../saml/xml.ts'
import { sixtyThousand } from './saml-parsing-documents.ts'

const _honest = (s: Scene): string => signed(s.genuine, 'assertion', trusted(s))
const response = (change: (r: ResponseDraft, s: Scene) => Partial<ResponseDraft>) => (s: Scene) =>
  signed({ ...s.genuine, ...change(s.genuine, s) }, 'both', trusted(s))
const assertion = (change: (a: AssertionDraft, s: Scene) => Partial<AssertionDraft>) =>
  response((r, s) => ({ assertion: { ...r.assertion, ...change(r.assertion, s) } }))
const attributes = (change: (list: readonly AttributeDraft[]) => readonly AttributeDraft[]) =>
  assertion((a) => ({ statements: a.statements.map(change) }))

const signers = rows(
  'saml-benign',
  {
    owed: 'acceptance',
    clause: 'SAML 2.0 Profiles 4.1.4.5 and Core 5.3: the assertion is signed, itself or by the response',
    proof: { verifies: true },
  },
  ...(['assertion', 'response'] as const).map((base) => ({
    id: `saml-signs-${base}-only`,
    says: `The ${base} alone is signed.`,
    ...(base === 'response' ? { owed: 'unsettled' as const } : {}),
    bend: (s: Scene) => signed(s.genuine, base, trusted(s)),
  })),
  {
    id: 'saml-signed-by-second-key',
    says: 'The second of the keys that the metadata publishes signs.',
    clause: 'Amazon Cognito Developer Guide, SAML things to know: any of the certificates of the metadata',
    bend: (s) => signed(s.genuine, 'both', { key: s.keys.second }),
    proof: { verifies: true, key: (keys) => keys.second },
  },
  {
    id: 'saml-signed-without-key-info',
    says: 'The signatures have no KeyInfo.',
    clause: 'SAML 2.0 Core 5.4.5: KeyInfo is not required',
    bend: (s) => signed(s.genuine, 'both', { ...trusted(s), keyInfo: '' }),
  },
  {
    id: 'saml-signed-with-certificate-chain',
    says: 'KeyInfo shows the certificate of the second key and that of its issuer.',
    clause: 'XML Signature 4.5.4: X509Data may hold a chain',
    bend: (s) =>
      signed(s.genuine, 'both', {
        key: s.keys.second,
        keyInfo: keyInfo(s.keys.second.certificate, s.keys.authority.certificate),
      }),
    proof: { verifies: true, key: (keys) => keys.second },
  },
)

const listed: Transform = {
  algorithm: algorithm.exclusive,
  inside: element('ec:InclusiveNamespaces', { 'xmlns:ec': algorithm.exclusive, PrefixList: 'xs' }),
}
/** An assertion that declares `xs`, signed with that prefix in the list of its transform, and of SignedInfo as well. */
const withPrefixList = (s: Scene, ofSignedInfo: boolean): string => {
  const a = { ...s.genuine.assertion, declares: { 'xmlns:xs': ns.schema } }
  const inherited = (canonical: string): string =>
    ofSignedInfo
      ? replaced(
          canonical,
          `xmlns:ds="${ns.signature}"`,
          `xmlns:ds="${ns.signature}" xmlns:xs="${ns.schema}"`,
        )
      : canonical
  const inside = signedAssertion(a, {
    ...trusted(s),
    info: (usual) => ({
      ...(ofSignedInfo ? { canonicalization: listed } : {}),
      references: usual.references.map((one) => ({
        ...one,
        transforms: [{ algorithm: algorithm.enveloped }, listed],
      })),
    }),
    value: (canonical) => signatureValue(inherited(canonical), s.keys.signing.privateKey),
  })
  return responseXml(s.genuine, inside)
}

const extra = (count: number): AttributeDraft[] =>
  Array.from({ length: count }, (_, n) => ({
    name: n % 2 === 0 ? `unmapped-${n}` : `urn:oid:1.3.6.1.4.1.99999.${n}`,
    more: {
      FriendlyName: `friend${n}`,
      NameFormat: n % 2 === 0 ? basic : 'urn:oasis:names:tc:SAML:2.0:attrname-format:uri',
    },
    values: n === 7 ? [''] : [`value ${n}`, `second ${n}`].slice(0, 1 + (n % 2)),
  }))
const fraction = (digits: string, ms: number): string => `${instant(ms).slice(0, -1)}.${digits}Z`
const stamped = (digits: string) =>
  response((r, s) => {
    const now = fraction(digits, s.now)
    const [soon, past] = [fraction(digits, s.now + 300_000), fraction(digits, s.now - 120_000)]
    const a = r.assertion
    return {
      attributes: { ...r.attributes, IssueInstant: now },
      assertion: {
        ...a,
        attributes: { ...a.attributes, IssueInstant: now },
        conditions: { NotBefore: past, NotOnOrAfter: soon },
        confirmations: a.confirmations.map((one) => ({ ...one, data: { ...one.data, NotOnOrAfter: soon } })),
      },
    }
  })
const authn = (change: Attributes, context?: string) =>
  assertion((a) => ({
    authn:
      a.authn === undefined
        ? undefined
        : { attributes: { ...a.authn.attributes, ...change }, context: context ?? a.authn.context },
  }))

const content = rows(
  'saml-benign',
  {
    owed: 'acceptance',
    clause: 'SAML 2.0 Core 2.3.3 and 3.2.2: what the schema leaves free',
    proof: { verifies: true },
  },
  {
    id: 'saml-prefix-list-of-reference',
    says: 'The transform of the reference lists a prefix that the assertion declares.',
    clause: 'SAML 2.0 Core 5.4.3 and 5.4.4: exclusive canonicalization may list prefixes',
    bend: (s) => withPrefixList(s, false),
  },
  {
    id: 'saml-prefix-list-of-signed-info',
    says: 'Transform and canonicalization of SignedInfo list a prefix that the assertion declares.',
    clause: 'SAML 2.0 Core 5.4.3 and 5.4.4: exclusive canonicalization may list prefixes',
    bend: (s) => withPrefixList(s, true),
  },
  {
    id: 'saml-attributes-in-two-statements',
    says: 'The attributes are in two statements.',
    bend: assertion((a) => {
      const [all = []] = a.statements
      return { statements: [all.slice(0, 1), all.slice(1).concat(extra(1))] }
    }),
  },
  {
    id: 'saml-attributes-before-authentication',
    says: 'The attribute statement stands before the authentication statement.',
    bend: assertion(() => ({ attributesFirst: true })),
  },
  {
    id: 'saml-attributes-reversed',
    says: 'The attributes come in the reverse order.',
    bend: attributes((list) => [...list.toReversed(), ...extra(1)]),
  },
  {
    id: 'saml-attributes-unmapped',
    says: 'Sixty attributes more, in several formats, are ones that nobody maps.',
    bend: attributes((list) => [...list, ...extra(60)]),
  },
  {
    id: 'saml-attributes-without-name-format',
    says: 'The attributes have no NameFormat.',
    bend: attributes((list) => list.map((one) => ({ ...one, more: {} }))),
  },
  {
    id: 'saml-audiences-three',
    says: 'One AudienceRestriction has three audiences, the relying party last.',
    clause: 'SAML 2.0 Core 2.5.1.4: one audience of a restriction is enough',
    bend: assertion((_, s) => ({ audiences: [['urn:one', 'https://two.example/sp', s.audience]] })),
  },
  {
    id: 'saml-confirmations-two',
    says: 'A SubjectConfirmation by holder of key stands before the one by bearer.',
    clause: 'SAML 2.0 Core 2.4.1.1: one confirmation that is satisfied is enough',
    bend: assertion((a) => ({
      confirmations: [
        {
          method: 'urn:oasis:names:tc:SAML:2.0:cm:holder-of-key',
          data: { Recipient: 'https://elsewhere.example' },
        },
        ...a.confirmations,
      ],
    })),
  },
  ...(
    [
      ['three', '123'],
      ['six', '123456'],
    ] as const
  ).map(([name, digits]) => ({
    id: `saml-stamps-with-${name}-fraction-digits`,
    says: `All stamps have fractions of ${name} digits.`,
    clause: 'SAML 2.0 Core 1.3.3: fractions of a second may be there',
    bend: stamped(digits),
  })),
  {
    id: 'saml-advice-empty',
    says: 'The assertion has an empty Advice.',
    clause: 'SAML 2.0 Core 2.6.1: Advice may be ignored',
    bend: assertion(() => ({ advice: element('saml:Advice', {}) })),
  },
  {
    id: 'saml-extensions-of-vendor',
    says: 'The response has Extensions of a vendor.',
    clause: 'SAML 2.0 Core 3.2.1: Extensions may be ignored',
    bend: response(() => ({
      extensions: element(
        'samlp:Extensions',
        {},
        element('v:note', { 'xmlns:v': 'urn:vendor' }, 'of no weight'),
      ),
    })),
  },
  {
    id: 'saml-consent',
    says: 'The response says that there was consent.',
    bend: response((r) => ({
      attributes: { ...r.attributes, Consent: 'urn:oasis:names:tc:SAML:2.0:consent:obtained' },
    })),
  },
  {
    id: 'saml-issuer-format-entity',
    says: 'The Issuer says that it is an entity identifier.',
    clause: 'SAML 2.0 Profiles 4.1.4.2: the Format of an Issuer is left out or that of entities',
    bend: response((r) => ({
      issuerAttributes: { Format: formats.entity },
      assertion: { ...r.assertion, issuerAttributes: { Format: formats.entity } },
    })),
  },
  {
    id: 'saml-authentication-context-unknown',
    says: 'The authentication context is one that nobody knows.',
    bend: authn({}, 'urn:somewhere:else:context'),
  },
  {
    id: 'saml-session-index-missing',
    says: 'The AuthnStatement has no SessionIndex.',
    clause: 'SAML 2.0 Core 2.7.2: SessionIndex is optional',
    bend: authn({ SessionIndex: undefined }),
  },
  {
    id: 'saml-session-ends-tomorrow',
    says: 'The session at the provider ends in a day.',
    clause: 'SAML 2.0 Core 2.7.2: SessionNotOnOrAfter',
    bend: (s) => authn({ SessionNotOnOrAfter: instant(s.now + 86_400_000) })(s),
  },
  {
    id: 'saml-size-60000',
    says: 'The message has 60000 characters of Base64, by an attribute that nobody maps.',
    clause: 'Amazon Cognito Developer Guide, saml2/idpresponse: an assertion of up to 100,000 characters',
    bend: sixtyThousand,
  },
  ...(
    [
      ['cbc', cipher.aes256Cbc],
      ['gcm', cipher.aes256Gcm],
    ] as const
  ).map(([name, data]) => ({
    id: `saml-encrypted-aes-256-${name}`,
    says: `The signed assertion is encrypted with AES-256 in ${name.toUpperCase()} mode, its key under RSA-OAEP.`,
    encrypted: true,
    clause: 'SAML 2.0 Core 2.3.4; Amazon Cognito Developer Guide, SAML signing and encryption',
    bend: (s: Scene) => {
      const { encryptionCertificate } = s.party
      if (encryptionCertificate === undefined) {
        throw new Error('The relying party of this tenant has named no encryption certificate.')
      }
      const plain = signedAssertion(s.genuine.assertion, trusted(s))
      return signedAround(s.genuine, encryptedAssertion(plain, encryptionCertificate, { data }), trusted(s))
    },
  })),
  {
    id: 'saml-metadata-key-without-use',
    says: 'The metadata does not say what its keys are for.',
    wholeTenant: true,
    at: 'metadata',
    clause: 'SAML 2.0 Metadata 2.4.1.1: a key without use is for both',
    seenIn: ['CVE-2026-16443'],
    bend: (s) => signed(s.genuine, 'both', trusted(s)),
    metadata: (xml) => xml.replaceAll(' use="signing"', ''),
  },
)

export const benignRows: readonly SamlMisbehaviour[] = [...signers, ...content]
