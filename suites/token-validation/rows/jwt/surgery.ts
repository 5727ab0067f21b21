/** Cutting into a token once it is signed: its genuine parts, and what rows of form and of signature do with them. */
import { createPublicKey, type KeyObject } from 'node:crypto'
import type { JwtDraft, JwtRow, JwtScene, Parts } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { draftOf, makeJwt } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import type { Json, Place, Verdict } from '../../../../fixtures/fuzzing/model.ts'
import { publishedKeysFor } from './making.ts'

/** Only where the token stands in a body: a header cannot carry it, or means something else by it. */
export const inBody =
  (verdict: JwtRow['verdict']): JwtRow['verdict'] =>
  (place) =>
    place.inHeader ? undefined : verdict(place)

export const inHeader =
  (verdict: JwtRow['verdict']): JwtRow['verdict'] =>
  (place) =>
    place.inHeader ? verdict(place) : undefined

/** Each case comes with a key set of its own. */
export const published =
  (verdict: Verdict) =>
  ({ publishes }: Place): Verdict | undefined =>
    publishes ? verdict : undefined

export interface Settled {
  /** Signed with what it had, whatever is changed from now on. */
  readonly draft: JwtDraft
  readonly parts: Parts
  readonly signature: Buffer
}

/** Fixes the signature over the header and the payload as they are. */
export function settled(draft: JwtDraft, scene: JwtScene): Settled {
  const compact = makeJwt({ ...draft, forms: [] }, scene).value as string
  const [header = '', payload = '', signature = ''] = compact.split('.')
  const bytes = Buffer.from(signature, 'base64url')
  return {
    draft: draft.seal === 'kept' ? draft : { ...draft, seal: () => bytes },
    parts: { header, payload, signature },
    signature: bytes,
  }
}

/** Another signature under the same content; nothing where it is the same, or cannot be made. */
export function resealed(
  draft: JwtDraft,
  scene: JwtScene,
  change: (signature: Buffer) => Buffer | undefined,
): JwtDraft | undefined {
  const { signature } = settled(draft, scene)
  const other = change(signature)
  return other === undefined || other.equals(signature) ? undefined : { ...draft, seal: () => other }
}

/** Other content under the same signature; nothing where not a byte is changed. */
export function recontented(
  draft: JwtDraft,
  scene: JwtScene,
  change: (draft: JwtDraft) => JwtDraft | undefined,
): JwtDraft | undefined {
  const { draft: kept } = settled(draft, scene)
  const other = change(kept)
  const same = (part: 'header' | 'payload') => other?.[part].bytes.equals(kept[part].bytes)
  return other === undefined || (same('header') && same('payload')) ? undefined : other
}

export const compactOf = ({ header, payload, signature }: Parts): string =>
  `${header}.${payload}.${signature}`

/** Another spelling of the finished token; nothing where it is the same, or cannot be made. */
export function reformed(
  draft: JwtDraft,
  scene: JwtScene,
  spell: (parts: Parts) => unknown,
): JwtDraft | undefined {
  const { draft: kept, parts } = settled(draft, scene)
  const other = spell(parts)
  return other === undefined || other === compactOf(parts)
    ? undefined
    : { ...kept, forms: [...kept.forms, () => other] }
}

export type PartName = keyof Parts
export const PARTS = ['header', 'payload', 'signature'] as const satisfies readonly PartName[]
/** Those that the signature covers. */
export const SIGNED_PARTS = ['header', 'payload'] as const satisfies readonly PartName[]

/** Another spelling of one part. */
export function repart(
  draft: JwtDraft,
  scene: JwtScene,
  part: PartName,
  spell: (text: string) => string | undefined,
): JwtDraft | undefined {
  return reformed(draft, scene, (parts) => {
    const other = spell(parts[part])
    return other === undefined ? undefined : compactOf({ ...parts, [part]: other })
  })
}

/** Behind the first character at the earliest, and counted modulo the length, so that every number is a position. */
export const inserted = (text: string, at: number, what: string): string => {
  const position = Math.max(1, at % (text.length + 1))
  return text.slice(0, position) + what + text.slice(position)
}

/** Rows that depend on how the base happens to be spelled are left out where nothing of their sweep can be done. */
export const unlessSome =
  <P extends Json>(
    sweep: readonly P[],
    apply: (draft: JwtDraft, parameter: P, scene: JwtScene) => JwtDraft | undefined,
    reason: string,
  ) =>
  (scene: JwtScene): string | undefined => {
    const draft = draftOf(scene)
    return sweep.some((parameter) => apply(draft, parameter, scene) !== undefined) ? undefined : reason
  }

export const bigOf = (bytes: Buffer): bigint => BigInt(`0x0${bytes.toString('hex')}`)

/** In so many bytes, or more where it does not fit. */
export function bytesOf(value: bigint, length: number): Buffer {
  const hex = value.toString(16)
  const digits = Math.max(length * 2, hex.length + (hex.length % 2))
  return Buffer.from(hex.padStart(digits, '0'), 'hex')
}

/** The public key that the base is signed with, where it is RSA. */
export function rsaKeyOf(scene: JwtScene): KeyObject | undefined {
  const key =
    scene.held === undefined
      ? publishedKeysFor(scene).find((one) => one.key !== undefined)?.key
      : createPublicKey(scene.held.privateKey)
  return key?.asymmetricKeyType === 'rsa' ? key : undefined
}

export function modulusOf(scene: JwtScene): bigint | undefined {
  const modulus = rsaKeyOf(scene)?.export({ format: 'jwk' }).n
  return modulus === undefined ? undefined : bigOf(Buffer.from(modulus, 'base64url'))
}
