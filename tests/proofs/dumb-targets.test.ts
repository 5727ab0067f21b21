/**
 * Targets that are none: they answer everything alike. A check that passes on one of them cannot fail on anything.
 */
import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import type { PerformOptions } from '../../fixtures/flow/perform.ts'
import type { RunRecord } from '../../reports/record.ts'
import {
  catalogue,
  lenderAtTarget,
  madeUpLender,
  nameOf,
  openReferenceTarget,
  performWhole,
  recordOf,
  serve,
  variants,
} from './lending.ts'

const runOn = async (url: string): Promise<RunRecord> => {
  const events = await Promise.all(variants.map(({ variant }) => performWhole(variant, madeUpLender(url))))
  return recordOf(events.flat())
}

/** A port on which nobody can listen meanwhile, as a connection goes out from it. A port set free finds a taker soon. */
async function portWithoutListener() {
  const server = await serve(() => undefined)
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  await once(socket, 'connect')
  return {
    url: `http://127.0.0.1:${socket.localPort}`,
    release: () => server[Symbol.asyncDispose](),
  }
}

const named = (record: RunRecord, ...verdicts: readonly string[]) =>
  record.checks.filter(({ verdict }) => verdicts.includes(verdict)).map(nameOf)

const refusals = new Set(catalogue.checks.filter(({ check }) => check.refusal).map(({ check }) => check.id))

const amz = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': '1' }

const dumb: Readonly<Record<string, { status: number; headers?: Record<string, string>; body: string }>> = {
  '500': { status: 500, headers: amz, body: '{"__type":"InternalErrorException","message":"oh"}' },
  '500 with a page': { status: 500, headers: { 'content-type': 'text/html' }, body: '<h1>Oops</h1>' },
  '200 {}': { status: 200, headers: amz, body: '{}' },
  '200 without a body': { status: 200, body: '' },
  '400 NotAuthorizedException': {
    status: 400,
    headers: {
      ...amz,
      'x-amzn-errortype': 'NotAuthorizedException:',
      'x-amzn-errormessage': 'Incorrect username or password.',
    },
    body: '{"__type":"NotAuthorizedException","message":"Incorrect username or password."}',
  },
  '302 to /': { status: 302, headers: { location: '/' }, body: '' },
  '200 with HTML': {
    status: 200,
    headers: { 'content-type': 'text/html' },
    body: '<!doctype html><title>Welcome</title><form><input name=username></form>',
  },
}

describe('a target that answers everything alike passes no check', () => {
  test.for(Object.entries(dumb))('%s', async ([name, { status, headers, body }]) => {
    await using target = await serve((_, response) => response.writeHead(status, headers).end(body))
    const record = await runOn(target.url)
    expect(named(record, 'passed', 'unexpected-pass')).toEqual([])
    expect(named(record, 'errored')).toEqual([])
    expect(named(record, 'indeterminate')).toEqual([])
    expect(record.outcome.exitCode).toBe(1)
    if (name === '400 NotAuthorizedException') {
      const judged = record.checks.filter(({ id }) => refusals.has(id))
      expect(judged.length).toBeGreaterThan(50)
      expect(judged.filter(({ verdict }) => verdict !== 'blocked').map(nameOf)).toEqual([])
    }
  })

  test('a closed port', async () => {
    const held = await portWithoutListener()
    const record = await runOn(held.url)
    await held.release()
    expect(named(record, 'passed', 'failed', 'blocked', 'errored')).toEqual([])
    expect(named(record, 'not-applicable')).toEqual([])
    expect(named(record, 'indeterminate').length).toBe(record.totals.planned)
    expect(record.outcome.exitCode).toBe(5)
  })
})

/** Where it is no wonder that a refusal passes. */
const rightly = new Set([
  // Refused by the application, which the tokens of such a target, being honest, let judge rightly.
  'api-authentication/14/gate-closes-at-expiry',
  // What was given before is the bearer's own, which may be given here as well.
  'identity-pool/12/developer-token-of-other',
])

const passedRefusals = (record: RunRecord) =>
  record.checks
    .filter(({ id, verdict }) => refusals.has(id) && !rightly.has(id) && verdict === 'passed')
    .map(nameOf)

/** One honest sign-in on an instance of its own: what an answer of the service looks like. */
async function signedInOnce(signIn: {
  endpoints: { cognitoIdp: string }
  client: { id: string }
  user: { username: string; password: string }
}) {
  const response = await fetch(signIn.endpoints.cognitoIdp, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
    },
    body: JSON.stringify({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: signIn.client.id,
      AuthParameters: { USERNAME: signIn.user.username, PASSWORD: signIn.user.password },
    }),
  })
  return (await response.json()) as Record<string, unknown>
}

