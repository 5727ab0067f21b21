/** Whom an ID token of a user pool is read as naming, after somebody has signed in at a provider. */
import { describe, expect, it } from 'vitest'
import type { Cast } from '../../fixtures/actors/actors.ts'
import { type Jwt, readJwt } from '../../fixtures/protocol/jwt.ts'
import { isValue } from '../../fixtures/protocol/reading.ts'
import { OIDC, SAML } from '../../suites/federation/pools.ts'
import { oidcIdToken } from '../../suites/token-validation/surfaces/oidc-id-token.ts'
import { oidcUserInfo } from '../../suites/token-validation/surfaces/oidc-user-info.ts'
import { changedIn, named, personAt } from '../../suites/token-validation/surfaces/provider-sign-in.ts'
import { samlEncrypted } from '../../suites/token-validation/surfaces/saml-encrypted.ts'
import { samlResponse } from '../../suites/token-validation/surfaces/saml-response.ts'

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

const own = { email: 'carlos@example.com', name: 'Carlos', nickname: 'Ca' }
const victim = { claims: { email: 'victim-1@example.com', name: 'Victim 1', nickname: 'victim-nick-1' } }

function idToken(claims: Readonly<Record<string, unknown>>): Jwt {
  const payload = { identities: [{ userId: 'carlos' }], ...claims }
  const read = readJwt(`${part({ alg: 'none' })}.${part(payload)}.AA`)
  if (!isValue(read)) throw new Error('no JSON Web Token')
  return read
}

const who = (claims: Readonly<Record<string, unknown>>): string =>
  named(idToken(claims), { own, victim: victim.claims })

describe('an ID token after a sign-in at a provider', () => {
  it('names whom it says it names, where the profile is theirs', () => {
    expect(who(own)).toBe('carlos')
    expect(who({})).toBe('carlos')
    expect(who({ identities: [] })).toBe('somebody without an identity')
  })

  it('names somebody else where data are the victim’s, alone or beside the bearer’s own', () => {
    expect(who({ ...own, email: victim.claims.email })).not.toBe('carlos')
    expect(who({ ...own, name: `[${own.name}, ${victim.claims.name}]` })).not.toBe('carlos')
  })

  it('names somebody else where an address was cut short', () => {
    expect(who({ ...own, email: 'carlos@example.co' })).not.toBe('carlos')
  })

  it('names the bearer where the provider did say another value, or none', () => {
    expect(who({ ...own, email: 'SECOND' })).toBe('carlos')
    expect(who({ ...own, email: `[${own.email}, SECOND]` })).toBe('carlos')
    expect(who({ ...own, name: '' })).toBe('carlos')
  })

  it('tells what will stay in the profile', () => {
    expect(changedIn(idToken(own), own)).toEqual([])
    expect(changedIn(idToken({ ...own, email: 'SECOND' }), own)).toEqual(['email'])
  })
})

it.each([
  { surface: oidcIdToken.surface, provider: OIDC.name },
  { surface: oidcUserInfo.surface, provider: OIDC.name },
  { surface: samlResponse.surface, provider: SAML.name },
  { surface: samlEncrypted.surface, provider: SAML.name },
])('one person signs in at $provider until a base is lost, then another', async ({ surface, provider }) => {
  let people = 0
  const newPerson = () => Promise.resolve({ subject: `subject-${++people}` })
  const cast = { lease: {}, provider: () => ({ newPerson }) } as unknown as Cast
  const first = await personAt(cast, provider)
  expect(await personAt(cast, provider)).toBe(first)
  surface.startOver?.(cast)
  expect((await personAt(cast, provider)).subject).not.toBe(first.subject)
})
