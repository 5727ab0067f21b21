/** A small surface without a wire: a key, a handful of rows, and a validator over jose that can be spoiled in one way. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import fc from 'fast-check'
import { jwtVerify } from 'jose'
import type { Cast } from '../../fixtures/actors/actors.ts'
import { type CampaignOptions, campaign } from '../../fixtures/fuzzing/campaign.ts'
import { attackerKeys } from '../../fixtures/fuzzing/jwt/attacker-keys.ts'
import { type JwtRow, type JwtScene, jwtFamily, type MadeJwt } from '../../fixtures/fuzzing/jwt/draft.ts'
import { at, everywhere, jwtRow } from '../../fixtures/fuzzing/jwt/row.ts'
import type { Reply, Surface } from '../../fixtures/fuzzing/model.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
export const NOW = 1_700_000_000
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

function issue(claims: object): string {
  const input = `${part({ alg: 'RS256', kid: 'k' })}.${part(claims)}`
  return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`
}

const attacker = attackerKeys()
let bases = 0

export function sceneOf(now = NOW): JwtScene {
  bases += 1
  return {
    token: issue({
      iss: 'https://issuer.example',
      aud: 'client',
      sub: 'alice',
      iat: now,
      exp: now + 3600,
      jti: `base-${bases}`,
    }),
    self: 'alice',
    now,
    issuer: 'https://issuer.example',
    client: 'client',
    held: { kid: 'k', algorithm: 'RS256', privateKey: privateKey as KeyObject },
    keySet: '{"keys":[]}',
    others: {},
    attacker,
  }
}

const claim =
  (name: string, value: unknown): JwtRow['apply'] =>
  (draft) => ({ ...draft, payload: draft.payload.set(name, value) })

export const rows = {
  /** Grave: anybody is anybody. */
  unsigned: jwtRow({
    id: 'algorithm-none',
    says: 'the algorithm is none',
    class: 'unsigned',
    layer: 'header',
    gravity: 0,
    verdict: everywhere('refuse'),
    sweep: ['none', 'None'],
    parameter: fc.constantFrom('none', 'None', 'NONE', 'nOnE'),
    apply: (draft, parameter) => ({
      ...draft,
      header: draft.header.set('alg', parameter),
      payload: draft.payload.set('sub', 'mallory'),
      seal: () => Buffer.alloc(0),
    }),
  }),
  stale: jwtRow({
    id: 'claim-changed',
    says: 'a claim is changed after signing',
    class: 'content',
    layer: 'claims',
    gravity: 0,
    verdict: everywhere('refuse'),
    sweep: [1],
    parameter: fc.integer({ min: 1, max: 1000 }),
    apply: (draft, parameter) => ({ ...draft, payload: draft.payload.set('level', parameter) }),
  }),
  expired: jwtRow({
    id: 'expired-by',
    says: 'it expired so many seconds ago',
    class: 'expiry',
    layer: 'claims',
    gravity: 1,
    signs: true,
    verdict: everywhere('refuse'),
    sweep: [600],
    parameter: fc.integer({ min: 600, max: 1_000_000 }),
    apply: (draft, seconds, { now }) => ({
      ...draft,
      payload: draft.payload.set('exp', now - seconds),
      seal: 'issuer',
    }),
  }),
  audience: jwtRow({
    id: 'foreign-audience',
    says: 'it is for another client',
    class: 'audience',
    layer: 'claims',
    gravity: 1,
    signs: true,
    verdict: everywhere('refuse'),
    sweep: ['other'],
    parameter: fc.constantFrom('other', 'others'),
    apply: (draft, aud) => ({ ...draft, payload: draft.payload.set('aud', aud), seal: 'issuer' }),
  }),
  dress: jwtRow({
    id: 'extra-member',
    says: 'the header has a member more',
    class: 'honest-dress',
    layer: 'header',
    gravity: 3,
    signs: true,
    verdict: everywhere('accept'),
    sweep: [1],
    parameter: fc.integer({ min: 1, max: 50 }),
    apply: (draft, value) => ({ ...draft, header: draft.header.set('x', value), seal: 'issuer' }),
  }),
  notBefore: jwtRow({
    id: 'past-not-before',
    says: 'it is valid since a while',
    class: 'honest-dress',
    layer: 'claims',
    gravity: 3,
    signs: true,
    verdict: everywhere('accept'),
    sweep: [600],
    parameter: fc.integer({ min: 600, max: 6000 }),
    apply: (draft, ago, { now }) => ({
      ...draft,
      payload: draft.payload.set('nbf', now - ago),
      seal: 'issuer',
    }),
  }),
  substitute: jwtRow({
    id: 'base-again',
    says: 'the base stands in its place, with a harmless end',
    class: 'spelling',
    layer: 'form',
    gravity: 3,
    verdict: everywhere('accept'),
    sweep: [null],
    parameter: fc.constant(null),
    apply: (draft, _, scene) => ({ ...draft, forms: [...draft.forms, () => ` ${scene.token}`] }),
  }),
  tail: jwtRow({
    id: 'padded',
    says: 'the token has padding at its end',
    class: 'spelling',
    layer: 'form',
    gravity: 3,
    verdict: at({ application: 'either' }, 'refuse'),
    sweep: [1],
    parameter: fc.integer({ min: 1, max: 3 }),
    apply: (draft, count) => ({
      ...draft,
      forms: [...draft.forms, (value) => `${value}${'='.repeat(count)}`],
    }),
  }),
  never: jwtRow({
    id: 'never-applies',
    says: 'changes nothing',
    class: 'parts',
    layer: 'form',
    gravity: 2,
    verdict: everywhere('refuse'),
    sweep: [null],
    parameter: fc.constant(null),
    apply: () => undefined,
  }),
  heavy: jwtRow({
    id: 'very-long',
    says: 'it is long',
    class: 'exhausting',
    layer: 'claims',
    gravity: 2,
    exhausts: true,
    verdict: everywhere('refuse'),
    sweep: [5000],
    parameter: fc.integer({ min: 5000, max: 9000 }),
    apply: (draft, length) => claim('long', 'x'.repeat(length))(draft, length, undefined as never),
  }),
} as const

