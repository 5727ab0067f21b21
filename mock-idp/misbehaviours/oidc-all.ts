/** Every misbehaviour of OpenID Connect and of the social dialects, in the order of the protocol. */
import type { OidcMisbehaviour } from '../oidc/bend.ts'
import { oidcAnswers } from './oidc-answers.ts'
import { oidcBenign } from './oidc-benign.ts'
import { oidcClaims } from './oidc-claims.ts'
import { oidcDiscovery } from './oidc-discovery.ts'
import { oidcHeaders } from './oidc-headers.ts'
import { oidcKeyMaterial } from './oidc-key-material.ts'
import { oidcKeys } from './oidc-keys.ts'
import { oidcPadding } from './oidc-padding.ts'
import { oidcShapes } from './oidc-shapes.ts'
import { oidcSignatures } from './oidc-signatures.ts'
import { oidcTimes } from './oidc-times.ts'
import { oidcTokenEndpoint } from './oidc-token-endpoint.ts'
import { oidcUserInfo } from './oidc-user-info.ts'
import { socialMisbehaviours } from './social.ts'

export const oidcMisbehaviours: readonly OidcMisbehaviour[] = [
  ...oidcDiscovery,
  ...oidcAnswers,
  ...oidcTokenEndpoint,
  ...oidcSignatures,
  ...oidcPadding,
  ...oidcHeaders,
  ...oidcShapes,
  ...oidcClaims,
  ...oidcTimes,
  ...oidcKeys,
  ...oidcKeyMaterial,
  ...oidcUserInfo,
  ...oidcBenign,
  ...socialMisbehaviours,
]
