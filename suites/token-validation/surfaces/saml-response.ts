/** The user pool takes the response of a SAML provider. */
import type { SamlDraft } from '../../../fixtures/fuzzing/saml/draft.ts'
import type { Posting } from '../../../mock-idp/saml/scene.ts'
import { SAML } from '../../federation/pools.ts'
import {
  samlAddress,
  samlAddresses,
  samlAnswer,
  samlAudience,
  samlRelayState,
  samlSigned,
  samlSubject,
} from '../../federation/sources.ts'
import { samlRows } from '../rows/saml/all.ts'
import type { AttackedSurface } from '../surfaces.ts'
import { optionsWith, type SamlSignInScene, samlScene, takesSaml } from './saml-sign-in.ts'
import { admitted, binding, effects, signed, unusual, xml } from './saml-sources.ts'

export const samlResponse: AttackedSurface<SamlDraft, SamlSignInScene, Posting> = {
  step: 10,
  title: 'A sign-in with a forged, wrong or odd SAML response',
  options: optionsWith(SAML),
  surface: takesSaml(samlRows, samlScene),
  base: 'the response and the assertion in it are both signed',
  owed: {
    'saml-signature': samlSigned,
    'saml-algorithm': signed,
    'saml-wrapping': xml,
    'saml-reference': xml,
    'saml-parsing': xml,
    'saml-reading': xml,
    'saml-audience': samlAudience,
    'saml-address': samlAddress,
    'saml-no-address': samlAddress,
    'saml-conditions': samlAnswer,
    'saml-subject': samlSubject,
    'saml-blank-subject': samlAnswer,
    'saml-relay-state': samlRelayState,
    'saml-binding': binding,
    'saml-honest-dress': unusual,
    genuine: admitted,
  },
  effect: samlSigned,
  effectOf: effects,
  listens: samlAddresses,
}
