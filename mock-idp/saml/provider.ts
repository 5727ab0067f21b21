/** One SAML provider: its keys, what it was asked and has not answered, and the messages it gives. */
import { createHash } from 'node:crypto'
import type * as samlify from 'samlify'
import { canaryOf } from '../canary.ts'
import type { Tenant } from '../control.ts'
import type { Bent, Identity, TenantState } from '../tenant.ts'
import { draft, newId, type Occasion, type ResponseDraft } from './draft.ts'
import { honestRefusal, honestResponse } from './honest.ts'
import { makeKeys, type ProviderKeys, rotated } from './keys.ts'
import { samlifyProvider } from './metadata.ts'
import { asPosting, type Posting, posting, type SamlMisbehaviour, type Scene } from './scene.ts'

/** A request that waits for its answer; a sign-in that begins here has no identifier. */
export interface Asking {
  readonly id: string | undefined
  readonly relayState: string | undefined
  readonly audience: string
  readonly assertionConsumerService: string
}

export class Provider {
  readonly tenant: TenantState
  readonly entityId: string
  readonly endpoints: Tenant['endpoints']
  keys: ProviderKeys
  /** Requests without an answer yet, the oldest first. */
  readonly #waiting: Asking[] = []
  readonly #stranger: ProviderKeys

  private constructor(tenant: TenantState, keys: ProviderKeys) {
    this.tenant = tenant
    this.keys = keys
    this.entityId = `${tenant.baseUrl}/metadata`
    this.endpoints = {
      singleSignOn: `${tenant.baseUrl}/sso`,
      singleLogout: `${tenant.baseUrl}/slo`,
      metadata: this.entityId,
      initiate: `${tenant.baseUrl}/initiate`,
    }
    this.#stranger = { ...keys, signing: keys.foreign }
    opened.add(new WeakRef(this))
  }

  static async open(tenant: TenantState): Promise<Provider> {
    return new Provider(tenant, await makeKeys(tenant.keys, tenant.now()))
  }

  async rotate(): Promise<void> {
    this.keys = await rotated(this.keys, this.tenant.now())
  }

  get samlify(): ReturnType<typeof samlify.IdentityProvider> {
    return samlifyProvider(this.entityId, this.endpoints, this.keys)
  }

  /** Remembers a request until it is answered. */
  expect(asking: Asking): void {
    this.#waiting.push(asking)
    if (this.#waiting.length > 500) this.#waiting.shift()
  }

  /** The index by which assertion and log-out name a session; says nothing of the cookie. */
  static sessionIndex(sessionId: string): string {
    return `_${createHash('sha256').update(sessionId).digest('hex').slice(0, 32)}`
  }

  /** The answer to a sign-in, honest or bent. */
  answer(asking: Asking, who: Identity, sessionId: string, bent: Bent | undefined): Posting {
    this.#answered(asking)
    const scene = this.#scene(asking, who, sessionId, bent?.victim ?? who)
    if (bent === undefined) return posting(scene, this.#honest(scene.genuine))
    const form = asPosting(scene, (bent.misbehaviour as SamlMisbehaviour).bend(scene))
    bent.reached()
    return form
  }

  /** The answer where nobody was signed in. @param statusXml the element `Status` */
  refusal(asking: Asking, statusXml: string): Posting {
    this.#answered(asking)
    const scene = this.#scene(asking, { subject: '', claims: {} }, newId(), { subject: '', claims: {} })
    return posting(scene, honestRefusal({ ...scene.genuine, status: statusXml }, this.keys.signing))
  }

  #answered(asking: Asking): void {
    const at = this.#waiting.indexOf(asking)
    if (at >= 0) this.#waiting.splice(at, 1)
  }

  #honest(response: ResponseDraft): string {
    const { signs = 'both', encrypts = false } = this.tenant.options.saml ?? {}
    return honestResponse(response, { signs, encrypts }, this.keys.signing, this.tenant.relyingParty())
  }

  #scene(asking: Asking, who: Identity, sessionId: string, victim: Identity): Scene {
    const validFor = this.tenant.options.saml?.validFor
    const party = this.tenant.relyingParty()
    const occasion: Occasion = {
      now: this.tenant.now(),
      entityId: this.entityId,
      audience: asking.audience,
      recipient: party.recipient ?? asking.assertionConsumerService,
      inResponseTo: asking.id,
      sessionIndex: Provider.sessionIndex(sessionId),
      ...(validFor === undefined ? {} : { validFor: validFor * 1000 }),
    }
    const other = this.#waiting.findLast((each) => each.id !== undefined && each.id !== asking.id)
    return {
      now: occasion.now,
      entityId: this.entityId,
      keys: this.keys,
      party,
      audience: asking.audience,
      recipient: occasion.recipient,
      assertionConsumerService: asking.assertionConsumerService,
      inResponseTo: asking.id,
      relayState: asking.relayState,
      genuine: draft(who, occasion),
      evil: draft(victim, occasion),
      genuineSubject: who.subject,
      evilSubject: victim.subject,
      neighbour: this.#neighbour(asking.audience),
      another: other === undefined ? undefined : { id: other.id ?? '', relayState: other.relayState },
      canary: canaryOf(this.tenant),
    }
  }

  /** The provider of the same relying party that was opened last. */
  #neighbour(audience: string): Scene['neighbour'] {
    const { providers } = this.tenant.relyingParty()
    const known = ({ tenant }: Provider) => providers?.includes(tenant.id) ?? true
    let found: Provider | undefined
    for (const reference of opened) {
      const other = reference.deref()
      if (other === undefined) opened.delete(reference)
      else if (other !== this && other.tenant.relyingParty().entityId === audience && known(other))
        found = other
    }
    return found ?? { entityId: `${this.tenant.baseUrl}/stranger`, keys: this.#stranger }
  }
}

/** Every provider of the process that is still held: two of them may serve one relying party. */
const opened = new Set<WeakRef<Provider>>()
