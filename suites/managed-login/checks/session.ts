/** Steps 3 and 8: the browser's session with the domain: what it spares, whom it serves, and when it ends. */
import type { Expect } from '../../../fixtures/flow/expect.ts'
import { apiReference, publicRecord } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import {
  asksForPassword,
  hopAt,
  type Probe,
  parametersOf,
  target,
  targetOf,
  type Visit,
} from '../../shared/front-channel.ts'
import {
  authorizationEndpoint,
  loginEndpoint,
  managedLoginPage,
  refreshTokens,
} from '../../shared/sources.ts'
import { managedLogin } from '../flow.ts'
import { managedLoginOnly } from './page-judging.ts'

const oneHour = managedLoginPage(
  'The one-hour managed login and hosted UI session cookie',
  'With the cookie of a sign-in users sign in again by the same method for one hour; that does not lengthen the hour.',
)

const defaultBehaviour = authorizationEndpoint(
  'prompt',
  'Without prompt users must sign in unless their browser has a valid session cookie.',
)

/** To the application, with a code, by nothing more than a button. */
const spared = (expect: Expect, { page }: Visit) => {
  const password = page.callback === undefined && page.leads === undefined && asksForPassword(page)
  expect(password, 'the page asks for a password').toBe(false)
  expect(page.callback?.parameters['code'], 'code at the application').toBeA('non-empty string')
}

/** Straight from the authorization endpoint to the application, with a code. */
const silent = (expect: Expect, { page }: Visit) => {
  expect(page.callback?.parameters['code'], 'code at the application').toBeA('non-empty string')
  expect(hopAt(page, '/login'), 'a visit to /login').toBeAbsent()
  expect(
    page.hops.some(({ method }) => method === 'POST'),
    'a form was sent',
  ).toBe(false)
}

/** To a page of the domain that wants a password, and not to the application. */
const asksAgain = (expect: Expect, { page }: Visit) => {
  expect(page.callback, 'what came to the application').toBeAbsent()
  expect(page.status, 'status of the page').toBe(200)
  expect(asksForPassword(page), 'the page asks for a password').toBe(true)
}

const mayAsk = 'A page that asks for no more than to go on as whoever is signed in.'

export const sparesPassword = managedLogin.check(8, 'session-spares-password', {
  says: 'A browser that has just signed in gets a second code without the password being asked for',
  sends: 'A second authorization request, without prompt, from the browser that has signed in',
  basis: defaultBehaviour,
  also: [oneHour],
  admits: mayAsk,
  breaks: 'Users sign in anew for every application and every tab.',
  needs: ['session-cookie'],
  judge: spared,
})

export const signsInSilently = managedLogin.check(8, 'session-signs-in-silently', {
  says: 'A browser that has just signed in gets a second code without seeing a page',
  sends: 'A second authorization request, without prompt, from the browser that has signed in',
  basis: publicRecord(
    'aws-amplify/amplify-js#1690',
    'Describe the bug',
    'aws-amplify/amplify-js/issues/1690',
    '2018-09',
    '/oauth2/authorize signs in by itself whoever is signed in, and shows no page to confirm it.',
    'us-west-2',
  ),
  breaks: 'Applications that rely on it stop at a page that nobody expects.',
  needs: ['session-cookie'],
  judge: silent,
})

export const livesForAnHour = managedLogin.check(8, 'session-lives-for-an-hour', {
  says: 'Fifty-five minutes after the sign-in the browser still gets a code without the password being asked for',
  sends: 'An authorization request without prompt, 55 minutes after the sign-in',
  basis: oneHour,
  admits: mayAsk,
  breaks: 'Users are asked for their password more often than promised.',
  needs: ['session-cookie'],
  judge: spared,
})

export const endsAfterAnHour = managedLogin.check(3, 'session-ends-after-an-hour', {
  says: 'Sixty-five minutes after the sign-in the user has to sign in again',
  sends: 'An authorization request 65 minutes after the sign-in, from a browser that was not used in between',
  basis: oneHour,
  breaks: 'A session on a shared machine never ends.',
  needs: ['session-cookie'],
  refusal: true,
  judge: asksAgain,
})

export const doesNotSlide = managedLogin.check(3, 'session-does-not-slide', {
  says: 'Signing in by session does not lengthen it: 65 minutes after the password the user has to sign in again',
  sends:
    'An authorization request 65 minutes after the sign-in, from a browser that got a code silently at 55',
  basis: oneHour,
  breaks: 'Whoever keeps a browser open keeps the session for ever.',
  needs: ['session-cookie'],
  refusal: true,
  judge: asksAgain,
})

export const perBrowser = managedLogin.check(3, 'session-is-per-browser', {
  says: 'Another browser, in which nobody has signed in, gets the sign-in page',
  sends: 'The authorization request from a second browser, while the first has a session',
  basis: defaultBehaviour,
  breaks: 'Everybody is signed in as whoever was first.',
  refusal: true,
  judge: asksAgain,
})

