/** Step 3: what a request says about the page: whose name stands in it, and in which language. */
import type { Page } from '../../../fixtures/actors/actors.ts'
import { typedFields } from '../../shared/front-channel.ts'
import { authorizationEndpoint, managedLoginPage } from '../../shared/sources.ts'
import { managedLogin } from '../flow.ts'
import { managedLoginOnly } from './page-judging.ts'

export interface Hinted {
  readonly page: Page
  readonly hint: string
}

/** What stands in the fields into which a name could be typed. */
const namesIn = (page: Page): readonly string[] => typedFields(page).map(({ value }) => value)

/** The words on fields and buttons. */
const labelsOf = ({ controls }: Page): readonly string[] =>
  controls.filter(({ type }) => type !== 'hidden').map(({ label }) => label)

const filledIn = authorizationEndpoint(
  'login_hint',
  'Without idp_identifier and identity_provider, managed login fills the username field with the hint; /login takes the parameter too.',
)

export const hintIsFilledIn = managedLogin.check(3, 'login-hint-is-filled-in', {
  says: 'login_hint at the authorization endpoint fills a field of the sign-in page',
  sends: 'GET of /oauth2/authorize with the user’s name as login_hint',
  basis: filledIn,
  breaks: 'Users who have just typed their name type it again.',
  needs: ['login-hint'],
  unless: managedLoginOnly,
  judge: (expect, { page, hint }: Hinted) =>
    expect(namesIn(page), 'what stands in its fields').toContain(hint),
})

export const hintAtLogin = managedLogin.check(3, 'login-hint-at-login', {
  says: 'login_hint at /login fills a field of the sign-in page',
  sends: 'GET of /login with the user’s name as login_hint',
  basis: filledIn,
  breaks: 'Links to the sign-in page do not know whom they are for.',
  needs: ['login-hint'],
  unless: managedLoginOnly,
  judge: (expect, { page, hint }: Hinted) =>
    expect(namesIn(page), 'what stands in its fields').toContain(hint),
})

export const noHintNoName = managedLogin.check(3, 'no-hint-no-name', {
  says: 'Without login_hint, and in a browser that knows nobody, no name stands in the sign-in page',
  sends: 'GET of /oauth2/authorize without login_hint from a browser whose profile is new',
  basis: filledIn,
  breaks: 'One user is shown the name of another.',
  needs: ['login-hint'],
  unless: managedLoginOnly,
  refusal: true,
  judge: (expect, { page }: { readonly page: Page }) => {
    const names = namesIn(page)
    expect(names.length > 0, 'there is a field to type into').toBe(true)
    expect(
      names.filter((name) => name !== ''),
      'what stands in its fields',
    ).toEqual([])
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
    expect(other.controls.length > 0, 'the German page has a form').toBe(true)
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
    expect(labelsOf(later), 'labels of the page without lang').toEqual(labelsOf(other))
    expect(labelsOf(later).join('\n'), 'labels of the page without lang').toDifferFrom(
      labelsOf(english).join('\n'),
    )
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
