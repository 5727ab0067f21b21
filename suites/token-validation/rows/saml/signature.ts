/** Signatures that are not the provider's, or not of this content: at any bit, over any change, by any other key. */
import fc from 'fast-check'
import { type SamlDraft, type SamlRow, samlRow } from '../../../../fixtures/fuzzing/saml/draft.ts'
import { algorithm, keyInfo, type Transform } from '../../../../mock-idp/saml/signer.ts'
import { atSaml, saying } from './making.ts'

/** The assertion alone is signed, and its text is edited: once, and where no row makes the answer itself. */
const editing = (draft: SamlDraft, edit: (xml: string) => string): SamlDraft | undefined =>
  draft.bent !== undefined || draft.edits.length > 0
    ? undefined
    : { ...draft, signs: 'assertion', edits: [edit] }

/** The octets of the Base64 text in the only element of that name. */
const inOctets = (xml: string, element: string, change: (octets: Buffer) => Buffer): string =>
  xml.replace(
    new RegExp(`(<ds:${element}>)([^<]*)(?=</ds:${element}>)`),
    (_, start: string, base64: string) => start + change(Buffer.from(base64, 'base64')).toString('base64'),
  )

const flipped = (octets: Buffer, bit: number): Buffer => {
  const other = Buffer.from(octets)
  const at = Math.floor(bit / 8) % other.length
  other[at] = (other[at] ?? 0) ^ (1 << (bit % 8))
  return other
}

const broken: readonly SamlRow[] = [
  samlRow({
    id: 'signature-value-changed',
    says: 'One bit of the signature value is turned over.',
    class: 'saml-signature',
    layer: 'form',
    gravity: 0,
    verdict: atSaml('refuse'),
    sweep: [0, 1023, 2047],
    parameter: fc.nat({ max: 2047 }),
    apply: (draft, bit) =>
      editing(draft, (xml) => inOctets(xml, 'SignatureValue', (octets) => flipped(octets, bit))),
  }),
  samlRow({
    id: 'signature-value-cut',
    says: 'Octets are missing at the end of the signature value.',
    class: 'saml-signature',
    layer: 'form',
    gravity: 0,
    verdict: atSaml('refuse'),
    sweep: [256, 255, 128, 1],
    parameter: fc.integer({ min: 1, max: 256 }),
    apply: (draft, missing) =>
      editing(draft, (xml) =>
        inOctets(xml, 'SignatureValue', (octets) => octets.subarray(0, Math.max(0, octets.length - missing))),
      ),
  }),
  samlRow({
    id: 'digest-changed',
    says: 'One bit of the digest is turned over after it was signed.',
    class: 'saml-signature',
    layer: 'form',
    gravity: 0,
    verdict: atSaml('refuse'),
    sweep: [0, 127, 255],
    parameter: fc.nat({ max: 255 }),
    apply: (draft, bit) =>
      editing(draft, (xml) => inOctets(xml, 'DigestValue', (octets) => flipped(octets, bit))),
  }),
  samlRow({
    id: 'digest-signed-wrong',
    says: 'The digest, which is signed properly, has a bit turned over.',
    class: 'saml-reference',
    layer: 'header',
    gravity: 0,
    signs: true,
    verdict: atSaml('refuse'),
    sweep: [0, 127, 255],
    parameter: fc.nat({ max: 255 }),
    apply: (draft, bit) => {
      const digestOf = (base64: string) => flipped(Buffer.from(base64, 'base64'), bit).toString('base64')
      return signing(draft, {
        info: (usual) => ({
          references: usual.references.map((one) => ({ ...one, digestValue: digestOf(one.digestValue) })),
        }),
      })
    },
  }),
  samlRow({
    id: 'content-edited',
    unsigned: true,
    says: 'One character of a text or of an attribute of the assertion was changed after it was signed.',
    class: 'saml-signature',
    layer: 'form',
    gravity: 0,
    verdict: atSaml('refuse'),
    sweep: Array.from({ length: 20 }, (_, value) => ({ value, at: 0, to: 'a' })),
    parameter: fc.record({
      value: fc.nat({ max: 40 }),
      at: fc.nat({ max: 40 }),
      to: fc.constantFrom('a', '0', '.', 'Z', '-'),
    }),
    apply: (draft, { value, at, to }) => editing(draft, (xml) => withCharacter(xml, value, at, to)),
  }),
]

/** Values of attributes but declarations, and texts. */
const VALUES = / (?!xmlns)[\w:]+="([^"]+)"|>([^<>]+)</g

/** One character of the value of that number in the signed assertion, outside of its signature, is another. */
function withCharacter(xml: string, number: number, at: number, to: string): string {
  const start = xml.indexOf('<saml:Assertion')
  const [from, until] = [xml.indexOf('<ds:Signature', start), xml.indexOf('</ds:Signature>', start)]
  const found = [...xml.matchAll(VALUES)].filter(
    ({ index }) => index >= start && (index < from || index > until),
  )
  const one = found[number % found.length]
  const text = one?.[1] ?? one?.[2]
  if (one === undefined || text === undefined) throw new Error('the assertion holds no value')
  const first = one.index + one[0].indexOf(text) + (at % text.length)
  const other = xml[first] === to ? (to === 'b' ? 'c' : 'b') : to
  // A reference is left whole: its first character is enough to make it another text.
  return xml.slice(0, first) + other + xml.slice(first + 1)
}