export const acrossClients = managedLogin.check(8, 'session-serves-other-clients', {
  says: 'With prompt=none the session signs the user in to another app client of the pool, without a page',
  sends: 'GET of /oauth2/authorize with prompt=none and the client_id of a second app client',
  basis: authorizationEndpoint(
    'Prompt parameter values, prompt=none',
    'Users can silently authenticate between the app clients of a user pool.',
  ),
  breaks: 'There is no single sign-on between applications.',
  needs: ['session-cookie', 'prompt'],
  unless: managedLoginOnly,
  judge: silent,
})

export const madeUpCookie = managedLogin.check(3, 'made-up-session-cookie', {
  says: 'A made-up value of the cookie cognito is no session: no code comes of it',
  sends: 'GET of /oauth2/authorize with the cookie cognito, its last characters changed',
  basis: authorizationEndpoint(
    'prompt',
    'Users must sign in unless their browser has a valid managed login session cookie.',
  ),
  breaks: 'Anybody can make a session for anybody.',
  needs: ['session-cookie'],
  refusal: true,
  judge: (expect, { answer }: Probe) => {
    const leads = targetOf(answer)
    expect(answer.status >= 500, 'the answer is a failure of the server').toBe(false)
    expect(leads?.pathname ?? '/login', 'path of the redirect').toMatch(
      /\/(login|error)$/,
      'a path that ends in /login, or the error page',
    )
    expect(parametersOf(leads)?.['code'] ?? undefined, 'code').toBeAbsent()
  },
})

export const survivesGlobalSignOut = managedLogin.check(8, 'session-survives-global-sign-out', {
  says: 'GlobalSignOut ends tokens, not the browser’s session: the user still gets a code without the password being asked for',
  sends:
    'GlobalSignOut with the access token of the sign-in, then an authorization request from the same browser',
  basis: refreshTokens(
    'Revoking refresh tokens',
    'After a global sign-out the user can re-authenticate with the session cookie, without a prompt for credentials, until /logout is visited.',
  ),
  also: [apiReference('GlobalSignOut', 'Introduction', 'Ends the user’s tokens.')],
  admits: mayAsk,
  breaks: 'Operators who rely on the documented difference between tokens and sessions are misled.',
  needs: ['session-cookie', 'global-sign-out'],
  judge: (expect, { visit, signOut }: { readonly visit: Visit; readonly signOut: Answer }) => {
    expect(signOut).toBeAnsweredWith(200)
    spared(expect, visit)
  },
})

/** What a redirect to the application brought. */
const brought = ({ page }: Visit) => page.callback?.parameters

export const promptNoneResumes = managedLogin.check(8, 'prompt-none-resumes', {
  says: 'prompt=none with a session brings a code to the application, and state, without a page',
  sends: 'GET of /oauth2/authorize with prompt=none from the browser that has signed in',
  basis: authorizationEndpoint(
    'Prompt parameter values, prompt=none',
    'Users with a valid session are silently authenticated.',
  ),
  breaks: 'Applications that renew their session in a hidden frame throw the user out.',
  needs: ['prompt', 'session-cookie'],
  unless: managedLoginOnly,
  judge: (expect, visit: Visit) => {
    silent(expect, visit)
    expect(brought(visit)?.['state'], 'state').toBe(visit.request.state)
  },
})

export const promptNoneWithoutSession = managedLogin.check(3, 'prompt-none-login-required', {
  says: 'prompt=none without a session is answered at the application with error=login_required, and no code',
  sends: 'GET of /oauth2/authorize with prompt=none from a browser in which nobody has signed in',
  basis: authorizationEndpoint(
    'Prompt parameter values, prompt=none',
    'When the user is not already authenticated the authorization server returns login_required to the redirect URL.',
  ),
  breaks: 'The application’s hidden frame shows a sign-in page, and waits for ever.',
  needs: ['prompt'],
  unless: managedLoginOnly,
  refusal: true,
  judge: (expect, visit: Visit) => {
    expect(brought(visit)?.['error'], 'error').toBe('login_required')
    expect(brought(visit)?.['code'], 'code').toBeAbsent()
  },
})

export const loginRequiredKeepsState = managedLogin.check(3, 'login-required-keeps-state', {
  says: 'error=login_required comes with the state of the request',
  sends: 'GET of /oauth2/authorize with prompt=none from a browser in which nobody has signed in',
  basis: authorizationEndpoint(
    'Example: silent authentication with prompt=none',
    'The redirect with login_required returns the value of state, as every redirect to the application does.',
  ),
  breaks: 'The application cannot tell which of its requests failed.',
  needs: ['prompt'],
  unless: managedLoginOnly,
  refusal: true,
  judge: (expect, visit: Visit) => {
    expect(brought(visit)?.['error'], 'error').toBe('login_required')
    expect(brought(visit)?.['state'], 'state').toBe(visit.request.state)
  },
})

