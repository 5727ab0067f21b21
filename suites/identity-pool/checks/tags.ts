/** Steps 13 and 18: claims that become principal tags, and what a policy with them opens. */
import type { Expect } from '../../../fixtures/flow/expect.ts'
import { publicRecord } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { identityPool } from '../flow.ts'
import { attributesForAccessControl, iamGuide, identityApi, suggested } from '../sources.ts'

const OF = 'Using attributes for access control with Amazon Cognito identity pools'
const uses = (states: string) => attributesForAccessControl(OF, states)
const usesSample = attributesForAccessControl(
  'Using attributes for access control policy example',
  'A policy whose resource holds aws:PrincipalTag/department allows what has the user’s own department in its name.',
)

const PUTS = 'PUT of an object, signed with credentials of a role whose policy allows s3:PutObject below'

const opens = (expect: Expect, answer: Answer) =>
  expect(answer.status >= 200 && answer.status < 300 ? 'allowed' : `${answer.status}`, 'PUT').toBe('allowed')

export const tagOpens = identityPool.check(18, 'principal-tag-opens', {
  says: 'The claim that is mapped to a tag key is the value of that tag: a policy with it opens what bears the user’s value',
  sends: `${PUTS} \${aws:PrincipalTag/department}; the key begins with the user’s custom:department, which is mapped to department`,
  basis: uses(
    'The claim sets the value of the tag key; Amazon Cognito applies both to the session, and IAM evaluates aws:PrincipalTag/tagkey.',
  ),
  also: [usesSample],
  breaks: 'Policies by attribute let nobody in.',
  needs: ['principal-tags', 'object-service', 'iam-policies'],
  judge: opens,
})

export const tagCloses = identityPool.check(18, 'principal-tag-closes', {
  says: 'A policy with a principal tag opens nothing that bears another value',
  sends: `${PUTS} \${aws:PrincipalTag/department}; the key begins with another department than the user’s`,
  basis: uses('IAM evaluates the value of the user’s tag against the policy.'),
  also: [usesSample],
  admits: 'Any error: what is judged is that the object is not written.',
  breaks: 'Every department writes into every other’s.',
  needs: ['principal-tags', 'object-service', 'iam-policies'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const tagOfUser = identityPool.check(18, 'principal-tag-of-each-user', {
  says: 'Each user’s session has the value of their own claim',
  sends: `${PUTS} \${aws:PrincipalTag/department}, for two users of two departments, each to their own`,
  basis: uses('The claim sets the value of the tag key for the user’s session.'),
  breaks: 'The first user’s attribute decides for all.',
  needs: ['principal-tags', 'object-service', 'iam-policies'],
  judge: opens,
})

export const tagSessionMissing = identityPool.check(13, 'untagged-role-refused', {
  says: 'With principal tags mapped, a role whose trust policy does not allow sts:TagSession gets nobody credentials',
  sends:
    'GetCredentialsForIdentity with Logins, with a claim mapped to a tag, and sts:AssumeRoleWithWebIdentity alone in the trust policy',
  basis: iamGuide(
    'id_session-tags#id_session-tags_know',
    'Passing session tags in AWS STS',
    'Things to know about session tags',
    'Trust policies of all roles that are connected to a provider that passes tags must allow sts:TagSession; for others taking the role fails.',
  ),
  also: [
    uses('Permission to tag users’ sessions is granted with sts:TagSession.'),
    identityApi(
      'GetCredentialsForIdentity',
      'Errors, InvalidIdentityPoolConfigurationException',
      'STS answered the request to take the role with an error.',
    ),
  ],
  admits: 'Any error: the guide does not say how the failure of STS comes through.',
  breaks: 'Sessions come without the tags that policies deny by.',
  needs: ['principal-tags', 'iam-policies'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

const table = attributesForAccessControl(
  'Default provider mappings',
  'Of a user pool’s ID token aud (client ID) and sub (user ID) are mapped.',
)
/** How somebody wrote the default mapping down who wanted it made by a tool. */
const written = (states: string) =>
  publicRecord(
    'hashicorp/terraform-provider-aws#17345',
    'Mapping of a user pool',
    'hashicorp/terraform-provider-aws/issues/17345',
    '2021-01',
    states,
    'us-east-1',
  )

export const defaultUserTag = identityPool.check(18, 'default-tag-username', {
  says: 'The default mapping of a user pool makes sub the tag username',
  sends: `${PUTS} \${aws:PrincipalTag/username}; the key begins with the sub of the user’s ID token`,
  basis: publicRecord(
    'aws-amplify/amplify-js#54',
    'Policies that open to users what bears their sub',
    'aws-amplify/amplify-js/issues/54',
    '2021-07',
    'Policies with aws:PrincipalTag/username open the user’s own prefix.',
  ),
  also: [table, written('username = "sub".')],
  breaks: 'Policies on the documented defaults let nobody in.',
  needs: ['principal-tags', 'object-service', 'iam-policies'],
  judge: opens,
})

export const defaultClientTag = identityPool.check(18, 'default-tag-client', {
  says: 'The default mapping of a user pool makes aud the tag client',
  sends: `${PUTS} \${aws:PrincipalTag/client}; the key begins with the id of the app client`,
  basis: suggested(table),
  also: [written('client = "aud".')],
  breaks: 'Policies on the documented defaults let nobody in.',
  needs: ['principal-tags', 'object-service', 'iam-policies'],
  judge: opens,
})

export const defaultTagCloses = identityPool.check(18, 'default-tag-closes', {
  says: 'Policies on the default tags open nothing that bears other values',
  sends: `${PUTS} \${aws:PrincipalTag/username}; the key begins with what is neither the user’s sub nor the client’s id`,
  basis: suggested(table),
  admits: 'Any error: what is judged is that the object is not written.',
  breaks: 'Every user writes into every other’s.',
  needs: ['principal-tags', 'object-service', 'iam-policies'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})
