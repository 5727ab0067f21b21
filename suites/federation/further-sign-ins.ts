/** Sign-ins from aside after the one that a variant walks step by step, each in a browser of its own. */
import type { Cast, PersonAtProvider } from '../../fixtures/actors/actors.ts'
import { answered } from '../shared/answers.ts'
import { type Issued, issued } from '../shared/domain-tokens.ts'
import { codeOf } from '../shared/front-channel.ts'
import { redeem } from '../shared/requests.ts'
import { nameInPool, type Profile } from './checks/profile.ts'
import { type Choice, type Returned, signInWith } from './sign-in.ts'
import { profileOf } from './steps-1-to-10.ts'

/** A browser whose profile is new: it has no session, neither with the user pool nor with a provider. */
export async function signsInAnew(
  cast: Cast,
  person: PersonAtProvider,
  browser: string,
  choice: Choice = {},
): Promise<Returned> {
  const by = await cast.otherAgent(browser)
  await by.forget()
  return signInWith(cast, person, { ...choice, by })
}

export interface SignedInAgain extends Returned, Profile {}

/** The same, and what the control plane says of the person then. */
export async function signsInForProfile(
  cast: Cast,
  person: PersonAtProvider,
  browser: string,
  choice: Choice = {},
): Promise<SignedInAgain> {
  return profileOf(cast, await signsInAnew(cast, person, browser, choice))
}

/** The tokens of a sign-in. @throws {NotPerformed} it brought no code, or the code no tokens */
export async function tokensOf(
  cast: Cast,
  { page, request }: Pick<Returned, 'page' | 'request'>,
): Promise<Issued> {
  const code = page.callback === undefined ? '' : codeOf(page.callback)
  return issued(answered(await redeem(cast, { code, request })), cast, request)
}

/** AdminDeleteUser of somebody's profile. */
export const forgets = (cast: Cast, returned: Pick<Returned, 'provider' | 'person'>) =>
  cast.application.call(
    'AdminDeleteUser',
    { UserPoolId: cast.lease.userPool.id, Username: nameInPool(returned) },
    { signed: true },
  )
