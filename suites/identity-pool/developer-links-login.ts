/** Users of a developer who have an account at a public provider too. */

import { addsUserToLogin, linksPublicLogin, needsLoginToAdd, userTaken } from './checks/developer-links.ts'
import { mergedIntoDestination, publicLoginsConflict } from './checks/developer-users.ts'
import { PERSON_IS_KNOWN } from './checks/providers.ts'
import {
  asDeveloperUser,
  asksForToken,
  DEVELOPER,
  identifiedByToken,
  merges,
  newDeveloperUser,
  vouchesFor,
} from './developer.ts'
import { identityPool } from './flow.ts'
import { developerSignsIn } from './omissions.ts'
import { getsId } from './pairs.ts'
import { OIDC } from './provider-needs.ts'
import { identifies } from './roles.ts'
import { signsInAt } from './steps-1-to-8-at-provider.ts'

identityPool.variant(
  'developer-links-login',
  'Users of a developer, with an account at a public provider',
  {
    ...DEVELOPER,
    lacking: ['developer-identities', 'login-linking', 'oidc-logins'],
    identityPool: { ...DEVELOPER.identityPool, providers: [OIDC] },
  },
  ({ attempt, probe, check, omitted }) => {
    for (const number of [1, 2, 3, 4, 5, 6, 7, 8] as const) omitted(number, developerSignsIn)
    /** A user of the developer, linked with somebody new at the provider. */
    const linkedUser = () =>
      probe(11, async (cast) => {
        const user = newDeveloperUser()
        const { logins } = await signsInAt(cast, OIDC)
        const Logins = { ...asDeveloperUser(cast, user), ...logins }
        const { identityId } = identifiedByToken(await vouchesFor(cast, user, { Logins }))
        return { user, logins, identityId }
      })
    const linked = linkedUser()
    const alone = probe(11, async (cast) => ({
      ...linked.value,
      answer: await getsId(cast, linked.value.logins),
    }))
    check(linksPublicLogin, alone, PERSON_IS_KNOWN)

    const known = probe(11, async (cast) => identifies(cast, (await signsInAt(cast, OIDC)).logins))
    const without = attempt(11, (cast) =>
      asksForToken(cast, newDeveloperUser(), { IdentityId: known.value.identityId }),
    )
    check(needsLoginToAdd, without, { check: addsUserToLogin })
    const added = probe(11, async (cast) => {
      const { identityId, logins } = known.value
      const user = newDeveloperUser()
      const Logins = { ...asDeveloperUser(cast, user), ...logins }
      return { identityId, answer: await asksForToken(cast, user, { IdentityId: identityId, Logins }) }
    })
    check(addsUserToLogin, added)

    const taken = attempt(11, async (cast) => {
      const { identityId, logins } = known.value
      const { user } = await vouchesFor(cast, newDeveloperUser())
      const Logins = { ...asDeveloperUser(cast, user), ...logins }
      return asksForToken(cast, user, { IdentityId: identityId, Logins })
    })
    check(userTaken, taken, { check: addsUserToLogin })

    const second = linkedUser()
    const conflict = attempt(11, (cast) => merges(cast, second.value.user, linked.value.user))
    check(publicLoginsConflict, conflict, { check: mergedIntoDestination })
    const merged = probe(11, async (cast) => {
      const { user } = await vouchesFor(cast, newDeveloperUser())
      return { ...linked.value, answer: await merges(cast, user, linked.value.user) }
    })
    check(mergedIntoDestination, merged)
  },
)
