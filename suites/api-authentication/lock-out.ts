/** Wrong passwords in a row, until the user is locked out; and the end of the lock. A user of its own suffers it. */
import type { Answer } from '../../fixtures/protocol/answer.ts'
import { wentOn } from './answers.ts'
import { ATTEMPTS, lockEnds, locksOut } from './checks/lock-out.ts'
import { apiAuthentication } from './flow.ts'
import { withPassword } from './requests.ts'

/** Longer than the lock that as many failures can bring (32 seconds after ten). */
const WELL_AFTER = 40

apiAuthentication.variant(
  'lock-out',
  'Password, wrong until the user is locked out',
  {
    lacking: ['password', 'lockout'],
    pool: { mfa: 'off' },
    client: { uses: ['ALLOW_USER_PASSWORD_AUTH'] },
    user: {},
    does: ['signs-in', 'fails-sign-ins', 'locked-out'],
  },
  ({ step, attempt, probe, check }) => {
    step(4, async (cast) => wentOn(await withPassword(cast)))
    const wrong = attempt(5, async (cast) => {
      const answers: Answer[] = []
      for (let n = 0; n < ATTEMPTS; n += 1)
        answers.push(await withPassword(cast, { PASSWORD: cast.user.wrongPassword }))
      return answers
    })
    const again = probe(5, async (cast) => {
      const atOnce = await withPassword(cast)
      if (wrong.value.length === 0 || atOnce.status === 200) return atOnce
      await cast.clock.pass(WELL_AFTER)
      return withPassword(cast)
    })
    check(locksOut, wrong, { performed: 4, after: { check: lockEnds } })
    check(lockEnds, again)
  },
)
