/** GetId with one entry of `Logins`: how it is asked, and what its answer says. */
import type { Cast } from '../../../fixtures/actors/actors.ts'
import type { JwtScene } from '../../../fixtures/fuzzing/jwt/draft.ts'
import type { Reply } from '../../../fixtures/fuzzing/model.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { bodyJson, isValue, readString } from '../../../fixtures/protocol/reading.ts'
import { poolOf } from '../../identity-pool/pools.ts'
import { identityApi } from '../../identity-pool/sources.ts'
import { refused } from '../../shared/answers.ts'
import type { Form } from '../surfaces.ts'
import { commonOfIdentityPools, isCommonOfCognito } from './common-errors.ts'
import { ifGiven } from './pool-tokens.ts'
import { errorType, replyOf, unlessOwnError } from './replies.ts'

/** Characters of one value of `Logins` (API reference, GetId). */
export const LONGEST_LOGIN = 50_000

export const lengthOfLogins = identityApi(
  'GetId',
  'Request Parameters, Logins',
  'Values have a minimum length of 1 and a maximum length of 50000.',
)

export const formOfGetId: Form = {
  says: 'with status 400 and the name of an error, with one of all operations and its status, or with 413 where it is too long',
  basis: identityApi('GetId', 'Errors', 'Each fault of the caller is listed with HTTP Status Code: 400.'),
  also: [commonOfIdentityPools],
}

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

/**
 * Whom the identity pool takes a token for, where it gives the same identity to the same token: some give a new one each
 * time, and then nobody can be told from anybody.
 */
export async function knownIdentity(cast: Cast, login: string, token: string): Promise<string | undefined> {
  const asked = await ifGiven(() => identityOf(cast, login, token))
  if (asked === undefined) return undefined
  return (await ifGiven(() => identityOf(cast, login, token))) === asked ? asked : undefined
}

/** Where guests are let in, or may be, an empty login may be that of a guest, who is nobody else. */
export const guestsAt = ({ lease }: Cast): Pick<JwtScene, 'guests'> =>
  poolOf(lease).guests === false ? {} : { guests: true }

/** Each client fault of GetId has 400; what is too long for the service never gets there. */
function isInForm(answer: Answer): boolean {
  const type = errorType(answer)
  return (
    answer.status === 413 ||
    (answer.status === 400 && type !== undefined) ||
    isCommonOfCognito(type, answer.status)
  )
}

export async function sendLogin(cast: Cast, login: string, value: unknown): Promise<Reply> {
  const answer = await asks(cast, login, value)
  const id = idIn(answer)
  return replyOf(answer, value, {
    accepted: id !== undefined,
    ...(id === undefined ? {} : { taken: id }),
    inForm: unlessOwnError(answer, isInForm(answer)),
  })
}
