/**
 * Forged content in another serialization of JWS, with a genuine signature beside it: for who verifies one part of it
 * and reads another. RFC 7519, section 1, has tokens in the compact serialization alone.
 * @see RFC 7515, sections 7.2.1 and 7.2.2
 */
import fc from 'fast-check'
import type { JwtRow, JwtScene, Parts } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { everywhere, jwtRow } from '../../../../fixtures/fuzzing/jwt/row.ts'
import type { Verdict } from '../../../../fixtures/fuzzing/model.ts'
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

type Shapes = Readonly<Record<string, (both: Both) => string>>

/** Read by RFC 7515, or by the last of two members, these say nothing but what was signed. */
const TWO_READINGS: Shapes = {
  // A compact token to who splits at the dots, an object to who parses: the forged payload in its name.
  'compact-in-name': ({ genuine, forged: other }) =>
    `{"  ${genuine.header}.${other.payload}.":"","protected":"${genuine.header}","payload":"${genuine.payload}","signature":"${genuine.signature}"}`,
  'payload-twice-forged-first': ({ genuine, forged: other }) =>
    `{"payload":"${other.payload}","payload":"${genuine.payload}","protected":"${genuine.header}","signature":"${genuine.signature}"}`,
}

const FORGED: Shapes = {
  'compact-before-object': ({ genuine, forged: other }) =>
    `${genuine.header}.${other.payload}.{"protected":"${genuine.header}","payload":"${genuine.payload}","signature":"${genuine.signature}"}`,
  'payload-twice-forged-last': ({ genuine, forged: other }) =>
    `{"payload":"${genuine.payload}","payload":"${other.payload}","protected":"${genuine.header}","signature":"${genuine.signature}"}`,
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

const shaped = (
  { verdict, ...row }: Pick<JwtRow, 'id' | 'says' | 'divides'> & { readonly verdict: Verdict },
  shapes: Shapes,
): JwtRow =>
  jwtRow<string>({
    ...row,
    class: 'serialization',
    layer: 'form',
    gravity: 0,
    verdict: everywhere(verdict),
    sweep: Object.keys(shapes),
    parameter: fc.constantFrom(...Object.keys(shapes)),
    apply(draft, shape, scene) {
      const genuine = settled(draft, scene)
      const other = forgedParts(genuine, scene)
      return reformed(draft, scene, (parts) => shapes[shape]!({ genuine: parts, forged: other }))
    },
  })

export const serializationRows: readonly JwtRow[] = [
  shaped(
    {
      id: 'json-serialization-forged',
      says: 'A JSON object carries the genuine token and, beside it, a payload that names somebody else',
      verdict: 'refuse',
    },
    FORGED,
  ),
  shaped(
    {
      id: 'json-serialization-of-two-readings',
      says: 'A JSON object is the genuine token to one reader, and names somebody else to another',
      verdict: 'either',
      divides: 'json-serialization',
    },
    TWO_READINGS,
  ),
]
