/** Which documented steps the basic flow replaces, on whose word. */
import { authenticationFlow } from './sources.ts'

/** The identity pool hands its token out, and neither chooses a role nor asks STS. */
export const ownRoleInstead = authenticationFlow(
  'The basic (classic) authentication flow',
  'GetOpenIdToken gives the identity pool’s own token, with which the application itself asks STS for a role.',
).source
