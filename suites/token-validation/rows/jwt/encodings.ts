/**
 * Properly signed JSON whose characters are not what they should be: overlong, broken, halves of pairs, or in another
 * encoding than UTF-8. What is odd stands in a claim of which nobody has heard, but where a row says otherwise.
 * @see RFC 7519, section 7.2, steps 4 and 10; RFC 3629, section 3; RFC 8259, sections 8.1 and 8.2
 */
import fc from 'fast-check'
import type { JwtDraft, JwtRow } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { at, everywhere, jwtRow } from '../../../../fixtures/fuzzing/jwt/row.ts'
import { SIGNED_PARTS } from './surgery.ts'

const signed = { gravity: 2, signs: true, layer: 'seal' } as const

/** Decoders that put a sign in the place of what they cannot read stand in correct validators too. */
const butDecodersDiffer = at({ application: 'either', 'http-api': 'either' }, 'refuse')

/** A last member whose value is these bytes, between its quotes. */
function withBytes(draft: JwtDraft, name: string, value: Buffer): JwtDraft {
  const text = draft.payload.set(name, '')
  // Its value is empty, and so ends before the last two signs of the object.
  const bytes = text.with(text.members).bytes
  const end = bytes.length - 2
  const written = Buffer.concat([bytes.subarray(0, end), value, bytes.subarray(end)])
  return { ...draft, payload: text.written(written), seal: 'issuer' }
}

const hex = (digits: string) => Buffer.from(digits, 'hex')

const OVERLONG = {
  slash: 'c0af',
  'slash-of-three': 'e080af',
  nul: 'c080',
  quote: 'c0a2',
} as const

const BROKEN = {
  'lone-continuation': '80',
  'byte-fe': 'fe',
  'cut-short': 'e282',
  'beyond-unicode': 'f4908080',
  surrogate: 'eda080',
} as const

/** The overlong slashes of an address. */
function overlongIssuer(draft: JwtDraft): JwtDraft | undefined {
  const issuer = draft.payload.get('iss')
  if (typeof issuer !== 'string' || !issuer.includes('/')) return undefined
  const [first = '', ...rest] = issuer.split('/')
  const bytes = Buffer.concat([Buffer.from(first), ...rest.flatMap((one) => [hex('c0af'), Buffer.from(one)])])
  return withBytes({ ...draft, payload: draft.payload.remove('iss') }, 'iss', bytes)
}

const big = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16()

const wide = (text: string): Buffer =>
  Buffer.concat(
    [...text].map((one) => {
      const bytes = Buffer.alloc(4)
      bytes.writeUInt32BE(one.codePointAt(0)!)
      return bytes
    }),
  )

const ENCODINGS: Readonly<Record<string, (text: string) => Buffer>> = {
  'utf-16le': (text) => Buffer.from(text, 'utf16le'),
  'utf-16be': big,
  'utf-16le-with-mark': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'utf-16be-with-mark': (text) => big(`\ufeff${text}`),
  'utf-32be': wide,
  'utf-32be-with-mark': (text) => wide(`\ufeff${text}`),
}

/** One signed part is JSON that is not in UTF-8. */
const inAnotherEncoding = (
  part: 'payload' | 'header',
  about: Pick<JwtRow, 'id' | 'says' | 'class'>,
): JwtRow =>
  jwtRow({
    ...about,
    ...signed,
    verdict: everywhere('refuse'),
    sweep: Object.keys(ENCODINGS),
    parameter: fc.constantFrom(...Object.keys(ENCODINGS)),
    apply: (draft, encoding) => ({
      ...draft,
      [part]: draft[part].written(ENCODINGS[encoding]!(draft[part].bytes.toString())),
      seal: 'issuer',
    }),
  })

export const encodingRows: readonly JwtRow[] = [
  inAnotherEncoding('payload', {
    id: 'other-encoding',
    says: 'The payload is JSON in UTF-16 or UTF-32',
    class: 'payload',
  }),
  inAnotherEncoding('header', {
    id: 'other-encoding-of-header',
    says: 'The header is JSON in UTF-16 or UTF-32',
    class: 'header-json',
  }),
  jwtRow({
    id: 'byte-order-mark',
    says: 'A byte order mark stands before the JSON',
    class: 'payload',
    ...signed,
    // RFC 8259, section 8.1: a parser may ignore it, and may not.
    verdict: everywhere('either'),
    divides: 'byte-order-mark',
    sweep: SIGNED_PARTS.toReversed(),
    parameter: fc.constantFrom(...SIGNED_PARTS),
    apply: (draft, part) => ({
      ...draft,
      [part]: draft[part].written(Buffer.concat([hex('efbbbf'), draft[part].bytes])),
      seal: 'issuer',
    }),
  }),
  jwtRow({
    id: 'overlong-characters',
    says: 'A claim of no meaning holds a character in more bytes than UTF-8 gives it',
    class: 'payload',
    ...signed,
    verdict: butDecodersDiffer,
    divides: 'broken-characters',
    sweep: Object.keys(OVERLONG),
    parameter: fc.constantFrom(...Object.keys(OVERLONG)),
    apply: (draft, kind) => withBytes(draft, 'x', hex(OVERLONG[kind as keyof typeof OVERLONG])),
  }),
  jwtRow({
    id: 'overlong-issuer',
    says: 'The slashes of the issuer have more bytes than UTF-8 gives them',
    class: 'payload',
    ...signed,
    verdict: everywhere('refuse'),
    sweep: [null],
    parameter: fc.constant(null),
    apply: (draft) => overlongIssuer(draft),
  }),
  jwtRow({
    id: 'broken-characters',
    says: 'A claim of no meaning holds bytes that are no UTF-8',
    class: 'payload',
    ...signed,
    verdict: butDecodersDiffer,
    divides: 'broken-characters',
    sweep: Object.keys(BROKEN),
    parameter: fc.constantFrom(...Object.keys(BROKEN)),
    apply: (draft, kind) => withBytes(draft, 'x', hex(BROKEN[kind as keyof typeof BROKEN])),
  }),
  jwtRow({
    id: 'unpaired-surrogate',
    says: 'A claim holds half of a pair of surrogates, escaped',
    class: 'payload',
    ...signed,
    // RFC 8259, section 8.2: what becomes of it cannot be foretold.
    verdict: everywhere('either'),
    divides: 'unpaired-surrogate',
    sweep: ['\\ud800', '\\udc00x'],
    parameter: fc.constantFrom('\\ud800', '\\udc00x', '\\ud800\\ud800'),
    apply: (draft, half) => withBytes(draft, 'x', Buffer.from(half)),
  }),
  jwtRow({
    id: 'unpaired-surrogate-in-subject',
    says: 'The subject ends with half of a pair of surrogates, escaped',
    class: 'subject',
    ...signed,
    verdict: everywhere('either'),
    divides: 'unpaired-surrogate',
    // Its issuer has signed that it is somebody else.
    bearer: 'anybody',
    sweep: ['\\ud800', '\\udc00x'],
    parameter: fc.constantFrom('\\ud800', '\\udc00x'),
    apply(draft, half) {
      const subject = draft.payload.get('sub')
      return typeof subject !== 'string'
        ? undefined
        : withBytes(
            { ...draft, payload: draft.payload.remove('sub') },
            'sub',
            Buffer.from(JSON.stringify(subject).slice(1, -1) + half),
          )
    },
  }),
]
