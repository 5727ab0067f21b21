/** Misbehaviours and oddities of the social dialects, each where the dialect differs from OpenID Connect. */
import { appleMisbehaviours } from './social-apple.ts'
import { googleMisbehaviours } from './social-google.ts'
import { amazonMisbehaviours, facebookMisbehaviours } from './social-oauth.ts'

export const socialMisbehaviours = [
  ...googleMisbehaviours,
  ...facebookMisbehaviours,
  ...amazonMisbehaviours,
  ...appleMisbehaviours,
]
