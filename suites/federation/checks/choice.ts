/** Step 3: which provider a request leads to, and whom the browser's session with the user pool spares the way. */
import type { Page, ProviderActs } from '../../../fixtures/actors/actors.ts'
import type { Expect } from '../../../fixtures/flow/expect.ts'
import type { Asked } from '../../../mock-idp/control.ts'
import {
  asksForNameAlone,
  asksForPassword,
  hopAt,
  parametersOf,
  target,
  typedFields,
} from '../../shared/front-channel.ts'
import { authorizationEndpoint, loginEndpoint } from '../../shared/sources.ts'
import { federation } from '../flow.ts'
import { type AtProvider, isAt } from '../sign-in.ts'
import { federationPage, samlNaming, suggested } from '../sources.ts'
import { type CameBack, nobodySignedIn } from './came-back.ts'
import { toProvider } from './provider-request.ts'

const things = (states: string) =>
  federationPage('Things to know about Amazon Cognito user pools third-party sign-in', states)

/** Where a browser is, in words that compare. */
const placeOf = ({ page, provider }: Pick<AtProvider, 'page' | 'provider'>): string => {
  if (page.callback !== undefined) return 'the application'
  return isAt(provider, page) ? 'the provider' : 'another page'
}

const leads = (expect: Parameters<typeof nobodySignedIn>[0], opened: AtProvider): void => {
  expect(placeOf(opened), 'where the browser is').toBe('the provider')
  expect(asksForPassword(opened.page) ? 'a password' : 'none', 'what the page asks for').toBe('a password')
}

export const identifierLeads = federation.check(3, 'identifier-leads', {
  says: 'idp_identifier leads to the provider that has the identifier, each of a provider’s identifiers and none other’s',
  sends:
    'The browser’s GET of /oauth2/authorize with idp_identifier, for two identifiers of one provider and one of another',
  basis: authorizationEndpoint(
    'idp_identifier',
    'With this parameter the endpoint redirects to the provider of which it is an alternative name.',
  ),
  also: [
    samlNaming(
      'SAML identity provider names and identifiers',
      'One provider can have up to 50 identifiers, unique in the pool.',
    ),
  ],
  breaks: 'People of one company come to the sign-in page of another.',
  needs: ['idp-identifiers'],
  judge: (expect, visits: readonly AtProvider[]) => {
    expect(visits.length, 'requests').toBeAtLeast(2)
    for (const visit of visits) leads(expect, visit)
  },
})

/** A request for a provider that there is not, and those that there are. */
export interface NoSuch {
  readonly page: Page
  readonly providers: readonly ProviderActs[]
}

export const unknownLeadsNowhere = federation.check(3, 'unknown-provider', {
  says: 'A name or an identifier that no provider has leads to no provider, and to no code',
  sends:
    'The browser’s GET of /oauth2/authorize with an identity_provider, or an idp_identifier, that nothing in the pool has',
  basis: authorizationEndpoint(
    'identity_provider',
    'The endpoint redirects to the provider that the parameter, or idp_identifier, names: to no other.',
  ),
  admits: 'An error at the application, or any page of the user pool.',
  breaks: 'A mistyped name sends people to somebody else’s sign-in page.',
  refusal: true,
  judge: (expect, { page, providers }: NoSuch) => {
    const there = providers.find((provider) => isAt(provider, page))
    expect(there === undefined ? 'no provider' : 'a provider', 'whose page it is').toBe('no provider')
    nobodySignedIn(expect, { page })
  },
})

const HINT = 'A GET of /oauth2/authorize with identity_provider and login_hint'

export const hintForwarded = federation.check(3, 'login-hint-forwarded', {
  says: 'login_hint is handed on to an OpenID Connect provider',
  sends: HINT,
  basis: authorizationEndpoint(
    'login_hint',
    'When the request invokes a redirect to OIDC providers, login_hint is added to the request to them.',
  ),
  breaks: 'People type their name twice.',
  needs: ['login-hint'],
  judge: (expect, opened: AtProvider & { readonly hint: string }) =>
    expect(parametersOf(toProvider(opened))?.['login_hint'], 'login_hint').toBe(opened.hint),
})

