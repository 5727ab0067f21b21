/** Step 14 in the basic flow: requests that STS refuses. */
import { publicRecord } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import type { Capability } from '../../../fixtures/targets/capabilities.ts'
import { identityPool } from '../flow.ts'
import { iamRolesPage, stsApi } from '../sources.ts'

const ASSUME = 'AssumeRoleWithWebIdentity'
const SENDS = `${ASSUME} with a role that trusts the identity pool`
const errors = (type: string, states: string) => stsApi(ASSUME, `Errors, ${type}`, states)
const request = (member: string, states: string) => stsApi(ASSUME, `Request Parameters, ${member}`, states)

/** Any error passes: that the request is refused is documented, and not how. */
const refusedSomehow = {
  needs: ['basic-flow'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
} as const satisfies Partial<Parameters<typeof identityPool.check<Answer>>[2]>

// The token

const NO_TOKEN = `${SENDS} and a WebIdentityToken that is no JWT`

export const noJwt = identityPool.check(14, 'sts-no-jwt-refused', {
  says: 'STS answers a WebIdentityToken that is no JWT with 400 InvalidIdentityToken',
  sends: NO_TOKEN,
  basis: errors(
    'InvalidIdentityToken',
    'The web identity token could not be validated. HTTP Status Code: 400.',
  ),
  breaks: 'Anything is a token.',
  needs: ['basic-flow'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ type: 'InvalidIdentityToken' }),
})

export const noJwtMessage = identityPool.check(14, 'sts-no-jwt-message', {
  says: 'The refusal says that the token is not a valid JWT',
  sends: NO_TOKEN,
  basis: publicRecord(
    'aws-amplify/amplify-js#9704',
    'Body of the answer of STS',
    'aws-amplify/amplify-js/issues/9704',
    '2022-03',
    '400 InvalidIdentityToken: The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
    'us-east-1',
  ),
  breaks: 'Nobody finds out that the token is of the wrong kind.',
  needs: ['basic-flow'],
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({ message: /^The ID Token provided is not a valid JWT\b/ }),
})

export const forgedToken = identityPool.check(14, 'sts-forged-token-refused', {
  says: 'STS gives no credentials for a token of the identity pool with another signature',
  sends: `${SENDS} and the identity pool’s token with one character of its signature changed`,
  basis: errors('InvalidIdentityToken', 'The web identity token could not be validated.'),
  admits: 'Any error: no public record shows this one.',
  ...refusedSomehow,
  breaks: 'Whoever can write a token takes every role.',
})

const EXPIRED = `${SENDS} and a token of the identity pool that expired ten minutes ago`

export const expiredToken = identityPool.check(14, 'sts-expired-token-refused', {
  says: 'STS answers a token of the identity pool that has expired with 400 ExpiredTokenException',
  sends: EXPIRED,
  basis: errors(
    'ExpiredTokenException',
    'The web identity token is expired or is not valid. HTTP Status Code: 400.',
  ),
  breaks: 'A token from a log opens the role for ever; or the client does not fetch another.',
  needs: ['basic-flow'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ type: 'ExpiredTokenException' }),
})

export const expiredTokenMessage = identityPool.check(14, 'sts-expired-token-message', {
  says: 'The refusal names the present time and the time at which the token expired, in seconds since 1970',
  sends: EXPIRED,
  basis: publicRecord(
    'aws/aws-sdk-java-v2#5709',
    'Exception of AssumeRoleWithWebIdentity',
    'aws/aws-sdk-java-v2/issues/5709',
    '2024-11',
    'Token expired: current date/time 1731098245 must be before the expiration date/time 1731095240, status 400.',
  ),
  also: [
    publicRecord(
      'awslabs/aws-orbit-workbench#771',
      'Title',
      'awslabs/aws-orbit-workbench/issues/771',
      '2021-07',
      'The same text without a blank before the second number.',
    ),
  ],
  breaks: 'Clocks that differ are not found out.',
  needs: ['basic-flow'],
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({
      message: /^Token expired: current date\/time \d+ must be before the expiration date\/time ?\d+/,
    }),
})

