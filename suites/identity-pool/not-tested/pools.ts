/** What is documented, or on record, of identity pools, and no check judges. */
import { type Basis, publicRecord } from '../../../fixtures/flow/source.ts'
import type { NotTested } from '../../../reports/record.ts'
import {
  authenticationFlow,
  iamRolesPage,
  identityApi,
  identityPoolsPage,
  openIdProviders,
  quotasPage,
} from '../sources.ts'

const left = (statement: string, { source }: Basis, reason: string): NotTested => ({
  statement,
  source,
  reason,
})

const CONTROL_PLANE =
  'Operators set pools and roles up; the flow begins when they stand. An existing pool could not be asked, and a target that refuses what the harness needs fails before a variant begins.'
const ONE_FAULT =
  'Logins beyond the limit cannot all be valid ones of a variant: a refusal could be for either reason, and nothing would be learned.'
const OTHER_PLACES = 'A variant has one account, one region and one network.'
const CLIENTS = 'This is what a client does, and no answer of a target shows it.'

export const ofPools: readonly NotTested[] = [
  // The wire
  left(
    'Answers carry Strict-Transport-Security: max-age=31536000; includeSubDomains.',
    publicRecord(
      'aws-amplify/amplify-swift#3124',
      'Headers of the answer to GetCredentialsForIdentity',
      'aws-amplify/amplify-swift/issues/3124',
      '2023-08',
      'The header stands among those of a refusal.',
    ),
    'The header has no meaning over plain HTTP, which most targets other than the real service speak.',
  ),
  left(
    'Operations are throttled with TooManyRequestsException.',
    identityApi('GetId', 'Errors, TooManyRequestsException', 'Thrown when a request is throttled.'),
    'Nothing may be sent at such a rate to a service that others use. What throttles is asked again.',
  ),
  left(
    'InternalErrorException is a server fault, status 500.',
    identityApi('GetId', 'Errors, InternalErrorException', 'HTTP Status Code: 500.'),
    'Nobody can ask for an internal error.',
  ),
  left(
    'A resource control policy of the organisation can deny even unsigned operations, with AccessDeniedException.',
    publicRecord(
      'aws-samples/resource-control-policy-examples#18',
      'Answer to GetId',
      'aws-samples/resource-control-policy-examples/issues/18',
      '2026-04',
      'AccessDeniedException, “User: anonymous is not authorized to perform: cognito-identity:GetId on resource: * with an explicit deny in a resource control policy”.',
    ),
    'It is a setting of the organisation around the target; where it is on, the flow ends at step 9 and says so.',
  ),
  left(
    'Unknown operations, missing members other than those checked and malformed JSON are refused.',
    identityApi('GetId', 'Errors, InvalidParameterException', 'Thrown for missing or bad input parameters.'),
    'With which type is on no public record.',
  ),

  // Formats
  left(
    'Logins holds 10 entries at most.',
    identityApi('GetId', 'Request Parameters, Logins', 'Map Entries: maximum number of 10 items.'),
    ONE_FAULT,
  ),
  left(
    'Keys of Logins have 1 to 128 characters, values 50,000 at most.',
    identityApi('GetId', 'Request Parameters, Logins', 'Key length 1 to 128, value length 1 to 50,000.'),
    ONE_FAULT,
  ),
  left(
    'AccountId has at most 15 digits.',
    identityApi('GetId', 'Request Parameters, AccountId', 'Length 1 to 15, pattern \\d+.'),
    'What becomes of an account that is not the pool’s is not documented, so that a refusal could have two reasons.',
  ),
  left(
    'Names, provider names and app client ids of a pool have patterns and lengths of their own.',
    identityApi('CreateIdentityPool', 'Request Parameters', 'Lengths and patterns of the members.'),
    CONTROL_PLANE,
  ),

  left(
    'ARNs of roles have 20 to 2,048 characters.',
    identityApi(
      'GetCredentialsForIdentity',
      'Request Parameters, CustomRoleArn',
      'Minimum length of 20, maximum length of 2048.',
    ),
    'An ARN of another length is that of no role of the user, and is refused for that already.',
  ),
  left(
    'Identifiers of a developer’s users have 1 to 1,024 characters.',
    identityApi(
      'LookupDeveloperIdentity',
      'Request Parameters, DeveloperUserIdentifier',
      'Minimum length of 1, maximum length of 1024.',
    ),
    'Nobody can have a longer identifier, so that there is nobody to be found by it: a refusal could be for either reason.',
  ),
  left(
    'TokenDuration is one second at least.',
    identityApi(
      'GetOpenIdTokenForDeveloperIdentity',
      'Request Parameters, TokenDuration',
      'Valid range: 1 to 86400.',
    ),
    'The other end of the same constraint is judged.',
  ),
  left(
    'DeleteIdentities takes 1 to 60 ids.',
    identityApi(
      'DeleteIdentities',
      'Request Parameters, IdentityIdsToDelete',
      'Minimum number of 1 item, maximum number of 60 items.',
    ),
    'It would take 61 identities that nobody needs any more; what ids of nobody are answered with is not said.',
  ),

  // The control plane
  left(
    'CreateIdentityPool, UpdateIdentityPool and DescribeIdentityPool answer with the settings of the pool, its tags among them.',
    identityApi('DescribeIdentityPool', 'Response Syntax', 'The settings of an identity pool.'),
    CONTROL_PLANE,
  ),
  left(
    'Identity pools are listed, tagged and deleted; with a pool that is deleted nobody can authenticate any more.',
    identityApi(
      'DeleteIdentityPool',
      'Introduction',
      'Once a pool is deleted, users will not be able to authenticate with it.',
    ),
    CONTROL_PLANE,
  ),
  left(
    'An identity pool is not made with the ARN of a provider that cannot be: “Identity provider … is not valid for account …”, NotAuthorizedException.',
    publicRecord(
      'aws-amplify/amplify-backend#766',
      'Failed resources',
      'aws-amplify/amplify-backend/issues/766',
      '2023-12',
      'Status 400, NotAuthorizedException, “Identity provider arn:us-east-1:iam::…:saml-provider/mytest is not valid for account …”.',
    ),
    CONTROL_PLANE,
  ),
  left(
    'SetIdentityPoolRoles refuses what is no ARN of a role: “Access to Role … is forbidden.”, NotAuthorizedException.',
    publicRecord(
      'aws/aws-sdk-js#908',
      'Error of SetIdentityPoolRoles',
      'aws/aws-sdk-js/issues/908',
      '2016-02',
      "NotAuthorizedException, “Access to Role 'my-stack-SomeRole-KBKHTR8P6UC2' is forbidden.”, to the name of a role in place of its ARN.",
    ),
    CONTROL_PLANE,
  ),

  // Logins
  left(
    'Tokens are taken for a grace period of five minutes after they expire.',
    openIdProviders(
      'Setting up OIDC providers as identity pool IdPs',
      'A grace period of five minutes allows for clock skew between systems.',
    ),
    'It is said of OpenID Connect providers, and not whether of user pools too. Refusal is asked for ten minutes after expiry, when nothing is left of it.',
  ),
  left(
    'Changing the application id of a provider keeps users of the former one out.',
    identityPoolsPage(
      'Edit identity providers, Warning',
      'Changing the linked application ID prevents existing users from authenticating with the identity pool.',
    ),
    'Pools are not changed once they are lent. That another app client’s token is refused is checked.',
  ),
  left(
    'An identity pool of another region is not found.',
    identityApi(
      'GetId',
      'Errors, ResourceNotFoundException',
      'Thrown when the requested resource does not exist.',
    ),
    OTHER_PLACES,
  ),

  // Credentials and roles
  left(
    'Sessions of guests are limited by an inline session policy and by AmazonCognitoUnAuthedIdentitiesSessionPolicy.',
    iamRolesPage(
      'The inline session policy for guest users, and The AWS managed session policy for guests',
      'Both are applied to enhanced-flow sessions of unauthenticated users.',
    ),
    'Neither name shows in an answer. What they do is checked at a service that both leave out and at one that they let through.',
  ),
  left(
    'Each of the services on the list for guests is open to them, some of them in part.',
    iamRolesPage(
      'Services that unauthenticated users can access',
      'Table of services, and of actions in part.',
    ),
    'It would take some thirty services at the target. One of them, S3, is checked.',
  ),
  left(
    'Users are kept from calling the APIs of identity pools and Cognito Sync with their credentials.',
    iamRolesPage(
      'Access policies',
      'Amazon Cognito prevents authenticated and unauthenticated users from making requests to identity pools and Cognito Sync.',
    ),
    'The same page lists both services in the policy for guests, and shows a policy for Cognito Sync.',
  ),
  left(
    'For an application that is new to a role, changes of the role take a while to be seen everywhere.',
    authenticationFlow(
      'Authentication flow API operations overview, GetCredentialsForIdentity',
      'The identity pool must have IAM roles associated with it.',
    ),
    'Roles are made, and seen to be taken, before a variant begins.',
  ),

  // Clients, limits and costs
  left(
    'SDKs refresh tokens and credentials some minutes before they run out.',
    authenticationFlow(
      'Authentication flow API operations overview, GetId',
      'The SDKs have credentials providers that handle caching for the application.',
    ),
    CLIENTS,
  ),
  left(
    'GetId is answered 25 times a second, GetCredentialsForIdentity 200 times.',
    quotasPage('Identity pools API request rate quotas', 'Default quotas by operation.'),
    'Quotas differ between accounts and regions, and are kept, not tried.',
  ),
  left(
    'An account has 1,000 identity pools in a region, and a pool 50 user pool providers.',
    quotasPage('Identity pools resource quotas', 'Default quotas by resource.'),
    'Quotas differ between accounts and regions, and are kept, not tried.',
  ),
]
