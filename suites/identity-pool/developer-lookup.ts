/** Users of a developer, looked up by identifier and by identity. */

import type { Answer } from '../../fixtures/protocol/answer.ts'
import { bodyJson, isValue, readString } from '../../fixtures/protocol/reading.ts'
import { succeeded } from '../shared/answers.ts'
import {
  foundByIdentity,
  foundByUser,
  matchConfirmed,
  mismatchRefused,
  neitherRefused,
  oneOnEachPage,
  unsignedLookup,
  usersInPages,
} from './checks/developer-users.ts'
import { DEVELOPER, looksUp, merges, newDeveloperUser, UNSIGNED, vouchesFor } from './developer.ts'
import { identityPool } from './flow.ts'
import { developerReplacesGetId, developerSignsIn } from './omissions.ts'

identityPool.variant(
  'developer-lookup',
  'Users of a developer, looked up',
  { ...DEVELOPER, lacking: ['developer-identities', 'developer-identity-links'] },
  ({ attempt, probe, check, omitted }) => {
    for (const number of [1, 2, 3, 4, 5, 6, 7, 8] as const) omitted(number, developerSignsIn)
    for (const number of [9, 10] as const) omitted(number, developerReplacesGetId)
    const one = probe(11, (cast) => vouchesFor(cast, newDeveloperUser()))
    const other = probe(11, (cast) => vouchesFor(cast, newDeveloperUser()))
    const about = () => ({ identityId: one.value.identityId, users: [one.value.user] })

    const byUser = probe(11, async (cast) => ({
      ...about(),
      answer: await looksUp(cast, { DeveloperUserIdentifier: one.value.user }),
    }))
    check(foundByUser, byUser)
    const byIdentity = probe(11, async (cast) => ({
      ...about(),
      answer: await looksUp(cast, { IdentityId: one.value.identityId }),
    }))
    check(foundByIdentity, byIdentity)
    const byBoth = probe(11, async (cast) => ({
      ...about(),
      answer: await looksUp(cast, {
        IdentityId: one.value.identityId,
        DeveloperUserIdentifier: one.value.user,
      }),
    }))
    check(matchConfirmed, byBoth)
    const mismatch = attempt(11, (cast) =>
      looksUp(cast, { IdentityId: one.value.identityId, DeveloperUserIdentifier: other.value.user }),
    )
    check(mismatchRefused, mismatch, { check: matchConfirmed })
    const neither = attempt(11, (cast) => looksUp(cast, {}))
    check(neitherRefused, neither, { check: foundByUser })
    const unsigned = attempt(
      11,
      (cast) => looksUp(cast, { DeveloperUserIdentifier: one.value.user }, UNSIGNED),
      { needs: ['sigv4'] },
    )
    check(unsignedLookup, unsigned, { check: foundByUser })

    const paged = probe(11, async (cast) => {
      const users = [one.value.user, newDeveloperUser()]
      await vouchesFor(cast, users[1] ?? '')
      succeeded(await merges(cast, users[1] ?? '', one.value.user))
      const pages: Answer[] = []
      let next: string | undefined
      // One more than there can be, so that a token that leads on for ever shows.
      while (pages.length <= users.length) {
        const answer = succeeded(
          await looksUp(cast, {
            IdentityId: one.value.identityId,
            MaxResults: 1,
            ...(next === undefined ? {} : { NextToken: next }),
          }),
        )
        pages.push(answer)
        const token = readString(bodyJson(answer), 'NextToken')
        if (!isValue(token) || token === '') break
        next = token
      }
      return { users, pages }
    })
    check(usersInPages, paged)
    check(oneOnEachPage, paged)
  },
)
