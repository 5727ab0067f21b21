/** Step 3: what a request says about the page: whose name stands in it, and in which language. */
import type { Page } from '../../../fixtures/actors/actors.ts'
import type { Lease } from '../../../fixtures/targets/lease.ts'
import { managedLogin } from '../flow.ts'
import { authorizeEndpoint, managedLoginPage } from './authorize-sources.ts'

/** Both exist on managed login domains alone. */
const managedLoginOnly = ({ domain }: Lease): string | undefined =>
  domain?.branding === 'managed-login' ? undefined : 'the domain is not known to have managed login branding'

export interface Hinted {
  readonly page: Page
  readonly hint: string
}

const nameField = ({ controls }: Page) =>
  controls.find(({ name, type }) => name === 'username' && type !== 'hidden')

const filledIn = authorizeEndpoint(
  'login_hint',
  'Without idp_identifier and identity_provider, managed login fills the username field with the hint; /login takes the parameter too.',
)

export const hintIsFilledIn = managedLogin.check(3, 'login-hint-is-filled-in', {
  says: 'login_hint at the authorization endpoint fills the user name field of the sign-in page',
  sends: 'GET of /oauth2/authorize with the user’s name as login_hint',
  basis: filledIn,
  breaks: 'Users who have just typed their name type it again.',
  needs: ['login-hint'],
  unless: managedLoginOnly,
  judge: (expect, { page, hint }: Hinted) =>
    expect(nameField(page)?.value, 'value of the user name field').toBe(hint),
})

export const hintAtLogin = managedLogin.check(3, 'login-hint-at-login', {
  says: 'login_hint at /login fills the user name field',
  sends: 'GET of /login with the user’s name as login_hint',
  basis: filledIn,
  breaks: 'Links to the sign-in page do not know whom they are for.',
  needs: ['login-hint'],
  unless: managedLoginOnly,
  judge: (expect, { page, hint }: Hinted) =>
    expect(nameField(page)?.value, 'value of the user name field').toBe(hint),
})

export const noHintNoName = managedLogin.check(3, 'no-hint-no-name', {
  says: 'Without login_hint, and in a browser that knows nobody, the user name field is empty',
  sends: 'GET of /oauth2/authorize without login_hint from a browser whose profile is new',
  basis: filledIn,
  breaks: 'One user is shown the name of another.',
  needs: ['login-hint'],
  unless: managedLoginOnly,
  refusal: true,
  judge: (expect, { page }: { readonly page: Page }) => {
    expect(nameField(page)?.name, 'name of the field').toBe('username')
    expect(nameField(page)?.value ?? '', 'value of the user name field').toBe('')
  },
})

const localization = managedLoginPage(
  'Managed login localization',
  'lang chooses the language of the pages; a cookie keeps the choice for later requests without the parameter.',
)

export interface Languages {
  readonly english: Page
  readonly other: Page
}

export const languageChanges = managedLogin.check(3, 'lang-changes-the-page', {
  says: 'lang=de shows the sign-in page with other words than lang=en',
  sends: 'GET of /oauth2/authorize with lang=en, and with lang=de, from two browsers whose profiles are new',
  basis: localization,
  breaks: 'Users read a language that they did not choose.',
  needs: ['page-language'],
  unless: managedLoginOnly,
  judge: (expect, { english, other }: Languages) => {
    expect(english.status, 'status of the English page').toBe(200)
    expect(other.status, 'status of the German page').toBe(200)
    expect(other.text, 'text of the German page').toDifferFrom(english.text)
  },
})

export const languageStays = managedLogin.check(3, 'lang-stays', {
  says: 'The language of an earlier request stays in force in that browser without the parameter',
  sends: 'GET of /oauth2/authorize without lang, after one with lang=de',
  basis: localization,
  breaks: 'Users fall back to English on the second page.',
  needs: ['page-language'],
  unless: managedLoginOnly,
  judge: (expect, { english, other, later }: Languages & { readonly later: Page }) => {
    expect(later.status, 'status').toBe(200)
    expect(later.text, 'text of the page without lang').toDifferFrom(english.text)
    expect(later.text, 'text of the page without lang').toBe(other.text)
  },
})

export const languageCookie = managedLogin.check(3, 'lang-cookie', {
  says: 'A request with lang leaves the cookie lang in the browser',
  sends: 'GET of /oauth2/authorize with lang=de',
  basis: managedLoginPage('Cookies', 'The cookie lang preserves the user’s choice of language.'),
  breaks: 'The choice is forgotten with the page.',
  needs: ['page-language'],
  unless: managedLoginOnly,
  judge: (expect, cookie: string | undefined) => expect(cookie, 'cookie lang').toBeA('non-empty string'),
})
