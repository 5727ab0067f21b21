/** Step 17: what is signed wrongly is refused by STS. */
import type { Check } from '../../../fixtures/flow/flow.ts'
import { type Basis, publicRecord } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import type { Capability } from '../../../fixtures/targets/capabilities.ts'
import { identityPool } from '../flow.ts'
import { iamGuide } from '../sources.ts'

const troubleshooting = (section: string, states: string): Basis =>
  iamGuide(
    'reference_sigv-troubleshooting',
    'Troubleshoot Signature Version 4 signing for AWS API requests',
    section,
    states,
  )
const signing = (section: string, states: string): Basis =>
  iamGuide('reference_sigv-create-signed-request', 'Create a signed AWS API request', section, states)

interface Wrong {
  readonly name: string
  /** Capabilities beside signatures that are verified. */
  readonly needs: readonly Capability[]
  readonly says: string
  readonly sends: string
  readonly basis: Basis
  readonly also?: readonly Basis[]
  readonly admits?: string
  readonly breaks: string
  readonly shape: {
    readonly status: number | 'any'
    readonly type?: string | readonly string[]
    readonly message?: RegExp
  }
}

export const refusedSignature = ({
  name,
  needs,
  says,
  sends,
  basis,
  also,
  admits,
  breaks,
  shape,
}: Wrong): Check<Answer> =>
  identityPool.check(17, name, {
    says,
    sends,
    basis,
    ...(also === undefined ? {} : { also }),
    ...(admits === undefined ? {} : { admits }),
    breaks,
    needs: [...needs, 'iam-policies'],
    refusal: true,
    judge: (expect, answer: Answer) => expect(answer).toBeRefusal(shape),
  })

export const mismatch = troubleshooting(
  'Introduction',
  'HTTP 403 SignatureDoesNotMatch means that the signature in the request is not the one that the service calculated.',
)
export const WRONG_SECRET = 'signed with a secret key whose last character is another'

export const wrongSecret = refusedSignature({
  name: 'wrong-secret-refused',
  needs: ['sts'],
  says: 'STS refuses a request that is signed with another secret key: 403 SignatureDoesNotMatch',
  sends: `GetCallerIdentity ${WRONG_SECRET}`,
  basis: mismatch,
  breaks: 'Who knows an access key id, which is no secret, acts as its owner.',
  shape: { status: 403, type: 'SignatureDoesNotMatch' },
})

export const wrongSecretText = refusedSignature({
  name: 'wrong-secret-answer',
  needs: ['sts'],
  says: 'STS says of a signature with another secret key “The request signature we calculated does not match the signature you provided.”',
  sends: `GetCallerIdentity ${WRONG_SECRET}`,
  basis: publicRecord(
    'aws/aws-sdk-ruby#374',
    'Error of SQS, which speaks the same protocol',
    'aws/aws-sdk-ruby/issues/374',
    '2013-09',
    'SignatureDoesNotMatch with “The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.”',
  ),
  also: [
    troubleshooting(
      'Canonical request and signing string errors',
      'The error message is “The request signature we calculated does not match the signature you provided”.',
    ),
  ],
  breaks: 'Developers who search for this sentence find nothing.',
  shape: {
    status: 'any',
    message: /^The request signature we calculated does not match the signature you provided/,
  },
})

export const tokenNeeded = signing(
  'Create a canonical request, CanonicalHeaders',
  'With temporary security credentials x-amz-security-token has to be included in the request.',
)

export const noToken = refusedSignature({
  name: 'no-session-token-refused',
  needs: ['sts'],
  says: 'STS refuses temporary credentials without their session token',
  sends: 'GetCallerIdentity signed with access key id and secret key, without X-Amz-Security-Token',
  basis: tokenNeeded,
  admits: 'Any status from 400 to 499 and any code.',
  breaks: 'What makes credentials temporary can be left out.',
  shape: { status: 'any' },
})

