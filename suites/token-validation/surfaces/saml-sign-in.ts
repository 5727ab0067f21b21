/** A sign-in at a SAML provider, as far as its page: the form that the browser will post is made here, with the provider's keys. */
import { randomBytes } from 'node:crypto'
import type { Cast } from '../../../fixtures/actors/actors.ts'
import { NotPerformed } from '../../../fixtures/flow/not-performed.ts'
import {
  type SamlDraft,
  type SamlRow,
  type SamlScene,
  samlFamily,
} from '../../../fixtures/fuzzing/saml/draft.ts'
import { type SamlRequest, samlRequestIn } from '../../../fixtures/protocol/saml-request.ts'
import type { Capability } from '../../../fixtures/targets/capabilities.ts'
import type { ProviderNeeds } from '../../../fixtures/targets/lease.ts'
import { draft } from '../../../mock-idp/saml/draft.ts'
import { type ProviderKeys, readKeys } from '../../../mock-idp/saml/keys.ts'
import type { Posting } from '../../../mock-idp/saml/scene.ts'
import { clientOf, OTHER_SAML, poolWith, SAML } from '../../federation/pools.ts'
import type { AttackedSurface } from '../surfaces.ts'
import { watched } from './canary.ts'
import { takenOnce } from './pool-tokens.ts'
import {
  carry,
  changedIn,
  type HeldSignIn,
  named,
  nextPersonAt,
  personAt,
  profileOf,
  visit,
} from './provider-sign-in.ts'

type Arrived = Omit<HeldSignIn, 'answer'>

export interface SamlSignInScene extends SamlScene {
  readonly signIn: Arrived
  /** What the provider would say of the victim. */
  readonly victim: { readonly claims: Readonly<Record<string, unknown>> }
}

interface AllKeys {
  readonly own: ProviderKeys
  readonly neighbours: ProviderKeys
}

const keys = takenOnce(async (cast): Promise<AllKeys> => {
  const [own, neighbours] = await Promise.all(
    [SAML, OTHER_SAML].map(async ({ name }) => (await cast.provider(name).keys()).saml),
  )
  if (own === undefined || neighbours === undefined)
    throw new NotPerformed('the provider has no keys for SAML', 'signing keys', 'none')
  return { own: readKeys(own), neighbours: readKeys(neighbours) }
})

/** A browser at the provider, with the request that led it there. @throws {NotPerformed} it brings none */
async function arrive(
  cast: Cast,
  as: string,
): Promise<{ readonly signIn: Arrived; readonly asked: SamlRequest }> {
  const person = await personAt(cast, SAML.name)
  const by = await cast.otherAgent(as)
  const { provider, request, page } = await visit(cast, SAML.name, by)
  const asked = samlRequestIn(page.url)
  if (asked === undefined)
    throw new NotPerformed('the request did not lead to the provider', 'a SAMLRequest in the address', 'none')
  return { signIn: { provider, person, by, request }, asked }
}

/** A request whose answer never comes. */
const another = takenOnce(async (cast) => (await arrive(cast, 'that-waits')).asked)

export async function samlScene(cast: Cast): Promise<SamlSignInScene> {
  const { own, neighbours } = await keys(cast)
  const waiting = await another(cast)
  const { signIn, asked } = await arrive(cast, 'with-a-spoilt-answer')
  const { provider, person } = signIn
  const now = cast.clock.now()
  const party = provider.relyingParty
  const tag = randomBytes(6).toString('hex')
  const victim = {
    subject: `victim-${tag}`,
    claims: { email: `victim-${tag}@example.com`, name: `Victim ${tag}`, nickname: `victim-nick-${tag}` },
  }
  const assertionConsumerService = asked.assertionConsumerService ?? party.assertionConsumerService ?? ''
  const occasion = {
    now,
    entityId: provider.tenant.issuer,
    audience: party.entityId ?? '',
    recipient: party.recipient ?? assertionConsumerService,
    inResponseTo: asked.id,
    sessionIndex: `_${tag}`,
  }
  return {
    signIn,
    victim,
    self: person.subject,
    now: Math.floor(now / 1000),
    idp: {
      now,
      entityId: occasion.entityId,
      keys: own,
      party,
      audience: occasion.audience,
      assertionConsumerService,
      recipient: occasion.recipient,
      inResponseTo: asked.id,
      relayState: asked.relayState,
      genuine: draft(person, occasion),
      evil: draft(victim, occasion),
      genuineSubject: person.subject,
      evilSubject: victim.subject,
      neighbour: { entityId: cast.provider(OTHER_SAML.name).tenant.issuer, keys: neighbours },
      another: waiting,
      canary: provider.canary,
    },
  }
}

/** Beside the provider stands another that the user pool trusts as well. */
export const optionsWith = (
  main: ProviderNeeds,
  ...more: readonly Capability[]
): AttackedSurface['options'] => ({
  lacking: ['hosted-domain', 'federation-saml', ...more],
  pool: poolWith(main, OTHER_SAML),
  client: clientOf(main.name),
  user: {},
  does: ['signs-in'],
})

type Taking = AttackedSurface<SamlDraft, SamlSignInScene, Posting>['surface']

export const takesSaml = (rows: readonly SamlRow[], scene: Taking['scene']): Taking => ({
  place: { kind: 'saml-response', holdsKey: true, publishes: false, inHeader: false, use: 'assertion' },
  family: samlFamily(rows) as never,
  scene,
  startOver: (cast) => nextPersonAt(cast, SAML.name),
  send: (cast, { action, fields }, { signIn, victim }) =>
    watched(signIn.provider, () =>
      carry(
        cast,
        signIn,
        { method: 'POST', url: action, parameters: fields },
        {
          by: 'code',
          naming(idToken) {
            const own = signIn.person.claims
            // What stays in the profile would be found again where the next response leaves attributes out.
            if (changedIn(idToken, own).length > 0) nextPersonAt(cast, signIn.provider.name)
            return named(idToken, { own, victim: victim.claims })
          },
        },
      ),
    ),
  changed: (cast, { signIn, idp }) => profileOf(cast, signIn.provider, idp.evilSubject),
  once: true,
  cost: 10,
})
