import { expect, test } from 'vitest'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import { sendPatiently } from '../../fixtures/protocol/patience.ts'

const request = { method: 'GET', url: 'https://acme.auth.eu-west-1.amazoncognito.com/login?state=s' } as const

/** What comes of a page that answers so. */
async function outcomeOf(
  answer: Partial<Answer>,
  of: { readonly operation?: string } = {},
): Promise<unknown> {
  const whole: Answer = {
    exchange: 3,
    status: 200,
    headers: { 'content-type': 'text/html' },
    body: { kind: 'empty' },
    request: { ...request, ...of },
    ...answer,
  }
  const sent = await sendPatiently({ send: async () => whole }, () => request).catch(
    (error: unknown) => error,
  )
  return sent instanceof Error ? sent : 'the target’s'
}

const html = { 'content-type': 'text/html; charset=UTF-8' }

test.each<[string, Partial<Answer>]>([
  ['a CAPTCHA', { status: 405, headers: { ...html, 'x-amzn-waf-action': 'captcha' } }],
  ['a challenge', { status: 202, headers: { 'x-amzn-waf-action': 'challenge' } }],
  ['a page that blocks', { status: 403, headers: html }],
])('%s of a firewall is no answer of the user pool', async (_, answer) => {
  const outcome = await outcomeOf(answer)
  expect(outcome).toMatchObject({ name: 'NoAnswer', why: 'intercepted', exchange: 3 })
  expect(String(outcome)).not.toContain('state=')
})

test.each<[string, Partial<Answer>, { readonly operation?: string }?]>([
  ['a page with a request ID', { status: 403, headers: { ...html, 'x-amz-cognito-request-id': 'r' } }],
  ['a page with a cookie', { status: 403, headers: html, setCookies: ['XSRF-TOKEN=t'] }],
  ['a refusal in JSON', { status: 403, headers: { 'content-type': 'application/json' } }],
  ['an answer to an operation', { status: 403, headers: html }, { operation: 'InitiateAuth' }],
  ['a method that is not served', { status: 405, headers: html }],
])('%s is the target’s own', async (_, answer, of) => {
  expect(await outcomeOf(answer, of)).toBe('the target’s')
})
