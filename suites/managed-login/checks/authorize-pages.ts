/** Steps 4 to 7: what the sign-in form sends, and how far a password alone gets. */
import type { Hop, Page } from '../../../fixtures/actors/actors.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import {
  asksForPassword,
  isOnDomain,
  parametersOf,
  targetOf,
  typedFields,
  type Visit,
} from '../../shared/front-channel.ts'
import { flowPage, loginEndpoint, oauth2 } from '../../shared/sources.ts'
import { managedLogin } from '../flow.ts'

const typed = 'The sign-in form with the right user name and password'

export interface Posted extends Visit {
  readonly password: string
  /** The sign-in page. */
  readonly form: Page
}

const postOf = (page: Page): Hop | undefined => page.hops.find(({ method }) => method === 'POST')

/** As a value stands in an address: plain, percent-encoded, or form-urlencoded. */
const spellings = (value: string): readonly string[] => [
  value,
  encodeURIComponent(value),
  new URLSearchParams({ v: value }).toString().slice(2),
]

export const formKeepsQuery = managedLogin.check(4, 'form-keeps-query', {
  says: 'The sign-in form is posted with the parameters of the authorization request, in its address or in its fields',
  sends: typed,
  basis: loginEndpoint(
    'User-initiated sign-in request',
    'The POST has the same request parameters as the GET of the page had.',
  ),
  breaks: 'The user pool forgets on the way which application the user is signing in to.',
  judge: (expect, { page, form, request }: Posted) => {
    const { client_id = '', redirect_uri = '', response_type = '', state = '' } = request.parameters
    const post = postOf(page)
    const hidden = form.controls.filter(({ type, name }) => type === 'hidden' && name !== '')
    const sent = {
      ...Object.fromEntries(hidden.map(({ name, value }) => [name, value])),
      ...parametersOf(URL.parse(post?.url ?? '') ?? undefined),
    }
    expect(sent, 'parameters of the POST').toHave({
      client_id,
      redirect_uri,
      response_type,
      state,
    })
  },
})

export const passwordStaysInBody = managedLogin.check(4, 'password-stays-in-body', {
  says: 'The password is sent in the body of a POST, and no address or redirect of the sign-in shows it',
  sends: typed,
  basis: loginEndpoint(
    'User-initiated sign-in request',
    'User name and password travel in the body of a POST request.',
  ),
  breaks: 'Passwords end up in browser histories, proxy logs and Referer headers.',
  judge: (expect, { page, password }: Posted) => {
    expect(postOf(page) !== undefined, 'the form was sent by POST').toBe(true)
    const addresses = page.hops.flatMap(({ url, location }) => [url, location ?? '']).join('\n')
    for (const spelling of spellings(password))
      expect(addresses.includes(spelling), 'an address shows the password').toBe(false)
  },
})

export const foreignFormRefused = managedLogin.check(4, 'foreign-form-refused', {
  says: 'A sign-in form whose CSRF token is not that of the browser’s cookie does not sign in, however right the password',
  sends:
    'POST to /login with the right user name and password, the cookies of the page, and a made-up CSRF token',
  basis: oauth2(
    '10.12',
    'The authorization server must protect its endpoints against cross-site request forgery.',
  ),
  admits: 'Any answer that does not lead to the application.',
  breaks: 'A hostile page signs the user in to an account of the attacker’s choosing.',
  refusal: true,
  judge: (expect, { answer, page }: { readonly answer: Answer; readonly page: Page }) => {
    expect(
      page.controls.some(({ type, name }) => type === 'hidden' && /csrf/i.test(name)),
      'the form has a CSRF token',
    ).toBe(true)
    expect(parametersOf(targetOf(answer))?.['code'], 'code in the redirect').toBeAbsent()
    expect(answer.status >= 500, 'the answer is a failure of the server').toBe(false)
  },
})

export const passwordAloneLeadsNowhere = managedLogin.check(5, 'password-alone-leads-nowhere', {
  says: 'A browser that has passed the password and not the MFA code gets no authorization code by asking again',
  sends: 'A second authorization request from the browser whose sign-in stands at the MFA page',
  basis: flowPage(
    'A user who has activated MFA enters a code before the user pool redirects to the application.',
  ),
  breaks: 'The second factor can be walked around.',
  refusal: true,
  judge: (expect, { page, lease }: Visit) => {
    expect(page.callback, 'what came to the application').toBeAbsent()
    expect(isOnDomain(page.url, lease), 'the browser stays on the domain').toBe(true)
  },
})

export const promptIsOnDomain = managedLogin.check(6, 'prompt-is-a-page-of-the-domain', {
  says: 'The prompt for the MFA code is a page of the user pool’s domain, answered with 200',
  sends: 'The sign-in form with the right credentials of a user who has activated TOTP MFA',
  basis: flowPage('The managed login page prompts the user to enter an MFA code.'),
  breaks: 'The code goes to somebody else.',
  judge: (expect, { page, lease }: Visit) => {
    expect(isOnDomain(page.url, lease), 'the page is on the domain').toBe(true)
    expect(page.status, 'status').toBe(200)
  },
})

export const promptAsksForCode = managedLogin.check(6, 'prompt-asks-for-code', {
  says: 'The prompt has something to type into, and does not ask for a password again',
  sends: 'The sign-in form with the right credentials of a user who has activated TOTP MFA',
  basis: flowPage('The managed login page prompts the user to enter an MFA code.'),
  admits: 'A field for each digit, check boxes and lists, a name that is shown, and buttons of any kind.',
  breaks: 'Users do not know what to type; scripted agents find no field for the code.',
  judge: (expect, { page }: Visit) => {
    expect(typedFields(page).length > 0, 'there is a field to type into').toBe(true)
    expect(asksForPassword(page), 'the page asks for a password').toBe(false)
  },
})
