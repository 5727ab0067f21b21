/** Steps 12 to 14: the application's gate, open to genuine tokens and closed when they have run out. */
import type { Page } from '../../../fixtures/actors/actors.ts'
import {
  apiReference,
  developerGuide,
  publicRecord,
  recordedSnapshot,
} from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import type { LeasedUser } from '../../../fixtures/targets/lease.ts'
import { body } from '../../shared/answers.ts'
import { namesUser } from '../../shared/tokens.ts'
import { apiAuthentication } from '../flow.ts'

const verifying = developerGuide(
  'amazon-cognito-user-pools-using-tokens-verifying-a-jwt',
  'Verifying JSON web tokens',
  'Verify the claims',
  'The application compares exp with the current time, verifies signature, audience, issuer and token_use, and then trusts the token.',
)

export const opens = apiAuthentication.check(12, 'gate-opens', {
  says: 'The application opens its access-controlled page to the tokens of the sign-in',
  sends: 'The person’s request for the page, with the session that the tokens opened',
  basis: verifying,
  breaks: 'The user has signed in and sees nothing.',
  needs: ['jwks'],
  judge: (expect, page: Page) => expect(page.status, 'status of the access-controlled page').toBe(200),
})

export const closedAfterExpiry = apiAuthentication.check(14, 'gate-closes-at-expiry', {
  says: 'Once the access token’s exp has passed, the application’s access-controlled page is closed',
  sends: 'The person’s request for the page ten minutes after the access token’s validity has ended',
  basis: verifying,
  admits:
    'Where the target’s clock cannot be moved, only the application’s goes ahead: it judges the exp that the target wrote.',
  breaks: 'A session never ends.',
  needs: ['jwks', 'token-validity'],
  unless: ({ client }) =>
    client.accessTokenValidity === 'unknown' ? 'the app client’s AccessTokenValidity is unknown' : undefined,
  refusal: true,
  judge: (expect, page: Page) => expect(page.status, 'status of the access-controlled page').toBe(401),
})

export const accessAuthorizes = apiAuthentication.check(12, 'access-token-authorizes', {
  says: 'The access token authorizes the user’s self-service: GetUser answers 200 with the user’s name',
  sends: 'GetUser with the access token of the sign-in',
  basis: developerGuide(
    'amazon-cognito-user-pools-using-the-access-token',
    'Understanding the access token',
    'Understanding the access token',
    'An access token with the scope aws.cognito.signin.user.admin is permission to read the user’s attributes.',
  ),
  also: [apiReference('GetUser', 'Response Elements', 'Username and UserAttributes.')],
  admits: 'The name in lower case, as a user pool that is not case-sensitive holds it.',
  breaks: 'Profile pages and MFA settings do not work.',
  needs: ['get-user'],
  judge: (expect, { answer, user }: { answer: Answer; user: LeasedUser }) => {
    expect(answer).toBeAnsweredWith(200)
    namesUser(expect, body(answer, 'Username'), 'Username', user)
  },
})

