/** The pages that the checks of identity pools stand on, each under a short name. */
import { type Basis, developerGuide, documented, publicRecord } from '../../fixtures/flow/source.ts'

/** What a page of AWS suggests and does not say in so many words: advice, and no promise that a target could break. */
export const suggested = (read: Basis): Basis => ({ ...read, level: 'advisory' })

/** @param section a heading of the page */
export type Page = (section: string, states: string) => Basis

const page =
  (file: string, title: string): Page =>
  (section, states) =>
    developerGuide(file, title, section, states)

// Amazon Cognito Developer Guide
/** The 21 steps as they are documented. */
export const flowPage = (states: string, section = 'Identity pool authentication flow') =>
  developerGuide(
    'cognito-how-to-authenticate#cognito-authentication-concepts-identitypools',
    'How authentication works with Amazon Cognito',
    section,
    states,
  )
export const authenticationFlow = page('authentication-flow', 'Identity pools authentication flow')
export const identityPoolsPage = page('identity-pools', 'Identity pools console overview')
/** What is said of public login providers holds of these: the guide counts them among them. */
export const publicProviders = identityPoolsPage(
  'Change the role associated with an identity type',
  'Public login providers are user pools, Login with Amazon, Sign in with Apple, Facebook, Google, SAML and OpenID Connect providers.',
)
export const iamRolesPage = page('iam-roles', 'IAM roles')
/** Trust policies are conditions on what a token says. */
export const exceptionOfSts = iamRolesPage(
  'Role trust and permissions',
  'Where a role does not trust the identity pool, an exception from STS results, like: AccessDenied -- Not authorized to perform sts:AssumeRoleWithWebIdentity.',
)
export const roleBasedAccess = page('role-based-access-control', 'Using role-based access control')
export const attributesForAccessControl = page(
  'attributes-for-access-control',
  'Using attributes for access control',
)
export const externalProviders = page(
  'external-identity-providers',
  'Identity pools third-party identity providers',
)
export const openIdProviders = page('open-id', 'Setting up an OIDC provider as an identity pool IdP')
export const samlProviders = page(
  'saml-identity-provider',
  'Setting up a SAML provider as an identity pool IdP',
)
export const googleProvider = page('google', 'Setting up Google as an identity pool IdP')
export const facebookProvider = page('facebook', 'Setting up Facebook as an identity pools IdP')
export const amazonProvider = page('amazon', 'Setting up Login with Amazon as an identity pools IdP')
export const appleProvider = page('apple', 'Setting up Sign in with Apple as an identity pool IdP')
export const developerIdentities = page(
  'developer-authenticated-identities',
  'Developer-authenticated identities',
)
export const switchingIdentities = page(
  'switching-identities',
  'Switching unauthenticated users to authenticated users',
)
export const userGroups = page('cognito-user-pools-user-groups', 'Adding groups to a user pool')
export const quotasPage = page('quotas', 'Quotas in Amazon Cognito')

// API references
const reference =
  (title: string, base: string) =>
  (name: string, section: string, states: string): Basis =>
    documented(`${title}, ${name}`, section, `${base}/API_${name}.html`, '2026-11', states)

/** A page of the identity pools API: an operation or a data type, and the member or section. */
export const identityApi = reference(
  'Amazon Cognito Federated Identities API Reference',
  'https://docs.aws.amazon.com/cognitoidentity/latest/APIReference',
)
/** Whose requests an operation takes that is not public. */
export const developersOnly = (operation: string): Basis =>
  identityApi(operation, 'Introduction', 'Developer credentials of AWS must be used to call the operation.')
/** A page of the API of AWS STS. */
export const stsApi = reference(
  'AWS Security Token Service API Reference',
  'https://docs.aws.amazon.com/STS/latest/APIReference',
)

/** What the first letters of access key ids tell. */
export const accessKeyIds = stsApi(
  'GetAccessKeyInfo',
  'Introduction',
  'Access key ids that begin with ASIA are temporary credentials that were created with STS operations.',
)

/** What GetId says of the wrong one of a user pool’s two tokens. */
export const accessTokenRecord = publicRecord(
  'amazon-archives/amazon-cognito-identity-js#12',
  'Error',
  'amazon-archives/amazon-cognito-identity-js/issues/12',
  '2016-04',
  'The access token under the key of the user pool is answered with “Invalid login token. Missing a required claim: aud”.',
)

// Other guides
/** A page of the IAM User Guide, by its file name without `.html`, an anchor included where known. */
export const iamGuide = (file: string, title: string, section: string, states: string): Basis => {
  const [name, anchor] = file.split('#')
  return documented(
    `AWS Identity and Access Management User Guide, ${title}`,
    section,
    `https://docs.aws.amazon.com/IAM/latest/UserGuide/${name}.html${anchor === undefined ? '' : `#${anchor}`}`,
    '2026-11',
    states,
  )
}

/** A page of the API Gateway Developer Guide. */
export const gatewayGuide = (file: string, title: string, section: string, states: string): Basis =>
  documented(
    `Amazon API Gateway Developer Guide, ${title}`,
    section,
    `https://docs.aws.amazon.com/apigateway/latest/developerguide/${file}.html`,
    '2026-11',
    states,
  )

/** What Amazon S3 answers with when it refuses. */
export const s3Errors = (section: string, states: string): Basis =>
  documented(
    'Amazon S3 API Reference, Error responses',
    section,
    'https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html',
    '2026-11',
    states,
  )

// Standards of wire formats
export const awsJsonProtocol: Page = (section, states) =>
  documented(
    'Smithy, AWS JSON 1.1 protocol',
    section,
    'https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html',
    '2026-11',
    states,
  )
