/** Step 10: the AuthenticationResult, apart from what is inside of its tokens. */
import {
  apiReference,
  developerGuide,
  publicRecord,
  recordedSnapshot,
} from '../../../fixtures/flow/source.ts'
import { Absent } from '../../../fixtures/protocol/reading.ts'
import { body } from '../../shared/answers.ts'
import { claim } from '../../shared/tokens.ts'
import type { Issued } from '../answers.ts'
import { apiAuthentication } from '../flow.ts'

const sends = 'The request that completes the sign-in'

export const tokenType = apiAuthentication.check(10, 'token-type', {
  says: 'TokenType is Bearer',
  sends,
  basis: recordedSnapshot('cognito-idp, sign-in, whole body', '2024-09', 'TokenType is Bearer.'),
  also: [
    apiReference(
      'AuthenticationResultType',
      'TokenType',
      'The intended use of the token, for example Bearer.',
    ),
  ],
  breaks: 'Clients that put TokenType before the token in the Authorization header are refused everywhere.',
  judge: (expect, { answer }: Issued) =>
    expect(body(answer, 'AuthenticationResult', 'TokenType')).toBe('Bearer'),
})

export const expiresIn = apiAuthentication.check(10, 'expires-in', {
  says: 'ExpiresIn is the access token’s validity as the app client sets it, in seconds',
  sends,
  basis: recordedSnapshot(
    'cognito-idp, sign-in, whole body',
    '2024-09',
    'ExpiresIn is 3600 for a client with the default validity of one hour.',
  ),
  also: [
    apiReference(
      'AuthenticationResultType',
      'ExpiresIn',
      'The expiration period of the authentication result in seconds.',
    ),
    apiReference(
      'CreateUserPoolClient',
      'AccessTokenValidity',
      'The access token time limit, one hour unless set.',
    ),
  ],
  breaks: 'Clients refresh too late, with calls refused in between, or on every call.',
  needs: ['token-validity'],
  unless: ({ client }) =>
    client.accessTokenValidity === 'unknown' ? 'the app client’s AccessTokenValidity is unknown' : undefined,
  judge: (expect, { answer, lease }: Issued) =>
    expect(body(answer, 'AuthenticationResult', 'ExpiresIn')).toBe(lease.client.accessTokenValidity),
})

export const expiresInAgrees = apiAuthentication.check(10, 'expires-in-agrees', {
  says: 'ExpiresIn equals exp − iat of the access token',
  sends,
  basis: recordedSnapshot(
    'cognito-idp, sign-in, whole body',
    '2024-09',
    'ExpiresIn is 3600 for a client with the default validity of one hour.',
  ),
  breaks: 'Clients that trust the one refresh at another time than those that trust the other.',
  judge: (expect, { answer, access }: Issued) => {
    const [exp, iat] = [claim(access, 'exp'), claim(access, 'iat')]
    const validity =
      typeof exp === 'number' && typeof iat === 'number'
        ? exp - iat
        : new Absent('exp − iat of the access token')
    expect(body(answer, 'AuthenticationResult', 'ExpiresIn'), 'ExpiresIn').toBeA('integer')
    expect(validity, 'exp − iat').toBe(body(answer, 'AuthenticationResult', 'ExpiresIn'))
  },
})

export const noDevice = apiAuthentication.check(10, 'no-device-metadata', {
  says: 'NewDeviceMetadata is absent where the user pool tracks no devices',
  sends,
  basis: recordedSnapshot(
    'cognito-idp, sign-in, whole body',
    '2024-09',
    'AuthenticationResult has five members in pools that track no devices; NewDeviceMetadata is none of them.',
  ),
  also: [
    developerGuide(
      'amazon-cognito-user-pools-device-tracking#amazon-cognito-user-pools-setting-up-remembered-devices',
      'Working with user devices in your user pool',
      'Setting up remembered devices',
      'With “Always remember” or “User opt-in” a device key is generated when a user signs in from an unidentified device.',
    ),
  ],
  breaks: 'Clients confirm and remember a device that the pool knows nothing of, and fail.',
  unless: ({ userPool }) =>
    userPool.deviceTracking === false
      ? undefined
      : 'the user pool is not known to track no devices (existing.userPool.deviceTracking: false)',
  judge: (expect, { answer }: Issued) =>
    expect(body(answer, 'AuthenticationResult', 'NewDeviceMetadata')).toBeAbsent(),
})

export const noFurtherChallenge = apiAuthentication.check(10, 'no-further-challenge', {
  says: 'An answer with tokens names no challenge and carries no Session',
  sends,
  basis: recordedSnapshot(
    'cognito-idp, sign-in, whole body',
    '2024-09',
    'AuthenticationResult and an empty ChallengeParameters; no ChallengeName and no Session.',
  ),
  also: [
    publicRecord(
      'aws-amplify/amplify-ui, end-to-end fixtures',
      'confirm-sign-in-sms-mfa.json',
      'aws-amplify/amplify-ui/blob/main/packages/e2e/cypress/fixtures/confirm-sign-in-sms-mfa.json',
      '2026-11',
      'ChallengeParameters is {} beside the tokens.',
    ),
  ],
  breaks: 'Clients look at ChallengeName first and ask for another code.',
  judge: (expect, { answer }: Issued) => {
    expect(body(answer, 'ChallengeName'), 'ChallengeName').toBeAbsent()
    expect(body(answer, 'Session'), 'Session').toBeAbsent()
  },
})

export const resultChecks = [tokenType, expiresIn, expiresInAgrees, noDevice, noFurtherChallenge]
