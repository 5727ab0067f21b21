/** What is documented, or on record, of signed requests, and no check judges. */
import { type Basis, publicRecord } from '../../../fixtures/flow/source.ts'
import type { NotTested } from '../../../reports/record.ts'
import { iamGuide } from '../sources.ts'

const left = (statement: string, { source }: Basis, reason: string): NotTested => ({
  statement,
  source,
  reason,
})

const signing = (section: string, states: string) =>
  iamGuide('reference_sigv-create-signed-request', 'Create a signed AWS API request', section, states)
const troubleshooting = (section: string, states: string) =>
  iamGuide(
    'reference_sigv-troubleshooting',
    'Troubleshoot Signature Version 4 signing for AWS API requests',
    section,
    states,
  )

const EVERY_SIGNATURE =
  'Every signed request of this flow is made so, by AWS’s own signer; that another signature is refused is checked.'
const FOR_CALLERS = 'It is a rule for callers: that a service refuses what breaks it is not said.'

export const ofSigning: readonly NotTested[] = [
  left(
    'The canonical request, the string to sign and the signing key are made in a documented way.',
    signing(
      'Create a canonical request; Create a string to sign; Derive a signing key',
      'The steps in detail.',
    ),
    EVERY_SIGNATURE,
  ),
  left(
    'host, and every x-amz-* header that is sent, must be signed.',
    signing('Create a canonical request, CanonicalHeaders', 'The list of headers must include them.'),
    FOR_CALLERS,
  ),
  left(
    'The Authorization header has no comma between the algorithm and Credential, and commas between the others.',
    signing('Add the signature to the request', 'The other elements must be separated by commas.'),
    FOR_CALLERS,
  ),
  left(
    'A request may be signed in its query instead of in a header.',
    signing(
      'Add the signature to the request',
      'Example: request with authentication parameters in the query string.',
    ),
    'Applications of this flow sign as AWS’s SDKs do, in a header.',
  ),
  left(
    'The answer to a signature that does not match holds the canonical request that the service calculated.',
    troubleshooting(
      'Canonical request and signing string errors',
      'Compare the canonical request and string to your signed request with the value in the error message.',
    ),
    'Public records of the real service show answers with it and without it, by service.',
  ),
  left(
    'A time stamp may be off by five minutes at most services, and by 15 at others.',
    publicRecord(
      'aws/aws-sdk-js#573',
      'Error of Elastic Transcoder',
      'aws/aws-sdk-js/issues/573',
      '2015-04',
      '“Signature expired: 20150411T064107Z is now earlier than 20150411T064135Z (20150411T064635Z - 5 min.)”.',
      'us-west-2',
    ),
    'No limit between is asserted: what is refused here is 25 minutes old, and what is taken is of now.',
  ),
  left(
    'A malformed Authorization header is refused with IncompleteSignature.',
    troubleshooting(
      'API request header',
      'When the header is empty, or a part of it is missing, one of several errors comes.',
    ),
    'Which of them comes when is not said, and the signer that is used makes none of these mistakes.',
  ),
  left(
    'The time of a request stands in x-amz-date, or where that is not found in date.',
    iamGuide(
      'reference_sigv-signing-elements',
      'Elements of an AWS API request signature',
      'Date',
      'When an x-amz-date header is not found, AWS looks for a date header.',
    ),
    'Every signed request of this flow has x-amz-date, as AWS’s own signer writes it.',
  ),
  left(
    'A credential scope without aws4_request at its end, or of another day than the time stamp, is refused.',
    troubleshooting(
      'Credential scope errors, Date and Terminator',
      'The signature verification step fails for each of them.',
    ),
    'The signer that is used writes both by itself. Scopes of another region and of another service are judged.',
  ),
  left(
    'Services in JSON call expired credentials ExpiredTokenException, with status 400.',
    publicRecord(
      'treeverse/lakeFS#7178',
      'Error of DynamoDB',
      'treeverse/lakeFS/issues/7178',
      '2023-12',
      'StatusCode: 400, ExpiredTokenException: The security token included in the request is expired.',
    ),
    'Of DynamoDB, which a target may be without. That credentials end, and how it is told, is judged at STS and S3.',
  ),
  left(
    'Services in JSON call a key without its session token UnrecognizedClientException, and a missing signature MissingAuthenticationTokenException.',
    publicRecord(
      'pmill/aws-cognito#16',
      'Error of AdminInitiateAuth',
      'pmill/aws-cognito/issues/16',
      '2018-09',
      'Status 400, {"__type":"UnrecognizedClientException","message":"The security token included in the request is invalid."}.',
    ),
    'The records show the answers, by service with one status or another, and not that this was what was missing. That such requests are refused is judged.',
  ),
]
