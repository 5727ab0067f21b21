/** Sign-ins that a SAML provider begins: nobody asked it, and RelayState says where the person is to arrive. */
import type { AuthorizationRequest, Cast, Page, PersonAtProvider } from '../../fixtures/actors/actors.ts'
import { deliver, type HeldAnswer, heldAnswer } from '../../fixtures/actors/provider-answer.ts'
import type { CameBack } from './checks/came-back.ts'
import { requestFor } from './sign-in.ts'

/** Fewer than the app client's, so that they can be told from all of them. */
export const SCOPE = 'openid email'

export interface Begun {
  readonly request: AuthorizationRequest
  readonly page: Page
  readonly person: PersonAtProvider
}

/**
 * The parameters that would otherwise go to the authorization endpoint, as the documentation lists them for RelayState:
 * neither state nor nonce is among them.
 */
export const unaskedRequest = (cast: Cast, provider: string): AuthorizationRequest =>
  requestFor(cast, {
    provider,
    asked: { parameters: { scope: SCOPE }, options: { state: false, nonce: false } },
  }).request

export const relayStateFor = ({ parameters }: AuthorizationRequest): string =>
  new URLSearchParams(parameters).toString()

/** A browser at the provider's own sign-in page, by the provider's own link. */
export async function beginAtProvider(cast: Cast, name: string, browser?: string): Promise<Begun> {
  const provider = cast.provider(name)
  const request = unaskedRequest(cast, name)
  const by = browser === undefined ? cast.agent : await cast.otherAgent(browser)
  const link = new URL(provider.tenant.endpoints.initiate ?? provider.tenant.baseUrl)
  link.searchParams.set('RelayState', relayStateFor(request))
  return { request, page: await by.visit(link.href), person: await provider.newPerson() }
}

/** The provider's form, which the browser has not sent yet. */
export async function holdUnasked(cast: Cast, name: string, browser: string): Promise<HeldAnswer> {
  const { page, person } = await beginAtProvider(cast, name, browser)
  return heldAnswer(cast.provider(name), page, person)
}

export const bringWith = async (cast: Cast, browser: string, answer: HeldAnswer): Promise<CameBack> => ({
  page: await deliver(await cast.otherAgent(browser), answer),
})
