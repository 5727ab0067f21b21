/** Step 17: whose credentials these are, as STS names their bearer, and what STS does not do for them. */
import { publicRecord } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import type { Reading } from '../../../fixtures/protocol/reading.ts'
import type { Lease } from '../../../fixtures/targets/lease.ts'
import { identityPool } from '../flow.ts'
import { iamGuide, iamRolesPage, stsApi } from '../sources.ts'

/** Who a caller is, as GetCallerIdentity says. */
export interface Named {
  readonly answer: Answer
  readonly arn: Reading<string>
  readonly userId: Reading<string>
  readonly account: Reading<string>
  readonly lease: Lease
}

const ASKS = 'GetCallerIdentity, signed with the temporary credentials'

export const callerAnswers = identityPool.check(17, 'caller-identity', {
  says: 'STS tells the bearer of the credentials who they are: GetCallerIdentity answers 200 with Arn, UserId and Account',
  sends: ASKS,
  basis: stsApi(
    'GetCallerIdentity',
    'Response Elements',
    'The answer has Account, Arn and UserId. No permissions are required for the operation.',
  ),
  needs: ['sts'],
  breaks: 'The cheapest test of credentials, which every tool begins with, fails.',
  judge: (expect, { answer, arn, userId, account }: Named) => {
    expect(answer.status, 'status').toBe(200)
    expect(arn, 'Arn').toBeA('non-empty string')
    expect(userId, 'UserId').toBeA('non-empty string')
    expect(account, 'Account').toMatch(/^\d{12}$/, 'twelve digits')
  },
})

export const callerIsRoleSession = identityPool.check(17, 'caller-is-role-session', {
  says: 'Arn is that of a session of a role: arn:aws:sts::<account>:assumed-role/<role>/<session>, and UserId is AROA…:<session>',
  sends: ASKS,
  basis: iamGuide(
    'reference_identifiers#identifiers-unique-ids',
    'IAM identifiers',
    'IAM ARNs, and Understanding unique ID prefixes',
    'A role session is arn:aws:sts::account:assumed-role/role-name/role-session-name; ids of roles begin with AROA.',
  ),
  also: [
    stsApi(
      'GetCallerIdentity',
      'Response Elements, UserId',
      'The id depends on the kind of caller: of a role it is the role’s id, a colon and the session name.',
    ),
  ],
  needs: ['sts'],
  breaks: 'Tools that read role and session from the ARN, and policies that compare aws:userid, go wrong.',
  judge: (expect, { arn, userId }: Named) => {
    expect(arn, 'Arn').toMatch(
      /^arn:[\w-]+:sts::\d{12}:assumed-role\/[\w+=,.@-]+\/[\w+=,.@-]{2,64}$/,
      'arn:aws:sts::<account>:assumed-role/<role>/<session>',
    )
    const session = typeof arn === 'string' ? arn.split('/').at(-1) : arn
    expect(userId, 'UserId').toMatch(/^AROA\w+:[\w+=,.@-]{2,64}$/, 'AROA…:<session>')
    expect(typeof userId === 'string' ? userId.split(':').at(-1) : userId, 'session in UserId').toBe(session)
  },
})

export const callerAccount = identityPool.check(17, 'caller-account', {
  says: 'Account, and the account in Arn, are those of the identity pool',
  sends: ASKS,
  basis: iamRolesPage(
    'Trust policies for IAM roles in Basic (Classic) authentication',
    'Enhanced-flow authentication requires that the IAM role be in the same AWS account as the identity pool.',
  ),
  needs: ['sts'],
  breaks: 'Policies that compare accounts let nobody in.',
  unless: ({ identityPool: pool }) =>
    pool?.account === 'unknown'
      ? 'the account of the identity pool is not known (existing.identityPool.account)'
      : undefined,
  judge: (expect, { arn, account, lease }: Named) => {
    const own = lease.identityPool?.account
    expect(account, 'Account').toBe(own)
    expect(typeof arn === 'string' ? arn.split(':')[4] : arn, 'account in Arn').toBe(own)
  },
})

export const sessionName = identityPool.check(17, 'session-name', {
  says: 'The session of the role is named CognitoIdentityCredentials',
  sends: ASKS,
  basis: publicRecord(
    'aws/aws-sdk-java#1912',
    'Error of a request with credentials of an identity pool',
    'aws/aws-sdk-java/issues/1912',
    '2019-02',
    'User: arn:aws:sts::xxx:assumed-role/xxx/CognitoIdentityCredentials.',
  ),
  also: [
    publicRecord(
      'aws-amplify/amplify-js#1643',
      'Error of a request to API Gateway',
      'aws-amplify/amplify-js/issues/1643',
      '2018-09',
      'arn:aws:sts::xxxxx:assumed-role/Cognito_test_cctvAuth_Role/CognitoIdentityCredentials.',
    ),
    publicRecord(
      'nmwalsh/aws-ai-services-site#49',
      'Error of a guest’s request',
      'nmwalsh/aws-ai-services-site/issues/49',
      '2023-03',
      'A guest’s session has the same name.',
    ),
  ],
  needs: ['sts'],
  breaks: 'Logs and policies that look for sessions of identity pools by this name find none.',
  judge: (expect, { arn }: Named) =>
    expect(typeof arn === 'string' ? arn.split('/').at(-1) : arn, 'session in Arn').toBe(
      'CognitoIdentityCredentials',
    ),
})

const cannotCall = (operation: string, breaks: string) =>
  identityPool.check(17, `${operation.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase()}-refused`, {
    says: `The credentials cannot be used to call ${operation} of STS`,
    sends: `${operation}, signed with the temporary credentials`,
    basis: stsApi(
      'AssumeRoleWithWebIdentity',
      'Introduction',
      'The temporary credentials cannot be used to call the STS operations GetFederationToken and GetSessionToken.',
    ),
    admits: 'Any status from 400 to 499 and any code.',
    breaks,
    needs: ['sts'],
    refusal: true,
    judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
  })

export const noSessionToken = cannotCall('GetSessionToken', 'An hour is made into as many as somebody wants.')
export const noFederationToken = cannotCall(
  'GetFederationToken',
  'Users pass their permissions on to names of their own choice.',
)
