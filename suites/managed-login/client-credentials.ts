/** A machine: an access token for the app client itself, without a user. */
import type { Cast, EndpointOptions } from '../../fixtures/actors/actors.ts'
import { NotApplicable } from '../../fixtures/flow/not-performed.ts'
import { answered } from '../shared/answers.ts'
import { granted } from '../shared/domain-tokens.ts'
import {
  machineAllScopes,
  machineAtUserInfo,
  machineByBody,
  machineClaims,
  machineGrantNotAllowed,
  machineIsNoUser,
  machineScope,
  machineSecretMissing,
  machineSubject,
  machineToken,
  machineVerifies,
  machineWrongSecret,
} from './checks/client-credentials.ts'
import { foreignScope } from './checks/scope.ts'
import { contentType, expiresIn, tokenType } from './checks/token-answer.ts'
import { userInfoAnswers } from './checks/user-info.ts'
import { managedLogin } from './flow.ts'
import { anotherSignIn } from './further-sign-ins.ts'

const SERVER = {
  identifier: 'solar-system-data',
  scopes: ['asteroids.read', 'asteroids.add', 'comets.read'],
} as const
const scopeOf = (name: string) => `${SERVER.identifier}/${name}`

/** The scopes of the resource server that the client has, and one that it has not. */
function scopesFor({ lease }: Cast): { readonly own: string; readonly foreign: string | undefined } {
  const { identifier, scopes } = lease.resourceServer ?? SERVER
  const all = scopes.map((name) => `${identifier}/${name}`)
  const known = lease.client.oauth?.scopes
  const allowed = known === undefined || known === 'unknown' ? [] : known
  const own = all.find((scope) => allowed.includes(scope))
  if (own === undefined)
    throw new NotApplicable('the app client is not known to have a scope of the resource server')
  return { own, foreign: all.find((scope) => !allowed.includes(scope)) }
}

const byItself = ({ application }: Cast, scope: string | undefined, options: EndpointOptions = {}) =>
  application.relyingParty.token({ grant_type: 'client_credentials', scope }, options)

managedLogin.variant(
  'client-credentials',
  'A machine with its own client ID and secret',
  {
    lacking: ['hosted-domain', 'client-credentials', 'client-secret'],
    pool: { mfa: 'off', domain: 'classic', resourceServer: SERVER },
    client: {
      secret: true,
      accessTokenValidity: 1800,
      uses: [],
      oauth: {
        flows: ['client_credentials'],
        scopes: [scopeOf('asteroids.read'), scopeOf('asteroids.add')],
      },
    },
    secondClient: { uses: [], oauth: { flows: ['code'], scopes: ['openid', scopeOf('asteroids.read')] } },
    user: {},
    does: ['signs-in'],
  },
  ({ attempt, probe, check }) => {
    const answer = probe(11, (cast) => byItself(cast, scopesFor(cast).own))
    check(machineToken, answer)
    const tokens = probe(11, (cast) =>
      granted(answered(answer.value), cast, { idToken: false, refreshToken: false }),
    )
    for (const one of [contentType, tokenType, expiresIn]) check(one, tokens)
    for (const one of [machineClaims, machineSubject, machineIsNoUser]) check(one, tokens)
    const asked = probe(12, (cast) => scopesFor(cast).own)
    check(machineScope, () => ({ tokens: tokens.value, asked: asked.value }))
    const validated = probe(12, ({ application }) => application.validate(tokens.value.accessToken, 'access'))
    check(machineVerifies, validated)
    const all = probe(12, async (cast) =>
      granted(answered(await byItself(cast, undefined)), cast, { idToken: false, refreshToken: false }),
    )
    check(machineAllScopes, all)
    const inBody = probe(11, (cast) => byItself(cast, scopesFor(cast).own, { authentication: 'body' }))
    check(machineByBody, inBody)
    const beyond = probe(12, async (cast) => {
      const { foreign } = scopesFor(cast)
      if (foreign === undefined)
        throw new NotApplicable('the app client has every scope of the resource server')
      return { answer: await byItself(cast, foreign), scope: foreign }
    })
    check(foreignScope, beyond, { check: machineToken })

    const twin = { check: machineToken }
    const wrong = attempt(10, (cast) =>
      byItself(cast, scopesFor(cast).own, { authentication: 'basic-wrong-secret' }),
    )
    check(machineWrongSecret, wrong, twin)
    const none = attempt(10, (cast) => byItself(cast, scopesFor(cast).own, { authentication: 'none' }))
    check(machineSecretMissing, none, { check: machineByBody })
    const publicClient = attempt(10, (cast) =>
      byItself(cast, scopesFor(cast).own, { client: cast.secondClient }),
    )
    check(machineGrantNotAllowed, publicClient, twin)
    const ofUser = probe(
      13,
      async (cast) => {
        const client = cast.secondClient
        const { accessToken } = await anotherSignIn(cast, { options: { client } }, { client })
        return cast.application.relyingParty.userInfo(accessToken)
      },
      { needs: ['user-info'] },
    )
    check(userInfoAnswers, ofUser)
    const profile = attempt(
      13,
      ({ application }) => application.relyingParty.userInfo(tokens.value.accessToken),
      { needs: ['user-info'] },
    )
    check(machineAtUserInfo, profile, { check: userInfoAnswers })
  },
)
