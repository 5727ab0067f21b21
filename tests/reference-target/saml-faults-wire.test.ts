/** Faults of the SAML service provider that no single document shows: what it asks, and whose answer it takes. */

import { afterAll, beforeAll, expect, it } from 'vitest'
import { samlAnswerFaults } from '../../fixtures/reference-target/faults/saml-answers.ts'
import { samlConditionFaults } from '../../fixtures/reference-target/faults/saml-conditions.ts'
import { samlRequestFaults } from '../../fixtures/reference-target/faults/saml-requests.ts'
import { samlStrictnessFaults } from '../../fixtures/reference-target/faults/saml-strictness.ts'
import {
  type Instance,
  type ReferenceTarget,
  startReferenceTarget,
} from '../../fixtures/reference-target/index.ts'
import { callback, landed, type Shown, signedOut } from './browser.ts'
import * as d from './saml-documents.ts'
import { answer, begin, buildSaml, type Came, came, metadataOf, type SamlHouse } from './saml-provider.ts'

const faults = [...samlAnswerFaults, ...samlConditionFaults, ...samlRequestFaults, ...samlStrictnessFaults]
const metadata = metadataOf(d.ENTITY, d.provider)

let target: ReferenceTarget
let instance: Instance
let house: SamlHouse

beforeAll(async () => {
  target = await startReferenceTarget()
  instance = await target.open({ now: d.NOW })
  house = await buildSaml(instance, {
    Idp: {
      metadata,
      details: { RequestSigningAlgorithm: 'rsa-sha256', IDPSignout: 'true', IDPInit: 'true' },
    },
    Waits: { metadata },
  })
})
afterAll(() => target.close())

const genuine = (inResponseTo: string | undefined, more: d.AssertionParts = {}) =>
  d.signed(
    { id: `_${crypto.randomUUID()}`, audience: house.audience, recipient: house.here, inResponseTo, ...more },
    { destination: house.here, inResponseTo },
  )
/** What the browser is left with. */
const end = (shown: Shown): string => {
  const { at, query } = landed(shown)
  if (shown.location === undefined) return `page ${shown.status}`
  return `${at} ${Object.keys(query).filter((name) => name !== 'state' && name !== 'error_description')}`
}
const unasked = async (name: string, xml: string, more: Record<string, string> = {}): Promise<Shown> => {
  const { browser } = await begin(house, 'Waits')
  const asked = { client_id: house.clientId, redirect_uri: callback, response_type: 'code' }
  const relayState = new URLSearchParams({ identity_provider: name, ...asked, ...more }).toString()
  return answer({ browser, relayState } as Came, xml)
}
const signIn = async (): Promise<Came> => {
  const request = await begin(house, 'Idp')
  expect(end(await answer(request, genuine(request.id)))).toBe(`${callback} code`)
  return request
}
const signOut = async () => {
  const { browser } = await signIn()
  const query = new URLSearchParams({ client_id: house.clientId, logout_uri: signedOut })
  return came(browser, await browser.send('GET', `/logout?${query}`))
}
const logoutAnswer = (id: string): string => {
  const xml = (signature: string) =>
    `<samlp:LogoutResponse xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" Destination="${house.origin}/saml2/logout" ID="_out" InResponseTo="${id}" IssueInstant="${d.at(0)}" Version="2.0"><saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${d.ENTITY}</saml:Issuer>${signature}${d.success}</samlp:LogoutResponse>`
  return Buffer.from(xml(d.signature('_out', xml('')))).toString('base64')
}
const loggedOut = async (method: 'GET' | 'POST'): Promise<string> => {
  const { browser, id, relayState } = await signOut()
  const fields = new URLSearchParams({ SAMLResponse: logoutAnswer(id), RelayState: relayState })
  return end(
    method === 'POST'
      ? await browser.send('POST', '/saml2/logout', fields)
      : await browser.send('GET', `/saml2/logout?${fields}`),
  )
}
const request = async (what: (request: Came) => string): Promise<string> => what(await begin(house, 'Idp'))

const acts: { readonly [fault: string]: () => Promise<string> } = {
  'saml-takes-unsolicited': async () => end(await unasked('Waits', genuine(undefined))),
  'saml-begins-alone': async () => end(await unasked('Idp', genuine(undefined))),
  'saml-takes-answers-as-unsolicited': async () => {
    const { id } = await begin(house, 'Idp')
    return end(await unasked('Idp', genuine(id)))
  },
  'saml-takes-old-unsolicited': async () =>
    end(await unasked('Idp', genuine(undefined, { issueInstant: d.at(-10) }))),
  'saml-takes-assertions-again': async () => {
    const xml = genuine(undefined)
    await unasked('Idp', xml)
    return end(await unasked('Idp', xml))
  },
  'saml-takes-answers-again': async () => {
    const asked = await begin(house, 'Idp')
    const xml = genuine(asked.id)
    await answer(asked, xml)
    return end(await answer(asked, xml))
  },
  'saml-takes-answers-to-anything': async () => {
    const first = await begin(house, 'Idp')
    const second = await begin(house, 'Idp', first.browser)
    return end(await answer(second, genuine(first.id)))
  },
  'saml-takes-answers-by-get': async () => {
    const { browser, id, relayState } = await begin(house, 'Idp')
    const SAMLResponse = Buffer.from(genuine(id)).toString('base64')
    const query = new URLSearchParams({ SAMLResponse, RelayState: relayState })
    return `${end(await browser.send('GET', `/saml2/idpresponse?${query}`))} ${await loggedOut('GET')}`
  },
  'saml-returns-to-relay-state': async () => {
    const asked = await begin(house, 'Idp')
    return end(await answer(asked, genuine(asked.id), 'https://evil.example/'))
  },
  'saml-takes-four-byte-characters': async () => {
    const asked = await begin(house, 'Idp')
    return end(await answer(asked, genuine(asked.id, { attributes: [['email', '😀@example.com']] })))
  },
  'saml-request-unsigned': () => request(({ query }) => [...query.keys()].join()),
  'saml-request-of-nobody': () => request(({ xml }) => /<saml:Issuer[^>]*>[^<]*/.exec(xml)?.[0] ?? ''),
  'saml-request-wants-answer-elsewhere': () =>
    request(({ xml }) => /AssertionConsumerServiceURL="[^"]*"/.exec(xml)?.[0] ?? ''),
  'saml-relay-state-is-cut': () => request(({ relayState }) => String(relayState.length)),
  'saml-request-same-id': async () =>
    String(new Set([await request(({ id }) => id), await request(({ id }) => id)]).size),
  'saml-keeps-log-out-to-itself': async () => (await signOut()).at,
  'saml-log-out-unsigned': async () => [...(await signOut()).query.keys()].join(),
  'saml-log-out-of-somebody-else': async () => /<saml:NameID>[^<]*/.exec((await signOut()).xml)?.[0] ?? '',
  'saml-takes-no-log-out-answer': () => loggedOut('POST'),
  'saml-log-out-leads-astray': () => loggedOut('POST'),
}

it.each(Object.keys(acts))('%s shows', async (id) => {
  const fault = faults.find((one) => one.id === id)
  if (!fault) throw new Error(`there is no fault ${id}`)
  const act = acts[id] as () => Promise<string>
  const honest = await act()
  instance.bend([fault])
  const bent = await act().finally(() => instance.bend([]))
  expect(bent).not.toBe(honest)
  expect(await act()).toBe(honest)
})
