/** Steps 9 and 12: who is let in to a pool and to an identity, whatever token they hold, and ids that are none. */

import type { CheckDefinition } from '../../../fixtures/flow/flow.ts'
import { type Basis, publicRecord } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { identityPool } from '../flow.ts'
import { authenticationFlow, identityApi } from '../sources.ts'

const refuses = (
  shape: Parameters<ReturnType<Parameters<CheckDefinition<Answer>['judge']>[0]>['toBeRefusal']>[0] = {},
) =>
  ({
    refusal: true,
    judge: (expect, answer: Answer) => expect(answer).toBeRefusal(shape),
  }) as const satisfies Partial<CheckDefinition<Answer>>

const eachWith400 = identityApi(
  'GetId',
  'Errors',
  'Each client fault of the operation is listed with HTTP Status Code: 400.',
)

// Guests
const NO_GUEST = 'GetId without Logins at an identity pool that does not let guests in'

export const guestsRefused = identityPool.check(9, 'guests-refused', {
  says: 'An identity pool that does not let guests in refuses GetId without logins, with status 400',
  sends: NO_GUEST,
  basis: authenticationFlow(
    'Authentication flow API operations overview, GetId, Unauthenticated access',
    'Where unauthenticated guest access is enabled, users can ask for a new identity id at any time.',
  ),
  also: [
    identityApi(
      'CreateIdentityPool',
      'Request Parameters, AllowUnauthenticatedIdentities',
      'TRUE if the identity pool supports unauthenticated logins.',
    ),
    eachWith400,
  ],
  breaks: 'Anybody without an account gets an identity in a pool that was closed to them.',
  ...refuses(),
})

export const guestsRefusedAnswer = identityPool.check(9, 'guests-refused-answer', {
  says: 'An identity pool that does not let guests in refuses them with NotAuthorizedException, “Unauthenticated access is not supported for this identity pool.”',
  sends: NO_GUEST,
  basis: publicRecord(
    'awslabs/aws-sdk-ios-samples#296',
    'Error of GetId',
    'awslabs/aws-sdk-ios-samples/issues/296',
    '2018-09',
    '__type is NotAuthorizedException, message “Unauthenticated access is not supported for this identity pool.”',
  ),
  also: [
    publicRecord(
      'aws/aws-sdk-js-v3#3113',
      'Error of GetId',
      'aws/aws-sdk-js-v3/issues/3113',
      '2021-12',
      'The same type and text.',
      'us-east-1',
    ),
  ],
  breaks: 'The best known error of identity pools is not recognised.',
  ...refuses({
    type: 'NotAuthorizedException',
    message: 'Unauthenticated access is not supported for this identity pool.',
  }),
})

// Identities of others
const mustBeOwn = authenticationFlow(
  'Authentication flow API operations overview, GetOpenIdToken, Authenticated access',
  'For an authenticated identity at least one valid token of a login that is associated with it must be passed.',
)
const equivalent = authenticationFlow(
  'Authentication flow API operations overview, GetCredentialsForIdentity',
  'The operation is functionally equivalent to GetOpenIdToken, then AssumeRoleWithWebIdentity.',
)

const NO_LOGINS =
  'GetCredentialsForIdentity with the identity id of somebody who has signed in, and no Logins'

export const noLoginsRefused = identityPool.check(12, 'no-logins-refused', {
  says: 'The id of an identity that belongs to somebody is no credential: without logins it is refused, with status 400',
  sends: NO_LOGINS,
  basis: identityApi(
    'GetCredentialsForIdentity',
    'Request Parameters, Logins',
    'Logins is required for identities that are associated with an external identity provider.',
  ),
  also: [mustBeOwn],
  breaks: 'Who has seen an identity id, which is no secret, is its user.',
  needs: ['enhanced-flow'],
  ...refuses(),
})

export const noLoginsAnswer = identityPool.check(12, 'no-logins-answer', {
  says: "Without logins somebody’s identity is refused with NotAuthorizedException, “Access to Identity '<id>' is forbidden.”",
  sends: NO_LOGINS,
  basis: publicRecord(
    'amazon-archives/amazon-cognito-ios#13',
    'Response headers',
    'amazon-archives/amazon-cognito-ios/issues/13',
    '2016-06',
    'x-amzn-ErrorType: NotAuthorizedException: and x-amzn-ErrorMessage: Access to Identity … is forbidden.',
  ),
  also: [
    publicRecord(
      'aws-amplify/aws-sdk-android#2964',
      'Error',
      'aws-amplify/aws-sdk-android/issues/2964',
      '2022-08',
      "Status 400, NotAuthorizedException, “Access to Identity 'us-east-1:…' is forbidden.”",
      'us-east-1',
    ),
  ],
  breaks: 'Applications that forget a cached identity on this text keep it for ever.',
  needs: ['enhanced-flow'],
  ...refuses({ type: 'NotAuthorizedException', message: /^Access to Identity '[\w:-]+' is forbidden\.?$/ }),
})

const FOREIGN_TYPES = ['NotAuthorizedException', 'ResourceConflictException'] as const

