/** Step 14 in the basic flow: names, durations and session policies that STS does not take. */
import { publicRecord } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { identityPool } from '../flow.ts'
import { stsApi } from '../sources.ts'
import { ASSUME, errors, refusedSomehow, refusedWith, SENDS } from './sts-refused.ts'

const request = (member: string, states: string) => stsApi(ASSUME, `Request Parameters, ${member}`, states)

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
  ...refusedWith({
    type: 'ValidationError',
    message:
      /'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: \[\\w\+=,\.@-\]\*/,
  }),
  needs: ['basic-flow', 'input-validation'],
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
  ...refusedWith({
    type: 'ValidationError',
    message:
      /'roleSessionName' failed to satisfy constraint: Member must have length less than or equal to 64/,
  }),
  needs: ['basic-flow', 'input-validation'],
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
  ...refusedWith({
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

// Session policies

const BROKEN_POLICY = `${SENDS}, and a Policy that is no JSON`

export const malformedPolicy = identityPool.check(14, 'sts-malformed-policy-refused', {
  says: 'STS answers a session policy that is no policy with 400 MalformedPolicyDocument',
  sends: BROKEN_POLICY,
  basis: errors('MalformedPolicyDocument', 'The policy document was malformed. HTTP Status Code: 400.'),
  breaks: 'Sessions that were to be limited are not, without a word.',
  ...refusedWith({ type: 'MalformedPolicyDocument' }),
})

export const policyTaken = identityPool.check(14, 'sts-short-policy-taken', {
  says: 'STS takes a short session policy',
  sends: `${SENDS}, and a Policy with one statement about one object`,
  basis: request('Policy', 'An IAM policy in JSON format can be given as an inline session policy.'),
  breaks: 'Sessions cannot be given less than the role’s rights.',
  needs: ['basic-flow'],
  judge: (expect, answer: Answer) => expect(answer.status, 'status').toBe(200),
})

export const longPolicy = identityPool.check(14, 'sts-policy-length-refused', {
  says: 'STS refuses a session policy of more than 2,048 characters',
  sends: `${SENDS}, and a Policy for seventy objects, of some 2,700 characters`,
  basis: request(
    'Policy',
    'The plaintext of inline and managed session policies cannot exceed 2,048 characters.',
  ),
  also: [
    errors(
      'PackedPolicyTooLarge',
      'The packed size of policies and tags, which has a limit of its own, was too large; even a policy within the other limits can meet it.',
    ),
  ],
  ...refusedSomehow,
  admits: 'Any error. After PackedPolicyTooLarge, which speaks of another limit, it is not judged.',
  needs: ['basic-flow', 'input-validation'],
  breaks: 'Policies that work here fail on the real service.',
})
