/** The pages of a tenant: name and password, a code, the session after them, and the form that submits itself. */
import { load } from 'cheerio'
import { TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mockIdpAt } from '../../mock-idp/client.ts'
import type { Person } from '../../mock-idp/control.ts'
import { type MockIdp, startMockIdp } from '../../mock-idp/index.ts'
import { autoSubmitPage } from '../../mock-idp/pages.ts'
import { authorizationUrl, CALLBACK } from './relying-party.ts'
import { alertOf, formOf, Visitor } from './visitor.ts'

const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const person: Person = {
  username: 'ada',
  password: 'p"<ä>',
  totpSecret: SECRET,
  subject: '1',
  claims: {},
}

let idp: MockIdp
beforeAll(async () => {
  idp = await startMockIdp()
})
afterAll(() => idp.close())

async function opened() {
  const control = mockIdpAt(idp.control, idp.token)
  const tenant = await control.openTenant({ dialect: 'oidc' })
  const steer = control.tenant(tenant.id)
  await steer.setRelyingParty({ redirectUris: [CALLBACK] })
  await steer.addPerson(person)
  return { tenant, steer, url: authorizationUrl(tenant, 's') }
}

const codeAt = (timestamp: number) => new TOTP({ secret: SECRET }).generate({ timestamp })

describe('signing in', () => {
  it('shows fields by their labels, and takes right answers', async () => {
    const { url } = await opened()
    const visitor = new Visitor()
    const login = await visitor.visit(url)
    const $ = load(login.text)
    expect(
      $('label')
        .toArray()
        .map((label) => $(label).text().trim()),
    ).toEqual(['Username', 'Password'])
    expect(
      $('button')
        .toArray()
        .map((button) => $(button).text()),
    ).toEqual(['Sign in', 'Cancel'])
    const mfa = await visitor.submit(login, { username: 'ada', password: person.password, action: 'sign-in' })
    expect(load(mfa.text)('label').text().trim()).toBe('Code')
    const answer = await visitor.submit(mfa, { code: codeAt(Date.now()), action: 'sign-in' })
    expect(answer.status).toBe(302)
    expect(answer.headers.get('set-cookie')).toMatch(
      /^idp_session=[^;]+; Path=\/t\/[0-9a-f]+; HttpOnly; SameSite=Lax$/,
    )
  })

  it('asks again after a wrong password, and after a wrong code', async () => {
    const { url } = await opened()
    const visitor = new Visitor()
    const again = await visitor.submit(await visitor.visit(url), {
      username: 'ada',
      password: 'wrong',
      action: 'sign-in',
    })
    expect(alertOf(again)).toBe('Username or password is not right.')
    const nobody = await visitor.submit(again, { username: 'eve', password: 'wrong', action: 'sign-in' })
    expect(alertOf(nobody)).toBe(alertOf(again))
    const mfa = await visitor.submit(nobody, {
      username: 'ada',
      password: person.password,
      action: 'sign-in',
    })
    const wrong = codeAt(Date.now()) === '000000' ? '000001' : '000000'
    const asked = await visitor.submit(mfa, { code: wrong, action: 'sign-in' })
    expect(alertOf(asked)).toBe('The code is not right.')
    expect((await visitor.submit(asked, { code: codeAt(Date.now()), action: 'sign-in' })).status).toBe(302)
  })

  it('takes no code without the password before it', async () => {
    const { url, tenant } = await opened()
    const visitor = new Visitor()
    const login = await visitor.visit(url)
    const fields = formOf(login).fields.filter(([name]) => name === 'sign_in')
    const page = await visitor.visit(`${tenant.baseUrl}/mfa`, [...fields, ['code', codeAt(Date.now())]])
    expect(page.status).toBe(400)
  })

  it('reckons codes by the clock of the tenant', async () => {
    const { url, steer } = await opened()
    await steer.setClock(3_600_000)
    const visitor = new Visitor()
    const mfa = await visitor.submit(await visitor.visit(url), { username: 'ada', password: person.password })
    const now = await visitor.submit(mfa, { code: codeAt(Date.now()) })
    expect(now.status).toBe(200)
    expect((await visitor.submit(now, { code: codeAt(Date.now() + 3_600_000) })).status).toBe(302)
  })

  it('cannot be completed twice', async () => {
    const { url } = await opened()
    const visitor = new Visitor()
    const login = await visitor.visit(url)
    await visitor.submit(login, { action: 'cancel' })
    const late = await visitor.submit(login, { username: 'ada', password: person.password })
    expect(late.status).toBe(400)
    expect(alertOf(late)).toContain('is over')
  })
})

describe('the form that submits itself', () => {
  it('carries its fields whatever they hold, in their order, and has a button', () => {
    const fields = [
      ['SAMLResponse', 'PHg+"&\'</x>'],
      ['RelayState', 'a=b&c=<d>'],
      ['RelayState', 'twice'],
    ] as const
    const { status, body } = autoSubmitPage('https://pool.example/saml2/idpresponse?a=1&b=2', fields)
    const $ = load(body.toString())
    expect(status).toBe(200)
    expect($('body').attr('onload')).toBe('document.forms[0].submit()')
    expect($('form').attr('action')).toBe('https://pool.example/saml2/idpresponse?a=1&b=2')
    expect($('form').attr('method')).toBe('post')
    expect($('button').text()).toBe('Continue')
    expect(
      $('input')
        .toArray()
        .map((input) => [$(input).attr('name'), $(input).attr('value')]),
    ).toEqual(fields)
  })
})

describe('whoever knocks', () => {
  it.each(['/', '/t', '/t/nobody/authorize', '/t//authorize'])(
    'at %s finds nothing, in words',
    async (path) => {
      const page = await new Visitor().visit(`${idp.origin}${path}`)
      expect(page.status).toBe(404)
      expect(alertOf(page)).toMatch(/no such identity provider/)
    },
  )

  it('with the wrong method is told which is right', async () => {
    const { tenant } = await opened()
    const page = await new Visitor().visit(tenant.endpoints.token!)
    expect(page.status).toBe(405)
    expect(page.headers.get('allow')).toBe('POST')
  })
})