export const tokenStillGood = identityPool.check(14, 'sts-token-lasts', {
  says: 'STS still takes the identity pool’s token five minutes after it was made',
  sends: `${SENDS} and a token of the identity pool, five minutes after it came`,
  basis: stsApi(
    ASSUME,
    'Introduction',
    'Credentials are returned for users who were authenticated by a provider.',
  ),
  breaks: 'Users on slow networks get nothing.',
  needs: ['basic-flow'],
  judge: (expect, answer: Answer) => expect(answer.status, 'status').toBe(200),
})

// The trust policy

const exceptionOfSts = iamRolesPage(
  'Role trust and permissions',
  'Where a role does not trust the identity pool, an exception from STS results: AccessDenied -- Not authorized to perform sts:AssumeRoleWithWebIdentity.',
)
const trust = (states: string) => iamRolesPage('Set up a trust policy', states)

const untrusted = (
  name: string,
  whom: string,
  sends: string,
  condition: string,
  breaks: string,
  needs: readonly Capability[] = ['basic-flow'],
) =>
  identityPool.check(14, name, {
    says: `STS answers ${whom} with AccessDenied`,
    sends,
    basis: exceptionOfSts,
    also: [trust(condition)],
    admits: 'Any status from 400 to 499: the guide gives the code alone.',
    breaks,
    needs,
    refusal: true,
    judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any', type: 'AccessDenied' }),
  })

export const roleOfAnotherPool = untrusted(
  'sts-role-of-another-pool-refused',
  'a request for a role whose trust policy names another identity pool in aud',
  `${ASSUME} with the identity pool’s token, and a role that trusts the id of another pool`,
  'cognito-identity.amazonaws.com:aud restricts the role to operations from one or more identity pools.',
  'Users of any identity pool take the roles of all.',
)

export const roleOfGuests = untrusted(
  'sts-role-of-guests-refused',
  'a request of somebody who has signed in for a role whose trust policy wants unauthenticated in amr',
  `${ASSUME} with the token of a user, and a role that trusts identities with amr unauthenticated`,
  'cognito-identity.amazonaws.com:amr restricts the role to either authenticated or unauthenticated users.',
  'The condition that keeps guests and users apart does nothing.',
)

export const roleOfUsers = untrusted(
  'sts-role-of-users-refused',
  'a request of a guest for a role whose trust policy wants authenticated in amr',
  `${ASSUME} with the token of a guest, and a role that trusts identities with amr authenticated`,
  'cognito-identity.amazonaws.com:amr restricts the role to either authenticated or unauthenticated users.',
  'Anybody without an account takes the role of users.',
  ['basic-flow', 'guest-access'],
)

export const untrustedError = identityPool.check(14, 'sts-untrusted-error', {
  says: 'A role that does not trust the token is refused with 403, and “Not authorized to perform sts:AssumeRoleWithWebIdentity”',
  sends: `${ASSUME} with the identity pool’s token, and a role that trusts the id of another pool`,
  basis: publicRecord(
    'aws-amplify/aws-sdk-android#9',
    'Exception of AssumeRoleWithWebIdentity',
    'aws-amplify/aws-sdk-android/issues/9',
    '2014-09',
    'Not authorized to perform sts:AssumeRoleWithWebIdentity, status 403, AccessDenied.',
  ),
  also: [exceptionOfSts],
  breaks: 'The advice that everybody finds under this sentence does not come up.',
  needs: ['basic-flow'],
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({
      status: 403,
      message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
    }),
})

// Constraints

const NAME = 'The name is of letters, digits, underscores and =,.@- and has 2 to 64 characters.'
const validation = (path: string, title: string, month: string, states: string) =>
  publicRecord(title, 'Error of STS', path, month, states)

const BAD_NAME = `${SENDS}, and a RoleSessionName with a colon`

export const badSessionName = identityPool.check(14, 'sts-session-name-refused', {
  says: 'STS refuses a RoleSessionName with a character that it may not have',
  sends: BAD_NAME,
  basis: request('RoleSessionName', NAME),
  ...refusedSomehow,
  needs: ['basic-flow', 'input-validation'],
  breaks: 'ARNs of sessions cannot be taken apart.',
})

