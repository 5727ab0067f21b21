/** What a SAML misbehaviour has at hand when it answers a sign-in, and what it gives back. */
import type { RelyingParty } from '../control.ts'
import type { Misbehaviour } from '../misbehaviours/misbehaviour.ts'
import type { ResponseDraft } from './draft.ts'
import type { logoutResponseXml } from './honest.ts'
import type { ProviderKeys } from './keys.ts'

export interface Scene {
  /** Milliseconds since 1970, by the tenant's clock. */
  readonly now: number
  readonly entityId: string
  readonly keys: ProviderKeys
  readonly party: RelyingParty
  readonly audience: string
  /** Where the browser brings the answer, and whom it names as its recipient. */
  readonly assertionConsumerService: string
  readonly recipient: string
  /** The request that is answered; none where the sign-in began here. */
  readonly inResponseTo: string | undefined
  readonly relayState: string | undefined
  /** What an honest provider would say of the one who signed in. */
  readonly genuine: ResponseDraft
  /** The same of the victim, under identifiers of its own. */
  readonly evil: ResponseDraft
  /** Whom the genuine and the forged draft name. */
  readonly genuineSubject: string
  readonly evilSubject: string
  /** Another provider of the same relying party, else a stranger. */
  readonly neighbour: { readonly entityId: string; readonly keys: ProviderKeys }
  /** Another request that this provider was sent and has not answered. */
  readonly another: { readonly id: string; readonly relayState: string | undefined } | undefined
  /** An address of this tenant that nobody has a reason to visit. @param path begins with a slash */
  readonly canary: (path: string) => string
}

/** A form for the browser to post. */
export interface Posting {
  readonly action: string
  readonly fields: readonly (readonly [name: string, value: string])[]
}

/** XML of the response; its bytes, where they are not UTF-8 of a text; or the whole form. */
export type Bending = string | Buffer | Posting

/** What a misbehaviour of single logout has at hand. */
export interface LogoutScene {
  readonly fields: Parameters<typeof logoutResponseXml>[0]
  /** XML of the honest `Status`. */
  readonly status: string
  readonly relayState: string | undefined
  readonly keys: ProviderKeys
  readonly canary: (path: string) => string
}

export interface SamlMisbehaviour extends Misbehaviour {
  /**
   * When it is at work: in the answer to a request; in a sign-in that begins at the provider; in the answer to the
   * log-out that follows; or in the metadata, for a whole tenant.
   */
  readonly at: 'answer' | 'initiate' | 'logout' | 'metadata'
  /** The bent response. */
  readonly bend: (scene: Scene) => Bending
  /** The bent answer to a log-out request. */
  readonly logout?: (scene: LogoutScene) => string | Posting
  /** The bent metadata. */
  readonly metadata?: (honest: string, keys: ProviderKeys) => string
  /** For tests: whether a signature of the provider in it verifies, and which (XPath); the first where none is named. */
  readonly proof?: {
    readonly verifies: boolean
    readonly signature?: string
    /** The signing key unless another is named. */
    readonly key?: (keys: ProviderKeys) => ProviderKeys['signing']
  }
  /** Its assertion is encrypted, so that nothing can be read in the message. */
  readonly encrypted?: boolean
}

/** The form that carries a response to the relying party. */
export const posting = (scene: Scene, response: string | Buffer): Posting => ({
  action: scene.assertionConsumerService,
  fields: [
    ['SAMLResponse', Buffer.from(response).toString('base64')],
    ...(scene.relayState === undefined ? [] : ([['RelayState', scene.relayState]] as const)),
  ],
})

export const asPosting = (scene: Scene, bending: Bending): Posting =>
  typeof bending === 'string' || Buffer.isBuffer(bending) ? posting(scene, bending) : bending
