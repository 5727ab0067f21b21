/** Tokens that nobody signed, and whose header says so, or says nothing. @see RFC 7518, section 3.6; RFC 8725, section 2.1 */
import fc from 'fast-check'
import { JsonText } from '../../../../fixtures/fuzzing/json-text.ts'
import type { JwtRow } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { base64urlText } from '../../../../fixtures/fuzzing/jwt/row.ts'
import { forgery } from './forgery.ts'
import { unsealed, withHeader } from './making.ts'

const HEADERS = ['kept', 'bare', 'typed'] as const

/** `None`, `nOnE`, …: the fifteen that are not all lower case. */
const CASES = Array.from({ length: 15 }, (_, index) =>
  [...'none'].map((letter, at) => (((index + 1) >> at) & 1 ? letter.toUpperCase() : letter)).join(''),
)

/** As JSON text, since the last one is `none` itself once it is read. */
const LOOK_ALIKES = [
  '"none "',
  '" none"',
  '"none\\t"',
  '"none\\n"',
  '"none\\u0000"',
  '"no\\u200bne"',
  '"\\uff4e\\uff4f\\uff4e\\uff45"',
  '"n\\u03bfne"',
  '"n\\u043ene"',
  '"non\\u0435"',
  '"none,RS256"',
  '"RS256,none"',
  '"n\\u006fne"',
] as const

/** JSON texts that are no object, and an empty part. */
const NO_OBJECTS = ['null', '[]', '[{"alg":"RS256"}]', '"RS256"', 'true', '1', ''] as const

export const unsignedRows: readonly JwtRow[] = [
  forgery({
    id: 'none-without-signature',
    says: 'alg is none, and nothing follows the second dot',
    class: 'unsigned',
    sweep: [{ header: 'bare' }, { header: 'kept' }, { header: 'typed' }],
    parameter: fc.record({ header: fc.constantFrom(...HEADERS) }),
    apply: (draft, { header }) => ({
      ...(header === 'bare'
        ? { ...draft, header: JsonText.of({ alg: 'none' }) }
        : withHeader(draft, { alg: 'none', ...(header === 'typed' ? { typ: 'JWT' } : {}) })),
      seal: unsealed,
    }),
  }),
  forgery({
    id: 'none-in-capitals',
    says: 'alg is none with capital letters, and there is no signature',
    class: 'unsigned',
    sweep: [
      { alg: 'None', spaced: false },
      { alg: 'NONE', spaced: false },
      { alg: 'nOnE', spaced: false },
      { alg: 'NoNe', spaced: true },
    ],
    parameter: fc.record({ alg: fc.constantFrom(...CASES), spaced: fc.boolean() }),
    apply: (draft, { alg, spaced }) => {
      const { header } = withHeader(draft, { alg })
      const written = header.members.map(({ name, value }) => ` ${name} : ${value} `).join(',')
      return { ...draft, header: spaced ? header.written(`{${written}}`) : header, seal: unsealed }
    },
  }),
  forgery({
    id: 'none-with-signature',
    says: 'alg is none, and something stands where the signature was',
    class: 'unsigned',
    sweep: [{ signature: 'kept' }, { signature: 'AA' }, { signature: 'A'.repeat(342) }],
    parameter: fc.record({ signature: fc.oneof(fc.constant('kept'), base64urlText(512)) }),
    apply: (draft, { signature }) => ({
      ...withHeader(draft, { alg: 'none' }),
      seal: signature === 'kept' ? 'kept' : () => Buffer.from(signature, 'base64url'),
    }),
  }),
  forgery({
    id: 'none-look-alike',
    says: 'alg looks like none, or is none once it is trimmed, normalised or unescaped; there is no signature',
    class: 'unsigned',
    sweep: [
      '"none "',
      '"none\\u0000"',
      '"no\\u200bne"',
      '"\\uff4e\\uff4f\\uff4e\\uff45"',
      '"n\\u043ene"',
      '"none,RS256"',
      '"n\\u006fne"',
    ].map((alg) => ({ alg })) as [{ alg: string }],
    parameter: fc.record({ alg: fc.constantFrom<string>(...LOOK_ALIKES) }),
    apply: (draft, { alg }) => ({ ...draft, header: draft.header.setRaw('alg', alg), seal: unsealed }),
  }),
  forgery({
    id: 'none-in-fewer-parts',
    says: 'alg is none, and the token ends before the dot of the signature, or before the payload',
    class: 'unsigned',
    sweep: [{ parts: 2 }, { parts: 1 }],
    parameter: fc.record({ parts: fc.constantFrom(2, 1) }),
    apply: (draft, { parts }) => ({
      ...withHeader(draft, { alg: 'none' }),
      seal: unsealed,
      forms: [
        ...draft.forms,
        (_value, { header, payload }) => (parts === 2 ? `${header}.${payload}` : header),
      ],
    }),
  }),
  forgery({
    id: 'header-says-nothing',
    says: 'The header is JSON but no object, or empty; the signature is that of another header, or empty',
    class: 'unsigned',
    sweep: [
      { header: 'null', signature: 'kept' },
      { header: '[]', signature: 'empty' },
      { header: '[{"alg":"RS256"}]', signature: 'kept' },
      { header: '"RS256"', signature: 'kept' },
      { header: '1', signature: 'kept' },
      { header: '', signature: 'empty' },
    ],
    parameter: fc.record({
      header: fc.constantFrom<string>(...NO_OBJECTS),
      signature: fc.constantFrom('kept', 'empty'),
    }),
    apply: (draft, { header, signature }) => ({
      ...draft,
      header: draft.header.written(header),
      seal: signature === 'kept' ? 'kept' : unsealed,
    }),
  }),
]
