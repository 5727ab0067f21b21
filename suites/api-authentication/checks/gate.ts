/** Steps 12 to 14: the application's gate, closed before tokens, open to genuine ones, closed when they have run out. */

import type { Page } from '../../../fixtures/actors/actors.ts'
import { apiReference, developerGuide, publicRecord } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
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

export const closedBefore = apiAuthentication.check(12, 'gate-closed-before', {
  says: 'The application’s access-controlled page is closed as long as there are no tokens',
  sends: 'The person’s request for the page before the sign-in is complete',
  basis: verifying,
  breaks: 'The content is public.',
  needs: ['jwks'],
  refusal: true,
  judge: (expect, page: Page) => expect(page.status, 'status of the access-controlled page').toBe(401),
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
  breaks: 'Profile pages and MFA settings do not work.',
  judge: (expect, { answer, username }: { answer: Answer; username: string }) => {
    expect(answer).toBeAnsweredWith(200)
    expect(answer.body.kind === 'json' ? answer.body.value : undefined, 'the answer').toHave({
      Username: username,
    })
  },
})

export const idDoesNotAuthorize = apiAuthentication.check(12, 'id-token-does-not-authorize', {
  says: 'An ID token in place of the access token is refused',
  sends: 'GetUser with the ID token of the sign-in as AccessToken',
  basis: apiReference(
    'GetUser',
    'AccessToken',
    'A non-expired access token, with a scope for aws.cognito.signin.user.admin, is required; an ID token has no scope.',
  ),
  breaks: 'Whoever gets an ID token, meant to be shown around, can change the account.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const madeUpAccessToken = apiAuthentication.check(12, 'made-up-access-token', {
  says: 'A string that is no token is refused with NotAuthorizedException, “Invalid Access Token”',
  sends: 'GetUser with a made-up string as AccessToken',
  basis: publicRecord(
    'amazon-archives/aws-cognito-angular-quickstart#137',
    'Error',
    'amazon-archives/aws-cognito-angular-quickstart/issues/137',
    '2018-04',
    'NotAuthorizedException, Invalid Access Token.',
  ),
  also: [
    publicRecord(
      'Liftric/cognito-idp, client tests against a live pool',
      'GetUser with a wrong token',
      'Liftric/cognito-idp',
      '2026-11',
      'The test asserts status 400 and the text.',
    ),
  ],
  admits: 'The text with or without a final period.',
  breaks: 'The application does not send the user back to sign-in.',
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({ type: 'NotAuthorizedException', message: 'Invalid Access Token' }),
})

export const expiredRefused = apiAuthentication.check(14, 'expired-access-token-refused', {
  says: 'The user pool refuses an access token that has expired',
  sends: 'GetUser with the access token, ten minutes after its validity has ended',
  basis: apiReference(
    'CreateUserPoolClient',
    'AccessTokenValidity',
    'After this limit the user cannot use the access token.',
  ),
  also: [verifying],
  breaks: 'A token that leaked once works for ever.',
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
    '2026-11',
    'NotAuthorizedException, Access Token has expired.',
  ),
  admits: 'Any wording.',
  breaks: 'The application does not refresh but throws the user out.',
  unless: ({ client }) =>
    client.accessTokenValidity === 'unknown' ? 'the app client’s AccessTokenValidity is unknown' : undefined,
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ type: 'NotAuthorizedException' }),
})
