/** Objects in the bucket of the lease, a user’s own and others that the role allows: written and read back. */
import type { Check, Handle, VariantContext } from '../../fixtures/flow/flow.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import { refused } from '../shared/answers.ts'
import { type Reread, readsCommon, readsOwn, writesCommon, writesOwn } from './checks/iam.ts'
import { mustHaveBucket } from './pools.ts'
import type { Credentialed } from './steps-12-to-15.ts'

const TEXT = 'written by the owner'

type Written = { readonly key: Handle<string> }

function write(
  { probe, check }: VariantContext<number>,
  holder: Handle<Credentialed>,
  keyOf: (identityId: string) => string,
  checks: { readonly written: Check<Answer>; readonly read: Check<Reread> },
): Written {
  const key = probe(
    17,
    ({ lease }) => {
      mustHaveBucket(lease)
      return keyOf(holder.value.identityId)
    },
    { needs: ['object-service'] },
  )
  const written = probe(18, ({ application }) =>
    application.aws.object('PUT', key.value, holder.value.credentials, { body: TEXT }),
  )
  check(checks.written, written)
  const read = probe(18, ({ application }) => {
    if (written.value.status >= 300) refused(written.value, 'an object that is there to be read')
    return application.aws.object('GET', key.value, holder.value.credentials)
  })
  check(checks.read, () => ({ answer: read.value, written: TEXT }))
  return { key }
}

/** An object below the user’s identity id, as the default roles allow it with a policy variable. */
export const writeOwn = (context: VariantContext<number>, holder: Handle<Credentialed>): Written =>
  write(context, holder, (identityId) => `${identityId}/note.txt`, { written: writesOwn, read: readsOwn })

/** One below the prefix that the default roles name as it is. */
export const writeCommon = (context: VariantContext<number>, holder: Handle<Credentialed>): Written =>
  write(context, holder, (identityId) => `common/${identityId}.txt`, {
    written: writesCommon,
    read: readsCommon,
  })
