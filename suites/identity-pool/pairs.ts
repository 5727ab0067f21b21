/** Identities with two logins: of the user pool, and of an OpenID Connect provider. */
import type { Cast, Logins } from '../../fixtures/actors/actors.ts'
import type { Handle, VariantContext, VariantOptions } from '../../fixtures/flow/flow.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import { bodyJson, isValue, readArray, readString } from '../../fixtures/protocol/reading.ts'
import { answered } from '../shared/answers.ts'
import { CLIENT, POOL, poolOf } from './pools.ts'
import { OIDC } from './provider-needs.ts'
import type { SignedIn } from './steps-1-to-8.ts'
import { signsInAt } from './steps-1-to-8-at-provider.ts'

/** What variants with both need. */
export const PAIR = {
  pool: POOL,
  client: CLIENT,
  user: {},
  identityPool: { providers: [OIDC] },
  does: ['signs-in'],
} as const satisfies VariantOptions

export interface Pair {
  readonly logins: Logins
  readonly atUserPool: Logins
  readonly atProvider: Logins
}

/** A sign-in of somebody new at the provider, beside one at the user pool. */
export function pairOf({ probe }: VariantContext<number>, signedIn: Handle<SignedIn>): Handle<Pair> {
  return probe(8, async (cast) => {
    const { logins: atUserPool } = signedIn.value
    const { logins: atProvider } = await signsInAt(cast, OIDC)
    return { logins: { ...atUserPool, ...atProvider }, atUserPool, atProvider }
  })
}

export const getsId = ({ application }: Cast, logins?: Logins): Promise<Answer> =>
  application.aws.identityPool.getId(logins)

/** GetId with each of these alone. */
export const eachAlone = async (cast: Cast, ...logins: readonly Logins[]): Promise<readonly Answer[]> => {
  const answers: Answer[] = []
  for (const one of logins) answers.push(await getsId(cast, one))
  return answers
}

/** Takes logins away from an identity; unsigned. @param by logins that prove whose it is */
export const unlinks = (
  { application }: Cast,
  identityId: string,
  by: Logins,
  removed: Logins,
): Promise<Answer> =>
  application.aws.identityPool.call('UnlinkIdentity', {
    IdentityId: identityId,
    Logins: by,
    LoginsToRemove: Object.keys(removed),
  })

export const describes = ({ application }: Cast, identityId: string): Promise<Answer> =>
  application.aws.identityPool.call('DescribeIdentity', { IdentityId: identityId })

export const deletes = ({ application }: Cast, ...identityIds: readonly string[]): Promise<Answer> =>
  application.aws.identityPool.call('DeleteIdentities', { IdentityIdsToDelete: identityIds })

const PAGES_AT_MOST = 20

/** The ids of all identities of the pool. @throws {NotPerformed} a page was refused */
export async function listsIdentities(cast: Cast, hideDisabled: boolean): Promise<readonly unknown[]> {
  const found: unknown[] = []
  let next: string | undefined
  for (let page = 0; page < PAGES_AT_MOST; page++) {
    const answer = await cast.application.aws.identityPool.call('ListIdentities', {
      IdentityPoolId: poolOf(cast.lease).id,
      MaxResults: 60,
      ...(hideDisabled ? { HideDisabled: true } : {}),
      ...(next === undefined ? {} : { NextToken: next }),
    })
    const json = bodyJson(answered(answer))
    const identities = readArray(json, 'Identities')
    if (isValue(identities)) for (const one of identities) found.push(readString(one, 'IdentityId'))
    const token = readString(json, 'NextToken')
    if (!isValue(token) || token === '') break
    next = token
  }
  return found
}
