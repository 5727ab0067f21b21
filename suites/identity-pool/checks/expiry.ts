/** Step 17: credentials that have run out. */
import { publicRecord } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { identityPool } from '../flow.ts'
import { authenticationFlow, iamGuide, s3Errors, stsApi } from '../sources.ts'

const CALL = 'GetCallerIdentity, signed with credentials of the enhanced flow'
const hour = authenticationFlow(
  'The enhanced (simplified) authentication flow',
  'The AWS credentials from enhanced authentication are valid for one hour.',
)
/** Whichever way temporary credentials came. */
const callsFail = iamGuide(
  'id_credentials_temp_use-resources',
  'Use temporary credentials with AWS resources',
  'Introduction',
  'After temporary credentials expire, any calls that are made with them fail; they cannot be extended or refreshed beyond the interval that was specified.',
)

const isTaken = (answer: Answer) => (answer.status === 200 ? 'taken' : `refused with ${answer.status}`)

export const credentialsLast = identityPool.check(17, 'credentials-last', {
  says: 'The credentials still sign requests five minutes before their Expiration',
  sends: `${CALL}, five minutes before their Expiration`,
  basis: hour,
  breaks: 'Applications that trust the Expiration they were told are without access.',
  needs: ['sts'],
  judge: (expect, answer: Answer) => expect(isTaken(answer), 'the request').toBe('taken'),
})

export const credentialsExpire = identityPool.check(17, 'credentials-expire', {
  says: 'The credentials sign no request any more ten minutes after their Expiration',
  sends: `${CALL}, ten minutes after their Expiration`,
  basis: callsFail,
  also: [hour],
  admits: 'Any error: how calls are refused is not documented.',
  breaks: 'Credentials that leaked once are good for ever.',
  needs: ['sts', 'iam-policies'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const expiredError = identityPool.check(17, 'credentials-expired-error', {
  says: 'STS refuses expired credentials with 403 ExpiredToken: “The security token included in the request is expired”',
  sends: `${CALL}, ten minutes after their Expiration`,
  basis: publicRecord(
    'pulumi/pulumi-aws#2560',
    'Error of GetCallerIdentity',
    'pulumi/pulumi-aws/issues/2560',
    '2023-06',
    'StatusCode: 403, ExpiredToken: The security token included in the request is expired.',
  ),
  also: [
    publicRecord(
      'aws/aws-sdk-java-v2#1649',
      'Exception of STS',
      'aws/aws-sdk-java-v2/issues/1649',
      '2020-02',
      'Status 403, ExpiredToken and not ExpiredTokenException, the same text.',
    ),
  ],
  breaks: 'AWS’s clients, which fetch new credentials on this code, give up.',
  needs: ['sts', 'iam-policies'],
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({
      status: 403,
      type: 'ExpiredToken',
      message: 'The security token included in the request is expired',
    }),
})

const OBJECT =
  'GET of an object that the role allows, signed with credentials of the enhanced flow, ten minutes after their Expiration'

export const credentialsExpireAtS3 = identityPool.check(17, 's3-credentials-expire', {
  says: 'The credentials open no object any more ten minutes after their Expiration',
  sends: OBJECT,
  basis: callsFail,
  also: [hour],
  admits: 'Any error from 400 to 499.',
  breaks: 'Credentials that leaked once read their owner’s objects for ever.',
  needs: ['object-service', 'iam-policies'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const expiredErrorOfS3 = identityPool.check(17, 's3-credentials-expired-error', {
  says: 'S3 refuses expired credentials with 400 ExpiredToken: “The provided token has expired.”',
  sends: OBJECT,
  basis: publicRecord(
    'craftcms/aws-s3#182',
    'Error body of S3',
    'craftcms/aws-s3/issues/182',
    '2025-03',
    '400 Bad Request, ExpiredToken, “The provided token has expired.”, with the token in Token-0.',
  ),
  also: [
    publicRecord(
      'romange/helio#15',
      'Answer of S3',
      'romange/helio/issues/15',
      '2022-09',
      'Status 400 with the same body.',
    ),
    s3Errors('List of error codes, ExpiredToken', 'The provided token has expired.'),
  ],
  breaks: 'AWS’s clients, which fetch new credentials on this code, give up.',
  needs: ['object-service', 'iam-policies'],
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({
      status: 400,
      type: 'ExpiredToken',
      message: /^The provided token has expired\.?$/,
    }),
})

export const newCredentialsWork = identityPool.check(17, 'credentials-renewed', {
  says: 'After the first credentials have run out, others for the same identity sign requests',
  sends:
    'GetCredentialsForIdentity with a new ID token of the user, ten minutes after the Expiration of the first credentials; then GetCallerIdentity with what came',
  basis: authenticationFlow(
    'The enhanced (simplified) authentication flow',
    'The application combines the identity ID with a proof of authentication in a GetCredentialsForIdentity request.',
  ),
  also: [callsFail],
  breaks: 'Users have to begin anew after an hour.',
  needs: ['sts'],
  judge: (expect, answer: Answer) => expect(isTaken(answer), 'the request').toBe('taken'),
})

export const oldStayExpired = identityPool.check(17, 'credentials-stay-expired', {
  says: 'New credentials of an identity do not bring the expired ones back',
  sends: `${CALL} that have expired, after others were given for the same identity`,
  basis: callsFail,
  admits: 'Any error.',
  breaks: 'Credentials that leaked live as long as the user comes back.',
  needs: ['sts', 'iam-policies'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

const SHORT =
  'GetCallerIdentity, signed with credentials that AssumeRoleWithWebIdentity gave for DurationSeconds 900'
const duration = stsApi(
  'AssumeRoleWithWebIdentity',
  'Request Parameters, DurationSeconds',
  'The duration, in seconds, of the role session; 900 at least.',
)

export const shortSessionLasts = identityPool.check(17, 'short-session-lasts', {
  says: 'A session of a quarter of an hour still signs requests after ten minutes',
  sends: `${SHORT}, ten minutes after they came`,
  basis: duration,
  breaks: 'Applications run without access before the time.',
  needs: ['basic-flow', 'sts'],
  judge: (expect, answer: Answer) => expect(isTaken(answer), 'the request').toBe('taken'),
})

export const shortSessionEnds = identityPool.check(17, 'short-session-ends', {
  says: 'A session of a quarter of an hour signs no request any more ten minutes after its end',
  sends: `${SHORT}, ten minutes after their Expiration`,
  basis: callsFail,
  also: [duration],
  admits: 'Any error: how calls are refused is not documented.',
  breaks: 'Sessions that were to be short are not.',
  needs: ['basic-flow', 'sts', 'iam-policies'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})
