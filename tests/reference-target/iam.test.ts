/** How the reference target weighs policies: what a session may do, and which role an identity may take. */

import { expect, test } from 'vitest'
import { Clock } from '../../fixtures/reference-target/clock.ts'
import { decide } from '../../fixtures/reference-target/iam/evaluate.ts'
import { KeyRing, KeySource } from '../../fixtures/reference-target/keys.ts'
import { honestRules } from '../../fixtures/reference-target/rules/index.ts'
import type {
  PolicyDocument,
  Role,
  Statement,
  WebIdentity,
} from '../../fixtures/reference-target/state/iam.ts'
import { World } from '../../fixtures/reference-target/state/world.ts'
import { assumeRole } from '../../fixtures/reference-target/sts/assume-role.ts'

const KEY = 'cognito-identity.amazonaws.com'
const pool = 'us-east-1:00000000-0000-4000-8000-000000000001'
const me = 'us-east-1:00000000-0000-4000-8000-0000000000aa'
const identity: WebIdentity = {
  provider: KEY,
  aud: pool,
  sub: me,
  amr: ['authenticated', 'cognito-idp.us-east-1.amazonaws.com/us-east-1_a'],
  tags: { Department: 'R*D' },
}

/** `${name}`, as policies have it. */
const variable = (name: string) => `\${${name}}`
const policy = (...Statement: Statement[]): PolicyDocument => ({ Version: '2012-10-17', Statement })
const allow = (Action: string, Resource: string, more: Partial<Statement> = {}): Statement => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
})
const deny = (Action: string, Resource: string): Statement => ({ Effect: 'Deny', Action, Resource })

function houseOf(trust: PolicyDocument, policies: readonly PolicyDocument[] = []) {
  const administrator = { accessKeyId: 'AKIA1', secretAccessKey: 's', region: 'us-east-1', service: 'any' }
  const world = new World('123456789012', administrator, new Clock(0), new KeySource(new KeyRing()))
  const role: Role = {
    name: 'role',
    path: '/',
    arn: 'arn:aws:iam::123456789012:role/role',
    id: 'AROA1',
    createdAt: 0,
    trust,
    maxSessionSeconds: 3600,
    policies: new Map(policies.map((one, index) => [`p${index}`, one])),
  }
  world.iam.roles.set(role.name, role)
  const circumstances = { world, rules: honestRules, now: 0 }
  const take = (
    who: Partial<WebIdentity> = {},
    more: { seconds?: number; sessionPolicies?: readonly PolicyDocument[] } = {},
  ) =>
    assumeRole(circumstances, {
      roleArn: role.arn,
      sessionName: 'session',
      identity: { ...identity, tags: {}, ...who },
      seconds: 3600,
      sessionPolicies: [],
      ...more,
    })
  return { circumstances, take }
}

const trusting = (Condition: Statement['Condition'] = {}, more: Partial<Statement> = {}): PolicyDocument =>
  policy({
    Effect: 'Allow',
    Principal: { Federated: KEY },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition,
    ...more,
  })

const own = `arn:aws:s3:::b/${me}/a`
const GET = 's3:GetObject'
const ALL = policy(allow('*', '*'))

test.each<[string, readonly PolicyDocument[], string, string, string, (readonly PolicyDocument[])?]>([
  ['nothing is allowed by itself', [], GET, own, 'no identity-based policy'],
  ['an allow', [policy(allow(GET, own))], GET, own, 'allowed'],
  ['another action', [policy(allow('s3:PutObject', own))], GET, own, 'no identity-based policy'],
  ['another resource', [policy(allow(GET, `${own}b`))], GET, own, 'no identity-based policy'],
  ['an action in other case', [policy(allow('S3:getobject', own))], GET, own, 'allowed'],
  ['a resource in other case', [policy(allow(GET, own.toUpperCase()))], GET, own, 'no identity-based policy'],
  ['wildcards', [policy(allow('s3:Get*', 'arn:aws:s3:::?/*'))], GET, own, 'allowed'],
  [
    'a question mark is one character',
    [policy(allow(GET, 'arn:aws:s3:::??/*'))],
    GET,
    own,
    'no identity-based policy',
  ],
  ['a dot is a dot', [policy(allow(GET, 'arn:aws:s3:::b/.*'))], GET, own, 'no identity-based policy'],
  [
    'a deny beside an allow',
    [ALL, policy(deny('s3:*', own))],
    GET,
    own,
    'denied by an identity-based policy',
  ],
  ['a deny of another resource', [ALL, policy(deny('s3:*', 'other'))], GET, own, 'allowed'],
  ['NotAction', [policy({ Effect: 'Allow', NotAction: 's3:Put*', Resource: '*' })], GET, own, 'allowed'],
  [
    'NotResource',
    [policy({ Effect: 'Allow', Action: '*', NotResource: `${own}*` })],
    GET,
    own,
    'no identity-based policy',
  ],
  ['the own id', [policy(allow(GET, `arn:aws:s3:::b/${variable(`${KEY}:sub`)}/*`))], GET, own, 'allowed'],
  [
    "another's id",
    [policy(allow(GET, `arn:aws:s3:::b/${variable(`${KEY}:sub`)}/*`))],
    GET,
    own.replace('aa/', 'bb/'),
    'no identity-based policy',
  ],
  [
    'a variable without value',
    [policy(allow(GET, `arn:aws:s3:::b/${variable('saml:sub')}*`))],
    GET,
    'arn:aws:s3:::b/',
    'no identity-based policy',
  ],
  [
    'a variable in an old policy',
    [{ Statement: [allow(GET, `arn:aws:s3:::b/${variable(`${KEY}:sub`)}/*`)] }],
    GET,
    own,
    'no identity-based policy',
  ],
  [
    'a tag, whatever the case of its key',
    [policy(allow(GET, `arn:aws:s3:::b/${variable('aws:PrincipalTag/department')}`))],
    GET,
    'arn:aws:s3:::b/R*D',
    'allowed',
  ],
  [
    'wildcards within a tag are none',
    [policy(allow(GET, `arn:aws:s3:::b/${variable('aws:PrincipalTag/Department')}`))],
    GET,
    'arn:aws:s3:::b/RxD',
    'no identity-based policy',
  ],
  [
    'a session policy that does not allow',
    [ALL],
    GET,
    own,
    'no session policy',
    [policy(allow('sqs:*', '*'))],
  ],
  ['one session policy of two', [ALL], GET, own, 'allowed', [policy(allow('sqs:*', '*')), ALL]],
  ['a session policy alone', [], GET, own, 'no identity-based policy', [ALL]],
  [
    'a deny in a session policy',
    [ALL],
    GET,
    own,
    'denied by a session policy',
    [ALL, policy(deny('*', '*'))],
  ],
  [
    'identity pools are closed',
    [ALL],
    'cognito-identity:DescribeIdentity',
    '*',
    'denied by a session policy',
  ],
])('%s', (_, policies, action, resource, expected, sessionPolicies = []) => {
  const { circumstances, take } = houseOf(trusting({}, { Action: 'sts:*' }), policies)
  const credentials = take({ tags: identity.tags }, { sessionPolicies })
  if (credentials === 'denied') throw new Error('the role was not taken')
  const caller = { kind: 'session', arn: 'arn', userId: 'id', credentials } as const
  expect(decide(circumstances, caller, { action, resource })).toBe(expected)
})

