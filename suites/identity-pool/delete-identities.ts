/** Identities that an administrator deletes. */
import { succeeded } from '../shared/answers.ts'
import { unsignedDeletionRefused } from './checks/administration.ts'
import { deletedIsNew, nothingUnprocessed } from './checks/unlinking.ts'
import { identityPool } from './flow.ts'
import { deletes, getsId } from './pairs.ts'
import { CLIENT, POOL } from './pools.ts'
import { signInByApi } from './steps-1-to-8.ts'
import { obtainIdentity } from './steps-9-to-11.ts'

identityPool.variant(
  'delete-identities',
  'Identities that are deleted',
  {
    lacking: ['identity-administration'],
    pool: POOL,
    client: CLIENT,
    user: {},
    identityPool: { changesIdentities: true },
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, probe, check } = context
    const identity = obtainIdentity(context, signInByApi(context))
    const unsigned = attempt(
      11,
      ({ application }) =>
        application.aws.identityPool.call(
          'DeleteIdentities',
          { IdentityIdsToDelete: [identity.value.identityId] },
          { signed: false },
        ),
      { needs: ['sigv4', 'identity-administration'] },
    )
    const deleted = attempt(11, (cast) => deletes(cast, identity.value.identityId))
    check(nothingUnprocessed, deleted)
    check(unsignedDeletionRefused, unsigned, { check: nothingUnprocessed })
    const again = probe(11, async (cast) => {
      succeeded(deleted.value)
      return { identityId: identity.value.identityId, answer: await getsId(cast, identity.value.logins) }
    })
    check(deletedIsNew, again)
  },
)
