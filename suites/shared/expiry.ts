/** An access token runs out, and the person asks for what it opened. */
import { type Cast, type Page, TooLong } from '../../fixtures/actors/actors.ts'
import { NotApplicable } from '../../fixtures/flow/not-performed.ts'

/** Beyond any difference of clocks: what has run out is out, ten minutes later, everywhere. In seconds. */
export const WELL_AFTER = 601

export interface AfterExpiry {
  /** Where the token has run out: at the target as well, or only as the application sees it. */
  readonly where: 'everywhere' | 'in the application'
  readonly page: Page
}

/** The members' page, asked for when the access token has run out: everywhere where time can be moved. */
export async function visitAfterExpiry({ clock, lease, user }: Cast): Promise<AfterExpiry> {
  const { accessTokenValidity } = lease.client
  const seconds = (accessTokenValidity === 'unknown' ? LONGEST_VALIDITY : accessTokenValidity) + WELL_AFTER
  try {
    await clock.pass(seconds)
  } catch (error) {
    if (!(error instanceof TooLong)) throw error
    clock.passInApplication(seconds)
    const page = await user.requestsMembersPage()
    // What follows happens at the target's time again.
    clock.passInApplication(-seconds)
    return { where: 'in the application', page }
  }
  return { where: 'everywhere', page: await user.requestsMembersPage() }
}

/** AccessTokenValidity is a day at most. */
const LONGEST_VALIDITY = 86_400

/** @throws {NotApplicable} the token is still good at the target */
export function ranOutAtTarget({ where }: AfterExpiry): void {
  if (where === 'everywhere') return
  throw new NotApplicable(
    'the access token has not run out at the target: its clock cannot be moved, and waiting takes longer than --max-wait',
  )
}
