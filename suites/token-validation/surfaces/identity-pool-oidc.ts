/** The identity pool takes the ID token of an OpenID Connect provider that IAM knows: an entry of `Logins` at GetId. */
import { randomUUID } from 'node:crypto'
import type { Cast } from '../../../fixtures/actors/actors.ts'
import { advisory } from '../../../fixtures/flow/source.ts'
import { JsonText } from '../../../fixtures/fuzzing/json-text.ts'
import {
  type JwtDraft,
  type JwtScene,
  jwtFamily,
  type MadeJwt,
  makeJwt,
} from '../../../fixtures/fuzzing/jwt/draft.ts'
import { CLIENT, POOL } from '../../identity-pool/pools.ts'
import { OIDC, poolFor } from '../../identity-pool/provider-needs.ts'
import { authenticationFlow, openIdProviders, publicProviders } from '../../identity-pool/sources.ts'
import { loginOf, loginProvider } from '../../identity-pool/steps-1-to-8-at-provider.ts'
import { WELL_AFTER } from '../../shared/expiry.ts'
import { namesAreNotFollowed } from '../questions.ts'
import { jwtRows } from '../rows/jwt/all.ts'
import type { AttackedSurface } from '../surfaces.ts'
import { watched } from './canary.ts'
import {
  formOfGetId,
  guestsAt,
  knownIdentity,
  LONGEST_LOGIN,
  lengthOfLogins,
  sendLogin,
} from './identity-pool-logins.ts'
import { allOf, owedToBadShape, owedToForgeries } from './owed.ts'
import { sceneAt, takenOnce } from './pool-tokens.ts'
import { keyOf, keySetOf } from './provider-keys.ts'

const VALIDATING = 'Validating an OpenID Connect token'
const signature = openIdProviders(
  VALIDATING,
  'The signature must be valid, and verifiable with an RSA public key.',
)
const issuer = openIdProviders(VALIDATING, 'iss must match the key that the logins map uses.')
const client = openIdProviders(
  VALIDATING,
  'azp, and where there is none aud, is checked against the client ids that are listed for the provider.',
)
const expiry = {
  basis: authenticationFlow(
    'Authentication flow API operations overview, GetId, Authenticated access',
    'Of tokens of public login providers, the identity pool makes sure that they are not expired.',
  ),
  also: [
    publicProviders,
    openIdProviders(VALIDATING, 'For clocks that differ there are five minutes of grace.'),
  ],
}
const using = openIdProviders('Using OpenID Connect', 'The token of the provider is added to the logins map.')

const rfc = (number: number, title: string, section: string, states: string) =>
  advisory(
    `RFC ${number}, ${title}`,
    section,
    `https://www.rfc-editor.org/rfc/rfc${number}`,
    '2026-11',
    states,
  )
const claims = rfc(
  7519,
  'JSON Web Token',
  '4.1; 7.2',
  'Claims have the types that are given for them, nbf is a time before which the token must not be accepted, and the payload is a JSON object.',
)
const header = rfc(
  7515,
  'JSON Web Signature',
  '4.1.11; 5.2',
  'The header is a JSON object whose names are unique; where it names an extension as critical that is not understood, the signature is not valid.',
)
const unusual = rfc(
  7519,
  'JSON Web Token',
  '4; 4.1.3',
  'Claims that are not understood are ignored; aud may be an array.',
)
const exactly = advisory(
  'OpenID Connect Core 1.0',
  '3.1.3.7, ID Token Validation',
  'https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation',
  '2026-11',
  'iss must be the issuer identifier exactly, and aud must contain the client id.',
)
const required = advisory(
  'OpenID Connect Core 1.0',
  '2, ID Token',
  'https://openid.net/specs/openid-connect-core-1_0.html#IDToken',
  '2026-11',
  'iss, sub, aud, exp and iat are required; sub has at most 255 ASCII characters.',
)

/** How long the tokens are good for that are made here, in seconds. */
const LIFE = 3600

/** Somebody at the provider for as long as the lease lasts, and somebody else. */
const people = takenOnce(async () => ({ self: randomUUID(), other: randomUUID() }))

const key = takenOnce((cast) => keyOf(cast, OIDC.name))

async function scene(cast: Cast): Promise<JwtScene> {
  const { tenant, login } = loginProvider(cast.lease, OIDC.name)
  const held = await key(cast)
  const { self, other } = await people(cast)
  const bare = {
    ...sceneAt(cast),
    token: '',
    issuer: tenant.issuer,
    client: tenant.clientId,
    held,
    keySet: keySetOf(held),
    others: {},
    canary: cast.provider(OIDC.name).canary,
  }
  const minted = (sub: string, more: Readonly<Record<string, unknown>> = {}): string =>
    String(
      makeJwt(
        {
          header: JsonText.of({ alg: held.algorithm, kid: held.kid, typ: 'JWT' }),
          payload: JsonText.of({
            iss: tenant.issuer,
            sub,
            aud: tenant.clientId,
            iat: bare.now,
            exp: bare.now + LIFE,
            ...more,
          }),
          seal: 'issuer',
          forms: [],
          carriage: {},
        },
        bare,
      ).value,
    )
  const token = minted(self)
  // Where the base is refused, the surface says so.
  const identityId = await knownIdentity(cast, login, token)
  return {
    ...bare,
    ...guestsAt(cast),
    token,
    ...(identityId === undefined ? {} : { self: identityId }),
    others: {
      'other-user': minted(other),
      'other-client': minted(self, { aud: 'another-client-of-the-provider' }),
      expired: minted(self, { iat: bare.now - 2 * LIFE, exp: bare.now - WELL_AFTER }),
    },
  }
}

export const identityPoolOfOidc: AttackedSurface<JwtDraft, JwtScene, MadeJwt> = {
  step: 12,
  title: 'GetId with a forged, wrong or odd ID token of an OpenID Connect provider',
  options: {
    lacking: ['oidc-logins'],
    pool: POOL,
    client: CLIENT,
    user: {},
    identityPool: poolFor(OIDC),
    does: ['signs-in'],
  },
  surface: {
    place: {
      kind: 'identity-pool-of-oidc',
      holdsKey: true,
      publishes: false,
      inHeader: false,
      use: 'id',
      longest: LONGEST_LOGIN,
    },
    family: jwtFamily(jwtRows),
    scene,
    send: (cast, { value }) =>
      watched(cast.provider(OIDC.name), () => sendLogin(cast, loginOf(cast.lease, OIDC), value)),
    cost: 1,
  },
  owed: {
    ...owedToForgeries(signature),
    ...owedToBadShape,
    issuer,
    ...allOf(['audience', 'authorized-party'], client),
    ...allOf(['issuer-spelling', 'audience-spelling'], exactly),
    expiry,
    parts: { basis: signature, also: [lengthOfLogins] },
    'too-long': lengthOfLogins,
    ...allOf(['not-before', 'claim-types', 'claim-names', 'times', 'payload'], claims),
    ...allOf(['critical', 'header-json'], header),
    'missing-claim': required,
    genuine: using,
    'honest-dress': unusual,
  },
  effect: signature,
  form: formOfGetId,
  listens: namesAreNotFollowed,
}
