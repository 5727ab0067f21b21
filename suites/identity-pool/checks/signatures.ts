/** Step 17: what is signed wrongly is refused by STS. */
import { publicRecord } from '../../../fixtures/flow/source.ts'
import { stsApi } from '../sources.ts'
import {
  ANY_REFUSAL,
  expired,
  HOW_OLD,
  mismatch,
  notSigned,
  notVerified,
  ofTheFuture,
  refusedSignature,
  tokenNeeded,
  troubleshooting,
  WRONG_SECRET,
} from './signature-refused.ts'

export const wrongSecret = refusedSignature({
  name: 'wrong-secret-refused',
  needs: ['sts'],
  says: 'STS refuses a request that is signed with another secret key',
  sends: `GetCallerIdentity ${WRONG_SECRET}`,
  basis: notVerified,
  also: [mismatch],
  admits: ANY_REFUSAL,
  breaks: 'Who knows an access key id, which is no secret, acts as its owner.',
  shape: { status: 'any' },
})

export const wrongSecretText = refusedSignature({
  name: 'wrong-secret-answer',
  needs: ['sts'],
  says: 'STS refuses a signature with another secret key with 403 SignatureDoesNotMatch, “The request signature we calculated does not match the signature you provided.”',
  sends: `GetCallerIdentity ${WRONG_SECRET}`,
  basis: publicRecord(
    'aws/aws-sdk-ruby#374',
    'Error of SQS, which speaks the same protocol',
    'aws/aws-sdk-ruby/issues/374',
    '2013-09',
    'SignatureDoesNotMatch with “The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.”',
  ),
  also: [
    mismatch,
    troubleshooting(
      'Canonical request and signing string errors',
      'The error message is “The request signature we calculated does not match the signature you provided”.',
    ),
  ],
  breaks: 'Developers who search for this sentence find nothing.',
  shape: {
    status: 403,
    type: 'SignatureDoesNotMatch',
    message: /^The request signature we calculated does not match the signature you provided/,
  },
})

export const noToken = refusedSignature({
  name: 'no-session-token-refused',
  needs: ['sts'],
  says: 'STS refuses temporary credentials without their session token',
  sends: 'GetCallerIdentity signed with access key id and secret key, without X-Amz-Security-Token',
  basis: tokenNeeded,
  admits: ANY_REFUSAL,
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
  basis: expired,
  admits: HOW_OLD,
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
  basis: ofTheFuture,
  admits: ANY_REFUSAL,
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

/** Emulators at one address tell their services apart by what a signature says, where there is one. */
const NAMES_NOBODY =
  'Any refusal, and whatever another service has to say: where many answer at one address, the request may lead to one that is not STS.'

const scoped = (what: 'Region' | 'Service', states: string) =>
  troubleshooting(`Credential scope errors, ${what}`, states)

export const wrongRegion = refusedSignature({
  name: 'wrong-region-refused',
  needs: ['sts'],
  says: 'STS names no caller whose credential scope is of a region that there is not',
  sends: 'GetCallerIdentity signed for the region nowhere-east-1',
  basis: scoped(
    'Region',
    'If the credential scope does not specify the same Region as the request, the signature verification step fails: “Credential should be scoped to a valid Region”.',
  ),
  admits: NAMES_NOBODY,
  breaks: 'A signature for one region is good in all of them.',
  shape: 'names nobody',
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
  says: 'STS names no caller whose credential scope is of another service',
  sends: 'GetCallerIdentity signed for the service s3',
  basis: scoped(
    'Service',
    'If the credential scope does not specify the same service as the host header, the signature verification step fails.',
  ),
  admits: NAMES_NOBODY,
  breaks: 'A signature for one service is good at all of them.',
  shape: 'names nobody',
})

export const unsigned = refusedSignature({
  name: 'unsigned-refused',
  needs: ['sts'],
  says: 'STS names no caller whose request has no signature',
  sends: 'GetCallerIdentity without Authorization header',
  basis: notSigned,
  also: [
    stsApi(
      'GetCallerIdentity',
      'Introduction',
      'The operation returns details about the identity whose credentials are used to call it.',
    ),
  ],
  admits: NAMES_NOBODY,
  breaks: 'Signatures are decoration.',
  shape: 'names nobody',
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