export const hintNotForSaml = federation.check(3, 'login-hint-not-for-saml', {
  says: 'login_hint is not handed on to a SAML provider',
  sends: HINT,
  basis: authorizationEndpoint('login_hint', 'Login hints cannot be forwarded to SAML providers.'),
  admits: 'Anything in RelayState, which is an opaque reference of the user pool’s own.',
  breaks: 'Names of people stand in the logs of whoever the request goes through.',
  judge: (expect, opened: AtProvider & { readonly hint: string; readonly came: Asked | undefined }) => {
    expect(placeOf(opened), 'where the browser is').toBe('the provider')
    const message = opened.came?.saml?.xml
    expect(message, 'message in SAMLRequest').toBeA('non-empty string')
    const { RelayState: _opaque, SAMLRequest: _message, ...others } = parametersOf(toProvider(opened)) ?? {}
    for (const [where, text] of [
      ['the message', message],
      ['the query beside it', Object.values(others).join('\n')],
    ] as const)
      expect(text?.includes(opened.hint) ? 'the hint' : 'nothing of it', where).toBe('nothing of it')
  },
})

export const promptForwarded = federation.check(3, 'prompt-forwarded', {
  says: 'prompt=select_account is handed on to the provider',
  sends:
    'A GET of /oauth2/authorize with identity_provider and prompt=select_account, at a managed login domain',
  basis: authorizationEndpoint(
    'prompt',
    'All values of prompt but none are forwarded to the provider; select_account is added to the redirect.',
  ),
  breaks: 'People with two accounts cannot choose the other.',
  needs: ['prompt'],
  judge: (expect, opened: AtProvider) =>
    expect(parametersOf(toProvider(opened))?.['prompt'], 'prompt').toBe('select_account'),
})

/** A further request, and what the provider was asked for in the course of it. */
export interface SecondVisit extends AtProvider {
  readonly before: readonly Asked[]
  readonly after: readonly Asked[]
}

export const sessionReused = federation.check(3, 'session-reused', {
  says: 'A browser that has signed in is asked for nothing when it comes with the same request again, and the provider is not asked either',
  sends: 'The same GET of /oauth2/authorize with identity_provider, in the browser that has just signed in',
  basis: things(
    'An attempt to sign in again with the same parameters reuses any unexpired session, without providing credentials again.',
  ),
  admits: 'A page of the user pool that asks whether to go on with the account.',
  breaks: 'People are sent round by their provider for every application.',
  needs: ['session-cookie'],
  judge: (expect, visit: SecondVisit) => {
    expect(asksForPassword(visit.page) ? 'a password' : 'none', 'what the page asks for').toBe('none')
    expect(placeOf(visit), 'where the browser is').toBeOneOf(['the application', 'another page'])
    if (visit.page.callback !== undefined)
      expect(visit.page.callback.parameters['code'], 'authorization code').toBeA('non-empty string')
    expect(
      visit.after.slice(visit.before.length).map(({ endpoint }) => endpoint),
      'what the provider was asked',
    ).toEqual([])
  },
})

export const otherProviderAsks = federation.check(3, 'other-provider-asks', {
  says: 'The session of one provider does not sign in for another: its own sign-in page is shown',
  sends:
    'A GET of /oauth2/authorize with the identity_provider of another provider of the app client, in the same browser',
  basis: things(
    'Whoever signs in again with a different provider must provide credentials and generate a new session.',
  ),
  breaks: 'A request that wants the company’s provider is satisfied with a private account.',
  judge: leads,
})

export const localSignInAsks = federation.check(3, 'local-sign-in-asks', {
  says: 'A provider’s session does not sign in to the user pool’s own directory: the sign-in page is shown',
  sends:
    'A GET of /oauth2/authorize with identity_provider COGNITO, in the browser that signed in through a provider',
  basis: things(
    'A switch to local user pool sign-in is one to a different provider, for which credentials must be provided.',
  ),
  admits: 'A page that asks for the name first, and for the password on the next.',
  breaks: 'A request that wants a local user is satisfied with somebody else.',
  judge: (expect, { page }: CameBack) => {
    expect(page.callback === undefined ? 'a page' : 'the application', 'where the browser is').toBe('a page')
    expect(
      asksForPassword(page) || asksForNameAlone(page) ? 'a name or a password' : 'none',
      'what the page asks for',
    ).toBe('a name or a password')
  },
})

