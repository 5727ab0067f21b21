/** Server-side sign-in: who may call AdminInitiateAuth, with which flow, for whom; and what disabling a user does. */
import {
  apiReference,
  developerGuide,
  publicRecord,
  recordedSnapshot,
} from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { apiAuthentication } from '../flow.ts'

const disabling = (states: string) =>
  developerGuide(
    'how-to-manage-user-accounts#manage-user-accounts-enable-disable',
    'Managing and searching for user accounts',
    'Enabling and disabling user accounts',
    states,
  )

export const unsigned = apiAuthentication.check(4, 'admin-unsigned', {
  says: 'AdminInitiateAuth without AWS credentials is refused',
  sends: 'AdminInitiateAuth with the right credentials of the user, and without a signature',
  basis: apiReference(
    'AdminInitiateAuth',
    'AdminInitiateAuth',
    'IAM credentials must be used to authorize requests of this operation.',
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
    'IAM credentials must be used to authorize requests of this operation.',
  ),
  also: [
    publicRecord(
      'aws/aws-sdk-js#1985',
      'Error',
      'aws/aws-sdk-js/issues/1985',
      '2026-11',
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
    '2026-11',
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
    'Answer of AWS’s documentation team',
    'awsdocs/aws-doc-sdk-examples/issues/5289',
    '2026-11',
    'The flow is for InitiateAuth only; the answer is InvalidParameterException, Initiate Auth method not supported.',
  ),
  also: [
    publicRecord(
      'getmoto/moto#4623',
      'Report of the live answer',
      'getmoto/moto/issues/4623',
      '2026-11',
      'The same.',
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
    '2026-11',
    'ResourceNotFoundException, User pool … does not exist.',
  ),
  also: [
    publicRecord(
      'aws/aws-aspnet-cognito-identity-provider#135',
      'Error',
      'aws/aws-aspnet-cognito-identity-provider/issues/135',
      '2026-11',
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
      '2026-11',
      'The same.',
    ),
  ],
  admits: 'The text with or without its final period.',
  breaks: 'Support tells people to reset a password that is right.',
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({ type: 'NotAuthorizedException', message: 'User is disabled.' }),
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
