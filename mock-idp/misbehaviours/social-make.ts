/** What the misbehaviours of the social dialects have in common. */
import type { Dialect } from '../control.ts'
import type { Facts, OidcBend, Parameters } from '../oidc/bend.ts'
import { compact, hmac, publicKeyForms, signature } from '../oidc/jwt.ts'
import { type Members, put } from '../oidc/members.ts'
import { type More, misbehaviour, type Owed, ofVictim } from './oidc-make.ts'

export const VALIDATION = 'OpenID Connect Core 1.0 section 3.1.3.7'
export const GOOGLE = 'https://developers.google.com/identity/openid-connect/openid-connect'
export const GRAPH = 'https://developers.facebook.com/docs/graph-api/guides/error-handling'
export const FACEBOOK = 'https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow'
export const AMAZON = 'https://developer.amazon.com/docs/login-with-amazon/customer-profile.html'
export const APPLE = 'https://developer.apple.com/documentation/sign_in_with_apple'

export function social(
  id: string,
  says: string,
  owed: Owed,
  clause: string,
  bend: OidcBend,
  more: More = {},
) {
  const dialect = id.slice(0, id.indexOf('-')) as Dialect
  return misbehaviour('social', id, says, owed, clause, bend, { dialects: [dialect], ...more })
}

export const profile = (change: (honest: Members, facts: Facts) => Members): OidcBend => ({
  userInfoMembers: change,
})
export const answered = (change: (honest: Parameters, facts: Facts) => Parameters | undefined): OidcBend => ({
  answer(honest, facts) {
    const parameters = change(honest.parameters, facts)
    return parameters === undefined ? undefined : { ...honest, parameters }
  },
})
export const error = (...parameters: Parameters): OidcBend =>
  answered((honest) => [...parameters, ...honest.filter(([name]) => name === 'state')])

export const unsigned: OidcBend = {
  idToken: (claims, facts) =>
    compact(put(facts.header, { alg: 'none' }), ofVictim(claims, facts), () => Buffer.alloc(0)),
}
export const foreignKey: OidcBend = {
  idToken: (claims, facts) =>
    compact(facts.header, ofVictim(claims, facts), (input) =>
      signature(input, facts.stranger.privateKey, 'RS256'),
    ),
}
export const publicKeyAsSecret: OidcBend = {
  idToken: (claims, facts) =>
    compact(put(facts.header, { alg: 'HS256' }), ofVictim(claims, facts), (input) =>
      hmac(input, publicKeyForms(facts.key).pem),
    ),
}

/** An entry of the People API's answer, with the metadata that Google gives each. */
export function entries(primary: boolean, ...values: readonly object[]): object[] {
  return values.map((value) => ({ metadata: { primary, source: { type: 'ACCOUNT', id: 'x' } }, ...value }))
}

export const email = ({ victim }: Facts): string =>
  String(victim.claims['email'] ?? `${victim.subject}@victim.example`)