export const notOfClient = federation.check(3, 'provider-of-another-client', {
  says: 'Nobody signs in with a provider that is not one of the app client’s',
  sends:
    'A GET of /oauth2/authorize with the identity_provider of a provider that the app client does not have; where it leads there all the same, a sign-in',
  basis: federationPage(
    'Things to know about Amazon Cognito user pools third-party sign-in',
    'Users can only sign in with a provider that was assigned to their app client.',
  ),
  admits: 'An error at the application, or a page of the user pool.',
  breaks: 'People of one tenant come into the application of another.',
  refusal: true,
  judge: nobodySignedIn,
})

/** A sign-in page, and the names of providers. */
export interface Chooser {
  readonly page: Page
  readonly offered: readonly string[]
  readonly notOffered: readonly string[]
}

/** As a person finds it: by what they read, on the page and on its buttons. */
export const isNamed = ({ text, controls }: Page, name: string): boolean =>
  [
    text,
    ...controls.filter(({ type }) => type !== 'hidden').flatMap(({ label, value }) => [label, value]),
  ].some((one) => one.includes(name))

const buttons = samlNaming(
  'SAML identity provider names and identifiers',
  'By default the sign-in page displays a button for each of the providers that are assigned to the app client.',
)

export const buttonForEach = federation.check(3, 'button-for-each-provider', {
  says: 'The sign-in page has as many buttons as the app client has providers, or names each of them',
  sends: 'A GET of /oauth2/authorize that names no provider, in a browser without a session',
  basis: buttons,
  also: [loginEndpoint('/login', 'The page presents the authentication options configured for the client.')],
  admits: 'Buttons that show a logo, or words of the target’s own; links that name the provider.',
  breaks: 'People do not find the provider with which they signed up.',
  needs: ['provider-chooser'],
  judge: (expect, { page, offered }: Chooser) => {
    expect(offered.length, 'providers of the app client').toBeAtLeast(1)
    const pressed = page.controls.filter(({ type }) => type === 'submit' || type === 'button').length
    const named = offered.filter((name) => isNamed(page, name)).length
    expect(Math.max(pressed, named), 'ways to a provider').toBeAtLeast(offered.length)
  },
})

export const offersProviders = federation.check(3, 'offers-providers', {
  says: 'The sign-in page offers every provider of the app client, by its name',
  sends: 'A GET of /oauth2/authorize that names no provider, in a browser without a session',
  // That the button bears the name is not said.
  basis: suggested(buttons),
  also: [loginEndpoint('/login', 'The page presents the authentication options configured for the client.')],
  breaks: 'People do not find the provider with which they signed up.',
  needs: ['provider-chooser'],
  judge: (expect, { page, offered }: Chooser) => {
    expect(offered.length, 'providers of the app client').toBeAtLeast(1)
    for (const name of offered) expect(isNamed(page, name) ? 'offered' : 'not offered', name).toBe('offered')
  },
})

/** The authorization endpoint sent the browser to it: not just any page that answers there. */
function isSignInPage(expect: Expect, page: Page): void {
  const sent = target(hopAt(page, '/oauth2/authorize')) !== undefined
  expect(page.status, 'status of the sign-in page').toBe(200)
  expect(sent ? 'a redirect' : 'no redirect', 'answer of the authorization endpoint').toBe('a redirect')
}

export const offersNoOthers = federation.check(3, 'offers-no-others', {
  says: 'The sign-in page offers no provider that is not one of the app client’s',
  sends: 'A GET of /oauth2/authorize that names no provider, in a browser without a session',
  basis: loginEndpoint('/login', 'The page presents the authentication options configured for the client.'),
  breaks: 'One tenant’s people see the names of the others.',
  needs: ['provider-chooser'],
  judge: (expect, { page, notOffered }: Chooser) => {
    isSignInPage(expect, page)
    for (const name of notOffered)
      expect(isNamed(page, name) ? 'offered' : 'not offered', name).toBe('not offered')
  },
})

