/**
 * The mock IdP's SAML misbehaviours read as documents, without a wire: what the rules of the reference target, honest
 * or bent, make of each.
 */

import type { Rules } from '../../fixtures/reference-target/rules/index.ts'
import { keyRing } from '../../mock-idp/keys.ts'
import { draft } from '../../mock-idp/saml/draft.ts'
import { makeKeys, type ProviderKeys } from '../../mock-idp/saml/keys.ts'
import { asPosting, type SamlMisbehaviour, type Scene } from '../../mock-idp/saml/scene.ts'
import { identityIn } from '../../scripts/bench/fuzz/saml-reader.ts'
import { key } from './saml-documents.ts'

const ENTITY = 'https://idp.example/metadata'
const NEIGHBOUR = 'https://neighbour.example/metadata'
const AUDIENCE = 'urn:amazon:cognito:sp:us-east-1_Lectern'
const HERE = 'https://lectern.example/saml2/idpresponse'

export interface Lectern {
  readonly keys: ProviderKeys
  readonly neighbour: ProviderKeys
  /** Milliseconds since 1970. */
  readonly now: number
}

/** Who is named by what was read; `mixture`: both are. */
export type Named = 'refused' | 'genuine' | 'victim' | 'mixture' | 'somebody else'

const sealing = key('sealing', Date.now())

export async function openLectern(): Promise<Lectern> {
  const now = Date.now()
  const [keys, neighbour] = await Promise.all([makeKeys(keyRing(3), now), makeKeys(keyRing(3), now)])
  return { keys, neighbour, now }
}

/** Whether it is meant for a relying party that wants assertions encrypted. */
export const wantsEncryption = ({ id, topic, encrypted = false }: SamlMisbehaviour): boolean =>
  id !== 'saml-encryption-unexpected' && (topic === 'saml-encryption' || encrypted)

const occasionOf = (now: number, { at }: SamlMisbehaviour) => ({
  now,
  entityId: ENTITY,
  audience: AUDIENCE,
  recipient: HERE,
  inResponseTo: at === 'initiate' ? undefined : '_asked',
})

const usual = { genuine: 'genuine', evil: 'evil' }

export interface Names {
  readonly genuine: string
  readonly evil: string
}

/** What the misbehaviour has at hand: a genuine user, and a victim. */
export function sceneOf(
  { keys, neighbour, now }: Lectern,
  misbehaviour: SamlMisbehaviour,
  { genuine, evil }: Names,
): Scene {
  const occasion = { ...occasionOf(now, misbehaviour), sessionIndex: '_session' }
  const claims = (name: string) => ({ email: `${name}@example.com`, given_name: name })
  return {
    ...occasion,
    assertionConsumerService: HERE,
    keys,
    party: {
      entityId: AUDIENCE,
      assertionConsumerService: HERE,
      encryptionCertificate: sealing.certificate,
    },
    relayState: 'relay-state',
    genuine: draft({ subject: genuine, claims: claims('genuine') }, occasion),
    evil: draft({ subject: evil, claims: claims('evil') }, occasion),
    genuineSubject: genuine,
    evilSubject: evil,
    neighbour: { entityId: NEIGHBOUR, keys: neighbour },
    another: { id: '_another', relayState: 'another-relay-state' },
    canary: (path) => `http://127.0.0.1:9/canary${path}`,
  }
}

/** The response that a misbehaviour posts, in Base64. */
export function postedBy(lectern: Lectern, misbehaviour: SamlMisbehaviour, names: Names = usual): string {
  const scene = sceneOf(lectern, misbehaviour, names)
  const { fields } = asPosting(scene, misbehaviour.bend(scene))
  return fields.find(([name]) => name === 'SAMLResponse')?.[1] ?? ''
}

/** What these rules make of what was posted by a misbehaviour. */
export function judged(
  { keys, neighbour, now }: Lectern,
  rules: Rules,
  misbehaviour: SamlMisbehaviour,
  { names = usual, posted }: { readonly names?: Names; readonly posted: string },
): Named {
  const identity = identityIn(
    rules,
    posted,
    { ...occasionOf(now, misbehaviour), keys, neighbour: { keys: neighbour } },
    {
      privateKey: sealing.privateKey,
      encrypted: wantsEncryption(misbehaviour),
      mapped: ['email', 'given_name'],
    },
  )
  if (identity === undefined) return 'refused'
  const { subject, claims: told } = identity
  const values = JSON.stringify([told.get('email'), told.get('given_name')])
  const [genuine, evil] = [values.includes('genuine'), values.includes('evil')]
  if (subject === names.evil) return genuine ? 'mixture' : 'victim'
  if (subject !== names.genuine) return 'somebody else'
  return evil ? 'mixture' : 'genuine'
}
