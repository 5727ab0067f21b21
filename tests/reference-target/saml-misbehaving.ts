/**
 * The mock IdP's SAML misbehaviours, played at a pool of the reference target: its keys and its hands, our own browser.
 * Each has a sign-in, a genuine user and a victim to itself.
 */

import {
  AdminGetUserCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider'
import type { Instance } from '../../fixtures/reference-target/index.ts'
import { keyRing } from '../../mock-idp/keys.ts'
import { draft } from '../../mock-idp/saml/draft.ts'
import { makeKeys, type ProviderKeys } from '../../mock-idp/saml/keys.ts'
import { asPosting, type Posting, type SamlMisbehaviour, type Scene } from '../../mock-idp/saml/scene.ts'
import { Browser, callback, type Shown } from './browser.ts'
import { wantsEncryption } from './saml-lectern.ts'
import { begin, buildSaml, metadataOf, type SamlHouse } from './saml-provider.ts'

const ENTITY = 'https://idp.example/metadata'
const NEIGHBOUR = 'https://neighbour.example/metadata'

/** Who has a code, or a profile, when all is over. */
export type Outcome = 'refused' | 'genuine' | 'victim' | 'mixture' | 'somebody else' | 'led astray'

export interface Stage {
  readonly house: SamlHouse
  readonly instance: Instance
  readonly keys: ProviderKeys
  readonly neighbour: ProviderKeys
  count: number
}

/** Made once for all stages of a process: keys cost much, and are the mock's alone. */
const makingKeys = Promise.all([0, 1].map(() => makeKeys(keyRing(3), Date.now())))

export async function openStage(instance: Instance): Promise<Stage> {
  const [keys, neighbour] = (await makingKeys) as [ProviderKeys, ProviderKeys]
  const published = ({ signing, second }: ProviderKeys) =>
    [signing, second].map(({ certificate }) => ({ certificate: certificate.toString('base64') }))
  const metadata = metadataOf(ENTITY, ...published(keys))
  const house = await buildSaml(instance, {
    Sealed: { metadata, details: { EncryptedResponses: 'true' } },
    Idp: { metadata },
    Begins: { metadata, details: { IDPInit: 'true' } },
    Next: { metadata: metadataOf(NEIGHBOUR, ...published(neighbour)) },
  })
  return { house, instance, keys, neighbour, count: 0 }
}

const claims = (name: string) => ({ email: `${name}@example.com`, given_name: name })

/** The provider at which it is played. */
const providerFor = (misbehaviour: SamlMisbehaviour): string => {
  if (wantsEncryption(misbehaviour)) return 'Sealed'
  return misbehaviour.at === 'initiate' ? 'Begins' : 'Idp'
}

/** Plays one misbehaviour, and says what became of it. */
export async function play(stage: Stage, misbehaviour: SamlMisbehaviour): Promise<Outcome> {
  const { house, instance, keys, neighbour } = stage
  const name = providerFor(misbehaviour)
  const n = ++stage.count
  const [genuine, evil] = [`genuine-${n}`, `evil-${n}`]
  const browser = new Browser(house)
  const waits = / another\b/.test(misbehaviour.says)
  const other = waits ? await begin(house, name, browser) : undefined
  const asked = await begin(house, name, browser)
  const unasked = misbehaviour.at === 'initiate'
  const relayState = unasked
    ? new URLSearchParams({
        identity_provider: name,
        client_id: house.clientId,
        redirect_uri: callback,
        response_type: 'code',
        scope: 'openid email',
      }).toString()
    : asked.relayState
  const occasion = {
    now: instance.clock.now(),
    entityId: ENTITY,
    audience: house.audience,
    recipient: house.here,
    inResponseTo: unasked ? undefined : asked.id,
    sessionIndex: `_session-${n}`,
  }
  const scene: Scene = {
    ...occasion,
    assertionConsumerService: house.here,
    keys,
    party: {
      entityId: house.audience,
      assertionConsumerService: house.here,
      encryptionCertificate: house.encryptionCertificate,
    },
    relayState,
    genuine: draft({ subject: genuine, claims: claims(genuine) }, occasion),
    evil: draft({ subject: evil, claims: claims(evil) }, occasion),
    genuineSubject: genuine,
    evilSubject: evil,
    neighbour: { entityId: NEIGHBOUR, keys: neighbour },
    another: other && { id: other.id, relayState: other.relayState },
    canary: (path) => `http://127.0.0.1:9/canary${path}`,
  }
  const shown = await post(browser, house, asPosting(scene, misbehaviour.bend(scene)))
  return outcomeOf(stage, shown, { name, genuine, evil })
}

function post(browser: Browser, house: SamlHouse, { action, fields }: Posting): Promise<Shown> {
  const url = new URL(action, house.origin)
  const form = new URLSearchParams(fields.map(([key, value]): [string, string] => [key, value]))
  return browser.send('POST', url.pathname + url.search, form)
}

async function outcomeOf(
  { house }: Stage,
  shown: Shown,
  { name, genuine, evil }: { name: string; genuine: string; evil: string },
): Promise<Outcome> {
  if (shown.status >= 500) throw new Error(`${shown.status}: ${shown.body}`)
  const to = shown.location === undefined ? undefined : new URL(shown.location)
  if (to && !to.href.startsWith(callback)) return 'led astray'
  const [honest, forged] = await Promise.all(
    [genuine, evil].map((who) => profile(house.aws, house.poolId, `${name}_${who}`)),
  )
  if (forged?.includes(genuine) || honest?.includes(evil)) return 'mixture'
  if (forged !== undefined) return 'victim'
  if (honest !== undefined) return 'genuine'
  return to?.searchParams.has('code') ? 'somebody else' : 'refused'
}

async function profile(
  aws: CognitoIdentityProviderClient,
  UserPoolId: string,
  Username: string,
): Promise<string | undefined> {
  try {
    const { UserAttributes } = await aws.send(new AdminGetUserCommand({ UserPoolId, Username }))
    return JSON.stringify(UserAttributes)
  } catch (error) {
    if ((error as Error).name === 'UserNotFoundException') return undefined
    throw error
  }
}