/** Another way of signing, where no row has chosen one and no row makes the answer itself. */
function signing(draft: SamlDraft, manner: Partial<SamlDraft['manner']>): SamlDraft | undefined {
  const changed = saying(draft, 'signature', (says) => says)
  return changed && { ...changed, manner: { ...changed.manner, ...manner } }
}

const KEYS = ['foreign', 'retired', 'authority'] as const
const SHOWN = ['ours', 'its-own', 'none'] as const

const keys: readonly SamlRow[] = [
  samlRow({
    id: 'signed-by-another-key',
    says: 'A key that the metadata does not publish signs, and the message shows its certificate, the provider’s, or none.',
    class: 'saml-signature',
    layer: 'header',
    gravity: 0,
    verdict: atSaml('refuse'),
    sweep: KEYS.flatMap((key) =>
      SHOWN.flatMap((shows) => [true, false].map((forged) => ({ key, shows, forged }))),
    ),
    parameter: fc.record({
      key: fc.constantFrom(...KEYS),
      shows: fc.constantFrom(...SHOWN),
      forged: fc.boolean(),
    }),
    apply: (draft, { key: name, shows, forged }, { idp }) => {
      const key = idp.keys[name]
      const shown = {
        ours: keyInfo(idp.keys.signing.certificate),
        'its-own': keyInfo(key.certificate),
        none: '',
      }
      const who = forged && !draft.touched.includes('who') ? saying(draft, 'who', () => idp.evil) : draft
      return who && signing(who, { key, keyInfo: shown[shows] })
    },
  }),
  samlRow({
    id: 'signed-by-the-next-key',
    says: 'The second key that the metadata publishes signs.',
    class: 'saml-honest-dress',
    layer: 'header',
    gravity: 3,
    signs: true,
    verdict: atSaml('accept'),
    sweep: SHOWN.filter((shows) => shows !== 'ours'),
    parameter: fc.constantFrom(...SHOWN.filter((shows) => shows !== 'ours')),
    apply: (draft, shows, { idp }) => {
      const key = idp.keys.second
      return signing(draft, { key, keyInfo: shows === 'none' ? '' : keyInfo(key.certificate) })
    },
  }),
]

/** None that SAML allows. */
const FORBIDDEN = ['xpath', 'xslt', 'base64', 'unknown'] as const
const ALLOWED = ['enveloped', 'exclusive', 'exclusiveWithComments'] as const
type Named = (typeof FORBIDDEN | typeof ALLOWED)[number]

const transform = (name: Named): Transform => {
  if (name === 'unknown') return { algorithm: 'urn:example:no-such-transform' }
  if (name === 'xpath') return { algorithm: algorithm.xpath, inside: '<ds:XPath>true()</ds:XPath>' }
  return { algorithm: algorithm[name] }
}

const transformed = (draft: SamlDraft, names: readonly Named[]): SamlDraft | undefined =>
  signing(draft, {
    info: (usual) => ({
      references: usual.references.map((one) => ({ ...one, transforms: names.map(transform) })),
    }),
  })

const transforms: readonly SamlRow[] = [
  samlRow({
    id: 'transform-that-saml-forbids',
    says: 'Among the transforms stands one that SAML does not allow.',
    class: 'saml-reference',
    layer: 'header',
    gravity: 2,
    signs: true,
    verdict: atSaml('refuse'),
    sweep: FORBIDDEN.flatMap((name) => [0, 1, 2].map((at) => ({ name, at }))),
    parameter: fc.record({ name: fc.constantFrom(...FORBIDDEN), at: fc.nat({ max: 2 }) }),
    apply: (draft, { name, at }) =>
      transformed(draft, ['enveloped', 'exclusive'].toSpliced(at, 0, name) as Named[]),
  }),
  samlRow({
    id: 'transforms-arranged',
    says: 'The transforms that SAML allows stand in another order, twice, or not all.',
    class: 'saml-reference',
    layer: 'header',
    gravity: 2,
    signs: true,
    verdict: atSaml('either'),
    divides: 'order-of-transforms',
    sweep: [
      [],
      ['enveloped'],
      ['exclusive'],
      ['exclusive', 'enveloped'],
      ['enveloped', 'exclusiveWithComments'],
    ],
    parameter: fc.array(fc.constantFrom(...ALLOWED), { maxLength: 4 }),
    apply: (draft, names) =>
      names.join() === 'enveloped,exclusive' ? undefined : transformed(draft, names as Named[]),
  }),
]

export const signatureRows: readonly SamlRow[] = [...broken, ...keys, ...transforms]
