/**
 * Forged content in another serialization of JWS, with a genuine signature beside it: for who verifies one part of it
 * and reads another. RFC 7519, section 1, has tokens in the compact serialization alone.
 * @see RFC 7515, sections 7.2.1 and 7.2.2
 */
import fc from 'fast-check'
import type { JwtRow, JwtScene, Parts } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { everywhere, jwtRow } from '../../../../fixtures/fuzzing/jwt/row.ts'
import { attackerSeal, forged, NOBODY, withClaims } from './making.ts'
import { reformed, type Settled, settled } from './surgery.ts'

interface Both {
  readonly genuine: Parts
  /** Signed by the attacker, under the same header. */
  readonly forged: Parts
}

function forgedParts({ draft }: Settled, scene: JwtScene): Parts {
  const another = forged(draft, scene)
  const other = another === draft ? withClaims(draft, { sub: NOBODY }) : another
  const seal = attackerSeal(scene, String(draft.header.get('alg')))
  return settled({ ...other, seal }, scene).parts
}

const signatureOf = ({ header, signature }: Parts) => ({ protected: header, signature })

const SHAPES: Readonly<Record<string, (both: Both) => string>> = {
  // A compact token to who splits at the dots, an object to who parses: the forged payload in its name.
  'compact-in-name': ({ genuine, forged: other }) =>
    `{"  ${genuine.header}.${other.payload}.":"","protected":"${genuine.header}","payload":"${genuine.payload}","signature":"${genuine.signature}"}`,
  'compact-before-object': ({ genuine, forged: other }) =>
    `${genuine.header}.${other.payload}.{"protected":"${genuine.header}","payload":"${genuine.payload}","signature":"${genuine.signature}"}`,
  'payload-twice-forged-last': ({ genuine, forged: other }) =>
    `{"payload":"${genuine.payload}","payload":"${other.payload}","protected":"${genuine.header}","signature":"${genuine.signature}"}`,
  'payload-twice-forged-first': ({ genuine, forged: other }) =>
    `{"payload":"${other.payload}","payload":"${genuine.payload}","protected":"${genuine.header}","signature":"${genuine.signature}"}`,
  'two-signatures-genuine-first': ({ genuine, forged: other }) =>
    JSON.stringify({ payload: other.payload, signatures: [signatureOf(genuine), signatureOf(other)] }),
  'two-signatures-forged-first': ({ genuine, forged: other }) =>
    JSON.stringify({ payload: other.payload, signatures: [signatureOf(other), signatureOf(genuine)] }),
  'genuine-signature': ({ genuine, forged: other }) =>
    JSON.stringify({ payload: other.payload, ...signatureOf(genuine) }),
  'no-signatures': ({ forged: other }) => JSON.stringify({ payload: other.payload, signatures: [] }),
  'unprotected-none': ({ forged: other }) =>
    JSON.stringify({ payload: other.payload, header: { alg: 'none' }, signature: '' }),
}

export const serializationRows: readonly JwtRow[] = [
  jwtRow({
    id: 'json-serialization-forged',
    says: 'A JSON object carries the genuine token and, beside it, a payload that names somebody else',
    class: 'serialization',
    layer: 'form',
    gravity: 0,
    verdict: everywhere('refuse'),
    sweep: Object.keys(SHAPES),
    parameter: fc.constantFrom(...Object.keys(SHAPES)),
    apply(draft, shape, scene) {
      const genuine = settled(draft, scene)
      const other = forgedParts(genuine, scene)
      return reformed(draft, scene, (parts) => SHAPES[shape]!({ genuine: parts, forged: other }))
    },
  }),
]
