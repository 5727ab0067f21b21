/** Step 17: what is signed wrongly is refused by an S3 bucket, and by a service that speaks JSON. */
import { publicRecord } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { bodyXml } from '../../../fixtures/protocol/aws-xml.ts'
import { readString } from '../../../fixtures/protocol/reading.ts'
import { identityPool } from '../flow.ts'
import { iamGuide, s3Errors } from '../sources.ts'
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
  WRONG_SECRET,
} from './signature-refused.ts'

// S3
const S3 = 'GET of an object that the role allows'

export const s3WrongSecret = refusedSignature({
  name: 's3-wrong-secret-refused',
  needs: ['object-service'],
  says: 'S3 refuses a request that is signed with another secret key',
  sends: `${S3}, ${WRONG_SECRET}`,
  basis: s3Errors(
    'List of error codes, SignatureDoesNotMatch and InvalidSignature',
    'The request signature that the server calculated does not match the signature that was provided: 403, or 400.',
  ),
  also: [notVerified],
  admits: ANY_REFUSAL,
  breaks: 'Who knows an access key id, which is no secret, reads its owner’s objects.',
  shape: { status: 'any' },
})

export const s3NoToken = refusedSignature({
  name: 's3-no-session-token-refused',
  needs: ['object-service'],
  says: 'S3 refuses temporary credentials without their session token',
  sends: `${S3}, without X-Amz-Security-Token`,
  basis: tokenNeeded,
  admits: ANY_REFUSAL,
  breaks: 'What makes credentials temporary can be left out.',
  shape: { status: 'any' },
})

export const s3NoTokenAnswer = refusedSignature({
  name: 's3-no-session-token-answer',
  needs: ['object-service'],
  says: 'S3 refuses temporary credentials without their session token with 403 InvalidAccessKeyId, “The AWS Access Key Id you provided does not exist in our records.”',
  sends: `${S3}, without X-Amz-Security-Token`,
  basis: publicRecord(
    'prolane/samltoawsstskeys#40',
    'Error of ListObjectsV2',
    'prolane/samltoawsstskeys/issues/40',
    '2020-05',
    'InvalidAccessKeyId with this text; the session token had been left out.',
  ),
  also: [
    publicRecord(
      'MathieuLoutre/grunt-aws-s3#38',
      'Description',
      'MathieuLoutre/grunt-aws-s3/pull/38',
      '2014-10',
      'The same code and text, where no session token was sent.',
    ),
  ],
  breaks: 'Tools that tell people by this code what is missing, which its text does not, stay silent.',
  shape: {
    status: 403,
    type: 'InvalidAccessKeyId',
    message: /^The AWS Access Key Id you provided does not exist in our records\.?$/,
  },
})

const skewed = s3Errors(
  'List of error codes, RequestTimeTooSkewed',
  'The difference between the request time and the server’s time is too large.',
)

const SKEW_ON_RECORD = publicRecord(
  'aws/aws-sdk-php#612',
  'Error body',
  'aws/aws-sdk-php/issues/612',
  '2015-06',
  '403 RequestTimeTooSkewed with this text, RequestTime, ServerTime and MaxAllowedSkewMilliseconds 900000.',
)
const SKEW_TEN_YEARS_LATER = publicRecord(
  'versity/versitygw#1514',
  'Error body of S3',
  'versity/versitygw/issues/1514',
  '2025-09',
  'The same code, text and members, ten years later.',
)

export const s3Expired = refusedSignature({
  name: 's3-expired-signature-refused',
  needs: ['object-service'],
  says: 'S3 refuses a signature of 25 minutes ago',
  sends: `${S3}, with a time stamp of 25 minutes ago`,
  basis: expired,
  also: [skewed],
  admits: HOW_OLD,
  breaks: 'A request that was overheard can be repeated for ever.',
  shape: { status: 'any' },
})

