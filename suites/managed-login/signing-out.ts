/** The logout endpoint, as the person's browser comes to it. */
import type { Cast } from '../../fixtures/actors/actors.ts'
import { NotApplicable } from '../../fixtures/flow/not-performed.ts'
import type { SignedOut } from './checks/sign-out.ts'

/** @throws {NotApplicable} the target file does not say which address is registered */
export function logoutUri({ lease }: Cast): string {
  const known = lease.client.oauth?.logoutUri
  if (known !== undefined && known !== 'unknown') return known
  throw new NotApplicable('a sign-out URL of the app client is not known')
}

/** The browser goes to `/logout`. */
export async function signsOut(
  cast: Cast,
  parameters: Readonly<Record<string, string | undefined>>,
): Promise<SignedOut> {
  const page = await cast.agent.visit(cast.application.relyingParty.signOut(parameters))
  return { page, lease: cast.lease }
}