export const promptLoginAsksAgain = managedLogin.check(3, 'prompt-login-asks-again', {
  says: 'prompt=login leads to /login, with prompt=login in the query, although the browser has a session',
  sends: 'GET of /oauth2/authorize with prompt=login from the browser that has signed in',
  basis: authorizationEndpoint(
    'Prompt parameter values, prompt=login',
    'Users must re-authenticate even if they have an existing session; the server redirects to the login endpoint.',
  ),
  breaks: 'Applications that want the password again before a payment do not get it.',
  needs: ['prompt', 'session-cookie'],
  unless: managedLoginOnly,
  judge: (expect, visit: Visit) => {
    asksAgain(expect, visit)
    const leads = target(hopAt(visit.page, '/oauth2/authorize'))
    expect(leads?.pathname, 'path of the redirect').toMatch(/\/login$/, 'a path that ends in /login')
    expect(parametersOf(leads)?.['prompt'], 'prompt').toBe('login')
  },
})

export const promptLoginKeepsSession = managedLogin.check(8, 'prompt-login-keeps-session', {
  says: 'Opening the sign-in page by prompt=login does not end the session that is there',
  sends: 'GET of /oauth2/authorize without prompt, after one with prompt=login was left unanswered',
  basis: authorizationEndpoint(
    'Prompt parameter values, prompt=login',
    'Users with a session can return to sign-in without invalidating that session.',
  ),
  admits: mayAsk,
  breaks: 'A user who thinks better of it is signed out.',
  needs: ['prompt', 'session-cookie'],
  unless: managedLoginOnly,
  judge: spared,
})

export const newCookieAfterSignIn = managedLogin.check(8, 'new-session-cookie', {
  says: 'A user with a session who signs in again gets a new session cookie',
  sends: 'The sign-in form of the page that prompt=login showed',
  basis: authorizationEndpoint(
    'Prompt parameter values, prompt=login',
    'A user with a session who signs in again is assigned a new session cookie.',
  ),
  breaks: 'A session that somebody planted or copied lives on.',
  needs: ['prompt', 'session-cookie'],
  unless: managedLoginOnly,
  judge: (
    expect,
    { before, after }: { readonly before: string | undefined; readonly after: string | undefined },
  ) => {
    expect(before, 'cookie cognito before').toBeA('non-empty string')
    expect(after, 'cookie cognito after').toBeA('non-empty string')
    expect(after === before, 'the cookie is the same').toBe(false)
  },
})

const noEffect = (value: string) =>
  managedLogin.check(8, `prompt-${value.replaceAll('_', '-')}-has-no-effect`, {
    says: `prompt=${value} has no effect on a local user: a browser with a session gets its code without the password being asked for`,
    sends: `GET of /oauth2/authorize with prompt=${value} from the browser that has signed in`,
    basis: authorizationEndpoint(
      `Prompt parameter values, prompt=${value}`,
      'The value has no effect on local sign-in; it is for redirects to identity providers.',
    ),
    admits: mayAsk,
    breaks: 'Requests that are meant for identity providers stop local users.',
    needs: ['prompt', 'session-cookie'],
    unless: managedLoginOnly,
    judge: spared,
  })

export const selectAccount = noEffect('select_account')
export const consent = noEffect('consent')

const maxAge = loginEndpoint(
  'Step-up authentication request, max_age',
  'When the user authenticated more than this number of seconds ago, they must authenticate again from scratch; the authorization endpoint treats the parameter alike.',
)

export const maxAgeNotReached = managedLogin.check(8, 'max-age-not-reached', {
  says: 'A sign-in that is more recent than max_age is good for a code without the password being asked for',
  sends: 'GET of /oauth2/authorize with max_age=3600 from a browser that signed in some minutes ago at most',
  basis: maxAge,
  also: [defaultBehaviour],
  admits: mayAsk,
  breaks: 'Applications that send max_age with each request ask for the password every time.',
  needs: ['session-cookie', 'max-age'],
  unless: managedLoginOnly,
  judge: spared,
})

export const maxAgeAsksAgain = managedLogin.check(3, 'max-age-asks-again', {
  says: 'A sign-in that is longer ago than max_age is not enough: in spite of the session the user has to sign in again',
  sends: 'GET of /oauth2/authorize with max_age=5 from a browser that signed in 20 seconds ago or earlier',
  basis: maxAge,
  breaks: 'Applications that want a recent sign-in before a payment do not get it.',
  needs: ['session-cookie', 'max-age'],
  unless: managedLoginOnly,
  refusal: true,
  judge: asksAgain,
})
