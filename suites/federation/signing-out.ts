/** Sign-outs at /logout, with what the provider was asked meanwhile. */
import type { Cast } from '../../fixtures/actors/actors.ts'
import { NotApplicable } from '../../fixtures/flow/not-performed.ts'
import type { SignedOut, SignsInAgain } from './checks/sign-out.ts'
import { type Choice, type Returned, visitProvider } from './sign-in.ts'

/** @throws {NotApplicable} the target file does not say which address is registered */
export function logoutUriOf({ lease }: Cast): string {
  const known = lease.client.oauth?.logoutUri
  if (known !== undefined && known !== 'unknown') return known
  throw new NotApplicable('a sign-out URL of the app client is not known')
}

/** The person's browser goes to /logout, and wherever that leads. */
export async function signsOut(cast: Cast, { provider, person, lease }: Returned): Promise<SignedOut> {
  const logoutUri = logoutUriOf(cast)
  const before = await provider.asked()
  const page = await cast.agent.visit(cast.application.relyingParty.signOut({ logout_uri: logoutUri }))
  const asked = (await provider.asked()).slice(before.length)
  return { provider, person, lease, logoutUri, page, asked }
}

/** The same browser comes with another request. */
export async function comesAgain(cast: Cast, choice: Choice = {}): Promise<SignsInAgain> {
  const provider = cast.provider(choice.provider)
  const before = await provider.asked()
  const visit = await visitProvider(cast, choice)
  return { ...visit, asked: (await provider.asked()).slice(before.length) }
}
