/** Step 18: what IAM makes of the role's policies, as allowed and refused requests show it. */
import type { Check, CheckDefinition } from '../../../fixtures/flow/flow.ts'
import { type Basis, publicRecord } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { identityPool } from '../flow.ts'
import { opensNothing, wasCarriedOut } from '../parameter.ts'
import { iamGuide, iamRolesPage, stsApi, suggested } from '../sources.ts'

const evaluation = (states: string): Basis =>
  iamGuide(
    'reference_policies_evaluation-logic_policy-eval-denyallow',
    'How AWS enforcement code logic evaluates requests to allow or deny access',
    'Introduction',
    states,
  )
const federationKeys = (states: string): Basis =>
  iamGuide(
    'reference_policies_iam-condition-keys#condition-keys-wif',
    'IAM and AWS STS condition context keys',
    'Available keys for AWS OIDC federation',
    states,
  )

type About = Pick<CheckDefinition<Answer>, 'says' | 'sends' | 'basis' | 'also' | 'breaks' | 'unless'>

/** Where nothing is refused, that a request is allowed tells nothing of policies. */
const allowed = (name: string, about: About): Check<Answer> =>
  identityPool.check(18, name, {
    ...about,
    needs: ['object-service', 'iam-policies'],
    judge: (expect, answer: Answer) => {
      const { status } = answer
      expect(status >= 200 && status < 300 ? 'allowed' : `refused with ${status}`, 'the request').toBe(
        'allowed',
      )
    },
  })

const denied = (name: string, about: About): Check<Answer> =>
  identityPool.check(18, name, {
    ...about,
    needs: ['object-service', 'iam-policies'],
    admits: 'Any status from 400 to 499: the service that is asked says how.',
    refusal: true,
    judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
  })

// The example of the Developer Guide: reads and writes below the own identity id
const ownPrefix = iamRolesPage(
  'Access policies, Grant an identity both read and write access to identity specific paths in Amazon S3',
  'With the variable cognito-identity.amazonaws.com:sub in Resource an identity can get and put objects below its own identity id.',
)
const OWN =
  'An object below the user’s own identity id, with a role that allows s3:GetObject and s3:PutObject there'

export const writesOwn = allowed('own-object-written', {
  says: 'The variable cognito-identity.amazonaws.com:sub stands for the identity id: a user writes objects below it',
  sends: `PUT of ${OWN.charAt(0).toLowerCase()}${OWN.slice(1)}`,
  basis: ownPrefix,
  breaks: 'The policy that the Developer Guide shows first lets nobody in.',
})

/** What was written, and the answer to who asked for it again. */
export interface Reread {
  readonly answer: Answer
  readonly written: string
}

const readsBack = (name: string, about: About): Check<Reread> =>
  identityPool.check(18, name, {
    ...about,
    needs: ['object-service', 'iam-policies'],
    judge: (expect, { answer, written }: Reread) => {
      expect(answer.status, 'status').toBe(200)
      const { body } = answer
      expect('text' in body ? body.text : body.kind, 'the object').toBe(written)
    },
  })

export const readsOwn = readsBack('own-object-read', {
  says: 'The user reads back what they wrote below their identity id',
  sends: 'GET of the same object',
  basis: ownPrefix,
  breaks: 'What is stored under the identity id cannot be had again.',
})

// Below a prefix that stands in the policy as it is
const namedObjects = iamRolesPage(
  'Access policies, Grant an identity read access to a single object in Amazon S3',
  'A policy with s3:GetObject and the ARN of an object in Resource lets an identity retrieve it.',
)

export const writesCommon = allowed('named-prefix-written', {
  says: 'What a role’s policy allows below a prefix that it names is allowed to an identity: it writes there',
  sends: 'PUT of an object below common/, with a role that allows s3:GetObject and s3:PutObject there',
  basis: iamRolesPage(
    'Access policies',
    'The permissions that are attached to a role apply to all users who assume it.',
  ),
  also: [namedObjects],
  breaks: 'The role’s permissions do not reach its users.',
})

export const readsCommon = readsBack('named-prefix-read', {
  says: 'What an identity wrote below a prefix that the role’s policy names can be read there',
  sends: 'GET of the same object',
  basis: namedObjects,
  breaks: 'The role’s permissions do not reach its users.',
})

