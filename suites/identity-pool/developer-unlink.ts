/** Users of a developer who are unlinked from their identity. */

import { succeeded } from '../shared/answers.ts'
import { sameUserSameIdentity } from './checks/developer.ts'
import { identityAbandoned, unlinkedUserIsNew, unsignedUnlinking } from './checks/developer-users.ts'
import { guestServed } from './checks/unlinking.ts'
import {
  asksForToken,
  DEVELOPER,
  identifiedByToken,
  newDeveloperUser,
  UNSIGNED,
  unlinksUser,
  vouchesFor,
} from './developer.ts'
import { identityPool } from './flow.ts'
import { developerReplacesGetId, developerSignsIn } from './omissions.ts'
import { asksForRole } from './roles.ts'
import { obtainCredentials } from './steps-12-to-15.ts'

identityPool.variant(
  'developer-unlink',
  'Users of a developer who are unlinked',
  {
    ...DEVELOPER,
    lacking: ['developer-identities', 'developer-identity-links', 'enhanced-flow', 'guest-access'],
    identityPool: { ...DEVELOPER.identityPool, guests: true },
  },
  (context) => {
    const { attempt, probe, check, omitted } = context
    for (const number of [1, 2, 3, 4, 5, 6, 7, 8] as const) omitted(number, developerSignsIn)
    for (const number of [9, 10, 11] as const) omitted(number, developerReplacesGetId)
    const vouched = probe(11, async (cast) => {
      const user = newDeveloperUser()
      return { user, ...identifiedByToken(await vouchesFor(cast, user)) }
    })
    obtainCredentials(context, vouched)
    const again = probe(11, async (cast) => {
      const { identityId, user } = vouched.value
      succeeded(await unlinksUser(cast, identityId, user))
      return { identityId, answer: await asksForToken(cast, user) }
    })
    check(unlinkedUserIsNew, again, { check: sameUserSameIdentity, variant: 'developer-authenticated' })
    const unsigned = attempt(
      11,
      async (cast) => {
        const { identityId, user } = await vouchesFor(cast, newDeveloperUser())
        return unlinksUser(cast, identityId, user, UNSIGNED)
      },
      { needs: ['sigv4'] },
    )
    check(unsignedUnlinking, unsigned, { check: unlinkedUserIsNew })
    const guest = probe(12, (cast) => asksForRole(cast))
    check(guestServed, guest)
    const abandoned = attempt(12, ({ application }) => {
      void again.value
      return application.aws.identityPool.getCredentials(vouched.value.identityId)
    })
    check(identityAbandoned, abandoned, { check: guestServed })
  },
)
