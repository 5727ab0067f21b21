/** What a role’s policies allow and what they do not, with objects of a bucket. */
import type { Cast } from '../../fixtures/actors/actors.ts'
import type { RoleNeeds } from '../../fixtures/targets/lease-identity.ts'
import {
  allowedByWildcard,
  audVariable,
  callerDespiteDeny,
  conditionOfGuests,
  conditionOnAmr,
  explicitDeny,
  federatedProvider,
  otherAction,
  othersObject,
  readsOwn,
  writesOwn,
} from './checks/iam.ts'
import { identityPool } from './flow.ts'
import { writeOwn } from './objects.ts'
import { CLIENT, mustHaveBucket, POOL, poolOf } from './pools.ts'
import { signInByApi, signsInAside } from './steps-1-to-8.ts'
import { identified, obtainIdentity } from './steps-9-to-11.ts'
import { asksForCredentials, credentialed, obtainCredentials } from './steps-12-to-15.ts'

const ENFORCED = { needs: ['iam-policies'] } as const

identityPool.variant(
  'own-objects',
  'Objects of one’s own, and of others',
  {
    lacking: ['password', 'enhanced-flow', 'object-service'],
    pool: POOL,
    client: CLIENT,
    user: {},
    secondUser: {},
    identityPool: {},
    does: ['signs-in'],
  },
  (context) => {
    const { probe, attempt, check } = context
    const holder = obtainCredentials(context, obtainIdentity(context, signInByApi(context)))
    const { key } = writeOwn(context, holder)

    const other = probe(14, async (cast) => {
      const { logins } = await signsInAside(cast, { user: cast.secondUser })
      const who = identified(await cast.application.aws.identityPool.getId(logins), cast.lease, logins)
      return credentialed(await asksForCredentials(cast, who), cast)
    })
    const theirs = attempt(
      18,
      ({ application }) => application.aws.object('GET', key.value, other.value.credentials),
      ENFORCED,
    )
    check(othersObject, theirs, { check: readsOwn })
    const deleted = attempt(
      18,
      ({ application }) => application.aws.object('DELETE', key.value, holder.value.credentials),
      ENFORCED,
    )
    check(otherAction, deleted, { check: writesOwn })
  },
)

const PUT = { Effect: 'Allow', Action: 's3:PutObject' } as const
const ARN = 'arn:aws:s3:::{bucket}'
const AMR = 'cognito-identity.amazonaws.com:amr'

/** One prefix of the bucket for each thing that a policy can say. */
const POLICIES: RoleNeeds = {
  statements: [
    { Effect: 'Allow', Action: 's3:*', Resource: `${ARN}/open/*` },
    { Effect: 'Deny', Action: 's3:PutObject', Resource: `${ARN}/open/locked/*` },
    // A policy variable of IAM, as which it must reach the policy.
    { ...PUT, Resource: `${ARN}/\${cognito-identity.amazonaws.com:aud}/*` },
    {
      ...PUT,
      Resource: `${ARN}/users/*`,
      Condition: { 'ForAnyValue:StringLike': { [AMR]: 'authenticated' } },
    },
    {
      ...PUT,
      Resource: `${ARN}/guests/*`,
      Condition: { 'ForAnyValue:StringLike': { [AMR]: 'unauthenticated' } },
    },
    {
      ...PUT,
      Resource: `${ARN}/federated/*`,
      Condition: { StringEquals: { 'aws:FederatedProvider': 'cognito-identity.amazonaws.com' } },
    },
    { Effect: 'Deny', Action: 'sts:GetCallerIdentity', Resource: '*' },
  ],
}

identityPool.variant(
  'role-policies',
  'Wildcards, denials, variables and conditions in a role’s policy',
  {
    lacking: ['password', 'enhanced-flow', 'object-service'],
    pool: POOL,
    client: CLIENT,
    user: {},
    identityPool: { roles: { authenticated: POLICIES } },
    does: ['signs-in'],
  },
  (context) => {
    const { probe, attempt, check } = context
    const holder = obtainCredentials(context, obtainIdentity(context, signInByApi(context)))
    const puts = (folder: string | ((cast: Cast) => string)) => (cast: Cast) => {
      mustHaveBucket(cast.lease)
      const below = typeof folder === 'string' ? folder : folder(cast)
      return cast.application.aws.object('PUT', `${below}/note.txt`, holder.value.credentials, {
        body: 'a note',
      })
    }
    check(allowedByWildcard, probe(18, puts('open'), ENFORCED))
    check(explicitDeny, attempt(18, puts('open/locked'), ENFORCED), { check: allowedByWildcard })
    check(conditionOnAmr, probe(18, puts('users'), ENFORCED))
    check(conditionOfGuests, attempt(18, puts('guests'), ENFORCED), { check: conditionOnAmr })
    const belowAud = puts(({ lease }) => poolOf(lease).id)
    check(audVariable, probe(18, belowAud, ENFORCED))
    check(federatedProvider, probe(18, puts('federated'), ENFORCED))
    const caller = probe(
      18,
      ({ application }) => application.aws.sts.callerIdentity(holder.value.credentials),
      { needs: ['sts', 'iam-policies'] },
    )
    check(callerDespiteDeny, caller)
  },
)
