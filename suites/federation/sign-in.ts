/**
 * Steps 1 to 10: from the application's public page over the user pool to the provider, and back over the user pool to
 * the application, with an authorization code. Every variant that signs in walks through here.
 */
import type {
  AuthorizationRequest,
  CallbackAnswer,
  Cast,
  Hop,
  Page,
  PersonAtProvider,
  ProviderActs,
  UserAgent,
} from '../../fixtures/actors/actors.ts'
import type { Handle, VariantContext } from '../../fixtures/flow/flow.ts'
import { NotPerformed } from '../../fixtures/flow/not-performed.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import type { Lease, ProviderType } from '../../fixtures/targets/lease.ts'
import { type Asked, asksForPassword, codeOf, hopAt, shown, target } from '../shared/front-channel.ts'
import { noMfaAtProvider } from './omissions.ts'

/** The user pool's endpoint for the answers of a provider. */
export const returnPath = (type: ProviderType): string =>
  type === 'SAML' ? '/saml2/idpresponse' : '/oauth2/idpresponse'

/** A browser that came to a provider. */
export interface AtProvider {
  readonly request: AuthorizationRequest
  /** The provider's sign-in page; its hops begin with the request to the user pool. */
  readonly page: Page
  readonly provider: ProviderActs
  readonly lease: Lease
}

/** What was made of a provider's answer. */
export interface Returned extends AtProvider {
  readonly person: PersonAtProvider
}

export interface Choice {
  /** Which of the pool's providers; the only one unless named. */
  readonly provider?: string
  readonly asked?: Asked
  /** How the request names the provider. Default: `identity_provider`. */
  readonly naming?: (provider: ProviderActs) => Readonly<Record<string, string>>
}

const byName = ({ name }: ProviderActs) => ({ identity_provider: name })

/** Makes the request that leads to a provider. */
export function requestFor(cast: Cast, { provider, asked = {}, naming = byName }: Choice = {}) {
  const chosen = cast.provider(provider)
  const parameters = { ...naming(chosen), ...asked.parameters }
  return {
    provider: chosen,
    request: cast.application.relyingParty.authorization(parameters, asked.options),
  }
}

/** Whether a page is one of the tenant behind this provider. */
export const isAt = ({ tenant }: ProviderActs, { url }: Pick<Page, 'url'>): boolean =>
  url.startsWith(`${tenant.baseUrl}/`)

/** Sends a browser to a provider, past the application's own link. */
export async function visitProvider(
  cast: Cast,
  choice: Choice = {},
  by: UserAgent = cast.agent,
): Promise<AtProvider> {
  const { provider, request } = requestFor(cast, choice)
  return { request, page: await by.visit(request.url), provider, lease: cast.lease }
}

/** Steps 1 to 3. */
export function chooseProvider({ step }: VariantContext<number>, choice: Choice = {}): Handle<AtProvider> {
  step(1, ({ user }) => user.opensApplication())
  const made = step(2, (cast) => {
    const chosen = requestFor(cast, choice)
    cast.application.relyingParty.sendsToSignIn(chosen.request)
    return chosen
  })
  return step(3, async ({ user, lease }) => {
    const page = await user.choosesSignIn()
    if (isAt(made.value.provider, page) && asksForPassword(page)) return { ...made.value, page, lease }
    throw new NotPerformed(
      'the request did not lead to the provider',
      `the sign-in page of ${made.value.provider.tenant.baseUrl}`,
      page.leads === undefined ? shown(page) : { leads: page.leads.replace(/[?#].*$/s, '') },
    )
  })
}

export interface AtProviderOptions {
  /** Whether the provider asks for a second factor. */
  readonly mfa: boolean
  /** Who signs in: somebody new unless given. */
  readonly person?: (cast: Cast, provider: ProviderActs) => Promise<PersonAtProvider>
}

/** Steps 4 to 7, in front of the provider: the user pool takes no part in them. */
export function signInAtProvider(
  { step, omitted }: VariantContext<number>,
  opened: Handle<AtProvider>,
  { mfa, person = (_, provider) => provider.newPerson({ mfa }) }: AtProviderOptions,
): Handle<Returned> {
  const entered = step(4, async (cast) => {
    const who = await person(cast, opened.value.provider)
    return { who, page: await who.signsIn() }
  })
  if (!mfa) {
    for (const number of [5, 6, 7]) omitted(number, noMfaAtProvider)
    return {
      get value() {
        return { ...opened.value, person: entered.value.who, page: entered.value.page }
      },
    }
  }
  step(5, () => {
    if (isAt(opened.value.provider, entered.value.page)) return
    throw new Error('the provider let somebody with a second factor pass without it')
  })
  step(6, () => entered.value.page.text)
  return step(7, async () => ({
    ...opened.value,
    person: entered.value.who,
    page: await entered.value.who.answersWithCode(),
  }))
}

/** The user pool's answer to what the provider sent. */
export const answerOfPool = ({ page, provider }: Pick<Returned, 'page' | 'provider'>): Hop | undefined =>
  hopAt(page, returnPath(provider.type))

/** Step 8: the answer of the provider arrives, and the user pool redirects. */
export function arriveAtPool({ step }: VariantContext<number>, signedIn: Handle<Returned>): Handle<Hop> {
  return step(8, () => {
    const hop = answerOfPool(signedIn.value)
    if (hop !== undefined && target(hop) !== undefined) return hop
    throw new NotPerformed(
      'the user pool did not take the provider’s answer',
      `a redirect from ${returnPath(signedIn.value.provider.type)}`,
      shown(signedIn.value.page),
    )
  })
}

/** Steps 9 and 10: back at the application, with an authorization code. */
export function returnToApplication(
  { step }: VariantContext<number>,
  signedIn: Handle<Returned>,
): Handle<CallbackAnswer & { readonly code: string }> {
  const callback = step(9, () => {
    const { callback } = signedIn.value.page
    if (callback !== undefined && callback.parameters['error'] === undefined) return callback
    throw new NotPerformed(
      'the user pool did not send the user back to the application signed in',
      'a redirect to the registered redirect_uri with a code',
      callback === undefined
        ? shown(signedIn.value.page)
        : {
            error: callback.parameters['error'],
            error_description: callback.parameters['error_description'],
          },
    )
  })
  return step(10, () => ({ ...callback.value, code: codeOf(callback.value) }))
}

/** A whole sign-in from aside: of one person, with a browser. */
export async function signInWith(
  cast: Cast,
  person: PersonAtProvider,
  { by = cast.agent, ...choice }: Choice & { readonly by?: UserAgent } = {},
): Promise<Returned> {
  const visit = await visitProvider(cast, choice, by)
  let { page } = visit
  // A browser that the provider knows is sent back at once.
  if (isAt(visit.provider, page) && asksForPassword(page)) page = await person.signsIn(by)
  if (isAt(visit.provider, page) && person.totpSecret !== undefined) page = await person.answersWithCode(by)
  return { ...visit, page, person }
}

/** AdminGetUser of somebody who ought to have no profile, where the harness may look. */
export async function profileOfRefused(
  { application, lease }: Cast,
  { provider, person }: Pick<Returned, 'provider' | 'person'>,
): Promise<{ readonly user?: Answer }> {
  if (lease.signing === undefined || lease.lacks['admin-api'] !== undefined) return {}
  const Username = `${provider.name}_${person.subject}`
  return {
    user: await application.call(
      'AdminGetUser',
      { UserPoolId: lease.userPool.id, Username },
      { signed: true },
    ),
  }
}
