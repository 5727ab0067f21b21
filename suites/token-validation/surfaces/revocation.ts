/**
 * What the two surfaces that revoke have in common. Both may answer 200 to what is no token of anybody's: a case is
 * accepted when a session is over that it was made of: the base's own, or that of the app client from whom it was taken.
 */
import type { Cast } from '../../../fixtures/actors/actors.ts'
import type { Surface } from '../../../fixtures/fuzzing/model.ts'
import {
  type MadeOpaque,
  type OpaqueDraft,
  type OpaqueScene,
  opaqueFamily,
} from '../../../fixtures/fuzzing/opaque.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import type { LeasedClient } from '../../../fixtures/targets/lease.ts'
import { TAKES_EFFECT } from '../../shared/requests.ts'
import { opaqueRows } from '../rows/opaque.ts'
import { refreshScene, type Sessions } from './refresh-tokens.ts'
import { replyOf } from './replies.ts'

export interface Revoker {
  readonly sessions: Sessions
  revokes(cast: Cast, token: string): Promise<Answer>
  /** Whether a refresh token of this client still gets tokens. */
  goesOn(cast: Cast, token: string, client: LeasedClient): Promise<boolean>
  /** Of refusals that say so: whether they have the documented form. */
  inForm(answer: Answer, token: string): boolean
}

export function revokingSurface(revoker: Revoker): Surface<OpaqueDraft, OpaqueScene, MadeOpaque> {
  const { sessions, revokes, goesOn } = revoker

  const inForm = (answer: Answer, token: string): boolean =>
    answer.status === 200 || answer.status >= 500 || revoker.inForm(answer, token)

  /** A session of its own is ended in the place of the base, which lives on. */
  const endsOwn = async (cast: Cast) => {
    const { refreshToken } = await sessions.own(cast)
    const answer = await revokes(cast, refreshToken)
    const lives = () => goesOn(cast, refreshToken, cast.lease.client)
    let isOver = !(await lives())
    if (!isOver && cast.clock.mode !== 'none') {
      await cast.clock.pass(TAKES_EFFECT)
      isOver = !(await lives())
    }
    return replyOf(answer, refreshToken, { accepted: isOver, inForm: inForm(answer, refreshToken) })
  }

  return {
    place: { kind: 'revoke', holdsKey: false, publishes: false, inHeader: false, use: 'refresh' },
    family: opaqueFamily(opaqueRows),
    scene: refreshScene(sessions),
    async send(cast, { token, from }, scene) {
      if (token === scene.token) return endsOwn(cast)
      const answer = await revokes(cast, token)
      const foreign = from === 'other-client' ? scene.others[from] : undefined
      const isOver =
        !(await goesOn(cast, scene.token, cast.lease.client)) ||
        (foreign !== undefined && !(await goesOn(cast, foreign, cast.secondClient)))
      return replyOf(answer, token, { accepted: isOver, inForm: inForm(answer, token) })
    },
    async changed(cast, { others }) {
      for (const kind of ['other-user', 'other-session'] as const) {
        const token = others[kind]
        if (token !== undefined && !(await goesOn(cast, token, cast.lease.client)))
          return kind === 'other-user'
            ? 'a session of another user is over'
            : 'another session of the user is over'
      }
      return undefined
    },
    cost: 4,
  }
}
