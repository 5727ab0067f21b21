/**
 * Properly signed tokens whose header says that an extension must be understood.
 *
 * A recipient that does not know a critical extension must refuse (RFC 7515, section 4.1.11). AWS's own verifier does not
 * look, and of its services nobody has measured it: only a relying party of OpenID Connect is held to it.
 */
import fc from 'fast-check'
import { type JwtDraft, type JwtRow, signAsIssuer } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import type { Json } from '../../../../fixtures/fuzzing/model.ts'
import { withHeader } from './making.ts'
import { odd, only, wrong } from './signed.ts'

const RELYING_PARTY = only('oidc-id-token')

const KNOWN_NAMES = ['x', 'https://example.com/must', 'exp', 'cnf'] as const

/** Plain words; what stands for an extension that has a name of its own. */
const word = fc.array(fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'), { minLength: 2, maxLength: 12 }).map(
  (letters) => `x-${letters.join('')}`,
  (name) => {
    if (typeof name !== 'string' || !name.startsWith('x-')) throw new TypeError('not a name of these')
    return [...name.slice(2)]
  },
)

/** In no correct reading a list of names that the recipient knows. */
const MALFORMED: readonly Json[] = ['x', null, {}, [1], [''], true, [null], [['alg']]]

const MANY = Array.from({ length: 10_000 }, (_, index) => `x${index}`)

const withCrit = (draft: JwtDraft, crit: Json, more: Readonly<Record<string, Json>> = {}): JwtDraft =>
  withHeader(draft, { ...more, crit })

/** The claims as they stand in an unencoded payload: without a dot, which would end the part, and in ASCII. */
function unencoded({ payload }: JwtDraft): string | undefined {
  const escaped = payload.bytes
    .toString()
    .replaceAll(/"(?:[^"\\]|\\.)*"/g, (text) => text.replaceAll('.', '\\u002e'))
    .replaceAll(/[^ -~]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return escaped.includes('.') ? undefined : escaped
}

export const criticalRows: readonly JwtRow[] = [
  wrong<string>({
    id: 'critical-unknown',
    says: 'crit names an extension that nobody knows, and the extension is there',
    class: 'critical',
    verdict: RELYING_PARTY,
    divides: 'crit-unknown',
    sweep: KNOWN_NAMES,
    parameter: fc.oneof(fc.constantFrom<string>(...KNOWN_NAMES), word),
    apply: (draft, name) => withCrit(draft, [name], { [name]: true }),
  }),
  wrong<Json>({
    id: 'critical-malformed',
    says: 'crit is no list of names',
    class: 'critical',
    verdict: RELYING_PARTY,
    divides: 'crit-unknown',
    sweep: ['x', null, {}, [1], ['']],
    parameter: fc.constantFrom<Json>(...MALFORMED),
    apply: (draft, crit) => withCrit(draft, crit),
  }),
  wrong<string>({
    id: 'critical-absent',
    says: 'crit names an extension that nobody knows, and that is not there either',
    class: 'critical',
    verdict: RELYING_PARTY,
    divides: 'crit-unknown',
    sweep: ['x', 'exp', 'many'],
    parameter: fc.constantFrom('x', 'exp', 'aud', 'many'),
    apply: (draft, name) => withCrit(draft, name === 'many' ? MANY : [name]),
  }),
  odd<readonly string[]>({
    id: 'critical-idle',
    says: 'crit is an empty list, or names members that everybody knows',
    class: 'critical',
    divides: 'crit-idle',
    sweep: [[], ['alg'], ['kid'], ['alg', 'alg']],
    parameter: fc.constantFrom<readonly string[]>([], ['alg'], ['kid'], ['alg', 'alg'], ['crit']),
    apply: (draft, crit) => withCrit(draft, crit),
  }),
  wrong<'raw' | 'encoded'>({
    id: 'payload-unencoded',
    // RFC 7797, section 7: a JWT must not use it.
    says: 'The header says, as critical, that the payload is not encoded, and it was signed so',
    class: 'critical',
    sweep: ['raw', 'encoded'],
    parameter: fc.constantFrom('raw', 'encoded'),
    apply: (draft, payload, scene) => {
      const text = unencoded(draft)
      if (text === undefined) return undefined
      const raw: JwtDraft['forms'][number] = (_value, { header, signature }) =>
        `${header}.${text}.${signature}`
      return {
        ...withCrit(draft, ['b64'], { b64: false }),
        // What is sent encoded is read as what was signed, once it is decoded.
        payload: draft.payload.written(text),
        seal: (_input, { header }) => signAsIssuer(scene, Buffer.from(`${header}.${text}`)),
        forms: payload === 'raw' ? [...draft.forms, raw] : draft.forms,
      }
    },
  }),
  odd<boolean>({
    id: 'payload-encoding-idle',
    says: 'The header says that the payload is not encoded, but not as critical, or says as critical that it is',
    class: 'critical',
    divides: 'payload-encoding-idle',
    sweep: [false, true],
    parameter: fc.boolean(),
    apply: (draft, b64) => (b64 ? withCrit(draft, ['b64'], { b64 }) : withHeader(draft, { b64 })),
  }),
]