export const s3Early = refusedSignature({
  name: 's3-early-signature-refused',
  needs: ['object-service'],
  says: 'S3 refuses a signature of 25 minutes ahead',
  sends: `${S3}, with a time stamp 25 minutes ahead`,
  basis: ofTheFuture,
  also: [skewed],
  admits: ANY_REFUSAL,
  breaks: 'Requests can be signed in advance, and used when the credentials should be worth nothing.',
  shape: { status: 'any' },
})

export const s3Skewed = refusedSignature({
  name: 's3-skewed-answer',
  needs: ['object-service'],
  says: 'S3 refuses a signature of 25 minutes ago with 403 RequestTimeTooSkewed, “The difference between the request time and the current time is too large.”',
  sends: `${S3}, with a time stamp of 25 minutes ago`,
  basis: SKEW_ON_RECORD,
  also: [SKEW_TEN_YEARS_LATER],
  breaks: 'SDKs that set their clock right on this code do not.',
  shape: {
    status: 403,
    type: 'RequestTimeTooSkewed',
    message: /^The difference between the request time and the current time is too large\.?$/,
  },
})

export const s3SkewTold = identityPool.check(17, 's3-skewed-members', {
  says: 'S3 tells with RequestTimeTooSkewed the time of the request, its own, and that 900,000 milliseconds may be between them',
  sends: `${S3}, with a time stamp of 25 minutes ago`,
  basis: SKEW_ON_RECORD,
  also: [SKEW_TEN_YEARS_LATER],
  breaks: 'Programs that set their clock right cannot say by how much.',
  needs: ['object-service', 'iam-policies'],
  refusal: true,
  judge: (expect, answer: Answer) => {
    expect(answer).toBeRefusal({ status: 403, type: 'RequestTimeTooSkewed' })
    for (const name of ['RequestTime', 'ServerTime'])
      expect(readString(bodyXml(answer), 'Error', name), name).toBeA('non-empty string')
    expect(
      readString(bodyXml(answer), 'Error', 'MaxAllowedSkewMilliseconds'),
      'MaxAllowedSkewMilliseconds',
    ).toBe('900000')
  },
})

export const s3BadToken = refusedSignature({
  name: 's3-made-up-token-answer',
  needs: ['object-service'],
  says: 'S3 refuses a session token that nobody issued with 400 InvalidToken, “The provided token is malformed or otherwise invalid.”',
  sends: `${S3}, with a text of the caller’s own as session token`,
  basis: publicRecord(
    'prachiFam/amazon_s3_cognito#3',
    'Error of S3',
    'prachiFam/amazon_s3_cognito/issues/3',
    '2019-10',
    'Status 400, InvalidToken, with this text.',
  ),
  also: [
    publicRecord(
      's3tools/s3cmd#297',
      'Error of S3',
      's3tools/s3cmd/issues/297',
      '2014-03',
      '400 (InvalidToken): The provided token is malformed or otherwise invalid.',
    ),
  ],
  breaks: 'Clients do not see that they have to ask for new credentials.',
  shape: {
    status: 400,
    type: 'InvalidToken',
    message: /^The provided token is malformed or otherwise invalid\.?$/,
  },
})