export const badSessionNameError = identityPool.check(14, 'sts-session-name-error', {
  says: 'A RoleSessionName with a character that it may not have is answered with 400 ValidationError, which names roleSessionName and the pattern',
  sends: BAD_NAME,
  basis: validation(
    'suzuki-shunsuke/tfaction/pull/1934',
    'suzuki-shunsuke/tfaction#1934',
    '2024-10',
    'Value at roleSessionName failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*',
  ),
  also: [
    validation(
      'JuliaCloud/AWSCore.jl/pull/38',
      'JuliaCloud/AWSCore.jl#38',
      '2018-06',
      'ValidationError, the same text.',
    ),
  ],
  breaks: 'Nobody finds out which of the members is wrong.',
  needs: ['basic-flow', 'input-validation'],
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({
      type: 'ValidationError',
      message:
        /'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: \[\\w\+=,\.@-\]\*/,
    }),
})

const LONG_NAME = `${SENDS}, and a RoleSessionName of 65 characters`

export const longSessionName = identityPool.check(14, 'sts-session-name-length-refused', {
  says: 'STS refuses a RoleSessionName of more than 64 characters',
  sends: LONG_NAME,
  basis: request('RoleSessionName', NAME),
  ...refusedSomehow,
  needs: ['basic-flow', 'input-validation'],
  breaks: 'Names that work here fail on the real service.',
})

export const longSessionNameError = identityPool.check(14, 'sts-session-name-length-error', {
  says: 'A RoleSessionName of more than 64 characters is answered with 400 ValidationError, which names roleSessionName and the limit',
  sends: LONG_NAME,
  basis: validation(
    'zalando-incubator/kube-aws-iam-controller/issues/16',
    'zalando-incubator/kube-aws-iam-controller#16',
    '2019-05',
    'ValidationError: Value at roleSessionName failed to satisfy constraint: Member must have length less than or equal to 64, status 400.',
  ),
  also: [
    validation('jtblin/kube2iam/pull/43', 'jtblin/kube2iam#43', '2016-12', 'The same type, text and status.'),
  ],
  breaks: 'Nobody finds out which of the members is wrong.',
  needs: ['basic-flow', 'input-validation'],
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({
      type: 'ValidationError',
      message:
        /'roleSessionName' failed to satisfy constraint: Member must have length less than or equal to 64/,
    }),
})

const RANGE =
  'The value can range from 900 seconds up to the maximum session duration setting of the role; with a higher value the operation fails.'
const TOO_LONG = `${SENDS} and allows two hours, and DurationSeconds 7201`

export const beyondMaximum = identityPool.check(14, 'sts-duration-refused', {
  says: 'STS gives no credentials for a longer session than the role’s MaxSessionDuration',
  sends: TOO_LONG,
  basis: request('DurationSeconds', RANGE),
  ...refusedSomehow,
  breaks: 'The limit that an administrator has set is none.',
})

export const beyondMaximumError = identityPool.check(14, 'sts-duration-error', {
  says: 'A longer session than the role’s MaxSessionDuration is refused with 400 ValidationError, which says that DurationSeconds exceeds it',
  sends: TOO_LONG,
  basis: publicRecord(
    'kreuzwerker/awsu#27',
    'Error of AssumeRole',
    'kreuzwerker/awsu/issues/27',
    '2018-06',
    'ValidationError: The requested DurationSeconds exceeds the MaxSessionDuration set for this role, status 400.',
  ),
  also: [
    publicRecord(
      'GuildEducationInc/aws-jumpcloud#49',
      'Error of AssumeRoleWithSAML',
      'GuildEducationInc/aws-jumpcloud/issues/49',
      '2021-01',
      'The same type and text.',
    ),
  ],
  breaks: 'Tools that ask again for less on this answer do not.',
  needs: ['basic-flow'],
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({
      type: 'ValidationError',
      message: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role',
    }),
})

export const belowMinimum = identityPool.check(14, 'sts-duration-too-short-refused', {
  says: 'STS refuses DurationSeconds below 900',
  sends: `${SENDS}, and DurationSeconds 899`,
  basis: request('DurationSeconds', RANGE),
  ...refusedSomehow,
  needs: ['basic-flow', 'input-validation'],
  breaks: 'Durations that work here fail on the real service.',
})
