/** Steps 4 and 5: which requests may start a sign-in, and what becomes of wrong credentials. */
import {
  apiReference,
  developerGuide,
  publicRecord,
  recordedSnapshot,
} from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import type { Lease } from '../../../fixtures/targets/lease.ts'
import { apiAuthentication } from '../flow.ts'

const existence = (section: string, states: string) =>
  developerGuide(
    'cognito-user-pool-managing-errors',
    'Managing user existence error responses',
    section,
    states,
  )

const settingUnknown = ({ client }: Lease) =>
  client.preventUserExistenceErrors === 'ENABLED'
    ? undefined
    : 'the app client’s PreventUserExistenceErrors is not known to be ENABLED'

const legacyUnknown = ({ secondClient }: Lease) =>
  secondClient?.preventUserExistenceErrors === 'LEGACY'
    ? undefined
    : 'no second app client is known to have PreventUserExistenceErrors LEGACY'

export const wrongPassword = apiAuthentication.check(5, 'wrong-password-refused', {
  says: 'A wrong password is refused',
  sends: 'USER_PASSWORD_AUTH with the user’s name and another password of the same form',
  basis: developerGuide(
    'cognito-how-to-authenticate#cognito-authentication-concepts-apiauth',
    'How authentication works with Amazon Cognito',
    'API authentication flow, step 5',
    'The user pool validates the user’s credentials.',
  ),
  breaks: 'Anybody who knows a name can sign in.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const wrongPasswordType = apiAuthentication.check(5, 'wrong-password-type', {
  says: 'A wrong password is refused with NotAuthorizedException, “Incorrect username or password.”',
  sends: 'USER_PASSWORD_AUTH with the user’s name and another password of the same form',
  basis: recordedSnapshot(
    'cognito-idp, sign-in with a wrong password',
    '2024-04',
    'NotAuthorizedException with the message Incorrect username or password., status 400.',
  ),
  also: [
    publicRecord(
      'ellaisys/aws-cognito#94',
      'Raw 400 body',
      'ellaisys/aws-cognito/issues/94',
      '2024-04',
      'The same type and text, from AdminInitiateAuth.',
    ),
  ],
  admits: 'The text with or without its final period.',
  breaks: 'Applications branch on this type, and some on this text, to ask for the password again.',
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({
      type: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    }),
})

export const unknownUserHidden = apiAuthentication.check(5, 'unknown-user-hidden', {
  says: 'With PreventUserExistenceErrors ENABLED an unknown user is refused with NotAuthorizedException, and not with UserNotFoundException',
  sends: 'USER_PASSWORD_AUTH with a name that nobody has',
  basis: existence(
    'Username and password authentication',
    'USER_PASSWORD_AUTH returns NotAuthorizedException for unknown users when the setting is active.',
  ),
  breaks: 'The sign-in form tells strangers who has an account.',
  needs: ['prevent-user-existence-errors'],
  unless: settingUnknown,
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({ status: 'any', type: 'NotAuthorizedException' }),
})

export const unknownUserMessage = apiAuthentication.check(5, 'unknown-user-message', {
  says: 'The refusal of an unknown user says “Incorrect username or password”, as for a wrong password',
  sends: 'USER_PASSWORD_AUTH with a name that nobody has',
  basis: existence('Username and password authentication', 'The message is Incorrect username or password.'),
  also: [
    recordedSnapshot(
      'cognito-idp, unknown user with PreventUserExistenceErrors ENABLED',
      '2024-01',
      'NotAuthorizedException, Incorrect username or password.',
    ),
  ],
  admits: 'The text with or without its final period.',
  breaks: 'The text gives away what the type hides.',
  needs: ['prevent-user-existence-errors'],
  unless: settingUnknown,
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({
      status: 'any',
      type: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    }),
})

export const unknownUserNamed = apiAuthentication.check(5, 'unknown-user-named', {
  says: 'With PreventUserExistenceErrors LEGACY an unknown user is refused with UserNotFoundException',
  sends: 'USER_PASSWORD_AUTH with a name that nobody has, at an app client with the setting LEGACY',
  basis: existence(
    'PreventUserExistenceErrors',
    'With LEGACY the app client returns UserNotFoundException for a user name that does not exist.',
  ),
  also: [
    apiReference(
      'CreateUserPoolClient',
      'PreventUserExistenceErrors',
      'With LEGACY those APIs return UserNotFoundException if the user does not exist.',
    ),
  ],
  breaks: 'Applications that offer sign-up to unknown names never do.',
  needs: ['prevent-user-existence-errors'],
  unless: legacyUnknown,
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({ status: 'any', type: 'UserNotFoundException' }),
})

export const flowNotAllowed = apiAuthentication.check(4, 'flow-not-allowed', {
  says: 'A flow that the app client does not list in ExplicitAuthFlows is refused',
  sends:
    'USER_PASSWORD_AUTH with the right password, at an app client that allows only USER_SRP_AUTH and refresh',
  basis: developerGuide(
    'authentication',
    'Authentication with Amazon Cognito user pools',
    'App client supported flows',
    'An app client must be configured for the flows that it signs users in with; USER_PASSWORD_AUTH needs ALLOW_USER_PASSWORD_AUTH.',
  ),
  also: [
    apiReference('CreateUserPoolClient', 'ExplicitAuthFlows', 'The flows that the app client supports.'),
  ],
  breaks: 'A client that was configured never to see passwords can be made to send them.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const flowNotAllowedType = apiAuthentication.check(4, 'flow-not-allowed-type', {
  says: 'A flow that the app client does not list is refused with InvalidParameterException',
  sends:
    'USER_PASSWORD_AUTH with the right password, at an app client that allows only USER_SRP_AUTH and refresh',
  basis: publicRecord(
    'aws-amplify/amplify-ui, end-to-end fixtures',
    'user-auth-not-enabled.json',
    'aws-amplify/amplify-ui/blob/main/packages/e2e/cypress/fixtures/user-auth-not-enabled.json',
    '2026-11',
    'InvalidParameterException, USER_AUTH flow not enabled for this client.',
  ),
  admits: 'Any wording: several are on record.',
  breaks: 'A misconfigured client looks like a wrong password.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ type: 'InvalidParameterException' }),
})

