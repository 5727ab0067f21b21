/** Logins that are taken away from an identity: one of two, and then the last one. */
import { succeeded } from '../shared/answers.ts'
import { LOGIN_IS_KNOWN } from './checks/providers.ts'
import { guestServed, lastUnlinked, otherStays, unlinkedIsNew, unlinkTaken } from './checks/unlinking.ts'
import { identityPool } from './flow.ts'
import { eachAlone, getsId, PAIR, pairOf, unlinks } from './pairs.ts'
import { OIDC } from './provider-needs.ts'
import { asksForRole } from './roles.ts'
import { signInByApi } from './steps-1-to-8.ts'
import { obtainIdentity } from './steps-9-to-11.ts'

identityPool.variant(
  'unlink-login',
  'Logins that are unlinked',
  {
    ...PAIR,
    lacking: ['oidc-logins', 'login-linking'],
    identityPool: { guests: true, providers: [OIDC] },
  },
  (context) => {
    const { attempt, probe, check } = context
    const both = pairOf(context, signInByApi(context))
    const identity = obtainIdentity(context, both)

    const removed = attempt(11, (cast) =>
      unlinks(cast, identity.value.identityId, both.value.logins, both.value.atProvider),
    )
    check(unlinkTaken, removed)
    const unlinked = probe(11, async (cast) => {
      succeeded(removed.value)
      return { identityId: identity.value.identityId, answer: await getsId(cast, both.value.atProvider) }
    })
    const stays = probe(11, async (cast) => {
      succeeded(removed.value)
      return { identityId: identity.value.identityId, answers: await eachAlone(cast, both.value.atUserPool) }
    })
    check(otherStays, stays, LOGIN_IS_KNOWN)
    // Who gives everything another identity each time has taken nothing away.
    check(unlinkedIsNew, unlinked, { check: otherStays })

    const guest = probe(12, (cast) => asksForRole(cast), { needs: ['enhanced-flow', 'guest-access'] })
    check(guestServed, guest)
    const last = attempt(
      12,
      async (cast) => {
        const { identityId } = identity.value
        const { atUserPool } = both.value
        succeeded(await unlinks(cast, identityId, atUserPool, atUserPool))
        return cast.application.aws.identityPool.getCredentials(identityId)
      },
      { needs: ['enhanced-flow', 'guest-access'] },
    )
    check(lastUnlinked, last, { check: guestServed })
  },
)