export const s3WrongSecretAnswer = refusedSignature({
  name: 's3-wrong-secret-answer',
  needs: ['object-service'],
  says: 'S3 refuses a signature with another secret key with 403 SignatureDoesNotMatch, “The request signature we calculated does not match the signature you provided. Check your key and signing method.”',
  sends: `${S3}, ${WRONG_SECRET}`,
  basis: publicRecord(
    's3tools/s3cmd#1053',
    'Error of S3',
    's3tools/s3cmd/issues/1053',
    '2022-09',
    'S3 error: 403 (SignatureDoesNotMatch): The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  ),
  also: [
    publicRecord(
      'ember-cli-deploy/ember-cli-deploy-s3#64',
      'Error of an upload',
      'ember-cli-deploy/ember-cli-deploy-s3/issues/64',
      '2016-07',
      'SignatureDoesNotMatch with the same text.',
    ),
  ],
  breaks: 'Developers who search for this sentence find nothing.',
  shape: {
    status: 403,
    type: 'SignatureDoesNotMatch',
    message:
      /^The request signature we calculated does not match the signature you provided\. Check your key and signing method\.?$/,
  },
})

const denied = iamGuide(
  'reference_policies_evaluation-logic_policy-eval-denyallow',
  'How AWS enforcement code logic evaluates requests to allow or deny access',
  'Introduction',
  'All requests are denied implicitly; a policy must allow them explicitly.',
)

export const s3Unsigned = refusedSignature({
  name: 's3-unsigned-refused',
  needs: ['object-service'],
  says: 'S3 denies a request without a signature to a bucket that is open to nobody: 403 AccessDenied',
  sends: `${S3}, without Authorization header`,
  basis: s3Errors('List of error codes, AccessDenied', 'Access Denied, with HTTP status 403.'),
  also: [denied],
  breaks: 'Everybody reads everything.',
  shape: { status: 403, type: 'AccessDenied' },
})

// A service that speaks JSON
const JSON_SERVICE = `SSM GetParameter, ${WRONG_SECRET}`
const NOT_FOR_WANT = 'Any refusal but ParameterNotFound, which comes to those who may ask.'

export const jsonWrongSecret = refusedSignature({
  name: 'json-wrong-secret-refused',
  needs: ['parameter-store'],
  says: 'A service that speaks JSON does not carry out a request that is signed with another secret key',
  sends: JSON_SERVICE,
  basis: notVerified,
  also: [mismatch],
  admits: NOT_FOR_WANT,
  breaks: 'Who knows an access key id, which is no secret, acts as its owner.',
  shape: 'opens nothing',
})

export const jsonWrongSecretAnswer = refusedSignature({
  name: 'json-wrong-secret-answer',
  needs: ['parameter-store'],
  says: 'A service that speaks JSON refuses a request that is signed with another secret key with 400 InvalidSignatureException, “The request signature we calculated does not match the signature you provided.”',
  sends: JSON_SERVICE,
  basis: publicRecord(
    'CrowdStrike/falcon-scripts#126',
    'Answer of SSM',
    'CrowdStrike/falcon-scripts/issues/126',
    '2023-01',
    '{"__type":"InvalidSignatureException","message":"The request signature we calculated does not match the signature you provided. …"}',
  ),
  also: [
    publicRecord(
      'teralytics/prometheus-ecs-discovery#7',
      'Error of ECS',
      'teralytics/prometheus-ecs-discovery/issues/7',
      '2018-03',
      'Status 400, InvalidSignatureException, with the same text.',
    ),
  ],
  breaks: 'SDKs do not recognise an error that they have a remedy for.',
  shape: {
    status: 400,
    type: 'InvalidSignatureException',
    message: /^The request signature we calculated does not match the signature you provided/,
  },
})

export const jsonNoToken = refusedSignature({
  name: 'json-no-session-token-refused',
  needs: ['parameter-store'],
  says: 'A service that speaks JSON carries out no request with temporary credentials without their session token',
  sends: 'SSM GetParameter, signed with access key id and secret key, without X-Amz-Security-Token',
  basis: tokenNeeded,
  admits: NOT_FOR_WANT,
  breaks: 'What makes credentials temporary can be left out.',
  shape: 'opens nothing',
})

export const jsonUnsigned = refusedSignature({
  name: 'json-unsigned-refused',
  needs: ['parameter-store'],
  says: 'A service that speaks JSON carries out no request without a signature',
  sends: 'SSM GetParameter without Authorization header',
  basis: notSigned,
  also: [denied],
  admits: NOT_FOR_WANT,
  breaks: 'Everybody reads everything.',
  shape: 'opens nothing',
})
