/** A sign-in at an OpenID Connect provider, as far as its redirect: the tokens that wait for the user pool can be replaced. */
import { randomUUID } from 'node:crypto'
import type { Cast } from '../../../fixtures/actors/actors.ts'
import { NotPerformed } from '../../../fixtures/flow/not-performed.ts'
import { JsonText } from '../../../fixtures/fuzzing/json-text.ts'
import { attackerKeys } from '../../../fixtures/fuzzing/jwt/attacker-keys.ts'
import { draftOf, type JwtScene, makeJwt } from '../../../fixtures/fuzzing/jwt/draft.ts'
import { clientOf, OIDC, poolWith } from '../../federation/pools.ts'
import { oidcFlow } from '../../federation/sources.ts'
import { WELL_AFTER } from '../../shared/expiry.ts'
import type { AttackedSurface } from '../surfaces.ts'
import { takenOnce } from './pool-tokens.ts'
import { keyOf, keySetOf } from './provider-keys.ts'
import { type HeldSignIn, holdSignIn, nextPersonAt } from './provider-sign-in.ts'

export interface OidcScene extends JwtScene {
  readonly signIn: HeldSignIn
  /** Somebody of the provider who has never signed in here. */
  readonly victim: string
  /** The honest members of userInfo. */
  readonly userInfo: Readonly<Record<string, unknown>>
}

export const options: AttackedSurface['options'] = {
  lacking: ['hosted-domain', 'federation-oidc'],
  pool: poolWith(OIDC),
  client: clientOf(OIDC.name),
  user: {},
  does: ['signs-in'],
}

/** The user pool collects the code, and with it what the provider says. */
export const collects = oidcFlow(
  'Introduction',
  'After the user has signed in at the provider the user pool exchanges the code, validates the tokens, asks userInfo, and issues its own tokens.',
)

const attacker = attackerKeys()

const held = takenOnce((cast) => keyOf(cast, OIDC.name))

/** What a case left in the profile of one may have lost their base. */
export const nextPersonOfOidc = (cast: Cast): void => nextPersonAt(cast, OIDC.name)

export async function oidcScene(cast: Cast): Promise<OidcScene> {
  const key = await held(cast)
  const signIn = await holdSignIn(cast, OIDC.name)
  const { provider, person } = signIn
  const { idToken, userInfo } = await provider.pendingAnswer(person)
  if (idToken === undefined) throw new NotPerformed('the provider gives no ID token', 'an ID token', 'none')
  const { tenant } = provider
  const victim = `victim-${randomUUID()}`
  const base = {
    signIn,
    victim,
    userInfo,
    token: idToken,
    self: person.subject,
    now: Math.floor(cast.clock.now() / 1000),
    issuer: tenant.issuer,
    client: tenant.clientId,
    clientSecret: tenant.clientSecret,
    held: key,
    keySet: keySetOf(key),
    others: {},
    attacker,
    canary: provider.canary,
  }
  const honest = draftOf(base).payload
  /** Signed by the provider, and of another occasion. */
  const minted = (values: Readonly<Record<string, unknown>>): string => {
    const payload = Object.entries(values).reduce((text, [name, value]) => text.set(name, value), honest)
    const header = JsonText.of({ alg: key.algorithm, kid: key.kid, typ: 'JWT' })
    return String(makeJwt({ header, payload, seal: 'issuer', forms: [], carriage: {} }, base).value)
  }
  return {
    ...base,
    // Made when a row asks: most cases want none of them, and a signature takes its time.
    others: {
      get 'other-user'() {
        return minted({ sub: victim, email: `${victim}@example.com`, name: `Name of ${victim}` })
      },
      get 'other-client'() {
        return minted({ aud: 'another-client-of-the-provider' })
      },
      get expired() {
        return minted({ iat: base.now - 7200, exp: base.now - WELL_AFTER })
      },
    },
  }
}
