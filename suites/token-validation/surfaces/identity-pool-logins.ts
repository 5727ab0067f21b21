/** GetId with one entry of `Logins`: how it is asked, and what its answer says. */
import type { Cast } from '../../../fixtures/actors/actors.ts'
import type { Reply } from '../../../fixtures/fuzzing/model.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { bodyJson, isValue, readString } from '../../../fixtures/protocol/reading.ts'
import { refused } from '../../shared/answers.ts'
import { errorType, replyOf } from './replies.ts'

/** Characters of one value of `Logins` (API reference, GetId). */
export const LONGEST_LOGIN = 50_000

function idIn(answer: Answer): string | undefined {
  const id = readString(bodyJson(answer), 'IdentityId')
  return answer.status === 200 && isValue(id) && id !== '' ? id : undefined
}

/** @param value what stands under the login's name, whatever it is */
const asks = ({ application }: Cast, login: string, value: unknown): Promise<Answer> =>
  application.aws.identityPool.getId(undefined, { Logins: { [login]: value } })

/** The identity of whoever a token is of. @throws {NotPerformed} it is refused */
export async function identityOf(cast: Cast, login: string, token: string): Promise<string> {
  const answer = await asks(cast, login, token)
  return idIn(answer) ?? refused(answer, '200 with IdentityId')
}

/** Each client fault of GetId has 400; what is too long for the service never gets there. */
const isInForm = (answer: Answer): boolean =>
  answer.status === 413 || (answer.status === 400 && errorType(answer) !== undefined)

export async function sendLogin(cast: Cast, login: string, value: unknown): Promise<Reply> {
  const answer = await asks(cast, login, value)
  const id = idIn(answer)
  return replyOf(answer, value, {
    accepted: id !== undefined,
    ...(id === undefined ? {} : { taken: id }),
    inForm: isInForm(answer),
  })
}
