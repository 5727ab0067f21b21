/** Answers of an identity provider that are held back, changed and carried on by hand. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page, UserAgent } from '../../fixtures/actors/actors.ts'
import { CannotGoOn } from '../../fixtures/actors/cannot-go-on.ts'
import {
  altered,
  deliver,
  type HeldAnswer,
  heldAnswer,
  heldAnswerAt,
  parameterOf,
} from '../../fixtures/actors/provider-answer.ts'
import { mockIdpAt } from '../../mock-idp/client.ts'
import type { Person } from '../../mock-idp/control.ts'
import { startMockIdp } from '../../mock-idp/index.ts'

const person: Person = {
  username: 'somebody',
  password: 'a-password',
  subject: 'subject-of-somebody',
  claims: { email: 'somebody@example.com' },
}
const redirectUri = 'http://pool.localhost/oauth2/idpresponse'
let idp: Awaited<ReturnType<typeof startMockIdp>>

beforeAll(async () => {
  idp = await startMockIdp()
})
afterAll(() => idp.close())

/** The hidden field of the provider's sign-in page, as an agent shows it. */
async function signInPage(query: Readonly<Record<string, string>>) {
  const client = mockIdpAt(idp.control, idp.token)
  const tenant = await client.openTenant({ dialect: 'oidc' })
  await client.tenant(tenant.id).setRelyingParty({ redirectUris: [redirectUri] })
  await client.tenant(tenant.id).addPerson(person)
  const url = new URL(tenant.endpoints.authorization ?? '')
  url.hostname = '127.0.0.1'
  url.search = new URLSearchParams({
    client_id: tenant.clientId,
    redirect_uri: redirectUri,
    ...query,
  }).toString()
  const html = await (await fetch(url)).text()
  const value = /name="sign_in" value="([^"]+)"/.exec(html)?.[1] ?? ''
  return { tenant, page: { controls: [{ name: 'sign_in', label: '', type: 'hidden', value }] } }
}

const asked = { response_type: 'code', scope: 'openid', state: 'the-state' }

/** Notes where it is sent. */
function noting(): { agent: UserAgent; went: string[] } {
  const went: string[] = []
  const go = (what: string) => {
    went.push(what)
    return Promise.resolve({} as Page)
  }
  const agent = {
    visit: (url: string) => go(`GET ${url}`),
    posts: (url: string, form: readonly (readonly [string, string])[]) =>
      go(`POST ${url} ${form.map((pair) => pair.join('=')).join('&')}`),
    cookies: async () => ({}),
  } as unknown as UserAgent
  return { agent, went }
}

describe('an answer of a provider', () => {
  it('is held back: where it goes, how, and with what', async () => {
    const { tenant, page } = await signInPage(asked)
    const answer = await heldAnswer({ tenant }, page, person)
    expect(answer).toMatchObject({ method: 'GET', url: redirectUri })
    expect(parameterOf(answer, 'code')).toMatch(/.{8}/)
    expect(parameterOf(answer, 'state')).toBe('the-state')
  })

  it('tells of somebody who declined', async () => {
    const { tenant, page } = await signInPage(asked)
    const answer = await heldAnswer({ tenant }, page, person, 'cancel')
    expect(parameterOf(answer, 'error')).toBe('access_denied')
    expect(parameterOf(answer, 'code')).toBeUndefined()
  })

  it('that is a form is one to post', async () => {
    const { tenant, page } = await signInPage({ ...asked, response_mode: 'form_post' })
    expect(await heldAnswer({ tenant }, page, person)).toMatchObject({ method: 'POST', url: redirectUri })
  })

  it('that does not come is the target’s fault, not ours', async () => {
    const { tenant } = await signInPage(asked)
    await expect(heldAnswer({ tenant }, { controls: [] }, person)).rejects.toThrow(CannotGoOn)
  })

  it('is asked for at the provider alone', async () => {
    const { tenant } = await signInPage(asked)
    await expect(heldAnswerAt({ tenant }, noting().agent, 'http://127.0.0.1:1/elsewhere')).rejects.toThrow(
      'no address of the provider',
    )
  })

  const held: HeldAnswer = {
    method: 'GET',
    url: redirectUri,
    parameters: [
      ['code', 'c d'],
      ['state', 's'],
    ],
  }

  it('goes on with other parameters, or without', () => {
    expect(altered(held, { state: 'other' }).parameters).toEqual([
      ['code', 'c d'],
      ['state', 'other'],
    ])
    expect(altered(held, { state: undefined }).parameters).toEqual([['code', 'c d']])
  })

  it('is carried on as it came, or by the other method', async () => {
    const { agent, went } = noting()
    await deliver(agent, held)
    await deliver(agent, held, 'POST')
    expect(went).toEqual([`GET ${redirectUri}?code=c+d&state=s`, `POST ${redirectUri} code=c d&state=s`])
  })
})