export const idDoesNotAuthorize = apiAuthentication.check(12, 'id-token-does-not-authorize', {
  says: 'An ID token in place of the access token is refused',
  sends: 'GetUser with the ID token of the sign-in as AccessToken',
  basis: apiReference(
    'GetUser',
    'AccessToken',
    'A valid access token is required, with a scope claim for aws.cognito.signin.user.admin; an ID token has no scope.',
  ),
  breaks: 'Whoever gets an ID token, meant to be shown around, can change the account.',
  needs: ['get-user'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const madeUpAccessToken = apiAuthentication.check(12, 'made-up-access-token', {
  says: 'A string that is no token is refused with NotAuthorizedException, “Invalid Access Token”',
  sends: 'GetUser with a made-up string as AccessToken',
  basis: recordedSnapshot(
    'cognito-idp, GetUser with a token that is not one',
    '2022-08',
    'NotAuthorizedException, Invalid Access Token.',
  ),
  also: [
    publicRecord(
      'amazon-archives/aws-cognito-angular-quickstart#137',
      'Error',
      'amazon-archives/aws-cognito-angular-quickstart/issues/137',
      '2018-04',
      'The same type and text.',
    ),
    publicRecord(
      'Liftric/cognito-idp, client tests against a live pool',
      'DeleteUser, GlobalSignOut and UpdateUserAttributes with WRONG_TOKEN',
      'Liftric/cognito-idp/blob/0df6a71c4b3028cd13a1476023fd1f3894bbc278/auth/src/commonTest/kotlin/com/liftric/auth/IdentityProviderClientTests.kt',
      '2026-11',
      'The tests assert status 400 and the text.',
    ),
  ],
  admits: 'The text with or without a final period.',
  breaks: 'The application does not send the user back to sign-in.',
  needs: ['get-user'],
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({ type: 'NotAuthorizedException', message: 'Invalid Access Token' }),
})

export const expiredRefused = apiAuthentication.check(14, 'expired-access-token-refused', {
  says: 'The user pool refuses an access token that has expired',
  sends: 'GetUser with the access token, ten minutes after its validity has ended',
  basis: developerGuide(
    'amazon-cognito-user-pools-using-tokens-verifying-a-jwt',
    'Verifying JSON web tokens',
    'Verify the claims',
    'API requests that are authorized with an access token, GetUser for example, return an error if the token has expired.',
  ),
  also: [
    apiReference(
      'CreateUserPoolClient',
      'AccessTokenValidity',
      'After this limit expires, the user cannot use the access token.',
    ),
  ],
  breaks: 'A token that leaked once works for ever.',
  needs: ['get-user'],
  unless: ({ client }) =>
    client.accessTokenValidity === 'unknown' ? 'the app client’s AccessTokenValidity is unknown' : undefined,
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const expiredType = apiAuthentication.check(14, 'expired-access-token-type', {
  says: 'An expired access token is refused with NotAuthorizedException',
  sends: 'GetUser with the access token, ten minutes after its validity has ended',
  basis: publicRecord(
    'aws-amplify/aws-sdk-ios#1376',
    'Error',
    'aws-amplify/aws-sdk-ios/issues/1376',
    '2019-04',
    'NotAuthorizedException, Access Token has expired.',
  ),
  admits: 'Any wording.',
  breaks: 'The application does not refresh but throws the user out.',
  needs: ['get-user'],
  unless: ({ client }) =>
    client.accessTokenValidity === 'unknown' ? 'the app client’s AccessTokenValidity is unknown' : undefined,
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ type: 'NotAuthorizedException' }),
})

export const profileSubject = apiAuthentication.check(12, 'profile-has-subject', {
  says: 'GetUser lists the user’s sub among UserAttributes, and it is the sub of the tokens',
  sends: 'GetUser with the access token of the sign-in',
  basis: recordedSnapshot(
    'cognito-idp, GetUser, whole body',
    '2024-09',
    'Username and UserAttributes, with sub among them.',
  ),
  also: [apiReference('GetUser', 'UserAttributes', 'An array of name-value pairs of the user’s attributes.')],
  breaks: 'Applications that look the user up by sub find nobody.',
  needs: ['get-user'],
  judge: (expect, { answer, subject }: { answer: Answer; subject: unknown }) => {
    expect(subject, 'sub of the access token').toBeA('non-empty string')
    expect(body(answer, 'UserAttributes'), 'UserAttributes').toContain({ Name: 'sub', Value: subject })
  },
})

export const alteredAccessToken = apiAuthentication.check(12, 'altered-access-token', {
  says: 'An access token whose signature was altered is refused',
  sends: 'GetUser with the access token of the sign-in, one character of its signature replaced',
  basis: apiReference(
    'GetUser',
    'AccessToken',
    'A valid access token that Amazon Cognito issued to the currently signed-in user.',
  ),
  also: [
    developerGuide(
      'amazon-cognito-user-pools-using-the-refresh-token',
      'Refresh tokens',
      'Revoking refresh tokens',
      'A valid access token is an unaltered, unexpired and not revoked one.',
    ),
  ],
  breaks: 'Anybody can write an access token for anybody.',
  needs: ['get-user'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})
