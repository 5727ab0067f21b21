/** The user pool takes the response of a SAML provider: the form that the browser posts, made here with the provider's keys. */
import { randomBytes } from 'node:crypto'
import type { Cast } from '../../../fixtures/actors/actors.ts'
import { parameterOf } from '../../../fixtures/actors/provider-answer.ts'
import { NotPerformed } from '../../../fixtures/flow/not-performed.ts'
import { advisory, publicRecord } from '../../../fixtures/flow/source.ts'
import { type SamlDraft, type SamlScene, samlFamily } from '../../../fixtures/fuzzing/saml/draft.ts'
import { draft } from '../../../mock-idp/saml/draft.ts'
import { type ProviderKeys, readKeys } from '../../../mock-idp/saml/keys.ts'
import type { Posting } from '../../../mock-idp/saml/scene.ts'
import { clientOf, OTHER_SAML, poolWith, SAML } from '../../federation/pools.ts'
import { assertionEndpoint, samlRequirements } from '../../federation/sources.ts'
import { samlRows } from '../rows/saml/all.ts'
import type { AttackedSurface } from '../surfaces.ts'
import { takenOnce } from './pool-tokens.ts'
import { carry, type HeldSignIn, holdSignIn, named, profileOf, visit } from './provider-sign-in.ts'

const trust = samlRequirements(
  'User pools support multiple signing certificates',
  'A SAML assertion is determined to be valid if it matches any certificate in the provider’s metadata.',
)
const address = samlRequirements(
  'Assertion format has specific requirements',
  'The Audience is the user pool’s SP entity ID, the Recipient its endpoint for responses, and InResponseTo the ID of the request.',
)
const subject = samlRequirements(
  'Assertion format has specific requirements',
  'A NameID must be there; the user is found by it.',
)
const announced = publicRecord(
  'c6fc/npk, Amazon Cognito will enforce SAML verification checks',
  'AWS’s e-mail to customers, quoted in the issue',
  'c6fc/npk/issues/87',
  '2023-08',
  'From January 2024 responses are rejected without an audience constraint, without a recipient in SubjectConfirmationData, and without InResponseTo there and in the Response.',
)
const endpoint = assertionEndpoint(
  'Introduction',
  'The endpoint takes SAML assertions: the provider’s answer comes there with the browser.',
)

const oasis = (part: 'Core' | 'Profiles', section: string, states: string) =>
  advisory(
    `OASIS SAML 2.0, ${part === 'Core' ? 'Assertions and Protocols' : 'Profiles'}`,
    section,
    `https://docs.oasis-open.org/security/saml/v2.0/saml-${part.toLowerCase()}-2.0-os.pdf`,
    '2026-11',
    states,
  )
const profile = oasis(
  'Profiles',
  '4.1.4.3',
  'The relying party verifies signature, Recipient, InResponseTo, times and status, and discards what does not hold.',
)
const signed = oasis(
  'Core',
  '5.4',
  'A signature is enveloped, has one reference to the identifier of what it stands in, and no transform but two.',
)
const xml = advisory(
  'W3C, XML Signature Syntax and Processing 1.1',
  '8.1.1 and 8.1.3',
  'https://www.w3.org/TR/xmldsig-core1/',
  '2026-11',
  'Only what was signed is secure, and only what is seen is signed.',
)
const unusual = oasis(
  'Core',
  '2 and 5',
  'An assertion may have further attributes, advice and namespaces, and be written in any way that XML leaves free.',
)

export interface SamlSignInScene extends SamlScene {
  readonly signIn: HeldSignIn
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

/** A request whose answer never comes. */
const another = takenOnce(async (cast) => {
  const by = await cast.otherAgent('that-waits')
  const { provider } = await visit(cast, SAML.name, by)
  return lastRequest(cast, provider.name)
})

/** The request that came to the provider last. */
async function lastRequest(
  cast: Cast,
  name: string,
): Promise<{ id: string; relayState: string | undefined }> {
  const requests = (await cast.provider(name).asked()).filter(({ endpoint: at }) => at === 'single-sign-on')
  const last = requests.at(-1)
  const fields = [...(last?.query ?? []), ...(last?.form ?? [])]
  return {
    id: last?.saml?.attributes['ID'] ?? '',
    relayState: fields.find(([field]) => field === 'RelayState')?.[1],
  }
}

async function scene(cast: Cast): Promise<SamlSignInScene> {
  const { own, neighbours } = await keys(cast)
  const waiting = await another(cast)
  const signIn = await holdSignIn(cast, SAML.name)
  const { provider, person, answer } = signIn
  const response = Buffer.from(parameterOf(answer, 'SAMLResponse') ?? '', 'base64').toString()
  const inResponseTo = / InResponseTo="([^"]*)"/.exec(response)?.[1]
  const now = cast.clock.now()
  const party = provider.relyingParty
  const tag = randomBytes(6).toString('hex')
  const victim = {
    subject: `victim-${tag}`,
    claims: { email: `victim-${tag}@example.com`, name: `Victim ${tag}`, nickname: `victim-nick-${tag}` },
  }
  const occasion = {
    now,
    entityId: provider.tenant.issuer,
    audience: party.entityId ?? '',
    recipient: party.recipient ?? answer.url,
    inResponseTo,
    sessionIndex: `_${tag}`,
  }
  return {
    signIn,
    self: person.subject,
    now: Math.floor(now / 1000),
    idp: {
      now,
      entityId: occasion.entityId,
      keys: own,
      party,
      audience: occasion.audience,
      assertionConsumerService: answer.url,
      recipient: occasion.recipient,
      inResponseTo,
      relayState: parameterOf(answer, 'RelayState'),
      genuine: draft(person, occasion),
      evil: draft(victim, occasion),
      genuineSubject: person.subject,
      evilSubject: victim.subject,
      neighbour: { entityId: cast.provider(OTHER_SAML.name).tenant.issuer, keys: neighbours },
      another: waiting,
      canary: (path) => `${provider.tenant.baseUrl}/canary${path}`,
    },
  }
}

export const samlResponse: AttackedSurface<SamlDraft, SamlSignInScene, Posting> = {
  step: 10,
  title: 'A sign-in with a forged, wrong or odd SAML response',
  options: {
    lacking: ['hosted-domain', 'federation-saml'],
    pool: poolWith(SAML, OTHER_SAML),
    client: clientOf(SAML.name),
    user: {},
    does: ['signs-in'],
  },
  surface: {
    place: { kind: 'saml-response', holdsKey: true, publishes: false, inHeader: false, use: 'assertion' },
    family: samlFamily(samlRows) as never,
    scene,
    send: (cast, { action, fields }, { signIn }) =>
      carry(cast, signIn, { method: 'POST', url: action, parameters: fields }, (idToken) =>
        named(idToken, signIn.person),
      ),
    changed: (cast, { signIn, idp }) => profileOf(cast, signIn.provider, idp.evilSubject),
    once: true,
    cost: 10,
  },
  owed: {
    'saml-signature': trust,
    'saml-algorithm': signed,
    'saml-wrapping': xml,
    'saml-reference': xml,
    'saml-parsing': xml,
    'saml-address': address,
    'saml-no-address': announced,
    'saml-conditions': profile,
    'saml-subject': subject,
    'saml-blank-subject': profile,
    'saml-binding': profile,
    'saml-honest-dress': unusual,
    genuine: endpoint,
  },
  effect: trust,
}