export const noTokenCode = refusedSignature({
  name: 'no-session-token-answer',
  needs: ['sts'],
  says: 'STS refuses temporary credentials without their session token with 403 InvalidClientTokenId, “The security token included in the request is invalid”',
  sends: 'GetCallerIdentity signed with access key id and secret key, without X-Amz-Security-Token',
  basis: publicRecord(
    'seppevs/move-sqs#129',
    'Error',
    'seppevs/move-sqs/issues/129',
    '2019-10',
    'InvalidClientTokenId, “The security token included in the request is invalid.”, where temporary credentials are used without their session token.',
  ),
  also: [
    publicRecord(
      'aws-azure-login/aws-azure-login#251',
      'Raw answer of STS',
      'aws-azure-login/aws-azure-login/issues/251',
      '2022-11',
      'Status 403, InvalidClientTokenId, “The security token included in the request is invalid”, to GetCallerIdentity with credentials that are not valid.',
      'af-south-1',
    ),
  ],
  breaks: 'Tools that tell people by this code what is missing, which its text does not, stay silent.',
  shape: {
    status: 403,
    type: 'InvalidClientTokenId',
    message: /^The security token included in the request is invalid\.?$/,
  },
})

const LATE = 'GetCallerIdentity with a time stamp of 25 minutes ago'
const EARLY = 'GetCallerIdentity with a time stamp 25 minutes ahead'

export const expiredStamp = refusedSignature({
  name: 'expired-signature-refused',
  needs: ['sts'],
  says: 'STS refuses a signature of 25 minutes ago',
  sends: LATE,
  basis: troubleshooting(
    'Credential scope errors, Date',
    'If the request has expired, the signature verification step fails.',
  ),
  admits:
    'Any status from 400 to 499 and any code. How old a signature may be differs between services: 15 minutes at most.',
  breaks: 'A request that was overheard can be repeated for ever.',
  shape: { status: 'any' },
})

export const expiredStampAnswer = refusedSignature({
  name: 'expired-signature-answer',
  needs: ['sts'],
  says: 'STS refuses a signature of 25 minutes ago with 403 SignatureDoesNotMatch, “Signature expired: … is now earlier than …”',
  sends: LATE,
  basis: publicRecord(
    'aws/aws-cli#6676',
    'Error of GetCallerIdentity',
    'aws/aws-cli/issues/6676',
    '2022-01',
    'SignatureDoesNotMatch, “Signature expired: 20220127T001427Z is now earlier than 20220127T014428Z (20220127T015928Z - 15 min.)”.',
  ),
  also: [
    troubleshooting(
      'Credential scope errors, Date',
      'The message is “Signature expired: date is now earlier than date”.',
    ),
  ],
  breaks: 'SDKs that set their clock right on this text do not.',
  shape: {
    status: 403,
    type: 'SignatureDoesNotMatch',
    message: /^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z/,
  },
})

export const earlyStamp = refusedSignature({
  name: 'early-signature-refused',
  needs: ['sts'],
  says: 'STS refuses a signature of 25 minutes ahead',
  sends: EARLY,
  basis: troubleshooting(
    'Credential scope errors, Date',
    'If the request specifies a time in the future, the signature verification step fails.',
  ),
  admits: 'Any status from 400 to 499 and any code.',
  breaks: 'Requests can be signed in advance, and used when the credentials should be worth nothing.',
  shape: { status: 'any' },
})

export const earlyStampAnswer = refusedSignature({
  name: 'early-signature-answer',
  needs: ['sts'],
  says: 'STS refuses a signature of 25 minutes ahead with 403 SignatureDoesNotMatch, “Signature not yet current: … is still later than …”',
  sends: EARLY,
  basis: publicRecord(
    'QT-DevOps/DevOpsIssues#989',
    'Error of GetCallerIdentity',
    'QT-DevOps/DevOpsIssues/issues/989',
    '2021-01',
    'Status 403, SignatureDoesNotMatch, “Signature not yet current: 20210112T194419Z is still later than 20210112T072625Z (20210112T071125Z + 15 min.)”.',
  ),
  also: [
    troubleshooting(
      'Credential scope errors, Date',
      'The message is “Signature not yet current: date is still later than date”.',
    ),
  ],
  breaks: 'SDKs that set their clock right on this text do not.',
  shape: {
    status: 403,
    type: 'SignatureDoesNotMatch',
    message: /^Signature not yet current: \d{8}T\d{6}Z is still later than \d{8}T\d{6}Z/,
  },
})

