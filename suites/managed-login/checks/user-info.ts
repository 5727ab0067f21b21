/** Step 13: the userInfo endpoint, which the application reads the profile from that it shows. */
import type { Expect } from '../../../fixtures/flow/expect.ts'
import { recordedSnapshot } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { body } from '../../shared/answers.ts'
import type { Granted } from '../../shared/domain-tokens.ts'
import {
  managedLoginPage,
  openIdCore,
  scopesPage,
  userInfoEndpoint,
  userInfoSample,
} from '../../shared/sources.ts'
import { attributesUnknown, claim, namesOf, nameUnknown, readableAttributes } from '../../shared/tokens.ts'
import { managedLogin } from '../flow.ts'
import { mediaType, readableElsewhere } from './token-judging.ts'

export interface Profile {
  readonly answer: Answer
  readonly granted: Granted
}

const needs = ['user-info'] as const
export const sends = 'GET of /oauth2/userInfo with the access token in the Authorization header'

const scopes = (states: string) =>
  userInfoEndpoint('Example scopes in access token and their effect on the userInfo response', states)

/** 200 with the subject of the access token. */
export function readsProfile(expect: Expect, answer: Answer, { access }: Granted): void {
  expect(answer).toBeAnsweredWith(200)
  expect(claim(access, 'sub'), 'sub of the access token').toBeA('non-empty string')
  expect(body(answer, 'sub'), 'sub').toBe(claim(access, 'sub'))
}

export const userInfoAnswers = managedLogin.check(13, 'user-info-answers', {
  says: 'userInfo answers the access token of the sign-in with 200 and a JSON object',
  sends,
  basis: userInfoEndpoint(
    'The user attributes endpoint',
    'For an access token with at least the scope openid the body has the user attributes that the scopes allow.',
  ),
  breaks: 'The application knows nothing of its users.',
  needs,
  judge: (expect, answer: Answer) => expect(answer).toBeAnsweredWith(200),
})

export const userInfoSubject = managedLogin.check(13, 'user-info-subject', {
  says: 'userInfo’s sub is the sub of the tokens',
  sends,
  basis: scopesPage('About scopes, openid', 'The scope openid authorizes the unique-identifier claim sub.'),
  also: [
    openIdCore(
      '5.3.2, Successful UserInfo Response',
      'sub must always be returned, and must be verified to equal that of the ID token.',
    ),
  ],
  breaks: 'Libraries that compare the two, as they must, refuse the profile.',
  needs,
  judge: (expect, { answer, granted }: Profile) => readsProfile(expect, answer, granted),
})

export const userInfoName = managedLogin.check(13, 'user-info-username', {
  says: 'userInfo has the user’s name in the member username, and no cognito:username',
  sends,
  basis: userInfoSample('Example, positive response', 'The sample has username and no cognito:username.'),
  also: [
    recordedSnapshot(
      'cognito-idp, userInfo after a code grant with openid',
      '2024-08',
      'sub, username and the attributes.',
    ),
  ],
  admits: 'The name in lower case, as a user pool that is not case-sensitive holds it.',
  breaks: 'Applications greet nobody.',
  needs,
  unless: nameUnknown,
  judge: (expect, { answer, granted }: Profile) => {
    expect(body(answer, 'username'), 'username').toBeOneOf(namesOf(granted.lease.user))
    expect(body(answer, 'cognito:username'), 'cognito:username').toBeAbsent()
  },
})

export const userInfoType = managedLogin.check(13, 'user-info-content-type', {
  says: 'userInfo’s answer is of the media type application/json',
  sends,
  basis: userInfoSample('Example, positive response', 'Content-Type: application/json;charset=UTF-8.'),
  admits: 'Any parameters of the media type.',
  breaks: 'OpenID Connect libraries refuse the answer unread.',
  needs,
  judge: (expect, { answer }: Profile) => expect(mediaType(answer), 'media type').toBe('application/json'),
})

export const userInfoCrossOrigin = managedLogin.check(13, 'user-info-cross-origin', {
  says: 'A script of another origin may read userInfo’s answer: Access-Control-Allow-Origin is *, or that origin',
  sends: 'GET of /oauth2/userInfo with an access token, and with Origin as a script’s browser sends it',
  basis: managedLoginPage(
    'CORS policies',
    'The token, revoke and userInfo endpoints return Access-Control-Allow-Origin: *.',
  ),
  breaks: 'Single-page applications cannot read the profile.',
  needs: [...needs, 'cors'],
  judge: (expect, answer: Answer) => readableElsewhere(expect, answer),
})

const attribute = ({ lease }: Granted, name: string): string | undefined =>
  lease.user.attributes === 'unknown' ? undefined : lease.user.attributes[name]

