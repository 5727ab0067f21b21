/** A check that fails on what the real service answered is wrong: each recorded answer passes the checks that judge it. */
import { describe, expect, test } from 'vitest'
import { createExpect } from '../../fixtures/flow/expect.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import { readJwt } from '../../fixtures/protocol/jwt.ts'
import type { Lease } from '../../fixtures/targets/lease.ts'
import { catalogue, madeUpLease } from './lending.ts'
import {
  accessClaims,
  idClaims,
  made,
  refusals,
  signInBody,
  signInJudgedBy,
  srpBody,
  srpJudgedBy,
  srpNamedJudgedBy,
  WHERE,
} from './recorded-answers.ts'

const answer = (status: number, value: unknown): Answer => ({
  exchange: 0,
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': 'recorded' },
  body: { kind: 'json', value },
  request: { method: 'POST', url: 'https://cognito-idp.us-east-1.amazonaws.com/' },
})

/** Judges as a walk does; throws what the check found wrong. */
function judge(id: string, subject: unknown): void {
  const found = catalogue.checks.find(({ check }) => check.id === `api-authentication/${id}`)
  if (found === undefined) throw new Error(`there is no check ${id}: has it got another name?`)
  const { expect: given, count } = createExpect()
  found.check.judge(given, subject)
  expect(count()).toBeGreaterThan(0)
}

const unknown = { AddedSince: { a: [1, null] }, 'x:new': 'later' }

/** As recorded, and with members that AWS may have added since. */
const withAndWithout = [
  { also: 'as recorded', more: {} },
  { also: 'with unknown members', more: unknown },
] as const

describe.each(withAndWithout)(`${WHERE}, $also`, ({ more }) => {
  describe.each(refusals.filter(({ judgedBy }) => judgedBy.length > 0))(
    '$asked: $type',
    ({ type, message, judgedBy }) => {
      test.each(judgedBy)('%s', (id) => {
        judge(id, answer(400, { __type: type, message, ...more }))
      })
    },
  )

  describe('a sign-in', () => {
    const token = (claims: object) => {
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
      return `${part({ kid: 'k', alg: 'RS256' })}.${part({ ...claims, ...more })}.${'A'.repeat(342)}`
    }
    const tokens = { access: token(accessClaims), id: token(idClaims), refresh: 'a-refresh-token' }
    const body = signInBody(tokens)
    const needs = { pool: { mfa: 'off' }, client: {}, user: {}, does: [] } as const
    const made0 = madeUpLease('https://cognito-idp.us-east-1.amazonaws.com', needs)
    const lease: Lease = {
      ...made0,
      issuer: made.issuer,
      client: { ...made0.client, id: made.clientId },
      user: {
        ...made0.user,
        username: made.username,
        sub: made.sub,
        groups: [],
        attributes: { email: made.email, email_verified: 'true' },
      },
    }
    const issued = {
      answer: answer(200, {
        ...body,
        AuthenticationResult: { ...body.AuthenticationResult, ...more },
        ...more,
      }),
      tokens: { accessToken: tokens.access, idToken: tokens.id, refreshToken: tokens.refresh },
      id: readJwt(tokens.id),
      access: readJwt(tokens.access),
      lease,
      at: made.at + 1,
    }
    test.each(signInJudgedBy)('%s', (id) => judge(id, issued))
  })

  describe('USER_SRP_AUTH', () => {
    const given = answer(200, {
      ...srpBody,
      ChallengeParameters: { ...srpBody.ChallengeParameters, ...(more === unknown ? { NEW: 'x' } : {}) },
      ...more,
    })
    test.each(srpJudgedBy)('%s', (id) => judge(id, given))
    test.each(srpNamedJudgedBy)('%s', (id) => judge(id, { answer: given, user: { username: made.username } }))
  })
})
