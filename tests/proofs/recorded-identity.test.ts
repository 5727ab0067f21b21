/** What the real service answered around identity pools passes the checks that judge such an answer. */
import { describe, expect, test } from 'vitest'
import { createExpect } from '../../fixtures/flow/expect.ts'
import type { Answer, Body } from '../../fixtures/protocol/answer.ts'
import { readJwt } from '../../fixtures/protocol/jwt.ts'
import type { Lease } from '../../fixtures/targets/lease.ts'
import { catalogue, madeUpLease } from './lending.ts'
import { gatewayRefusals, s3Refusals, stsRefusals, told } from './recorded-aws-side.ts'
import {
  IDENTITY,
  identified,
  identityRefusals,
  ownTokens,
  POOL,
  type PublishedRefusal,
  rolesInToken,
} from './recorded-identity.ts'

const ASKED_AT = 'https://cognito-identity.us-east-1.amazonaws.com/'

const answer = (status: number, body: Body, headers: Record<string, string>, operation?: string): Answer => ({
  exchange: 0,
  status,
  headers,
  body,
  request: { method: 'POST', url: ASKED_AT, ...(operation === undefined ? {} : { operation }) },
})

const json = (value: unknown): Body => ({ kind: 'json', value })
const AWS_JSON = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': 'recorded' }

/** Judges as a walk does; throws what the check found wrong. */
function judge(id: string, subject: unknown): void {
  const found = catalogue.checks.find(({ check }) => check.id === `identity-pool/${id}`)
  if (found === undefined) throw new Error(`there is no check ${id}: has it got another name?`)
  const { expect: given, count } = createExpect()
  found.check.judge(given, subject)
  expect(count()).toBeGreaterThan(0)
}

const element = ([name, text]: readonly [string, string]) =>
  `<${name}>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</${name}>`

const STS = 'https://sts.amazonaws.com/doc/2011-06-15/'

/** As published, and with what AWS may have added since: members, elements and headers that nobody knows. */
const withAndWithout = [
  { also: 'as published', more: {}, elements: '', headers: {} },
  {
    also: 'with unknown members',
    more: { AddedSince: { a: [1, null] }, 'x:new': 'later' },
    elements: '<AddedSince><a>1</a><a/></AddedSince>',
    headers: { 'x-added-since': '1' },
  },
] as const

describe.each(withAndWithout)('published answers, $also', ({ more, elements, headers }) => {
  const inJson = ({ status, error, headers: own }: PublishedRefusal, operation?: string) =>
    answer(status, json({ ...error, ...more }), { ...AWS_JSON, ...own, ...headers }, operation)
  const inXml = (status: number, text: string) =>
    answer(status, { kind: 'text', text, mediaType: 'text/xml' }, { 'content-type': 'text/xml', ...headers })
  const spelt = (error: PublishedRefusal['error']) => Object.entries(error).map(element).join('') + elements

  const kinds: Readonly<
    Record<string, { refusals: readonly PublishedRefusal[]; came: (one: PublishedRefusal) => Answer }>
  > = {
    'the identity pool': { refusals: identityRefusals, came: (one) => inJson(one, 'GetId') },
    STS: {
      refusals: stsRefusals,
      came: ({ status, error }) =>
        inXml(
          status,
          `<ErrorResponse xmlns="${STS}">\n  <Error>${spelt(error)}</Error>${elements}\n  <RequestId>d1</RequestId>\n</ErrorResponse>\n`,
        ),
    },
    S3: {
      refusals: s3Refusals,
      came: ({ status, error }) =>
        inXml(status, `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${spelt(error)}</Error>`),
    },
    'API Gateway': { refusals: gatewayRefusals, came: (one) => inJson(one) },
  }
  describe.each(Object.entries(kinds))('%s refuses', (_, { refusals, came }) => {
    describe.each(refusals)('$asked ($seen)', (one) => {
      test.each(one.judgedBy)('%s', (id) => judge(id, came(one)))
    })
  })

  const needs = { pool: { mfa: 'off' }, client: {}, user: {}, does: [], identityPool: {} } as const
  const made = madeUpLease(ASKED_AT, needs)
  if (made.identityPool === undefined) throw new Error('no identity pool was lent')
  const lease: Lease = {
    ...made,
    identityPool: {
      ...made.identityPool,
      id: POOL,
      roles: Object.fromEntries(
        rolesInToken['cognito:roles'].map((arn) => {
          const name = arn.split('/')[1] ?? ''
          return [name, { name, arn }]
        }),
      ),
    },
  }
  const compact = (header: object, payload: object) =>
    [header, { ...payload, ...more }]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .concat('A'.repeat(342))
      .join('.')

  describe(`GetId answers (${identified.seen})`, () => {
    const came = answer(
      200,
      json({ ...identified.body, ...more }),
      { ...identified.headers, ...headers },
      'GetId',
    )
    test.each(identified.judgedBy)('%s', (id) => judge(id, came))
    test.each(identified.judgedWithLease)('%s', (id) => judge(id, { answer: came, lease }))
  })

  describe.each(ownTokens)('the token of $whose ($seen)', ({ header, claims, judgedBy }) => {
    const token = compact(header, claims)
    const came = {
      answer: answer(200, json({ IdentityId: IDENTITY, Token: token, ...more }), AWS_JSON, 'GetOpenIdToken'),
      identityId: IDENTITY,
      asked: IDENTITY,
      token,
      jwt: readJwt(token),
      lease,
      at: claims.iat + 1,
      provider: 'login.recorded.app',
      user: 'somebody',
    }
    test.each(judgedBy)('13/%s', (name) => judge(`13/${name}`, came))
  })

  describe('roles in an ID token (rollthecloudinc/hedge#238)', () => {
    const idToken = compact({ kid: 'k', alg: 'RS256' }, rolesInToken)
    test.each(['8/roles-claim', '8/preferred-role-claim'])('%s', (id) =>
      judge(id, { tokens: { accessToken: '', idToken, refreshToken: '' }, lease }),
    )
  })

  describe.each(told.bodies)('what the function is told behind $asked', ({ authorizer, judgedBy }) => {
    const came = {
      answer: answer(200, json({ requestContext: { authorizer: { ...authorizer, ...more } }, ...more }), {
        'content-type': 'application/json',
      }),
      token: readJwt(compact({ kid: 'k', alg: 'RS256' }, told.token)),
      identityId: IDENTITY,
      identityPoolId: POOL,
    }
    test.each(judgedBy)('%s', (id) => judge(id, came))
  })
})

test('each of these records is cited by a check that judges it, or is AWS’s own', () => {
  const cited = JSON.stringify(catalogue.checks.map(({ check }) => [check.basis, check.also]))
  const records = [...identityRefusals, ...stsRefusals, ...s3Refusals, ...gatewayRefusals]
  const uncited = [...records, identified, ...ownTokens]
    .map(({ seen }) => seen)
    .filter((seen) => seen.includes('#') && !cited.includes(seen))
  expect(uncited).toEqual([])
})