export const verifiedAsStrings = managedLogin.check(13, 'user-info-verified-flags', {
  says: 'email_verified and phone_number_verified are strings at userInfo',
  sends,
  basis: userInfoEndpoint(
    'Example, positive response',
    'Cognito returns the values for email_verified and phone_number_verified as strings.',
  ),
  breaks: 'Clients that were made for Cognito compare with "true" and take every address for unverified.',
  needs,
  unless: attributesUnknown('email_verified', 'phone_number_verified'),
  judge: (expect, { answer, granted }: Profile) => {
    for (const name of ['email_verified', 'phone_number_verified'])
      expect(body(answer, name), name).toBe(attribute(granted, name))
  },
})

export const openidAlone = managedLogin.check(13, 'user-info-openid-alone', {
  says: 'With openid alone userInfo returns every attribute of the user that the app client can read',
  sends,
  basis: scopes('openid: all user attributes that the app client can read.'),
  also: [scopesPage('About scopes, openid', 'The same of the ID token and of userInfo.')],
  breaks: 'Applications miss the name and the address of their users.',
  needs,
  unless: attributesUnknown(),
  judge: (expect, { answer, granted }: Profile) => {
    expect(answer).toBeAnsweredWith(200)
    for (const [name, value] of Object.entries(readableAttributes(granted.lease)))
      expect(body(answer, name), name).toBe(value)
  },
})

export const openidEmail = managedLogin.check(13, 'user-info-openid-email', {
  says: 'With openid and email userInfo returns email and email_verified, and no telephone number',
  sends: `${sends}; the token was asked for with the scopes openid and email`,
  basis: scopes('openid email: basic profile information, email and email_verified.'),
  also: [scopesPage('About scopes, openid', 'With openid and email: sub, email and email_verified.')],
  admits: 'Whatever else of the profile: the two pages differ in what “basic” is.',
  breaks: 'Personal data goes to an application that did not ask for it, or not to the one that did.',
  needs,
  unless: attributesUnknown('email', 'email_verified', 'phone_number'),
  judge: (expect, { answer, granted }: Profile) => {
    for (const name of ['email', 'email_verified'])
      expect(body(answer, name), name).toBe(attribute(granted, name))
    for (const name of ['phone_number', 'phone_number_verified'])
      expect(body(answer, name), name).toBeAbsent()
  },
})

export const openidPhone = managedLogin.check(13, 'user-info-openid-phone', {
  says: 'With openid and phone userInfo returns phone_number and phone_number_verified, and no e-mail address',
  sends: `${sends}; the token was asked for with the scopes openid and phone`,
  basis: scopes('openid phone: basic profile information, phone_number and phone_number_verified.'),
  also: [
    scopesPage(
      'About scopes, openid',
      'With openid and other scopes the response is limited to their constraints.',
    ),
  ],
  admits: 'Whatever else of the profile: two pages differ in what “basic” is.',
  breaks: 'Personal data goes to an application that did not ask for it, or not to the one that did.',
  needs,
  unless: attributesUnknown('phone_number', 'phone_number_verified', 'email'),
  judge: (expect, { answer, granted }: Profile) => {
    for (const name of ['phone_number', 'phone_number_verified'])
      expect(body(answer, name), name).toBe(attribute(granted, name))
    for (const name of ['email', 'email_verified']) expect(body(answer, name), name).toBeAbsent()
  },
})

export const openidProfile = managedLogin.check(13, 'user-info-openid-profile', {
  says: 'With openid and profile userInfo returns name and family_name',
  sends: `${sends}; the token was asked for with the scopes openid and profile`,
  basis: scopes('openid profile: name, family_name, given_name and further attributes of the profile.'),
  also: [
    scopesPage('About scopes, profile', 'profile authorizes all attributes that the app client can read.'),
  ],
  admits: 'Any other attributes: the two pages differ in what the scope covers.',
  breaks: 'Applications cannot greet their users by name.',
  needs,
  unless: attributesUnknown('name', 'family_name'),
  judge: (expect, { answer, granted }: Profile) => {
    for (const name of ['name', 'family_name'])
      expect(body(answer, name), name).toBe(attribute(granted, name))
  },
})

export const unreadable = managedLogin.check(13, 'user-info-read-permissions', {
  says: 'userInfo and the ID token leave out what the app client has no permission to read',
  sends: `${sends}, of an app client that may read email and email_verified only; the scope was openid alone`,
  basis: scopes('openid: all user attributes that the app client can read.'),
  breaks: 'Every application sees everything.',
  needs: [...needs, 'attribute-permissions'],
  unless: ({ user: { attributes } }) =>
    attributes !== 'unknown' &&
    ['name', 'phone_number', 'email'].every((name) => Object.hasOwn(attributes, name))
      ? undefined
      : 'the user’s attributes name, phone_number, email are not known',
  judge: (expect, { answer, granted }: Profile) => {
    expect(body(answer, 'email'), 'email at userInfo').toBe(attribute(granted, 'email'))
    for (const name of ['name', 'phone_number']) {
      expect(body(answer, name), `${name} at userInfo`).toBeAbsent()
      expect(claim(granted.id, name), `${name} in the ID token`).toBeAbsent()
    }
  },
})
