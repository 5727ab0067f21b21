/** SAML providers: what is documented or on record and judged by no check. */
import { observed, publicRecord } from '../../../fixtures/flow/source.ts'
import type { NotTested } from '../../../reports/record.ts'
import { left } from '../../managed-login/not-tested/left.ts'
import { authorizationEndpoint } from '../../shared/sources.ts'
import { assertionEndpoint, samlInitiation, samlRequirements, samlSigning, samlSignOut } from '../sources.ts'

const knowledgeCenter = (states: string) =>
  observed(
    'AWS re:Post Knowledge Center',
    'How do I troubleshoot invalid SAML response errors that users receive when they federate into Amazon Cognito?',
    'https://repost.aws/knowledge-center/cognito-invalid-saml-response-errors',
    '2026-11',
    states,
  )

export const ofSaml: readonly NotTested[] = [
  left(
    samlRequirements(
      'Assertion format has specific requirements',
      'The sample request has an ID of an underscore and a UUID.',
    ),
    'A sample. That each request has an ID of its own is judged.',
  ),
  left(
    authorizationEndpoint('prompt', 'Values of prompt are forwarded to providers.'),
    'What becomes of them in a SAML request (ForceAuthn?) is not said. For OpenID Connect providers it is judged.',
  ),
  left(
    samlRequirements(
      'Maintain the relay state parameter',
      'Values of RelayState longer than 80 bytes are supported.',
    ),
    'The user pool makes them itself, and they come back in each sign-in.',
  ),
  left(
    samlRequirements(
      'Assertion format has specific requirements',
      'Without a Format the NameID counts as unspecified.',
    ),
    'Nothing can be seen of the format. That NameIDs without one are taken is judged among the provider’s oddities.',
  ),
  left(
    samlRequirements(
      'Assertion format has specific requirements',
      'The NameID of the sample has white space around it.',
    ),
    'Whether it is trimmed is not said.',
  ),
  left(
    assertionEndpoint('The IdP SAML assertion endpoint', 'Assertions may be up to 100,000 characters long.'),
    'Characters of what (Base64 or XML) is not said, nor how a longer one is refused.',
  ),
  left(
    samlRequirements(
      'Assertion format has specific requirements',
      'NameID that differs in case: another user now, a failed sign-in in the edition of 2023.',
    ),
    'Two editions say two things. One spelling is used.',
  ),
  left(
    knowledgeCenter(
      'Texts of error_description: Invalid SAML response received, Invalid user attributes, Invalid samlResponse or relayState.',
    ),
    'Descriptions are not fixed strings. That nobody is signed in is judged.',
  ),
  left(
    publicRecord(
      'aws/aws-sdk-js-v3#6201',
      'error=server_error',
      'aws/aws-sdk-js-v3/issues/6201',
      '2024-06',
      'An invalid signature of an assertion comes to the application as server_error.',
    ),
    'One record. An error at the application and a page of the user pool are both taken.',
  ),
  left(
    samlSigning(
      'SAML signing and encryption',
      'Certificates are good for ten years; a new one is made each year, for the same key.',
    ),
    'Nobody waits for a year.',
  ),
  left(
    samlSigning(
      'SAML signing and encryption',
      'Any certificate that is not expired may be used to encrypt; each provider has a key pair of its own.',
    ),
    'A fresh provider has one certificate. That it is the one of DescribeIdentityProvider is judged by the sign-in.',
  ),
  left(
    samlInitiation(
      'Implement IdP-initiated SAML sign-in',
      'The answer has Content-Length 0 and x-amz-cognito-request-id.',
    ),
    'Headers of a sample answer.',
  ),
  left(
    assertionEndpoint(
      'IdP-initiated request body parameters',
      'RelayState may name the provider by idp_identifier.',
    ),
    'The provider is named by identity_provider. Identifiers are judged at the authorization endpoint.',
  ),
  left(
    samlSignOut(
      'Signing out SAML users with single sign-out',
      'Of several AuthnStatements in a LogoutResponse only the first’s session index counts.',
    ),
    'A LogoutResponse has no AuthnStatement in the SAML schema, so that no provider could send what is meant.',
  ),
  left(
    samlSignOut(
      'Signing out SAML users with single sign-out',
      'Log-out that the provider begins is not described.',
    ),
    'Silence is no promise.',
  ),
  left(
    samlInitiation(
      'Implement SP-initiated SAML sign-in',
      'Managed login keeps sessions in a cookie that is valid for an hour.',
    ),
    'Judged in managed login, of which it is the same cookie.',
  ),
]
