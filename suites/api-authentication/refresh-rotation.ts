/** A password at an app client that rotates refresh tokens: the refresh of step 15 by GetTokensFromRefreshToken. */
import type { Cast } from '../../fixtures/actors/actors.ts'
import { outcomeOf } from '../../fixtures/flow/expect.ts'
import { NotPerformed } from '../../fixtures/flow/not-performed.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import { bodyJson, isValue, readString } from '../../fixtures/protocol/reading.ts'
import { completed, issued, wentOn } from './answers.ts'
import { accessRevocationIds } from './checks/access-claims.ts'
import { idRevocationIds } from './checks/id-claims.ts'
import { flowShut, rotatedOut, rotatedRefreshes, rotates } from './checks/rotation.ts'
import { apiAuthentication } from './flow.ts'
import { mfaIsOff } from './omissions.ts'
import { refreshWith, withPassword } from './requests.ts'

/** The API's own limit of the grace period is 60 seconds. */
const BEYOND_GRACE = 65

/** MFA comes into the documented flow only when the user has activated it. */
const rotate = ({ application }: Cast, refreshToken: string) =>
  application.call('GetTokensFromRefreshToken', {
    RefreshToken: refreshToken,
    ClientId: application.client.id,
  })

/** The refresh token that a rotation returned. @throws NotPerformed when there is none */
function next(answer: Answer): string {
  const token = readString(bodyJson(answer), 'AuthenticationResult', 'RefreshToken')
  if (isValue(token)) return token
  throw new NotPerformed('a new RefreshToken was due', 'AuthenticationResult.RefreshToken', outcomeOf(answer))
}

apiAuthentication.variant(
  'refresh-rotation',
  'Password, then refreshes with refresh token rotation',
  {
    lacking: ['password', 'rotation'],
    pool: { mfa: 'off' },
    client: { rotation: true, uses: ['ALLOW_USER_PASSWORD_AUTH'] },
    user: {},
    does: ['signs-in'],
  },
  ({ step, attempt, probe, check, omitted }) => {
    const answer = step(4, async (cast) => wentOn(await withPassword(cast)))
    for (const number of [5, 6, 7, 8, 9] as const) omitted(number, mfaIsOff)
    const first = step(10, (cast) => issued(completed(answer.value), cast, 'with-refresh-token'))
    check(idRevocationIds, first)
    check(accessRevocationIds, first)

    const once = probe(15, (cast) => rotate(cast, first.value.tokens.refreshToken ?? ''))
    check(rotates, () => ({ first: first.value, answer: once.value }))
    const twice = probe(15, (cast) => rotate(cast, next(once.value)))
    check(rotatedRefreshes, () => ({ first: first.value, answer: twice.value }))

    const byFlow = attempt(15, (cast) => refreshWith(cast, next(twice.value)))
    check(flowShut, byFlow, { check: rotatedRefreshes })
    const old = attempt(15, async (cast) => {
      next(once.value)
      await cast.clock.pass(BEYOND_GRACE)
      return rotate(cast, first.value.tokens.refreshToken ?? '')
    })
    check(rotatedOut, old, { check: rotates })
  },
)