export const othersObject = denied('others-object-refused', {
  says: 'Another user, with the same role, reads no objects below this user’s identity id',
  sends: 'GET of the object with the credentials of another user of the same user pool',
  basis: iamRolesPage(
    'Access policies, Grant an identity both read and write access to identity specific paths in Amazon S3',
    'The identity is not granted access to other objects of the bucket.',
  ),
  breaks: 'Every user reads what every other has stored.',
})

export const otherAction = denied('other-action-refused', {
  says: 'An action that the role does not allow is refused, on a resource of which it allows others',
  sends: 'DELETE of the user’s own object, with a role that allows s3:GetObject and s3:PutObject',
  basis: evaluation('All requests are denied implicitly; a policy must allow them explicitly.'),
  breaks: 'Who may read may delete.',
})

// Policies with a Deny, and with conditions
export const allowedByWildcard = allowed('wildcard-allows', {
  says: 'A statement with wildcards in Action and Resource allows what they cover',
  sends: 'PUT of an object, with a role that allows s3:* on all objects of the bucket below open/',
  basis: iamGuide(
    'reference_policies_elements_action',
    'IAM JSON policy elements: Action',
    'Introduction',
    'Wildcards can be used in action names: * stands for several characters.',
  ),
  breaks: 'Most policies there are allow nothing.',
})

export const explicitDeny = denied('deny-wins', {
  says: 'A Deny overrides the Allow that covers the same request',
  sends:
    'PUT of an object below open/locked/, where the role allows s3:* below open/ and denies it below open/locked/',
  basis: evaluation('An explicit deny overrides an explicit allow.'),
  breaks: 'What was taken back by policy stays open.',
})

export const audVariable = allowed('aud-is-pool-id', {
  says: 'The variable cognito-identity.amazonaws.com:aud stands for the id of the identity pool',
  sends: 'PUT of an object below the id of the identity pool, with a role that allows it below this variable',
  // The other guide contradicts it, and nobody has shown what comes.
  basis: suggested(
    iamRolesPage(
      'Access policies, Grant an identity access to their data in the Amazon Cognito Sync store; Set up a trust policy',
      'The variable stands where the id of the identity pool does, in identitypool/cognito-identity.amazonaws.com:aud/identity/…; Amazon Cognito puts that id into aud of the token.',
    ),
  ),
  also: [
    federationKeys(
      'Against it: aud is said to be the user pool app client that authenticated the user; it is said to be available in the session, and the example beside it compares it with the id of an identity pool.',
    ),
  ],
  breaks: 'Policies that name the pool by its variable let nobody in.',
})

export const conditionOnAmr = allowed('amr-in-condition', {
  says: 'In the policies of a role, cognito-identity.amazonaws.com:amr tells that the user has signed in',
  sends:
    'PUT of an object, with a role that allows it under ForAnyValue:StringLike cognito-identity.amazonaws.com:amr authenticated',
  basis: federationKeys(
    'The key amr holds authenticated or unauthenticated and the providers, and stays available in the session.',
  ),
  breaks: 'Policies that tell users from guests let nobody in.',
})

export const conditionOfGuests = denied('amr-of-guests-refused', {
  says: 'What a role allows under the condition of amr unauthenticated is refused to somebody who has signed in',
  sends:
    'PUT of an object, with a role that allows it under ForAnyValue:StringLike cognito-identity.amazonaws.com:amr unauthenticated',
  basis: federationKeys(
    'The key amr holds authenticated or unauthenticated and the providers, and stays available in the session.',
  ),
  breaks: 'Conditions do nothing.',
})

export const federatedProvider = allowed('federated-provider-in-condition', {
  says: 'aws:FederatedProvider of the session is cognito-identity.amazonaws.com',
  sends:
    'PUT of an object, with a role that allows it under StringEquals aws:FederatedProvider cognito-identity.amazonaws.com',
  basis: iamGuide(
    'reference_policies_condition-keys#condition-keys-federatedprovider',
    'AWS global condition context keys',
    'aws:FederatedProvider',
    'The key holds the provider that was used to take the role; of Amazon Cognito it is cognito-identity.amazonaws.com.',
  ),
  breaks: 'Policies that tell sessions of identity pools from others let nobody in.',
})

