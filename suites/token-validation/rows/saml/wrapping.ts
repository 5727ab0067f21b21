/**
 * Every arrangement of a signed assertion, a forged one and the signature under a response, through the elements that
 * may hold others. Whoever is signed in by it is the one whom the provider vouched for, or nobody.
 *
 * @see J. Somorovsky and others, "On Breaking SAML: Be Whoever You Want to Be" (USENIX Security 2012)
 */
import fc from 'fast-check'
import { isUntouched, type SamlRow, samlRow } from '../../../../fixtures/fuzzing/saml/draft.ts'
import { idOf, signedAssertion, trusted } from '../../../../mock-idp/saml/compose.ts'
import { type AssertionDraft, assertionXml, responseXml } from '../../../../mock-idp/saml/draft.ts'
import type { Scene } from '../../../../mock-idp/saml/scene.ts'
import { signatureOf, withoutSignature } from '../../../../mock-idp/saml/surgery.ts'
import { element, ns } from '../../../../mock-idp/saml/xml.ts'
import { atSaml } from './making.ts'

/** Elements that hold others, from the ones that are found in the wild to the ones that are not. */
const CONTAINERS = [
  'samlp:Extensions',
  'ds:Object',
  'saml:Advice',
  'samlp:StatusDetail',
  'saml:SubjectConfirmationData',
  'saml:AttributeValue',
  'samlp:Response',
  'samlp:Status',
  'saml:Assertion',
  'saml:Subject',
  'ds:Signature',
  'ds:KeyInfo',
] as const
const IDS = ['new', 'same', 'absent'] as const
const SIGNATURES = ['kept', 'moved', 'copied'] as const
const PLACES = ['response-before', 'response-after', 'other', 'signature-of-other'] as const

interface Arrangement {
  /** Around the one that is nested, the outermost first. */
  readonly around: readonly (typeof CONTAINERS)[number][]
  /** Beside the other assertion, inside of it, or inside of the signature that stands in it. */
  readonly place: (typeof PLACES)[number]
  /** Of the forged assertion. */
  readonly id: (typeof IDS)[number]
  /** Where the signature stands: in what it signs, in the forged assertion, or in both. */
  readonly signature: (typeof SIGNATURES)[number]
}

const arrangement: fc.Arbitrary<Arrangement> = fc.record({
  around: fc.array(fc.constantFrom(...CONTAINERS), { maxLength: 4 }),
  place: fc.constantFrom(...PLACES),
  id: fc.constantFrom(...IDS),
  signature: fc.constantFrom(...SIGNATURES),
})

/** Every identifier with every place and every signature, and each container in each place, by a fixed shift. */
const SWEEP: readonly Arrangement[] = [
  ...PLACES.flatMap((place, m) =>
    IDS.map(
      (id, n): Arrangement => ({
        around: [],
        place,
        id,
        signature: SIGNATURES[(n + m) % SIGNATURES.length] ?? 'kept',
      }),
    ),
  ),
  ...CONTAINERS.flatMap((container, n) =>
    [0, 2].map(
      (shift): Arrangement => ({
        around: [container],
        place: PLACES[(n + shift) % PLACES.length] ?? 'other',
        id: IDS[(n + shift) % IDS.length] ?? 'new',
        signature: SIGNATURES[Math.floor(n / 3) % SIGNATURES.length] ?? 'kept',
      }),
    ),
  ),
  { around: ['samlp:Status', 'samlp:StatusDetail'], place: 'response-before', id: 'new', signature: 'kept' },
]

const SPACES: Readonly<Record<string, string>> = { samlp: ns.protocol, saml: ns.assertion, ds: ns.signature }

const held = (inside: string, around: Arrangement['around']): string =>
  around.reduceRight((xml, name) => {
    const prefix = name.split(':')[0] ?? ''
    return element(name, { [`xmlns:${prefix}`]: SPACES[prefix] }, xml)
  }, inside)

const forgedOf = (s: Scene, id: Arrangement['id'], signature: string): string => {
  const { ID, ...others } = s.evil.assertion.attributes
  const a: AssertionDraft = {
    ...s.evil.assertion,
    attributes: id === 'absent' ? others : { ...others, ID: id === 'same' ? idOf(s.genuine.assertion) : ID },
  }
  return assertionXml(a, signature)
}

/** Puts a text before the end of an element: of the last of that name. */
const atEndOf = (xml: string, end: string, what: string): string => {
  const at = xml.lastIndexOf(end)
  return at < 0 ? xml.replace(/(?=<\/saml:Assertion>$)/, what) : xml.slice(0, at) + what + xml.slice(at)
}

/** The response: one assertion where readers look for it, the other nested. */
function arranged(s: Scene, nests: 'genuine' | 'forged', one: Arrangement): string {
  const signed = signedAssertion(s.genuine.assertion, trusted(s))
  const signature = signatureOf(signed)
  const genuine = one.signature === 'moved' ? withoutSignature(signed) : signed
  const forged = forgedOf(s, one.id, one.signature === 'kept' ? '' : signature)
  const [outer, inner] = nests === 'genuine' ? [forged, genuine] : [genuine, forged]
  const nested = held(inner, one.around)
  switch (one.place) {
    case 'response-before':
      return responseXml(s.genuine, nested + outer)
    case 'response-after':
      return responseXml(s.genuine, outer + nested)
    case 'other':
      return responseXml(s.genuine, atEndOf(outer, '</saml:Assertion>', nested))
    case 'signature-of-other':
      return responseXml(s.genuine, atEndOf(outer, '</ds:Signature>', nested))
  }
}

/** Then neither is nested: the other row has these. */
const isSibling = ({ around, place }: Arrangement): boolean =>
  around.length === 0 && place.startsWith('response')

export const arrangedRows: readonly SamlRow[] = [
  samlRow({
    id: 'forged-in-place-of-signed',
    says: 'A forged assertion stands where it is looked for, and the signed one is nested somewhere else.',
    class: 'saml-wrapping',
    layer: 'seal',
    gravity: 0,
    verdict: atSaml('refuse'),
    sweep: SWEEP as never,
    parameter: arrangement as never,
    apply: (draft, parameter, { idp }) =>
      isUntouched(draft) && !isSibling(parameter as never)
        ? { ...draft, bent: arranged(idp, 'genuine', parameter as never), touched: ['everything'] }
        : undefined,
  }),
  samlRow({
    id: 'forged-beside-signed',
    says: 'The signed assertion stands where it is looked for, and a forged one is nested somewhere else.',
    class: 'saml-wrapping',
    layer: 'seal',
    gravity: 0,
    // Whether what is beside is passed over or refused, nobody says; nothing of it is believed.
    verdict: atSaml('either'),
    divides: 'unsigned-content-beside',
    sweep: SWEEP as never,
    parameter: arrangement as never,
    apply: (draft, parameter, { idp }) =>
      isUntouched(draft)
        ? { ...draft, bent: arranged(idp, 'forged', parameter as never), touched: ['everything'] }
        : undefined,
  }),
]
