/** Server-side sign-in: who may call AdminInitiateAuth, with which flow, for whom; and what disabling a user does. */
import {
  apiReference,
  developerGuide,
  publicRecord,
  recordedSnapshot,
} from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { body } from '../../shared/answers.ts'
import { apiAuthentication } from '../flow.ts'

const disabling = (states: string) =>
  developerGuide(
    'how-to-manage-user-accounts#manage-user-accounts-enable-disable',
    'Managing and searching for user accounts',
    'Enable, disable, and delete user accounts',
    states,
  )

export const unsigned = apiAuthentication.check(4, 'admin-unsigned', {
  says: 'AdminInitiateAuth without AWS credentials is refused',
  sends: 'AdminInitiateAuth with the right credentials of the user, and without a signature',
  basis: apiReference(
    'AdminInitiateAuth',
    'AdminInitiateAuth',
    'For this operation, IAM credentials must be used to authorize requests.',
  ),
  breaks: 'The administrator’s operations are open to everybody.',
  needs: ['sigv4'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const wronglySigned = apiAuthentication.check(4, 'admin-wrongly-signed', {
  says: 'AdminInitiateAuth signed with a wrong secret key is refused',
  sends: 'AdminInitiateAuth with the right credentials of the user, signed with another secret access key',
  basis: apiReference(
    'AdminInitiateAuth',
    'AdminInitiateAuth',
    'For this operation, IAM credentials must be used to authorize requests.',
  ),
  also: [
    publicRecord(
      'aws/aws-sdk-js#1985',
      'Error',
      'aws/aws-sdk-js/issues/1985',
      '2018-03',
      'InvalidSignatureException.',
    ),
  ],
  breaks: 'The administrator’s operations are open to everybody.',
  needs: ['sigv4'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const wronglySignedType = apiAuthentication.check(4, 'admin-wrongly-signed-type', {
  says: 'A wrong signature is refused with InvalidSignatureException',
  sends: 'AdminInitiateAuth with the right credentials of the user, signed with another secret access key',
  basis: publicRecord(
    'aws/aws-sdk-js#1985',
    'Error',
    'aws/aws-sdk-js/issues/1985',
    '2018-03',
    'InvalidSignatureException, The request signature we calculated does not match ….',
  ),
  admits:
    'Other refusals of credentials (UnrecognizedClientException, IncompleteSignatureException, AccessDeniedException): one record alone shows this type.',
  breaks: 'SDKs do not correct a wrong clock, and developers look for the mistake elsewhere.',
  needs: ['sigv4'],
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({
      status: 'any',
      type: [
        'InvalidSignatureException',
        'UnrecognizedClientException',
        'IncompleteSignatureException',
        'AccessDeniedException',
      ],
    }),
})

export const publicFlowInAdmin = apiAuthentication.check(4, 'public-flow-in-admin', {
  says: 'USER_PASSWORD_AUTH is refused by AdminInitiateAuth with InvalidParameterException',
  sends:
    'AdminInitiateAuth with USER_PASSWORD_AUTH and the right credentials, at an app client that allows the flow',
  basis: publicRecord(
    'awsdocs/aws-doc-sdk-examples#5289',
    'Actual behavior',
    'awsdocs/aws-doc-sdk-examples/issues/5289',
    '2023-08',
    'The flow is for InitiateAuth only; AdminInitiateAuth answers InvalidParameterException, Initiate Auth method not supported.',
  ),
  also: [
    publicRecord(
      'getmoto/moto#4623',
      'Answer of AWS’s documentation team, quoted on 7 February 2022',
      'getmoto/moto/issues/4623',
      '2022-02',
      'USER_PASSWORD_AUTH can only be used with InitiateAuth.',
    ),
  ],
  admits: 'Any wording.',
  breaks: 'The developer’s mistake is found only on the real service.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ type: 'InvalidParameterException' }),
})

export const unknownPool = apiAuthentication.check(4, 'admin-unknown-pool', {
  says: 'AdminInitiateAuth for a user pool that does not exist is refused with ResourceNotFoundException',
  sends: 'AdminInitiateAuth with a UserPoolId of the right form that nobody has',
  basis: publicRecord(
    'aws/aws-sdk-go#2436',
    'Error',
    'aws/aws-sdk-go/issues/2436',
    '2019-02',
    'ResourceNotFoundException, User pool … does not exist.',
  ),
  also: [
    publicRecord(
      'aws/aws-aspnet-cognito-identity-provider#135',
      'Error',
      'aws/aws-aspnet-cognito-identity-provider/issues/135',
      '2019-10',
      'The same.',
    ),
  ],
  admits: 'Any wording.',
  breaks: 'A server of the wrong stage or Region looks like a refused user.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ type: 'ResourceNotFoundException' }),
})

export const disabledSignIn = apiAuthentication.check(5, 'disabled-user-refused', {
  says: 'A disabled user is refused',
  sends: 'AdminInitiateAuth with the right credentials after AdminDisableUser',
  basis: disabling('A disabled user cannot sign in.'),
  also: [
    apiReference(
      'AdminDisableUser',
      'AdminDisableUser',
      'Deactivates a user profile and revokes all access tokens for the user.',
    ),
  ],
  breaks: 'People who left still get in.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const disabledSignInType = apiAuthentication.check(5, 'disabled-user-type', {
  says: 'A disabled user is refused with NotAuthorizedException, “User is disabled.”',
  sends: 'AdminInitiateAuth with the right credentials after AdminDisableUser',
  basis: recordedSnapshot(
    'cognito-idp, sign-in of a disabled user',
    '2023-06',
    'NotAuthorizedException, User is disabled.',
  ),
  also: [
    publicRecord(
      'aws-amplify/amplify-js#5503',
      'Error',
      'aws-amplify/amplify-js/issues/5503',
      '2020-04',
      'The same.',
    ),
  ],
  admits:
    'The text with or without its final period; and “User is not enabled”, which the Developer Guide prints (Managing and searching for user accounts).',
  breaks: 'Support tells people to reset a password that is right.',
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({
      type: 'NotAuthorizedException',
      message: ['User is disabled.', 'User is not enabled'],
    }),
})

export const disabledRefresh = apiAuthentication.check(15, 'disabled-user-refresh', {
  says: 'The refresh token of a disabled user gets no new tokens',
  sends: 'AdminInitiateAuth with REFRESH_TOKEN_AUTH after AdminDisableUser',
  basis: developerGuide(
    'token-revocation',
    'Ending user sessions with token revocation',
    'Things to know about revoking tokens',
    'Disabling a user account revokes refresh and access tokens.',
  ),
  also: [disabling('Access and refresh tokens are revoked.')],
  breaks: 'People who left stay signed in.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const enabledAgain = apiAuthentication.check(5, 'enabled-user-signs-in', {
  says: 'A user who was disabled and enabled again can sign in',
  sends: 'AdminInitiateAuth with the right credentials after AdminEnableUser',
  basis: apiReference(
    'AdminEnableUser',
    'AdminEnableUser',
    'Activates sign-in for a user profile that previously had sign-in access disabled.',
  ),
  breaks: 'Disabling is for ever.',
  judge: (expect, answer: Answer) => {
    expect(answer).toBeAnsweredWith(200)
    expect(answer.body.kind === 'json' ? answer.body.value : undefined, 'the answer').toHave({
      ChallengeName: /.+/,
    })
  },
})

export const adminSrp = apiAuthentication.check(4, 'admin-srp-challenge', {
  says: 'AdminInitiateAuth takes USER_SRP_AUTH too, and answers PASSWORD_VERIFIER with SALT, SRP_B, SECRET_BLOCK and USER_ID_FOR_SRP',
  sends: 'AdminInitiateAuth with USER_SRP_AUTH, USERNAME and a fresh SRP_A',
  basis: recordedSnapshot(
    'cognito-idp, AdminInitiateAuth with USER_SRP_AUTH, whole body',
    '2023-06',
    'ChallengeName PASSWORD_VERIFIER with SALT, SECRET_BLOCK, SRP_B, USERNAME and USER_ID_FOR_SRP.',
  ),
  also: [apiReference('AdminInitiateAuth', 'AuthFlow', 'USER_SRP_AUTH is among the flows of the operation.')],
  breaks: 'Servers that never see a password in clear cannot sign users in.',
  needs: ['srp'],
  judge: (expect, answer: Answer) => {
    expect(body(answer, 'ChallengeName'), 'ChallengeName').toBe('PASSWORD_VERIFIER')
    for (const name of ['SALT', 'SRP_B', 'SECRET_BLOCK', 'USER_ID_FOR_SRP'])
      expect(body(answer, 'ChallengeParameters', name), name).toBeA('non-empty string')
  },
})

export const disabledAccess = apiAuthentication.check(12, 'disabled-user-access-token', {
  says: 'The access token of a disabled user is refused',
  sends: 'GetUser with an access token that was good before, some seconds after AdminDisableUser',
  basis: apiReference(
    'AdminDisableUser',
    'AdminDisableUser',
    'Deactivates a user profile and revokes all access tokens for the user.',
  ),
  also: [disabling('Disabling a user account revokes its access and refresh tokens.')],
  breaks: 'People who left go on changing the account.',
  needs: ['get-user'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const disabledStaysRevoked = apiAuthentication.check(15, 'enabled-user-old-refresh-token', {
  says: 'A refresh token from before AdminDisableUser gets no new tokens after AdminEnableUser either',
  sends: 'AdminInitiateAuth with REFRESH_TOKEN_AUTH after AdminDisableUser and AdminEnableUser',
  basis: developerGuide(
    'token-revocation',
    'Ending user sessions with token revocation',
    'Things to know about revoking tokens',
    'Tokens that disabling a user account revoked do not become active if the account is enabled again.',
  ),
  also: [disabling('Revoked tokens remain non-valid after the user account is enabled.')],
  breaks: 'A session that an intruder had comes back to life.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})
