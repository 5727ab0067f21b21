/** Step 3: what a hostile link may write into the answers: header lines, and markup into pages. */
import type { Expect } from '../../../fixtures/flow/expect.ts'
import { advisory } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { pageText } from '../../shared/front-channel.ts'
import { managedLogin } from '../flow.ts'

const splitting = advisory(
  'OWASP Web Security Testing Guide',
  'WSTG-INPV-15, Testing for HTTP Splitting Smuggling',
  'https://owasp.org/www-project-web-security-testing-guide/v42/4-Web_Application_Security_Testing/07-Input_Validation_Testing/15-Testing_for_HTTP_Splitting_Smuggling',
  '2026-11',
  'Carriage return and line feed in a parameter must not reach the header of the answer.',
)

const reflected = advisory(
  'OWASP Web Security Testing Guide',
  'WSTG-INPV-01, Testing for Reflected Cross Site Scripting',
  'https://owasp.org/www-project-web-security-testing-guide/v42/4-Web_Application_Security_Testing/07-Input_Validation_Testing/01-Testing_for_Reflected_Cross_Site_Scripting',
  '2026-11',
  'A parameter that a page shows must be encoded for the place where it stands.',
)

/** What would be a header of its own, were the line break taken as one. */
export const INJECTED_LINES = 'x\r\nX-Injected-Line: 1\r\nSet-Cookie: injected=1; Path=/'
/** What would be an element of its own. */
export const INJECTED_MARKUP = '"><injected-element id=injected>'

const noLines = (expect: Expect, answer: Answer) => {
  expect(answer.headers['x-injected-line'], 'a header that the link brought along').toBeAbsent()
  const cookies = (answer.setCookies ?? []).filter((one) => one.trimStart().startsWith('injected='))
  expect(cookies.length, 'cookies that the link brought along').toBe(0)
  expect(answer.status >= 500, 'the answer is a failure of the server').toBe(false)
}

const noMarkup = (expect: Expect, answer: Answer) => {
  const text = pageText(answer)
  expect(answer.status >= 500, 'the answer is a failure of the server').toBe(false)
  expect(/<injected-element/i.test(text), 'the page holds the element that the link brought along').toBe(
    false,
  )
}

const lines = (parameter: string) =>
  managedLogin.check(3, `no-header-by-${parameter.replaceAll('_', '-')}`, {
    says: `Line breaks in ${parameter} put no header of their own into the answer`,
    sends: `GET of /oauth2/authorize with CR, LF and two header lines in ${parameter}`,
    basis: splitting,
    breaks: 'A hostile link plants cookies, or a whole answer, in the user’s browser.',
    judge: (expect, answer: Answer) => noLines(expect, answer),
  })

const markup = (parameter: string, where: string) =>
  managedLogin.check(3, `no-markup-by-${parameter.replaceAll('_', '-')}`, {
    says: `Markup in ${parameter} does not become part of ${where}`,
    sends: `GET of ${where} with an element of its own in ${parameter}`,
    basis: reflected,
    breaks: 'A hostile link reads the password as it is typed.',
    judge: (expect, answer: Answer) => noMarkup(expect, answer),
  })

export const byState = lines('state')
export const byRedirectUri = lines('redirect_uri')
export const byScope = lines('scope')
export const byLoginHint = lines('login_hint')
export const byClientId = lines('client_id')

export const markupByState = markup('state', 'the sign-in page')
export const markupByLoginHint = markup('login_hint', 'the sign-in page')
export const markupByError = markup('error', 'the error page')
export const markupByDescription = markup('error_description', 'the error page')
export const markupByClientId = markup('client_id', 'the error page')
