/** Users of a developer who turn out to be one. */

import { succeeded } from '../shared/answers.ts'
import { sameUserSameIdentity } from './checks/developer.ts'
import {
  mergedIntoDestination,
  mergedUsers,
  moreThanTwenty,
  twentyMerged,
  unsignedMerge,
} from './checks/developer-users.ts'
import { asksForToken, DEVELOPER, merges, newDeveloperUser, UNSIGNED, vouchesFor } from './developer.ts'
import { identityPool } from './flow.ts'
import { developerReplacesGetId, developerSignsIn } from './omissions.ts'

/** Linked logins that an identity may have. */
const MOST = 20

identityPool.variant(
  'developer-merge',
  'Users of a developer who are merged',
  { ...DEVELOPER, lacking: ['developer-identities', 'developer-identity-links'] },
  ({ attempt, probe, check, omitted }) => {
    for (const number of [1, 2, 3, 4, 5, 6, 7, 8] as const) omitted(number, developerSignsIn)
    for (const number of [9, 10] as const) omitted(number, developerReplacesGetId)
    const source = probe(11, (cast) => vouchesFor(cast, newDeveloperUser()))
    const destination = probe(11, (cast) => vouchesFor(cast, newDeveloperUser()))
    const merged = attempt(11, async (cast) => ({
      identityId: destination.value.identityId,
      answer: await merges(cast, source.value.user, destination.value.user),
    }))
    check(mergedIntoDestination, merged)
    const unsigned = attempt(
      11,
      async (cast) => {
        const { user: one } = await vouchesFor(cast, newDeveloperUser())
        const { user: other } = await vouchesFor(cast, newDeveloperUser())
        return merges(cast, one, other, UNSIGNED)
      },
      { needs: ['sigv4'] },
    )
    check(unsignedMerge, unsigned, { check: mergedIntoDestination })
    const after = probe(11, async (cast) => {
      succeeded(merged.value.answer)
      const answers = []
      for (const { user } of [source.value, destination.value]) answers.push(await asksForToken(cast, user))
      return { answers, identityId: destination.value.identityId }
    })
    check(mergedUsers, after, { check: sameUserSameIdentity, variant: 'developer-authenticated' })

    const nineteen = probe(11, async (cast) => {
      void after.value
      // Two are together already, and the one that fills it is judged.
      for (let count = 2; count < MOST - 1; count++) {
        const { user } = await vouchesFor(cast, newDeveloperUser())
        succeeded(await merges(cast, user, destination.value.user))
      }
    })
    /** Merges one user more into the destination. */
    const oneMore = () =>
      attempt(11, async (cast) => {
        void nineteen.value
        const { user } = await vouchesFor(cast, newDeveloperUser())
        return merges(cast, user, destination.value.user)
      })
    const twentieth = oneMore()
    check(twentyMerged, twentieth)
    const tooMany = oneMore()
    check(moreThanTwenty, tooMany, { check: twentyMerged })
  },
)
