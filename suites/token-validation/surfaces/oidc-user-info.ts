/** The user pool takes the userInfo answer of an OpenID Connect provider, beside an honest ID token: one sign-in a case. */
import { advisory, type Basis } from '../../../fixtures/flow/source.ts'
import { oidcFlow, suggested } from '../../federation/sources.ts'
import { type UserInfoDraft, type UserInfoMade, userInfoFamily } from '../rows/user-info.ts'
import type { AttackedSurface } from '../surfaces.ts'
import { collects, nextPersonOfOidc, type OidcScene, oidcScene, options } from './oidc-sign-in.ts'
import { carry, profileOf, whoIsNamed } from './provider-sign-in.ts'

/** What becomes of the sign-in then, the page does not say. */
const denied: Basis = suggested(
  oidcFlow(
    'How a user pool processes claims from an OIDC provider',
    'The user pool does not validate the access token itself: it asks userInfo, and expects to be denied if the token is not valid.',
  ),
)
const core = advisory(
  'OpenID Connect Core 1.0',
  '5.3.2 and 5.3.3',
  'https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse',
  '2026-11',
  'The claims come as members of a JSON object, in a successful answer; where sub is not that of the ID token they must not be used.',
)
const unusual = advisory(
  'OpenID Connect Core 1.0',
  '5.1 and 5.3.2',
  'https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse',
  '2026-11',
  'Other members may stand there; which of them are not understood is ignored.',
)
const told = advisory(
  'OpenID Connect Core 1.0',
  '5.3.2',
  'https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse',
  '2026-11',
  'userInfo is about whom the ID token names: where its sub is another its claims must not be used.',
)

export const oidcUserInfo: AttackedSurface<UserInfoDraft, OidcScene, UserInfoMade> = {
  step: 9,
  title: 'A sign-in with another, wrong or odd userInfo answer of an OpenID Connect provider',
  options,
  surface: {
    place: { kind: 'oidc-user-info', holdsKey: true, publishes: false, inHeader: false, use: 'id' },
    family: userInfoFamily as never,
    scene: oidcScene,
    startOver: nextPersonOfOidc,
    async send(cast, made, { signIn }) {
      await signIn.provider.answersWith(signIn.person, { userInfo: made })
      return carry(cast, signIn, signIn.answer, { by: 'tokens', naming: whoIsNamed })
    },
    changed: (cast, { signIn, victim }) => profileOf(cast, signIn.provider, victim),
    once: true,
    cost: 10,
  },
  owed: {
    'user-info-denied': denied,
    'user-info': core,
    'honest-dress': unusual,
    genuine: collects,
  },
  effect: told,
  // Nothing of it is forged: the provider says it.
  effectOf: { 'user-info': told, 'user-info-denied': told },
}
