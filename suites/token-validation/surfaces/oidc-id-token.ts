/** The user pool takes the ID token of an OpenID Connect provider, from its token endpoint: one sign-in a case. */
import { advisory, type Basis } from '../../../fixtures/flow/source.ts'
import { type JwtDraft, jwtFamily, type MadeJwt } from '../../../fixtures/fuzzing/jwt/draft.ts'
import type { ClaimValue } from '../../../mock-idp/control.ts'
import { oidcFlow, oidcProviders } from '../../federation/sources.ts'
import { namesAreNotFollowed } from '../questions.ts'
import { jwtRows } from '../rows/jwt/all.ts'
import type { AttackedSurface, Owing } from '../surfaces.ts'
import { watched } from './canary.ts'
import { collects, nextPersonOfOidc, type OidcScene, oidcScene, options } from './oidc-sign-in.ts'
import { allOf, owedToBadShape } from './owed.ts'
import { carry, profileOf, whoIsNamed } from './provider-sign-in.ts'

const checked = (states: string): Basis =>
  oidcFlow('How a user pool processes claims from an OIDC provider', states)

const signature = checked(
  'The ID token’s signature is compared to the one that is expected from the provider’s metadata.',
)
const algorithm = checked('The ID token is signed with an RSA, HMAC or elliptic curve algorithm.')
const keyId: Owing = {
  basis: checked(
    'For an asymmetric algorithm the key ID of the token is listed at the provider’s jwks_uri, which is read for each ID token.',
  ),
  also: [
    oidcProviders(
      'Prerequisites',
      'The provider publishes a key ID at its jwks_uri and includes a kid claim in its tokens.',
    ),
  ],
}
const issuer = checked('iss is compared to the issuer that is configured for the provider.')
const audience = checked(
  'aud matches the client ID that is configured, or contains it if there are several values.',
)
const expiry = checked('The timestamp in exp is not before the current time.')

const core = advisory(
  'OpenID Connect Core 1.0',
  '2, 3.1.3.7',
  'https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation',
  '2026-11',
  'iss, sub, aud, exp and iat are required, with the types that are given for them, and nonce is that of the request; a token for which validation fails is rejected.',
)
const jose = advisory(
  'RFC 7515, JSON Web Signature (JWS)',
  'Sections 4.1.11, 5.2 and 7.1',
  'https://www.rfc-editor.org/rfc/rfc7515#section-5.2',
  '2026-11',
  'A compact JWS has three parts, its header is a JSON object with unique names, and what it calls critical is understood.',
)
const notBefore = advisory(
  'RFC 7519, JSON Web Token',
  'Section 4.1.5',
  'https://www.rfc-editor.org/rfc/rfc7519#section-4.1.5',
  '2026-11',
  'nbf is a time before which the token must not be accepted for processing.',
)
const unusual = advisory(
  'RFC 7519, JSON Web Token',
  'Sections 4 and 4.1.3',
  'https://www.rfc-editor.org/rfc/rfc7519#section-4',
  '2026-11',
  'Claims that are not understood are ignored; aud may be an array.',
)

export const oidcIdToken: AttackedSurface<JwtDraft, OidcScene, MadeJwt> = {
  step: 8,
  title: 'A sign-in with a forged, wrong or odd ID token of an OpenID Connect provider',
  options,
  surface: {
    place: { kind: 'oidc-id-token', holdsKey: true, publishes: false, inHeader: false, use: 'id' },
    family: jwtFamily(jwtRows) as never,
    scene: oidcScene,
    startOver: nextPersonOfOidc,
    // The wire is JSON: what it has no word for would be left out, and the honest token stay.
    canCarry: ({ value }) => value !== undefined,
    async send(cast, { value }, { signIn }) {
      const { provider, person, answer } = signIn
      await provider.answersWith(person, { idToken: value as ClaimValue })
      return watched(provider, () => carry(cast, signIn, answer, { by: 'tokens', naming: whoIsNamed }))
    },
    changed: (cast, { signIn, victim }) => profileOf(cast, signIn.provider, victim),
    once: true,
    cost: 10,
  },
  owed: {
    unsigned: algorithm,
    // Elliptic curves are in AWS's list, and MACs: of which key they must be, the comparison of signatures says.
    ...allOf(['signature', 'content', 'algorithm', 'key-id', 'key-confusion', 'offered-key'], signature),
    ...allOf(['encrypted', 'cache'], signature),
    ...owedToBadShape,
    ...allOf(['serialization', 'parts', 'critical', 'header-json', 'payload'], jose),
    'issuer-key-id': keyId,
    'retired-key': keyId,
    issuer,
    audience,
    expiry,
    ...allOf(
      ['issuer-spelling', 'audience-spelling', 'missing-claim', 'claim-types', 'claim-names', 'times'],
      core,
    ),
    'not-before': notBefore,
    ...allOf(['missing-standard-claim', 'sign-in', 'subject', 'exhausting', 'no-token'], core),
    'honest-dress': unusual,
    'documented-dress': audience,
    genuine: collects,
  },
  effect: signature,
  listens: namesAreNotFollowed,
}
