/** Objects of a user’s own in the bucket of the lease: written and read back. */
import type { Handle, VariantContext } from '../../fixtures/flow/flow.ts'
import { NotApplicable } from '../../fixtures/flow/not-performed.ts'
import type { Lease } from '../../fixtures/targets/lease.ts'
import { readsOwn, writesOwn } from './checks/iam.ts'
import type { Credentialed } from './credentials.ts'
import { poolOf } from './pools.ts'

const TEXT = 'written by the owner'

/** @throws {NotApplicable} nobody made a bucket */
export function mustHaveBucket(lease: Lease): void {
  if (poolOf(lease).bucket === undefined)
    throw new NotApplicable(
      'there is no bucket for objects of the variant’s own: the identity pool was not made here',
    )
}

/** An object below the user’s identity id, as the role of every pool that is made here allows. */
export function writeOwn(
  { probe, check }: VariantContext<number>,
  holder: Handle<Credentialed>,
): { readonly key: Handle<string> } {
  const key = probe(
    17,
    ({ lease }) => {
      mustHaveBucket(lease)
      return `${holder.value.identityId}/note.txt`
    },
    { needs: ['object-service'] },
  )
  const written = probe(18, ({ application }) =>
    application.aws.object('PUT', key.value, holder.value.credentials, { body: TEXT }),
  )
  check(writesOwn, written)
  const read = probe(18, ({ application }) =>
    application.aws.object('GET', key.value, holder.value.credentials),
  )
  check(readsOwn, () => ({ answer: read.value, written: TEXT }))
  return { key }
}