test.each<[string, Statement['Condition'], boolean]>([
  ['the right pool', { StringEquals: { [`${KEY}:aud`]: pool } }, true],
  ['one of two pools', { StringEquals: { [`${KEY}:aud`]: ['x', pool] } }, true],
  ['another pool', { StringEquals: { [`${KEY}:aud`]: `${pool}0` } }, false],
  ['wildcards that are none', { StringEquals: { [`${KEY}:aud`]: '*' } }, false],
  ['wildcards', { StringLike: { [`${KEY}:aud`]: 'us-east-1:*' } }, true],
  ['not this pool', { StringNotEquals: { [`${KEY}:aud`]: pool } }, false],
  ['neither of two pools', { StringNotEquals: { [`${KEY}:aud`]: ['x', pool] } }, false],
  ['not another pool', { StringNotLike: { [`${KEY}:aud`]: 'eu-*' } }, true],
  ['an identity', { StringEquals: { [`${KEY}:sub`]: me } }, true],
  ['any of the methods', { 'ForAnyValue:StringLike': { [`${KEY}:amr`]: 'authenticated' } }, true],
  ['none of the methods', { 'ForAnyValue:StringLike': { [`${KEY}:amr`]: 'unauthenticated' } }, false],
  ['all of the methods', { 'ForAllValues:StringLike': { [`${KEY}:amr`]: ['auth*', 'cognito-idp.*'] } }, true],
  ['not all of the methods', { 'ForAllValues:StringLike': { [`${KEY}:amr`]: 'auth*' } }, false],
  ['a key that is not there', { StringEquals: { 'saml:sub': 'x' } }, false],
  ['if it were there', { StringEqualsIfExists: { 'saml:sub': 'x' } }, true],
  ['not equal to what is not there', { StringNotEquals: { 'saml:sub': 'x' } }, true],
  ['all of nothing', { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'x' } }, true],
  ['any of nothing', { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'x' } }, false],
  ['absence', { Null: { 'saml:sub': 'true' } }, true],
  [
    'two conditions of which one holds',
    { StringEquals: { [`${KEY}:aud`]: pool, [`${KEY}:sub`]: 'x' } },
    false,
  ],
])('a trust policy asks for %s', (_, condition, expected) => {
  const { take } = houseOf(trusting(condition))
  expect(take() !== 'denied').toBe(expected)
})

test.each<[string, PolicyDocument, Partial<WebIdentity>, boolean]>([
  ['another principal', trusting({}, { Principal: { Federated: 'accounts.google.com' } }), {}, false],
  ['a service', trusting({}, { Principal: { Service: KEY } }), {}, false],
  ['another action', trusting({}, { Action: 'sts:AssumeRole' }), {}, false],
  ['a deny', policy(...trusting().Statement, ...trusting({}, { Effect: 'Deny' }).Statement), {}, false],
  ['tags without permission', trusting(), { tags: { a: 'b' } }, false],
  [
    'tags with permission',
    trusting({}, { Action: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'] }),
    { tags: { a: 'b' } },
    true,
  ],
])('a role is taken or not: %s', (_, trust, who, expected) => {
  expect(houseOf(trust).take(who) !== 'denied').toBe(expected)
})

test('a session lasts no longer than the role allows', () => {
  const { take } = houseOf(trusting())
  expect(take({}, { seconds: 3601 })).toBe('denied')
  expect(take({}, { seconds: 900 })).toMatchObject({
    expiresAt: 900_000,
    accessKeyId: expect.stringMatching(/^ASIA[A-Z2-7]{16}$/),
  })
})