const foreign = (name: string, whose: string, sends: string) =>
  identityPool.check(12, name, {
    says: `The identity of one user is refused to another ${whose}, with status 400`,
    sends,
    basis: mustBeOwn,
    also: [
      equivalent,
      authenticationFlow(
        'Authentication flow API operations overview, GetOpenIdToken, Linking logins',
        'Only one login of each provider can be linked to an identity; another one is a conflict.',
      ),
    ],
    breaks: 'Everybody who can sign in gets at the data of everybody else.',
    needs: ['enhanced-flow'],
    ...refuses(),
  })

export const strangerRefused = foreign(
  'stranger-refused',
  'who has not asked for an identity of their own yet',
  'GetCredentialsForIdentity with the identity id of one user and the ID token of another, who has not asked for an identity yet',
)
export const otherUserRefused = foreign(
  'other-user-refused',
  'who has an identity of their own',
  'GetCredentialsForIdentity with the identity id of one user and the ID token of another, who has asked for an identity before',
)

export const otherUserType = identityPool.check(12, 'other-user-answer', {
  says: 'The identity of one user is refused to another with NotAuthorizedException, or with ResourceConflictException',
  sends:
    'GetCredentialsForIdentity with the identity id of one user and the ID token of another, who has asked for an identity before',
  basis: publicRecord(
    'aws-amplify/amplify-js#2443',
    'Response',
    'aws-amplify/amplify-js/issues/2443',
    '2019-01',
    "400 NotAuthorizedException, “Logins don't match. Please include at least one valid login for this identity or identity pool.”",
    'eu-west-1',
  ),
  also: [
    identityApi(
      'GetCredentialsForIdentity',
      'Errors, ResourceConflictException',
      'Thrown when somebody tries to use a login that is already linked to another account.',
    ),
  ],
  admits: 'Either type, and any text.',
  breaks: 'Applications do not see that the cached identity is somebody else’s.',
  needs: ['enhanced-flow'],
  ...refuses({ type: FOREIGN_TYPES }),
})

// Ids of nothing
const unknown = (operation: string, states: string): Basis =>
  identityApi(operation, 'Errors, ResourceNotFoundException', states)
const NO_POOL = 'GetId with an identity pool id of the right form that no pool has, and valid Logins'
const NO_IDENTITY =
  'GetCredentialsForIdentity with an identity id of the right form that no identity has, and valid Logins'

export const unknownPoolServesNobody = identityPool.check(9, 'unknown-pool-no-identity', {
  says: 'GetId at an identity pool that does not exist is refused as the caller’s fault: nobody is given an identity',
  sends: NO_POOL,
  basis: unknown('GetId', 'Thrown when the requested resource does not exist.'),
  admits: 'Any status from 400 to 499 and any exception.',
  breaks: 'A wrong setting goes unnoticed until users look for their data.',
  ...refuses({ status: 'any' }),
})

export const unknownPool = identityPool.check(9, 'unknown-pool-refused', {
  says: 'GetId at an identity pool that does not exist is refused with ResourceNotFoundException, status 400',
  sends: NO_POOL,
  basis: unknown('GetId', 'Thrown with status 400 when the requested resource does not exist.'),
  breaks: 'A wrong setting looks like a wrong password.',
  ...refuses({ type: 'ResourceNotFoundException' }),
})

export const unknownPoolAnswer = identityPool.check(9, 'unknown-pool-answer', {
  says: "The refusal of an identity pool that does not exist says “IdentityPool '<id>' not found.”",
  sends: NO_POOL,
  basis: publicRecord(
    'awslabs/aws-sdk-android-samples#163',
    'Error of GetId',
    'awslabs/aws-sdk-android-samples/issues/163',
    '2017-11',
    "Status 400, ResourceNotFoundException, “IdentityPool 'us-east-1:…' not found.”",
    'us-east-1',
  ),
  also: [
    publicRecord(
      'aws-amplify/amplify-js#14117',
      'Error',
      'aws-amplify/amplify-js/issues/14117',
      '2025-01',
      'The same type and text.',
      'ap-southeast-1',
    ),
  ],
  breaks: 'Developers are not told which of their ids is wrong.',
  ...refuses({ message: /^IdentityPool '[\w:-]+' not found\.?$/ }),
})

export const unknownIdentity = identityPool.check(12, 'unknown-identity-refused', {
  says: 'GetCredentialsForIdentity for an identity that does not exist is refused, with status 400',
  sends: NO_IDENTITY,
  basis: unknown(
    'GetCredentialsForIdentity',
    'Thrown with status 400 when the requested resource does not exist.',
  ),
  also: [
    identityApi(
      'GetCredentialsForIdentity',
      'Errors, NotAuthorizedException',
      'Thrown with status 400 when a user is not authorized to access the requested resource.',
    ),
  ],
  admits: 'Any exception: the page has two that fit.',
  breaks: 'Who makes up an identity id is given credentials for it.',
  needs: ['enhanced-flow'],
  ...refuses(),
})