const scoped = (what: 'Region' | 'Service', states: string) =>
  troubleshooting(`Credential scope errors, ${what}`, states)

export const wrongRegion = refusedSignature({
  name: 'wrong-region-refused',
  needs: ['sts'],
  says: 'STS refuses a credential scope of a region that there is not',
  sends: 'GetCallerIdentity signed for the region nowhere-east-1',
  basis: scoped(
    'Region',
    'If the credential scope does not specify the same Region as the request, the signature verification step fails.',
  ),
  admits: 'Any status from 400 to 499 and any code.',
  breaks: 'A signature for one region is good in all of them.',
  shape: { status: 'any' },
})

export const wrongRegionAnswer = refusedSignature({
  name: 'wrong-region-answer',
  needs: ['sts'],
  says: 'STS refuses a credential scope of a region that there is not with 403 SignatureDoesNotMatch, “Credential should be scoped to a valid region…”',
  sends: 'GetCallerIdentity signed for the region nowhere-east-1',
  basis: publicRecord(
    'hashicorp/terraform-provider-aws#34865',
    'Error of GetCallerIdentity',
    'hashicorp/terraform-provider-aws/issues/34865',
    '2023-12',
    'Status 403, SignatureDoesNotMatch, “Credential should be scoped to a valid region.”',
    'us-east-1',
  ),
  also: [
    publicRecord(
      'cognitect-labs/aws-api#27',
      'Error of AssumeRole',
      'cognitect-labs/aws-api/issues/27',
      '2018-12',
      "SignatureDoesNotMatch, “Credential should be scoped to a valid region, not 'ap-southeast-2'. ”",
    ),
  ],
  admits: 'Capital or small letters, and whatever follows.',
  breaks: 'Developers are not told which setting is wrong.',
  shape: {
    status: 403,
    type: 'SignatureDoesNotMatch',
    message: /^Credential should be scoped to a valid region/i,
  },
})

export const wrongService = refusedSignature({
  name: 'wrong-service-refused',
  needs: ['sts'],
  says: 'STS refuses a credential scope of another service',
  sends: 'GetCallerIdentity signed for the service s3',
  basis: scoped(
    'Service',
    'If the credential scope does not specify the same service as the host header, the signature verification step fails.',
  ),
  admits: 'Any status from 400 to 499 and any code.',
  breaks: 'A signature for one service is good at all of them.',
  shape: { status: 'any' },
})

export const unsigned = refusedSignature({
  name: 'unsigned-refused',
  needs: ['sts'],
  says: 'STS refuses to tell a caller without a signature who they are',
  sends: 'GetCallerIdentity without Authorization header',
  basis: troubleshooting(
    'Credential errors',
    'Make sure that the request is signed: an unsigned one is answered with the error Missing Authentication Token.',
  ),
  admits: 'Any status from 400 to 499 and any code.',
  breaks: 'Signatures are decoration.',
  shape: { status: 'any' },
})

export const unsignedAnswer = refusedSignature({
  name: 'unsigned-answer',
  needs: ['sts'],
  says: 'STS refuses a caller without a signature with 403 MissingAuthenticationToken, “Request is missing Authentication Token”',
  sends: 'GetCallerIdentity without Authorization header',
  basis: publicRecord(
    'cert-manager/aws-privateca-issuer#40',
    'Error of GetCallerIdentity',
    'cert-manager/aws-privateca-issuer/issues/40',
    '2021-07',
    'Status 403, MissingAuthenticationToken, “Request is missing Authentication Token”.',
  ),
  also: [
    publicRecord(
      'aws/aws-sdk-php#3246',
      'Description',
      'aws/aws-sdk-php/issues/3246',
      '2026-02',
      'GetCallerIdentity without credentials throws MissingAuthenticationToken.',
    ),
  ],
  breaks: 'Tools do not see that they have no credentials, and say that these are wrong.',
  shape: {
    status: 403,
    type: 'MissingAuthenticationToken',
    message: /^Request is missing Authentication Token\.?$/,
  },
})
