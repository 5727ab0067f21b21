/**
 * The operations other than GetUser that a user authorizes with an access token, held to what they change.
 *
 * Each case is brought to one that writes an attribute, and where that refuses it to one that ends all sessions. Whatever
 * either of them takes has been accepted; whom it was taken for shows in what was changed.
 */
import type { Cast } from '../../../fixtures/actors/actors.ts'
import { apiReference } from '../../../fixtures/flow/source.ts'
import { type JwtDraft, type JwtScene, jwtFamily, type MadeJwt } from '../../../fixtures/fuzzing/jwt/draft.ts'
import type { Reply } from '../../../fixtures/fuzzing/model.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { bodyJson, isValue, member, readArray, readString } from '../../../fixtures/protocol/reading.ts'
import { getUser, TAKES_EFFECT } from '../../shared/requests.ts'
import { jwtRows } from '../rows/jwt/all.ts'
import type { AttackedSurface } from '../surfaces.ts'
import { API_NEEDS, API_PLACE, apiScene, owedByApi, subjectIn, tells } from './api.ts'
import { type ApiOperation, formOfApi, inApiForm } from './api-errors.ts'
import { replyOf } from './replies.ts'

/** Standard, written by every client unless it is told otherwise, and told to nobody. */
const ATTRIBUTE = 'nickname'

interface OperationsScene extends JwtScene {
  /** What stood in the attribute of those who were not to be touched. */
  readonly before: { readonly base: string | undefined; readonly victim: string | undefined }
  /** What was to be written by requests that said that they had, in this scene or in another one of the same user. */
  readonly written: Set<string>
  /** How often something else than the base may still be waited for: else whoever says yes to everything takes hours. */
  readonly patience: { left: number }
}

/** Values that were never written before in this process, one a case. */
let cases = 0
const nextValue = (): string => `case-${++cases}`

const isOk = ({ status }: Answer): boolean => status >= 200 && status < 300

function attributeIn(answer: Answer): string | undefined {
  const attributes = readArray(bodyJson(answer), 'UserAttributes')
  if (!isValue(attributes)) return undefined
  const found = readString(
    attributes.find((one) => member(one, 'Name') === ATTRIBUTE),
    'Value',
  )
  return isValue(found) ? found : undefined
}

/** Those whom a case may have been taken for: by their own tokens. */
async function look(cast: Cast, { token, others }: JwtScene) {
  const base = await getUser(cast, token)
  const victim = others['other-user'] === undefined ? undefined : await getUser(cast, others['other-user'])
  return { base, victim }
}

async function scene(cast: Cast): Promise<OperationsScene> {
  const made = await apiScene(cast)
  const { base, victim } = await look(cast, made)
  const before = { base: attributeIn(base), victim: victim && attributeIn(victim) }
  return { ...made, before, written: writtenOf(cast), patience: { left: 3 } }
}

/** What is found is judged again on the record, while the scene off the record lives on: both write to one user. */
const writtenTo = new WeakMap<Cast['lease'], Set<string>>()

function writtenOf({ lease }: Cast): Set<string> {
  const found = writtenTo.get(lease) ?? new Set<string>()
  writtenTo.set(lease, found)
  return found
}

/** @returns the operation's reply, where it took the token */
type Brings = (cast: Cast, value: unknown, scene: OperationsScene) => Promise<Reply>

const refusedBy = (operation: ApiOperation, answer: Answer, value: unknown): Reply =>
  replyOf(answer, value, { accepted: false, inForm: inApiForm(operation, answer, value) })

/** Who has it now, at once or when it has had time to take effect. */
async function whoHas(
  cast: Cast,
  at: OperationsScene,
  value: string,
  isBase: boolean,
): Promise<Answer | undefined> {
  const found = async () => {
    const { base, victim } = await look(cast, at)
    return [base, victim].find((one) => one !== undefined && attributeIn(one) === value)
  }
  const atOnce = await found()
  if (atOnce !== undefined || cast.clock.mode === 'none') return atOnce
  if (!isBase && at.patience.left-- <= 0) return undefined
  await cast.clock.pass(TAKES_EFFECT)
  return found()
}

const writes: Brings = async (cast, value, at) => {
  const written = nextValue()
  const answer = await cast.application.call('UpdateUserAttributes', {
    AccessToken: value,
    UserAttributes: [{ Name: ATTRIBUTE, Value: written }],
  })
  if (!isOk(answer)) return refusedBy('UpdateUserAttributes', answer, value)
  at.written.add(written)
  const changed = await whoHas(cast, at, written, value === at.token)
  if (changed === undefined) return refusedBy('UpdateUserAttributes', answer, value)
  const taken = subjectIn(changed)
  return replyOf(answer, value, {
    accepted: true,
    ...(taken === undefined ? {} : { taken }),
    inForm: true,
  })
}

const signsOut: Brings = async (cast, value, at) => {
  const answer = await cast.application.call('GlobalSignOut', { AccessToken: value })
  if (!isOk(answer)) return refusedBy('GlobalSignOut', answer, value)
  const { base, victim } = await look(cast, at)
  const gone = victim !== undefined && !tells(victim) ? at.others['other-user'] : undefined
  const accepted = gone !== undefined || !tells(base)
  return accepted
    ? replyOf(answer, value, { accepted, inForm: true })
    : refusedBy('GlobalSignOut', answer, value)
}

const hasSignOut = ({ lease }: Cast): boolean => lease.lacks['global-sign-out'] === undefined

export const accessTokenOperations: AttackedSurface<JwtDraft, OperationsScene, MadeJwt> = {
  step: 2,
  title: 'Operations that change a user, with a forged, foreign, expired or odd access token',
  options: { ...API_NEEDS, does: ['signs-in', 'changes', 'revokes'] },
  surface: {
    place: API_PLACE,
    family: jwtFamily(jwtRows),
    scene,
    async send(cast, { value }, at) {
      const written = await writes(cast, value, at)
      // The base is to live on, also where it was refused and should not have been.
      if (written.verdict === 'accepted' || value === at.token || !hasSignOut(cast)) return written
      const signedOut = await signsOut(cast, value, at)
      return signedOut.verdict === 'accepted' ? signedOut : written
    },
    async changed(cast, at) {
      const { base, victim } = await look(cast, at)
      const isUntouched = (found: string | undefined, was: string | undefined) =>
        found === was || (found !== undefined && at.written.has(found))
      if (tells(base) && !isUntouched(attributeIn(base), at.before.base))
        return `${ATTRIBUTE} of the bearer was written by a request that was refused`
      if (victim !== undefined && tells(victim) && attributeIn(victim) !== at.before.victim)
        return `${ATTRIBUTE} of another user was written`
      return undefined
    },
    cost: 3,
  },
  owed: owedByApi('UpdateUserAttributes'),
  effect: apiReference(
    'UpdateUserAttributes',
    'Introduction',
    'It updates the attributes of the currently signed-in user, whose access token authorizes it; and GlobalSignOut, likewise, cannot be used by one user for another (Developer Guide, Refresh tokens).',
  ),
  form: {
    ...formOfApi('UpdateUserAttributes'),
    // What stands there is no string.
    except: ['no-token'],
  },
}