export const unknownIdentityAnswer = identityPool.check(12, 'unknown-identity-answer', {
  says: "The refusal of an identity that does not exist is ResourceNotFoundException, “Identity '<id>' not found.”",
  sends: NO_IDENTITY,
  basis: publicRecord(
    'aws-amplify/amplify-js#2301',
    'Error for a deleted identity',
    'aws-amplify/amplify-js/issues/2301',
    '2018-12',
    "ResourceNotFoundException: “Identity 'us-west-2:…' not found.”",
    'us-west-2',
  ),
  also: [
    publicRecord(
      'aws-amplify/amplify-js#2406',
      'Change of Credentials.ts',
      'aws-amplify/amplify-js/pull/2406',
      '2018-12',
      'AWS’s own client compares type and whole text, id included, to tell a deleted identity.',
    ),
  ],
  breaks: 'AWS’s own client, which compares this very text, never asks for another identity.',
  needs: ['enhanced-flow'],
  ...refuses({ type: 'ResourceNotFoundException', message: /^Identity '[\w:-]+' not found\.?$/ }),
})

// Ids that cannot be
const POOL_OF_USERS = 'GetId with the id of the user pool in the place of the identity pool’s'

export const malformedPoolId = identityPool.check(9, 'malformed-pool-id-refused', {
  says: 'An IdentityPoolId that is not of the form REGION:GUID is refused, with status 400',
  sends: POOL_OF_USERS,
  basis: identityApi(
    'GetId',
    'Request Parameters, IdentityPoolId',
    'An identity pool id in the format REGION:GUID, with the pattern [\\w-]+:[0-9a-f-]+.',
  ),
  breaks: 'The commonest mistake, to mix up the two kinds of pools, is not found.',
  ...refuses(),
})

export const malformedPoolIdAnswer = identityPool.check(9, 'malformed-pool-id-answer', {
  says: 'The refusal of an IdentityPoolId of the wrong form is ValidationException, and names identityPoolId and the pattern that it must satisfy',
  sends: POOL_OF_USERS,
  basis: publicRecord(
    'aws-amplify/amplify-swift#2864',
    'Headers of the answer to GetId',
    'aws-amplify/amplify-swift/issues/2864',
    '2023-04',
    "400, x-amzn-ErrorType: ValidationException:, “1 validation error detected: Value … at 'identityPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w-]+:[0-9a-f-]+”.",
  ),
  also: [
    publicRecord(
      'aws/amazon-freertos#1829',
      'Error of GetId',
      'aws/amazon-freertos/issues/1829',
      '2020-03',
      'Status 400, ValidationException, the same text.',
    ),
  ],
  breaks: 'Developers who search for this sentence, which has its own answers everywhere, find nothing.',
  needs: ['input-validation'],
  ...refuses({
    type: 'ValidationException',
    message:
      /^1 validation error detected: Value '.*' at 'identityPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern: \[\\w-\]\+:\[0-9a-f-\]\+$/,
  }),
})

export const malformedIdentityId = identityPool.check(12, 'malformed-identity-id-refused', {
  says: 'An IdentityId that is not of the form REGION:GUID is refused, with status 400',
  sends: 'GetCredentialsForIdentity with a GUID that has no region before it, and valid Logins',
  basis: identityApi(
    'GetCredentialsForIdentity',
    'Request Parameters, IdentityId',
    'A unique identifier in the format REGION:GUID, with the pattern [\\w-]+:[0-9a-f-]+.',
  ),
  breaks: 'Half an id, or somebody’s sub, goes unnoticed.',
  needs: ['enhanced-flow'],
  ...refuses(),
})

export const poolIdRequired = identityPool.check(9, 'pool-id-required', {
  says: 'GetId without IdentityPoolId is refused, with status 400',
  sends: 'GetId with valid Logins alone',
  basis: identityApi('GetId', 'Request Parameters, IdentityPoolId', 'The member is required.'),
  also: [
    identityApi(
      'GetId',
      'Errors, InvalidParameterException',
      'Thrown for missing or bad input parameters, with HTTP Status Code: 400.',
    ),
  ],
  admits: 'Any exception: a missing member is refused before the operation is reached, too.',
  breaks: 'A forgotten setting is answered with somebody’s identity.',
  ...refuses(),
})

export const emptyTokenAnswer = identityPool.check(12, 'empty-token-answer', {
  says: 'The refusal of an empty text in Logins is ValidationException, and not one of the token',
  sends:
    'GetCredentialsForIdentity with the identity id, and the user pool’s key of Logins with an empty value',
  basis: publicRecord(
    'aws-amplify/aws-sdk-ios#2317',
    'Response headers and body',
    'aws-amplify/aws-sdk-ios/issues/2317',
    '2020-03',
    "x-amzn-ErrorType: ValidationException:, “1 validation error detected: Value … at 'logins' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 50000, Member must have length greater than or equal to 1]”.",
  ),
  also: [
    identityApi(
      'GetCredentialsForIdentity',
      'Request Parameters, Logins',
      'Values have 1 to 50,000 characters.',
    ),
  ],
  breaks: 'Clients that lost a token are told that it is bad, and sign people in again without end.',
  needs: ['input-validation'],
  ...refuses({ type: 'ValidationException' }),
})