export const callerDespiteDeny = identityPool.check(18, 'caller-identity-despite-deny', {
  says: 'GetCallerIdentity answers 200 even to a role that is denied it',
  sends: 'GetCallerIdentity with credentials of a role with an explicit Deny of sts:GetCallerIdentity',
  basis: stsApi(
    'GetCallerIdentity',
    'Introduction',
    'No permissions are required; even with a policy that explicitly denies it the operation can be performed.',
  ),
  breaks: 'The test of credentials that every tool begins with depends on a permission.',
  needs: ['sts', 'iam-policies'],
  judge: (expect, answer: Answer) => expect(answer.status, 'status').toBe(200),
})

// Guests
const PARAMETER = 'SSM GetParameter of a name that nobody gave to anything'

export const userMayParameter = identityPool.check(18, 'user-not-cut', {
  says: 'The session of somebody who has signed in is not cut down: what the role allows beyond the services for guests is allowed',
  sends: `${PARAMETER}, with the credentials of somebody who has signed in, whose role allows ssm:GetParameter`,
  basis: iamRolesPage(
    'Access policies',
    'The permissions that are attached to a role apply to all users who assume it; the scope-down policy is applied to credentials of unauthenticated users.',
  ),
  breaks: 'Users who have signed in are kept from what their role allows.',
  needs: ['enhanced-flow', 'iam-policies', 'parameter-store'],
  judge: wasCarriedOut,
})

export const guestCut = identityPool.check(18, 'guest-cut', {
  says: 'The session of a guest is cut down: a service beyond the list for guests is refused, although the role allows it',
  sends: `${PARAMETER}, with the credentials of a guest, whose role allows ssm:GetParameter`,
  basis: iamRolesPage(
    'Services that unauthenticated users can access',
    'In the enhanced flow the scope-down policies keep guests from all services but those listed, which Systems Manager is not among.',
  ),
  admits:
    'Any refusal but ParameterNotFound, which comes to those who may ask: the page speaks of NotAuthorizedException, and other records of AccessDeniedException.',
  breaks: 'Guests can use services that Amazon Cognito keeps them from, whatever a careless role allows.',
  needs: ['guest-access', 'enhanced-flow', 'session-policies', 'iam-policies', 'parameter-store'],
  refusal: true,
  judge: opensNothing,
})

export const guestCutAnswer = identityPool.check(18, 'guest-cut-answer', {
  says: 'A guest who asks a service beyond the list is told by it with AccessDeniedException that they are not authorized to perform the action',
  sends: `${PARAMETER}, with the credentials of a guest, whose role allows ssm:GetParameter`,
  basis: publicRecord(
    'aws/aws-sdk-js#4303',
    'Error of GetParameter, with the credentials of a guest',
    'aws/aws-sdk-js/issues/4303',
    '2022-12',
    'Not authorized to perform: ssm:GetParameter, because no session policy allows it; the role allows ssm:*.',
    'ap-northeast-1',
  ),
  also: [
    publicRecord(
      'github-aws-runners/terraform-aws-github-runner#1279',
      'Error of GetParameter',
      'github-aws-runners/terraform-aws-github-runner/issues/1279',
      '2021-10',
      'Status 400, AccessDeniedException, “User: arn:aws:sts::…:assumed-role/…/… is not authorized to perform: ssm:GetParameter on resource: …”.',
      'us-west-1',
    ),
  ],
  admits: 'Any resource and any reason behind the action’s name.',
  breaks:
    'Developers who search for this sentence, which says that the session and not the role is at fault, find nothing.',
  needs: ['guest-access', 'enhanced-flow', 'session-policies', 'iam-policies', 'parameter-store'],
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({
      type: 'AccessDeniedException',
      message: /is not authorized to perform: ssm:GetParameter\b/,
    }),
})

export const guestInList = allowed('guest-service-in-list', {
  says: 'A service on the list for guests is open to a guest whose role allows it',
  sends: 'PUT of an object below common/, with a role that allows it there',
  basis: iamRolesPage(
    'Services that unauthenticated users can access',
    'Amazon Simple Storage Service is among the services that guests of the enhanced flow can use.',
  ),
  breaks: 'Guests can do nothing at all.',
})
