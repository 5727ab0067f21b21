/** Step 15: what is refused in place of a live refresh token. */
import { developerGuide, documented, publicRecord, recordedSnapshot } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { refreshesAtItsClient } from '../../shared/sources.ts'
import { apiAuthentication } from '../flow.ts'

const page = (section: string, states: string) =>
  developerGuide('amazon-cognito-user-pools-using-the-refresh-token', 'Refresh tokens', section, states)

export const madeUpRefreshToken = apiAuthentication.check(15, 'made-up-refresh-token', {
  says: 'A string that is no refresh token is refused with NotAuthorizedException, “Invalid Refresh Token”',
  sends: 'InitiateAuth with REFRESH_TOKEN_AUTH and a made-up string',
  basis: recordedSnapshot(
    'cognito-idp, refresh with a token that is not one',
    '2024-09',
    'NotAuthorizedException, Invalid Refresh Token.',
  ),
  also: [
    publicRecord(
      'aws/aws-sdk-java-v2#1389',
      'Error',
      'aws/aws-sdk-java-v2/issues/1389',
      '2026-11',
      'NotAuthorizedException, Invalid Refresh Token.',
    ),
  ],
  admits: 'The text with or without a final period.',
  breaks: 'Applications that end the session on this answer go on trying.',
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({ type: 'NotAuthorizedException', message: 'Invalid Refresh Token' }),
})

export const missingRefreshToken = apiAuthentication.check(15, 'missing-refresh-token', {
  says: 'A refresh without a refresh token is refused with InvalidParameterException',
  sends: 'InitiateAuth with REFRESH_TOKEN_AUTH and no REFRESH_TOKEN among its parameters',
  basis: publicRecord(
    'amazon-archives/amazon-cognito-identity-js#130',
    'Answer to an empty REFRESH_TOKEN',
    'amazon-archives/amazon-cognito-identity-js/issues/130',
    '2016-08',
    'InvalidParameterException, Missing required parameter REFRESH_TOKEN.',
  ),
  also: [
    publicRecord(
      'aws-samples/alexa-web-information-service-api-samples#13',
      'Raw 400 body',
      'aws-samples/alexa-web-information-service-api-samples/issues/13',
      '2020-10',
      'InvalidParameterException, Missing required parameter PASSWORD, for another flow’s parameter.',
    ),
  ],
  admits: 'Any wording.',
  breaks: 'The developer’s mistake looks like a session that has ended.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ type: 'InvalidParameterException' }),
})

export const otherClient = apiAuthentication.check(15, 'other-client', {
  says: 'A refresh token is refused at another app client than the one it was issued to',
  sends:
    'InitiateAuth with REFRESH_TOKEN_AUTH, the refresh token, and the ClientId of a second app client of the same user pool',
  basis: refreshesAtItsClient,
  also: [
    documented(
      'AWS re:Post Knowledge Center',
      'How do I troubleshoot an “Invalid Refresh Token” error from my Amazon Cognito user pool API?',
      'https://repost.aws/knowledge-center/cognito-invalid-refresh-token-error',
      '2026-11',
      'With another app client ID than the one that issued the token, the API returns an Invalid Refresh Token error.',
    ),
  ],
  admits: 'Any refusal: the pages print the text and no exception type.',
  breaks: 'A token stolen from one application opens all others.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const refreshTokenExpires = apiAuthentication.check(15, 'refresh-token-expires', {
  says: 'The refresh token is refused once its validity has ended',
  sends:
    'InitiateAuth with REFRESH_TOKEN_AUTH, ten minutes after the refresh token’s validity (30 days by default) has ended',
  basis: page(
    'Refresh tokens',
    'By default the refresh token expires 30 days after sign-in; it can be set to 60 minutes to 10 years.',
  ),
  breaks: 'A device that was lost stays signed in for ever.',
  unless: ({ client }) =>
    client.refreshTokenValidity === 'unknown'
      ? 'the app client’s RefreshTokenValidity is unknown'
      : undefined,
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const refreshTokenExpiresType = apiAuthentication.check(15, 'refresh-token-expires-type', {
  says: 'An expired refresh token is refused with NotAuthorizedException, “Refresh Token has expired”',
  sends:
    'InitiateAuth with REFRESH_TOKEN_AUTH, ten minutes after the refresh token’s validity (30 days by default) has ended',
  basis: publicRecord(
    'aws-amplify/amplify-swift#3496',
    'Headers and text in the log of 6 February 2024',
    'aws-amplify/amplify-swift/issues/3496',
    '2024-02',
    'Status 400, x-amzn-ErrorType NotAuthorizedException, Refresh Token has expired.',
  ),
  admits: 'The text with or without a final period.',
  breaks: 'Applications that send the user back to sign-in on this answer go on trying.',
  unless: ({ client }) =>
    client.refreshTokenValidity === 'unknown'
      ? 'the app client’s RefreshTokenValidity is unknown'
      : undefined,
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({ type: 'NotAuthorizedException', message: 'Refresh Token has expired' }),
})
