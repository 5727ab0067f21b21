/**
 * Steps 1 to 8, without judgement, at a third-party identity provider of the application's own: no user pool stands
 * between. What the provider gives is what the identity pool is shown.
 */
import {
  type Cast,
  type Logins,
  NotLent,
  type Page,
  type PersonAtProvider,
  type ProviderActs,
  type ThirdPartySide,
} from '../../fixtures/actors/actors.ts'
import type { Handle, VariantContext } from '../../fixtures/flow/flow.ts'
import { NotPerformed } from '../../fixtures/flow/not-performed.ts'
import { readJwt } from '../../fixtures/protocol/jwt.ts'
import { isValue, type Reading } from '../../fixtures/protocol/reading.ts'
import type { Lease, ProviderType } from '../../fixtures/targets/lease.ts'
import type { LeasedLoginProvider, LoginProviderNeeds } from '../../fixtures/targets/lease-identity.ts'
import { asksForPassword, shown } from '../shared/front-channel.ts'
import { claim } from '../shared/tokens.ts'
import { samlHasNoCode } from './omissions.ts'
import { poolOf } from './pools.ts'

/** What a provider vouched for. */
export interface Proof {
  /** Its token or assertion, under the provider's key. */
  readonly logins: Logins
  readonly person: PersonAtProvider
  readonly provider: LeasedLoginProvider
  readonly lease: Lease
}

/** Which artefact of a provider the identity pool takes. */
const ARTEFACTS: Readonly<Record<ProviderType, 'ID token' | 'access token' | 'assertion'>> = {
  OIDC: 'ID token',
  Google: 'ID token',
  SignInWithApple: 'ID token',
  Facebook: 'access token',
  LoginWithAmazon: 'access token',
  SAML: 'assertion',
}

/** A provider of the leased identity pool. @throws {NotLent} there is none of this name */
export function loginProvider(lease: Lease, name: string): LeasedLoginProvider {
  const found = poolOf(lease).providers.find((one) => one.name === name)
  if (found === undefined) throw new NotLent(`the identity pool has no provider ${name}`)
  return found
}

/** The key of `Logins` for a provider. */
export const loginOf = (lease: Lease, { name }: LoginProviderNeeds): string =>
  loginProvider(lease, name).login

/** Nothing to go on with came of the provider. @throws {NotPerformed} always */
function gaveNot(due: string, seen: unknown): never {
  throw new NotPerformed(`the identity provider gave no ${due}`, due, seen)
}

const given = <T>(reading: Reading<T>, what: string): T =>
  isValue(reading) ? reading : gaveNot(what, String(reading))

type Received = { readonly code: string } | { readonly samlResponse: string }

function assertionIn(received: Received): string {
  return 'samlResponse' in received ? received.samlResponse : gaveNot('assertion', 'a code')
}

/** The token that the identity pool takes, for a code. */
async function redeemed(side: ThirdPartySide, type: ProviderType, received: Received): Promise<string> {
  if (!('code' in received)) return gaveNot('code', 'an assertion')
  const { idToken, accessToken } = await side.redeem(received.code)
  return ARTEFACTS[type] === 'ID token' ? given(idToken, 'ID token') : given(accessToken, 'access token')
}

/** Whether a page is the provider's, and asks who it is. */
const asksAt = ({ tenant }: LeasedLoginProvider, page: Page): boolean =>
  page.url.startsWith(`${tenant.baseUrl}/`) && asksForPassword(page)

/** Who signs in: somebody new unless given. */
export type Person = (cast: Cast, provider: ProviderActs) => Promise<PersonAtProvider>

export const somebodyNew: Person = (_, provider) => provider.newPerson()

/**
 * Steps 1 to 8. The application checks of an ID token whose it is and for whom before it keeps it.
 * @param needs the provider, as the variant asks for it
 */
export function signInAtProvider(
  { step, omitted }: VariantContext<number>,
  { name, type }: LoginProviderNeeds,
  person: Person = somebodyNew,
): Handle<Proof> {
  step(1, ({ user }) => user.opensApplication())
  step(2, ({ application }) => application.atProvider(name).sendsToSignIn())
  const opened = step(3, async ({ user, lease }) => {
    const provider = loginProvider(lease, name)
    const page = await user.choosesSignIn()
    if (asksAt(provider, page)) return provider
    return gaveNot('sign-in page', shown(page))
  })
  const entered = step(4, async (cast) => {
    void opened.value
    const who = await person(cast, cast.provider(name))
    return { who, page: await who.signsIn() }
  })
  step(5, () => {
    const { status } = entered.value.page
    if (status >= 400) gaveNot('answer to a right password', { status })
  })
  const received = step(6, ({ application }) =>
    given(application.atProvider(name).received(entered.value.page), 'answer'),
  )
  if (type === 'SAML') omitted(7, samlHasNoCode)
  const artefact =
    type === 'SAML'
      ? () => assertionIn(received.value)
      : step(7, ({ application }) => redeemed(application.atProvider(name), type, received.value))
  return step(8, ({ lease }) => {
    const provider = opened.value
    const value = typeof artefact === 'function' ? artefact() : artefact.value
    if (ARTEFACTS[type] === 'ID token') isForApplication(value, provider)
    return { logins: { [provider.login]: value }, person: entered.value.who, provider, lease }
  })
}

/** The application’s own look at an ID token: from the provider that it asked, and for itself. */
function isForApplication(token: string, { tenant }: LeasedLoginProvider): void {
  const jwt = readJwt(token)
  const [iss, aud] = [claim(jwt, 'iss'), claim(jwt, 'aud')]
  if (iss !== tenant.issuer || ![aud].flat().includes(tenant.clientId))
    gaveNot('ID token for the application', 'one of another issuer, or for another client')
}

/**
 * A sign-in from aside, in the user's browser as if it were new: the provider asks who it is.
 * @param who somebody new unless given
 */
export async function signsInAt(
  cast: Cast,
  { name, type }: LoginProviderNeeds,
  who?: PersonAtProvider,
): Promise<Proof> {
  const { user, application, agent, lease } = cast
  const provider = loginProvider(lease, name)
  const person = who ?? (await cast.provider(name).newPerson())
  const side = application.atProvider(name)
  await agent.forget()
  await user.opensApplication()
  side.sendsToSignIn()
  await user.choosesSignIn()
  const received = given(side.received(await person.signsIn()), 'answer')
  const value = type === 'SAML' ? assertionIn(received) : await redeemed(side, type, received)
  return { logins: { [provider.login]: value }, person, provider, lease }
}