export const allRows: readonly JwtRow[] = Object.values(rows)

/** A validator that is right. It takes a space before the token, as a header would. */
export async function validate(
  token: string,
  now: number,
): Promise<{ sub: string; header: Record<string, unknown> }> {
  const { payload, protectedHeader } = await jwtVerify(token.trim(), publicKey, {
    issuer: 'https://issuer.example',
    audience: 'client',
    algorithms: ['RS256'],
    currentDate: new Date(now * 1000),
  })
  return { sub: String(payload.sub), header: protectedHeader as Record<string, unknown> }
}

export const payloadOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
export const headerOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())

export type GateSurface = Surface<ReturnType<ReturnType<typeof jwtFamily>['draft']>, JwtScene, MadeJwt>

export type Answer = (token: string, right: () => Promise<Reply>, scene: JwtScene) => Promise<Reply> | Reply

const accepted = (taken: string): Reply => ({ verdict: 'accepted', shown: 'valid', taken, status: 200 })
export const REFUSED: Reply = { verdict: 'refused', shown: '401 invalid', status: 401, inForm: true }
export const acceptedAs = accepted

export const right = async (token: string, now: number): Promise<Reply> => {
  try {
    return accepted((await validate(token, now)).sub)
  } catch {
    return REFUSED
  }
}

/** @param spoils what it answers in place of the right thing */
export function gate(
  spoils: Answer = (_, honest) => honest(),
  more: Partial<GateSurface> = {},
  some: readonly JwtRow[] = allRows,
): GateSurface {
  return {
    place: { kind: 'application', holdsKey: true, publishes: false, inHeader: false, use: 'id' },
    family: jwtFamily(some),
    scene: () => Promise.resolve(sceneOf()),
    send: (_, { value }, scene) => spoils(String(value), () => right(String(value), scene.now), scene),
    cost: 1,
    ...more,
  }
}

export interface FakeClock {
  time: number
}

export const castOf = (clock: FakeClock = { time: NOW * 1000 }): Cast =>
  ({ clock: { now: () => clock.time } }) as unknown as Cast

export const start = (surface: GateSurface, options: Partial<CampaignOptions> = {}) =>
  campaign(surface, { cast: castOf(), ...options })
