/**
 * Steps 1 to 10 with what they are judged by: over the user pool to the provider, and back with an authorization code.
 */
import type { CallbackAnswer, Cast } from '../../fixtures/actors/actors.ts'
import type { Handle, VariantContext } from '../../fixtures/flow/flow.ts'
import type { Asked } from '../../mock-idp/control.ts'
import {
  groupOfProvider,
  type Mapped,
  mappedAttributes,
  nameInPool,
  onlyMapped,
  type Profile,
  profileName,
  profileStatus,
  subjectOfPool,
} from './checks/profile.ts'
import {
  type BackAtApplication,
  type BackChannel,
  codeExchanged,
  codeInQuery,
  codeIsNew,
  goesToRedirectUri,
  namesItself,
  nothingOfProvider,
  returnStatus,
  secretInBody,
  secretNotInUrl,
  stateReturned,
  userInfoAsked,
} from './checks/provider-answer.ts'
import {
  asksForCode,
  clientAtProvider,
  ownState,
  pastThePages,
  returnsToPool,
  type SamlRequest,
  samlByRedirect,
  samlIssuer,
  samlNamesAcs,
  samlRelayState,
  scopesOfProvider,
} from './checks/provider-request.ts'
import {
  type AtProvider,
  type AtProviderOptions,
  arriveAtPool,
  type Choice,
  chooseProvider,
  type Returned,
  returnToApplication,
  signInAtProvider,
  visitProvider,
} from './sign-in.ts'

export interface SignedIn {
  /**
   * The same request from aside, in a browser of its own and before any step: what the user pool asks of the provider is
   * judged by it, so that it is judged although the provider may refuse what it was asked.
   */
  readonly requested: Handle<AtProvider>
  /** What the provider was asked until the browser came back, whether or not the user pool made something of it. */
  readonly asked: Handle<BackChannel>
  readonly opened: Handle<AtProvider>
  readonly returned: Handle<Returned>
  readonly code: Handle<CallbackAnswer & { readonly code: string }>
}

/** Steps 1 to 10, in whichever protocol the provider speaks. */
export function signInThrough(
  context: VariantContext<number>,
  { choice, ...options }: AtProviderOptions & { readonly choice?: Choice },
): SignedIn {
  const requested = context.probe(3, async (cast) =>
    visitProvider(cast, choice, await cast.otherAgent('looks-at-the-request')),
  )
  const opened = chooseProvider(context, choice)
  const returned = signInAtProvider(context, opened, options)
  const asked = context.probe(
    9,
    async (): Promise<BackChannel> => ({
      ...returned.value,
      asked: await returned.value.provider.asked(),
    }),
  )
  arriveAtPool(context, returned)
  return { requested, asked, opened, returned, code: returnToApplication(context, returned) }
}

/** What every redirect to a provider, and every one back to the application, is judged by. */
export function judgeRedirects(
  { check }: VariantContext<number>,
  { requested, returned, code }: SignedIn,
): void {
  check(pastThePages, requested)
  check(returnStatus, returned)
  const back = (): BackAtApplication => ({ ...returned.value, callback: code.value })
  for (const one of [goesToRedirectUri, nothingOfProvider, codeInQuery, stateReturned]) check(one, back)
}

/** What the user pool asks an OpenID Connect provider for, in front and behind. */
export function judgeOidcRequests(
  { check }: VariantContext<number>,
  { requested, asked, returned, code }: SignedIn,
): void {
  const ofRequest = [clientAtProvider, returnsToPool, asksForCode, scopesOfProvider, ownState] as const
  for (const one of ofRequest) check(one, requested)
  for (const one of [codeExchanged, secretInBody, secretNotInUrl, userInfoAsked, namesItself])
    check(one, asked)
  check(codeIsNew, (): BackAtApplication => ({ ...returned.value, callback: code.value }))
}

/** The latest authentication request that came to a SAML provider. */
export const lastRequest = (asked: readonly Asked[]): Asked | undefined =>
  asked.findLast(({ endpoint }) => endpoint === 'single-sign-on')

/** What the user pool asks a SAML provider for: before any step, as {@link SignedIn.requested}. */
export function judgeSamlRequest(
  { check, probe }: VariantContext<number>,
  choice: Choice = {},
): Handle<SamlRequest> {
  const came = probe(3, async (cast): Promise<SamlRequest> => {
    const by = await cast.otherAgent('looks-at-the-message')
    const visit = await visitProvider(cast, choice, by)
    return { ...visit, came: lastRequest(await visit.provider.asked()) }
  })
  for (const one of [samlByRedirect, samlNamesAcs, samlIssuer, samlRelayState]) check(one, came)
  return came
}

/** What the control plane says of the person who signed in. */
export async function profileOf({ application }: Cast, returned: Returned): Promise<Profile> {
  const { lease } = returned
  const user = await application.call(
    'AdminGetUser',
    { UserPoolId: lease.userPool.id, Username: nameInPool(returned) },
    { signed: true },
  )
  return { ...returned, user }
}

/** The groups of the person who signed in, in the answer's own form. */
export async function groupsOf({ application }: Cast, returned: Returned): Promise<Profile> {
  const user = await application.call(
    'AdminListGroupsForUser',
    { UserPoolId: returned.lease.userPool.id, Username: nameInPool(returned) },
    { signed: true },
  )
  return { ...returned, user }
}

/** The profile that the sign-in made. */
export function judgeProfile(
  { check, probe }: VariantContext<number>,
  returned: Handle<Returned>,
  mapping: Readonly<Record<string, string>>,
): Handle<Profile> {
  const profile = probe(9, (cast) => profileOf(cast, returned.value), { needs: ['admin-api'] })
  for (const one of [profileName, profileStatus, subjectOfPool]) check(one, profile)
  const mapped = (): Mapped => ({ ...profile.value, mapping })
  check(mappedAttributes, mapped)
  check(onlyMapped, mapped)
  const groups = probe(9, (cast) => groupsOf(cast, returned.value), { needs: ['admin-api'] })
  check(groupOfProvider, groups)
  return profile
}
