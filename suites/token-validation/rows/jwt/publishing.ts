/** Rows that come with a key set of their own: what is published, and what is signed with which of its keys. */
import fc from 'fast-check'
import type { JwtDraft, JwtRow, JwtScene } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { jwtRow } from '../../../../fixtures/fuzzing/jwt/row.ts'
import type { Place, Verdict } from '../../../../fixtures/fuzzing/model.ts'
import { PROVIDER } from './claims.ts'
import { attackerSeal, jwkOf, type Members, publishedKeysFor, sealedBy, withHeader } from './making.ts'

/** Of the provider’s keys AWS says that they are fetched for each ID token; elsewhere a memory of them is legitimate. */
export const published = (atProvider: Verdict, elsewhere: Verdict) => (place: Place) =>
  place.publishes ? (place.kind === PROVIDER ? atProvider : elsewhere) : undefined

const NO_KEY = (scene: JwtScene): string | undefined =>
  heldJwk(scene) === undefined ? 'the key set holds no key of the base' : undefined

/** The public half of the key that signs, as it is published. */
export function heldJwk(scene: JwtScene): Members | undefined {
  return publishedKeysFor(scene).find(({ jwk }) => jwk['kid'] === scene.held?.kid)?.jwk
}

/** The issuer's second key. Another one than attackers sign with: a key set may be remembered. */
export const second = ({ attacker }: JwtScene) => attacker.rsa(3072)
export const secondJwk = (scene: JwtScene, kid: unknown): Members =>
  jwkOf(second(scene).publicKey, { kid, alg: 'RS256', use: 'sig' })

export const withKeys = (draft: JwtDraft, keys: readonly Members[]): JwtDraft => ({
  ...draft,
  keySet: JSON.stringify({ keys }),
})

/** Signed by another key of the issuer's, under its id. */
export const signedBySecond = (draft: JwtDraft, scene: JwtScene, kid: string): JwtDraft => ({
  ...withHeader(draft, { alg: 'RS256', kid }),
  seal: sealedBy(second(scene).privateKey, 'RS256'),
})

export const forgedUnder = (draft: JwtDraft, scene: JwtScene, kid: string): JwtDraft => ({
  ...withHeader(draft, { alg: 'RS256', kid }),
  seal: attackerSeal(scene),
})

const shared = { layer: 'key-set', gravity: 2, signs: true, unless: NO_KEY } as const

/** A row about the key that signs: what is published of it, and what becomes of the token. */
export const keyRow = <P extends string>(
  row: Pick<JwtRow, 'id' | 'says' | 'class' | 'verdict'> &
    Partial<Pick<JwtRow, 'divides' | 'gravity' | 'remembered'>>,
  ways: readonly P[],
  apply: (draft: JwtDraft, how: P, own: Members, scene: JwtScene) => JwtDraft | undefined,
): JwtRow =>
  jwtRow<P>({
    ...shared,
    ...row,
    sweep: ways,
    parameter: fc.constantFrom(...ways),
    apply: (draft, how, scene) => {
      const own = heldJwk(scene)
      return own === undefined ? undefined : apply(draft, how, own, scene)
    },
  })

/** Forgeries are nobody's: nothing that is properly signed goes with them. */
export const forgery = (row: JwtRow): JwtRow => {
  const { signs: _signs, ...rest } = row
  return { ...rest, gravity: 0 }
}