/** A field into which a person can type, whatever it is called: that it takes an address, typing one shows. */
const asksForAddress = (page: Page): boolean => typedFields(page).length > 0

export const noLocalSignIn = federation.check(3, 'no-local-sign-in', {
  says: 'The sign-in page asks for an e-mail address and no password where the app client has SAML providers alone',
  sends: 'A GET of /oauth2/authorize that names no provider, for an app client without COGNITO',
  // That it presents no other option is not said.
  basis: suggested(
    loginEndpoint('/login', 'The page presents the authentication options configured for the client.'),
  ),
  breaks: 'People type their company’s password into the wrong page.',
  needs: ['provider-chooser'],
  judge: (expect, { page }: Pick<Chooser, 'page'>) => {
    isSignInPage(expect, page)
    expect(asksForAddress(page) ? 'an e-mail address' : 'none', 'what the page asks for').toBe(
      'an e-mail address',
    )
    expect(asksForPassword(page) ? 'a password' : 'none', 'what the page asks for besides').toBe('none')
  },
})

export const asksForEmail = federation.check(3, 'asks-for-email', {
  says: 'Where every SAML provider of the app client has an identifier, the classic sign-in page asks for an e-mail address and shows no buttons for them',
  sends: 'A GET of /oauth2/authorize that names no provider, at a domain with the classic pages',
  basis: samlNaming(
    'SAML identity provider names and identifiers',
    'With an identifier on every SAML provider an input for an e-mail address appears, and buttons are no longer displayed.',
  ),
  breaks: 'Every customer of the application sees who the others are.',
  needs: ['email-domain-routing'],
  judge: (expect, { page, notOffered }: Chooser) => {
    isSignInPage(expect, page)
    expect(asksForAddress(page) ? 'an e-mail address' : 'none', 'what the page asks for').toBe(
      'an e-mail address',
    )
    for (const name of notOffered)
      expect(isNamed(page, name) ? 'offered' : 'not offered', name).toBe('not offered')
  },
})

export const domainLeads = federation.check(3, 'email-domain-leads', {
  says: 'The domain of the e-mail address leads to the provider that has it as an identifier',
  sends: 'E-mail addresses of two domains, each typed into the sign-in page of a browser without a session',
  basis: samlNaming(
    'SAML identity provider names and identifiers',
    'The domain is derived from the address, correlated to a provider with that identifier, and the user redirected there.',
  ),
  breaks: 'People of one company come to the sign-in page of another.',
  needs: ['email-domain-routing'],
  judge: (expect, visits: readonly AtProvider[]) => {
    expect(visits.length, 'addresses').toBeAtLeast(2)
    for (const visit of visits) leads(expect, visit)
  },
})

export const throughIdentifier = federation.check(3, 'email-leads-by-identifier', {
  says: 'From an e-mail address the sign-in page leads on by a request to the authorization endpoint with idp_identifier, an identifier of the provider',
  sends: 'An e-mail address, typed into the sign-in page',
  basis: samlNaming(
    'SAML identity provider names and identifiers',
    'The user is redirected with a request to the authorization endpoint that contains an idp_identifier request parameter.',
  ),
  breaks: 'What the authorization endpoint checks is passed by.',
  needs: ['email-domain-routing'],
  judge: (expect, { page, identifiers }: AtProvider & { readonly identifiers: readonly string[] }) => {
    const asked = [
      hopAt(page, '/oauth2/authorize')?.url,
      ...page.hops.map((hop) => target(hop)?.href),
    ].filter((url) => url !== undefined && /\/oauth2\/authorize$/.test(URL.parse(url)?.pathname ?? ''))
    const sent = asked.map((url) => URL.parse(url ?? '')?.searchParams.get('idp_identifier'))
    const own = sent.some((one) => one != null && identifiers.includes(one))
    expect(own ? 'one of the provider’s' : sent, 'idp_identifier of requests to /oauth2/authorize').toBe(
      'one of the provider’s',
    )
  },
})
