/** Bases for the rows about JSON Web Tokens, with everything that a scene can have, and two validators that are right. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { CognitoJwtVerifier } from 'aws-jwt-verify'
import * as jose from 'jose'
import { type AttackerKeys, attackerKeys } from '../../fixtures/fuzzing/jwt/attacker-keys.ts'
import {
  draftOf,
  type JwtRow,
  type JwtScene,
  type MadeJwt,
  makeJwt,
  type OtherToken,
} from '../../fixtures/fuzzing/jwt/draft.ts'
import type { Json, Place } from '../../fixtures/fuzzing/model.ts'
import { certificate } from '../../mock-idp/saml/certificate.ts'

const NOW = Math.floor(Date.now() / 1000)
const POOL = 'eu-west-1_Example01'
const ISSUER = `https://cognito-idp.eu-west-1.amazonaws.com/${POOL}`
export const CLIENT = '1example23456789client'
const SUBJECT = '6d1ad0a8-3b5e-4d25-9a57-0c1d2e3f4a5b'
const OTHER_SUBJECT = '9f8e7d6c-5b4a-4c3d-8e2f-1a0b9c8d7e6f'

type Claims = Readonly<Record<string, unknown>>

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const second = generateKeyPairSync('rsa', { modulusLength: 2048 })
const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 })
const attacker: AttackerKeys = attackerKeys()

const KID = 'abcDEF123+/ghiJKL456mnoPQR789stuVWX012yz='
const SECOND_KID = 'zyxWVU987utsRQP654onmLKJ321ihgFED098cba='

function compact(header: Claims, claims: Claims, key: KeyObject): string {
  const parts = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  const signature = sign('sha256', Buffer.from(parts.join('.')), { key, dsaEncoding: 'ieee-p1363' })
  return [...parts, signature.toString('base64url')].join('.')
}

const own = (claims: Claims, header: Claims = { kid: KID, alg: 'RS256' }): string =>
  compact(header, claims, rsa.privateKey)

const shared = {
  iss: ISSUER,
  auth_time: NOW - 60,
  iat: NOW - 60,
  exp: NOW + 3600,
  jti: 'a-jti',
  origin_jti: 'an-origin',
}
const idClaims = {
  sub: SUBJECT,
  email_verified: true,
  'cognito:username': 'alice',
  name: 'Ålice 漢字 >>>???~~~',
  email: 'alice@example.com',
  aud: CLIENT,
  token_use: 'id',
  nonce: 'a-nonce',
  event_id: 'an-event',
  'cognito:groups': ['readers'],
  ...shared,
}
const accessClaims = {
  sub: SUBJECT,
  username: 'alice',
  client_id: CLIENT,
  token_use: 'access',
  scope: 'openid aws.cognito.signin.user.admin',
  ...shared,
}

const x5c = certificate({
  subject: 'issuer.example',
  key: rsa.publicKey,
  signedWith: rsa.privateKey,
  notBefore: (NOW - 3600) * 1000,
  notAfter: (NOW + 3600) * 1000,
}).toString('base64')

const keySet = JSON.stringify({
  keys: [
    { ...second.publicKey.export({ format: 'jwk' }), kid: SECOND_KID, alg: 'RS256', use: 'sig' },
    { alg: 'RS256', ...rsa.publicKey.export({ format: 'jwk' }), kid: KID, use: 'sig', x5c: [x5c] },
    { ...elliptic.publicKey.export({ format: 'jwk' }), kid: 'a-curve', alg: 'ES256', use: 'sig' },
  ],
})

const otherPool = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Other0002'

const others = (claims: Claims, use: Claims): Readonly<Record<OtherToken, string>> => ({
  'other-user': own({ ...claims, sub: OTHER_SUBJECT, username: 'bob', 'cognito:username': 'bob', jti: 'b' }),
  'other-client': own({ ...claims, aud: 'another2client', client_id: 'another2client' }),
  'other-pool': compact(
    { kid: 'another-key', alg: 'RS256' },
    { ...claims, sub: OTHER_SUBJECT, iss: otherPool },
    foreign.privateKey,
  ),
  'other-use': own(use),
  refresh: 'eyJjdHkiOiJKV1QifQ.AAAA.BBBB.CCCC.DDDD',
  revoked: own({ ...claims, jti: 'revoked' }),
  expired: own({ ...claims, iat: NOW - 7200, exp: NOW - 1200 }),
  'without-scope': own({ ...claims, scope: 'openid' }),
  'client-credentials': own({ ...accessClaims, sub: CLIENT, username: undefined }),
  'open-id': compact(
    { kid: 'identity', alg: 'RS512', typ: 'JWS' },
    { sub: 'eu-west-1:0', aud: 'eu-west-1:1', iss: 'https://cognito-identity.amazonaws.com', exp: NOW + 600 },
    foreign.privateKey,
  ),
  code: 'b1d1c7a4-7e0f-4d6e-8a57-2f3b4c5d6e7f',
  earlier: own({ ...claims, iat: NOW - 90, jti: 'earlier' }),
})

const scene = (claims: Claims, use: Claims, header?: Claims): JwtScene => ({
  token: own(claims, header),
  issuer: ISSUER,
  client: CLIENT,
  clientSecret: 'c2VjcmV0IG9mIG1vcmUgdGhhbiB0aGlydHktdHdvIGJ5dGVz',
  held: { kid: KID, algorithm: 'RS256', privateKey: rsa.privateKey },
  keySet,
  others: others(claims, use),
  attacker,
  canary: (path) => `http://canary.localhost:8080/c${path}`,
  self: SUBJECT,
  now: NOW,
})

export const ID = scene(idClaims, accessClaims)
/** With a type in its header, which the user pool's own tokens do not have. */
export const ACCESS = scene(accessClaims, idClaims, { typ: 'JWT', kid: KID, alg: 'RS256' })

/** As little as a scene can have: one key that nobody holds, no other token, no listener. */
export const BARE: JwtScene = (() => {
  const { token, issuer, client, now } = ID
  const [only] = (JSON.parse(keySet) as { keys: Claims[] }).keys.slice(1)
  const { x5c: _, ...jwk } = only!
  return { token, issuer, client, now, attacker, others: {}, keySet: JSON.stringify({ keys: [jwk] }) }
})()

export const application = (use: 'id' | 'access'): Place => ({
  kind: 'application',
  holdsKey: true,
  publishes: true,
  inHeader: false,
  use,
})

export function made(row: JwtRow, parameter: Json, on: JwtScene): MadeJwt | undefined {
  const draft = row.apply(draftOf(on), parameter, on)
  return draft === undefined ? undefined : makeJwt(draft, on)
}

/** jose, told RS256, with the rules that the Developer Guide gives for the claims. */
export async function joseTakes({ value, keySet: served }: MadeJwt, use: 'id' | 'access'): Promise<boolean> {
  try {
    const set = jose.createLocalJWKSet(JSON.parse(served ?? keySet) as jose.JSONWebKeySet)
    const { payload } = await jose.jwtVerify(value as string, set, { issuer: ISSUER, algorithms: ['RS256'] })
    return payload['token_use'] === use && payload[use === 'id' ? 'aud' : 'client_id'] === CLIENT
  } catch {
    return false
  }
}

export function awsTakes({ value, keySet: served }: MadeJwt, use: 'id' | 'access'): boolean {
  try {
    const verifier = CognitoJwtVerifier.create({ userPoolId: POOL, clientId: CLIENT, tokenUse: use })
    verifier.cacheJwks(JSON.parse(served ?? keySet))
    verifier.verifySync(value as string)
    return true
  } catch {
    return false
  }
}