export const adminFlowInPublic = apiAuthentication.check(4, 'admin-flow-in-public', {
  says: 'ADMIN_USER_PASSWORD_AUTH is refused by InitiateAuth',
  sends:
    'InitiateAuth with ADMIN_USER_PASSWORD_AUTH and the right password, at an app client that allows the flow',
  basis: apiReference(
    'InitiateAuth',
    'AuthFlow',
    'ADMIN_USER_PASSWORD_AUTH and ADMIN_NO_SRP_AUTH are not valid for InitiateAuth.',
  ),
  breaks: 'The server-side flow is open to everybody, without AWS credentials.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const adminFlowInPublicType = apiAuthentication.check(4, 'admin-flow-in-public-type', {
  says: 'ADMIN_USER_PASSWORD_AUTH is refused by InitiateAuth with InvalidParameterException',
  sends: 'InitiateAuth with ADMIN_USER_PASSWORD_AUTH and the right password',
  basis: publicRecord(
    'getmoto/moto#4836',
    'Description, behaviour validated on AWS',
    'getmoto/moto/pull/4836',
    '2022-02',
    'InvalidParameterException, Initiate Auth method not supported.',
  ),
  also: [
    publicRecord(
      'soto-project/soto-cognito-authentication-kit#10',
      'Report',
      'soto-project/soto-cognito-authentication-kit/issues/10',
      '2020-12',
      'The same answer.',
    ),
  ],
  breaks: 'The developer’s mistake is not told from a refused user.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ type: 'InvalidParameterException' }),
})

export const missingUsername = apiAuthentication.check(4, 'missing-username', {
  says: 'A sign-in without USERNAME is refused with InvalidParameterException',
  sends: 'USER_PASSWORD_AUTH with PASSWORD and no USERNAME',
  basis: publicRecord(
    'aws/aws-sdk-php#1057',
    'Error body',
    'aws/aws-sdk-php/issues/1057',
    '2016-07',
    'InvalidParameterException, Missing required parameter UserName.',
  ),
  also: [
    recordedSnapshot(
      'cognito-idp, USER_SRP_AUTH without SRP_A',
      '2022-10',
      'InvalidParameterException, Missing required parameter SRP_A.',
    ),
  ],
  admits: 'Any wording.',
  breaks: 'The developer’s mistake is not told from a refused user.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ type: 'InvalidParameterException' }),
})

export const unknownClient = apiAuthentication.check(4, 'unknown-client', {
  says: 'An unknown ClientId is refused with ResourceNotFoundException',
  sends: 'USER_PASSWORD_AUTH with the right credentials and a ClientId that no pool has',
  basis: publicRecord(
    'aws/aws-sdk-php#2183',
    'Raw 400 body',
    'aws/aws-sdk-php/issues/2183',
    '2021-01',
    'ResourceNotFoundException, User pool client … does not exist.',
  ),
  also: [
    publicRecord(
      'aws-amplify/amplify-flutter#740',
      'Report',
      'aws-amplify/amplify-flutter/issues/740',
      '2026-11',
      'The same type.',
    ),
  ],
  admits: 'Any wording.',
  breaks: 'An application of the wrong stage or Region looks like a refused user.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ type: 'ResourceNotFoundException' }),
})

export const missingPassword = apiAuthentication.check(4, 'missing-password', {
  says: 'A sign-in without PASSWORD is refused with InvalidParameterException',
  sends: 'USER_PASSWORD_AUTH with USERNAME and no PASSWORD',
  basis: publicRecord(
    'aws-samples/alexa-web-information-service-api-samples#13',
    'Raw 400 body',
    'aws-samples/alexa-web-information-service-api-samples/issues/13',
    '2020-10',
    'InvalidParameterException, Missing required parameter PASSWORD.',
  ),
  admits: 'Any wording.',
  breaks: 'The developer’s mistake counts as a wrong password, and locks users out.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ type: 'InvalidParameterException' }),
})

export const clientIdConstraint = apiAuthentication.check(4, 'client-id-constraint', {
  says: 'A ClientId that breaks its documented pattern is refused with InvalidParameterException, “1 validation error detected: …”',
  sends: 'USER_PASSWORD_AUTH with the right credentials and a ClientId that has a hyphen',
  basis: publicRecord(
    'boto/boto3#3581',
    'Current Behavior',
    'boto/boto3/issues/3581',
    '2023-02',
    'InvalidParameterException, 1 validation error detected: Value … at clientId failed to satisfy constraint: Member must satisfy regular expression pattern.',
    'ap-northeast-1',
  ),
  also: [
    publicRecord(
      'hashicorp/terraform-provider-aws#38167',
      'Error output',
      'hashicorp/terraform-provider-aws/issues/38167',
      '2024-06',
      'Status 400, InvalidParameterException, 2 validation errors detected: Value … at clientId, for another operation.',
    ),
    apiReference('InitiateAuth', 'ClientId', 'Pattern: [\\w+]+'),
  ],
  admits: 'Any number of validation errors, and any wording of the constraint.',
  breaks: 'A pool’s ID in place of the client’s looks like a client that was deleted.',
  needs: ['input-validation'],
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({
      type: 'InvalidParameterException',
      message: /^\d+ validation errors? detected/,
    }),
})
