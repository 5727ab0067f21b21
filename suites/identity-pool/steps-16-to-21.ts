/**
 * Steps 16 to 21 with what every variant judges them by: the user wants to see data, the application asks a service
 * for it with the temporary credentials, and shows it. Beside them stands a request that the role does not allow.
 */
import type { Cast, SigningOptions } from '../../fixtures/actors/actors.ts'
import type { Handle, VariantContext } from '../../fixtures/flow/flow.ts'
import { NotApplicable } from '../../fixtures/flow/not-performed.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import type { Lease } from '../../fixtures/targets/lease.ts'
import type { ProtectedRequest } from '../../fixtures/targets/lease-identity.ts'
import { refused } from '../shared/answers.ts'
import { dataIsShown, deniedByRole, deniedText } from './checks/use.ts'
import { mustHaveBucket, poolOf } from './pools.ts'
import type { Credentialed } from './steps-12-to-15.ts'

/** Credentials, and whose they are. */
export type Holder = Pick<Credentialed, 'identityId' | 'credentials'>

/** The request that an authenticated identity’s role allows. @throws {NotApplicable} nobody named one */
export const allowedOf = (lease: Lease): ProtectedRequest =>
  poolOf(lease).allowed ?? notNamed('must be allowed', 'allowed')

/**
 * The one that it does not allow: of a pool that was made, an object.
 * @throws {NotApplicable} nobody named one
 * @throws {NotPerformed} no bucket could be made for it
 */
export function deniedOf(lease: Lease): ProtectedRequest {
  const { denied, noBucket } = poolOf(lease)
  if (noBucket !== undefined) mustHaveBucket(lease)
  return denied ?? notNamed('must be denied', 'denied')
}

/** What a guest may do is known of a pool that was made. @throws {NotApplicable} it was not */
export function allowedToGuests(lease: Lease): ProtectedRequest {
  const { bucket, noBucket } = poolOf(lease)
  if (bucket !== undefined || noBucket !== undefined) return allowedOf(lease)
  throw new NotApplicable(
    'which request guests of an existing identity pool are allowed is not known: existing.identityPool.allowed is for users who signed in',
  )
}

function notNamed(what: string, member: string): never {
  throw new NotApplicable(`the target names no request that ${what} (existing.identityPool.${member})`)
}

/** A signed request from aside. */
export const asks = (
  { application }: Cast,
  request: ProtectedRequest,
  { identityId, credentials }: Holder,
  signing?: SigningOptions,
): Promise<Answer> => application.aws.request(request, identityId, credentials, signing)

/** Something to show for an answer: its body, as far as a page of the application has room. */
function dataOf({ body }: Answer): string {
  const text = body.kind === 'json' ? JSON.stringify(body.value) : 'text' in body ? body.text : ''
  return text.trim().slice(0, 500)
}

/** Taken, whatever it brought. @throws {NotPerformed} it was not */
const taken = (answer: Answer): Answer =>
  answer.status >= 200 && answer.status < 300 ? answer : refused(answer, 'a status from 200 to 299')

/** What is written to a bucket of the lease’s own is read again: what comes then is data. @throws {NotPerformed} */
async function fetchData(cast: Cast, request: ProtectedRequest, holder: Holder): Promise<Answer> {
  const answer = taken(await asks(cast, request, holder))
  if (request.method !== 'PUT' || poolOf(cast.lease).bucket === undefined) return answer
  const { body: _written, ...same } = request
  return taken(await asks(cast, { ...same, method: 'GET' }, holder))
}

/**
 * Steps 16 to 21.
 * @param allowed which request the role allows, of others than authenticated identities
 * @returns the answer to it
 */
export function useCredentials(
  { step, attempt, check }: VariantContext<number>,
  holder: Handle<Credentialed>,
  { allowed = allowedOf }: { readonly allowed?: (lease: Lease) => ProtectedRequest } = {},
): Handle<Answer> {
  step(16, ({ user }) => user.opensDataPage())
  const answer = step(17, (cast) => fetchData(cast, allowed(cast.lease), holder.value))
  step(18, () => answer.value)
  const data = step(19, () => {
    const came = dataOf(answer.value)
    return came === '' ? refused(answer.value, 'an answer with data in it') : came
  })
  const denied = attempt(18, (cast) => asks(cast, deniedOf(cast.lease), holder.value), {
    needs: ['iam-policies'],
  })
  for (const one of [deniedByRole, deniedText]) check(one, denied, { performed: 19 })
  step(20, ({ application }) => application.aws.renders(data.value))
  const page = step(21, ({ user }) => user.opensDataPage())
  check(dataIsShown, page)
  return answer
}
