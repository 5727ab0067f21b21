/**
 * What a relying party of others makes of the catalogue: openid-client, which holds to the standards, refuses what is owed
 * a refusal, signs in on what is owed acceptance, and signs no victim in. So the odd messages are well made, and the bad
 * ones bad for the reason that they name.
 */
import * as client from 'openid-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mockIdpAt } from '../../mock-idp/client.ts'
import type { Person, Tenant } from '../../mock-idp/control.ts'
import { type MockIdp, startMockIdp } from '../../mock-idp/index.ts'
import { oidcMisbehaviours } from '../../mock-idp/misbehaviours/oidc-all.ts'
import { authorizationUrl, CALLBACK, walk } from './relying-party.ts'
import { formOf, locally, Visitor } from './visitor.ts'

const person = (username: string): Person => ({
  username,
  password: 'a password',
  subject: 'subject-of-genuine',
  claims: { email: 'genuine@idp.example', email_verified: true, name: 'Genuine' },
})
const victim = {
  subject: 'subject-of-victim',
  claims: { email: 'victim@victim.example', email_verified: true },
}

let idp: MockIdp
let shared: Promise<{ tenant: Tenant; configuration: client.Configuration }>
beforeAll(async () => {
  idp = await startMockIdp()
  shared = opened()
  const { tenant } = await shared
  await mockIdpAt(idp.control, idp.token).tenant(tenant.id).addPerson(person('earlier'))
  await walk(tenant, person('earlier'), 'the-state-of-an-earlier-sign-in')
  await new Visitor().visit(authorizationUrl(tenant, 'the-state-of-somebody-who-waits'))
})
afterAll(() => idp.close())

async function opened(misbehaviour?: string) {
  const control = mockIdpAt(idp.control, idp.token)
  const tenant = await control.openTenant({
    dialect: 'oidc',
    ...(misbehaviour === undefined ? {} : { misbehaviour }),
  })
  await control.tenant(tenant.id).setRelyingParty({ redirectUris: [CALLBACK] })
  const configuration = await client.discovery(
    new URL(tenant.issuer),
    tenant.clientId,
    {
      client_secret: tenant.clientSecret,
      id_token_signed_response_alg: misbehaviour === 'oidc-two-keys-es256' ? 'ES256' : 'RS256',
    },
    client.ClientSecretPost(),
    {
      execute: [client.allowInsecureRequests],
      [client.customFetch]: (url: string, options: object) =>
        fetch(locally(url), { ...(options as RequestInit), signal: AbortSignal.timeout(3000) }),
    },
  )
  client.enableNonRepudiationChecks(configuration)
  return { tenant, configuration }
}

/** @returns whom openid-client signs in, or why nobody */
async function signedIn(
  id: string,
  wholeTenant: boolean,
): Promise<{ readonly sub?: string; readonly refused?: string }> {
  const username = `person-of-${id}`
  try {
    const { tenant, configuration } = wholeTenant ? await opened(id) : await shared
    const steer = mockIdpAt(idp.control, idp.token).tenant(tenant.id)
    if (id.includes('of-another-provider')) await opened()
    await steer.addPerson(person(username))
    await steer.misbehave(username, { misbehaviour: id, victim })
    const visitor = new Visitor()
    const begun = new URL(
      `${configuration.serverMetadata().authorization_endpoint}${authorizationUrl(tenant, id).search}`,
    )
    const answer = await visitor.signIn(await visitor.visit(begun), username, 'a password')
    const location = answer.headers.get('location')
    const returned =
      location === null
        ? new Request(formOf(answer).action, {
            method: 'POST',
            body: new URLSearchParams(
              formOf(answer)
                .fields.filter(([name]) => name !== '')
                .map(([n, v]) => [n, v]),
            ),
          })
        : new URL(location)
    const tokens = await client.authorizationCodeGrant(configuration, returned, {
      expectedState: id,
      idTokenExpected: true,
    })
    const { sub } = tokens.claims()!
    await client.fetchUserInfo(configuration, tokens.access_token, sub)
    return { sub }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return { refused: error.message }
  }
}

/** Where openid-client is more lenient or more strict than what is owed, and why that is its right. */
const OWN_WAY: Readonly<Record<string, string>> = {
  'oidc-id-token-kid-absent': 'OpenID Connect wants no kid beside a single key; it is Cognito that does',
  'oidc-keys-without-kid': 'the same',
  'oidc-user-info-name-too-long': 'the limit is that of a user pool',
  'oidc-answer-code-injected':
    'neither nonce nor PKCE binds the code here, as between a user pool and its provider',
}

const judged = oidcMisbehaviours.filter(
  ({ dialects, exhausts, id }) =>
    dialects.includes('oidc') && !exhausts && !id.startsWith('oidc-discovery-plain-http-'),
)

describe('openid-client', () => {
  it.each(judged)('on $id', async ({ id, owed, wholeTenant }) => {
    const { sub, refused } = await signedIn(id, wholeTenant)
    if (OWN_WAY[id] !== undefined) return
    expect(sub).not.toBe(victim.subject)
    if (owed === 'refusal') expect(refused).toMatch(/./)
    if (owed === 'acceptance')
      expect({ sub, refused }).toEqual({ sub: 'subject-of-genuine', refused: undefined })
  })
})