/** Tokens for everything: at the domain, redirects decide and not bodies. */
const ofTheApi = variants.filter(({ variant }) => variant.flow.id === 'api-authentication')

/** An answer, on its way. */
type OnItsWay = Parameters<NonNullable<PerformOptions['tamper']>>[0]

/** Of each flow: shown the answers of one variant in turn, gives the body that a refusal is replaced with. */
const whatWasGiven: Readonly<Record<string, () => (answer: OnItsWay) => string>> = {
  'api-authentication': () => {
    let honest: string | undefined
    return ({ status, text }) => {
      if (status === 200 && text.includes('AuthenticationResult')) honest ??= text
      return honest ?? '{"AuthenticationResult":{}}'
    }
  },
  // All that JSON answers have had in them, in one; and the latest of STS where the answer is XML.
  'identity-pool': () => {
    let json = {}
    let xml = '<AssumeRoleWithWebIdentityResponse/>'
    return ({ status, text }) => {
      const isXml = text.startsWith('<')
      if (status === 200 && /<(AssumeRoleWithWebIdentity|GetCallerIdentity)Result>/.test(text)) xml = text
      if (status === 200 && /^\{.*"(IdentityId|AuthenticationResult)"/s.test(text))
        json = { ...json, ...(JSON.parse(text) as object) }
      return isXml ? xml : JSON.stringify(json)
    }
  },
}

describe('a target that accepts everything passes no refusal', () => {
  test('with the tokens of one sign-in for everybody', async () => {
    await using reference = await openReferenceTarget()
    const variant = variants.find(({ variant }) => variant.id === 'password-no-mfa')
    if (variant === undefined) throw new Error('there is no variant password-no-mfa')
    const lease = await reference.target.lease({
      flow: 'api-authentication',
      variant: 'password-no-mfa',
      needs: variant.variant.options,
    })
    if ('none' in lease) throw new Error(lease.reason)
    const result = await signedInOnce(lease)
    const jwt = expect.stringMatching(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/)
    expect(result['AuthenticationResult']).toMatchObject({
      AccessToken: jwt,
      IdToken: jwt,
      RefreshToken: expect.stringMatching(/.{40}/),
      TokenType: 'Bearer',
    })
    const jwks = await (await fetch(`${lease.keysBase}/.well-known/jwks.json`)).text()
    await using target = await serve((request, response) => {
      const body = request.url?.endsWith('jwks.json')
        ? jwks
        : JSON.stringify({ ...result, Username: lease.user.username, UserAttributes: [] })
      response.writeHead(200, amz).end(body)
    })
    const events = await Promise.all(
      ofTheApi.map(({ variant }) => {
        let offset = 0
        return performWhole(variant, {
          ...madeUpLender(target.url),
          lease: async ({ needs }) => ({
            ...lease,
            endpoints: { cognitoIdp: target.url },
            keysBase: target.url,
            ...(needs.secondClient ? { secondClient: { ...lease.client, id: 'another' } } : {}),
            user: {
              ...lease.user,
              ...(needs.user.totp ? { totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' } : {}),
            },
          }),
          advance: async (_, seconds) => {
            offset += seconds * 1000
            return offset
          },
        })
      }),
    )
    const record = recordOf(events.flat())
    expect(passedRefusals(record)).toEqual([])
    expect(named(record, 'errored')).toEqual([])
    // It does pass what is not refused, so it got as far as to be asked.
    expect(named(record, 'passed')).toContain('api-authentication/12/gate-opens [password-no-mfa]')
  })

  test.for(Object.entries(whatWasGiven))(
    'and otherwise right: whatever it would refuse at %s is answered with what it gave before',
    async ([flow, gaveBefore]) => {
      await using reference = await openReferenceTarget()
      const events = await Promise.all(
        variants
          .filter(({ variant }) => variant.flow.id === flow)
          .map(({ variant }) => {
            const given = gaveBefore()
            return performWhole(variant, lenderAtTarget(reference.target), {
              tamper: (answer) => {
                const text = given(answer)
                return answer.status < 400 ? answer : { ...answer, status: 200, text }
              },
            })
          }),
      )
      const record = recordOf(events.flat())
      expect(passedRefusals(record)).toEqual([])
      expect(named(record, 'errored')).toEqual([])
      const failed = record.checks.filter(({ id, verdict }) => refusals.has(id) && verdict === 'failed')
      expect(failed.length).toBeGreaterThan(50)
    },
  )
})
