/** Users for whom a developer's server vouches: one signed request in the place of all steps up to the identity id. */

import type { Handle } from '../../fixtures/flow/flow.ts'
import { verifySignature } from '../../fixtures/protocol/jws.ts'
import { WELL_AFTER } from '../shared/expiry.ts'
import { tokenIsJwt } from './checks/basic-flow.ts'
import {
  nameAtGetId,
  nameAtGetOpenIdToken,
  notAToken,
  otherUserOtherIdentity,
  ROLE,
  roleFromSts,
  roleOfDeveloperUser,
  sameUserSameIdentity,
  tokenAtGetId,
  tokenForUser,
  tokenOfOther,
  tokenRunsOut,
  tooLong,
  unknownProvider,
  unsignedVouching,
  wronglySignedVouching,
} from './checks/developer.ts'
import {
  ASKED_DURATION,
  amrOfToken,
  amrOfUser,
  audienceOfToken,
  issuerOfToken,
  lastsAsAsked,
  lastsFifteenMinutes,
  subjectOfToken,
  tokenVerifies,
} from './checks/developer-token.ts'
import {
  asDeveloperUser,
  asksForToken,
  DEVELOPER,
  developerProvider,
  identifiedByToken,
  newDeveloperUser,
  OWN,
  vouchesFor,
} from './developer.ts'
import { identityPool } from './flow.ts'
import { developerReplacesGetId, developerSignsIn } from './omissions.ts'
import { legible, ownTokenIn } from './own-token.ts'
import { roleReached } from './roles.ts'
import { obtainCredentials } from './steps-12-to-15.ts'
import { useCredentials } from './steps-16-to-21.ts'
import { asksSts } from './sts-session.ts'

identityPool.variant(
  'developer-authenticated',
  'Users for whom a developer’s server vouches',
  {
    ...DEVELOPER,
    lacking: ['developer-identities', 'enhanced-flow'],
    identityPool: { ...DEVELOPER.identityPool, guests: true, classicFlow: true },
  },
  (context) => {
    const { attempt, probe, check, omitted } = context
    for (const number of [1, 2, 3, 4, 5, 6, 7, 8] as const) omitted(number, developerSignsIn)
    for (const number of [9, 10, 11] as const) omitted(number, developerReplacesGetId)
    const asked = attempt(9, async (cast) => {
      const user = newDeveloperUser()
      return { user, answer: await asksForToken(cast, user) }
    })
    check(tokenForUser, () => asked.value.answer)
    const vouched = probe(11, (cast) => {
      const { user, answer } = asked.value
      return { ...ownTokenIn(answer, cast), user, provider: developerProvider(cast) }
    })
    check(tokenIsJwt, vouched)
    const claims = probe(13, () => legible(vouched.value))
    for (const one of [
      issuerOfToken,
      audienceOfToken,
      subjectOfToken,
      amrOfToken,
      amrOfUser,
      lastsFifteenMinutes,
    ])
      check(one, claims)

    const verified = probe(
      13,
      async ({ application }) => {
        const keys = await application.aws.identityPool.fetchKeys()
        return { ...claims.value, signature: await verifySignature(claims.value.token, keys) }
      },
      { needs: ['identity-token-keys'] },
    )
    check(tokenVerifies, verified)
    const session = probe(14, (cast) => asksSts(cast, ROLE, vouched.value), { needs: ['sts'] })
    check(roleFromSts, session)

    const identity: Handle<ReturnType<typeof identifiedByToken>> = {
      get value() {
        return identifiedByToken(vouched.value)
      },
    }
    const credentials = obtainCredentials(context, identity)
    useCredentials(context, credentials)
    check(roleOfDeveloperUser, roleReached(context, credentials))

    const lasting = probe(13, async (cast) =>
      legible(await vouchesFor(cast, vouched.value.user, { TokenDuration: ASKED_DURATION })),
    )
    check(lastsAsAsked, lasting)
    const identityIdOf = () => vouched.value.identityId
    const again = probe(11, async (cast) => ({
      answer: await asksForToken(cast, vouched.value.user),
      identityId: identityIdOf(),
    }))
    check(sameUserSameIdentity, again)
    const other = probe(11, async (cast) => {
      const user = newDeveloperUser()
      return { user, answer: await asksForToken(cast, user), identityId: identityIdOf() }
    })
    check(otherUserOtherIdentity, other, { check: sameUserSameIdentity })

    const twin = { check: tokenForUser }
    const options = { needs: ['sigv4'] } as const
    const unsigned = attempt(
      9,
      (cast) => asksForToken(cast, newDeveloperUser(), {}, { signed: false }),
      options,
    )
    check(unsignedVouching, unsigned, twin)
    const wronglySigned = attempt(
      9,
      (cast) => asksForToken(cast, newDeveloperUser(), {}, { wrongSecret: true }),
      options,
    )
    check(wronglySignedVouching, wronglySigned, twin)
    const misspelt = attempt(9, (cast) =>
      asksForToken(cast, newDeveloperUser(), { Logins: { 'login.of.nobody': newDeveloperUser() } }),
    )
    check(unknownProvider, misspelt, twin)
    const long = attempt(9, (cast) => asksForToken(cast, newDeveloperUser(), { TokenDuration: 172_800 }))
    check(tooLong, long, twin)
    const named = attempt(9, (cast) =>
      cast.application.aws.identityPool.getId(asDeveloperUser(cast, vouched.value.user)),
    )
    check(nameAtGetId, named, twin)
    const namedForToken = attempt(
      13,
      (cast) =>
        cast.application.aws.identityPool.getOpenIdToken(
          identityIdOf(),
          asDeveloperUser(cast, vouched.value.user),
        ),
      { needs: ['basic-flow'] },
    )
    check(nameAtGetOpenIdToken, namedForToken, twin)
    const atGetId = attempt(9, ({ application }) => application.aws.identityPool.getId(identity.value.logins))
    check(tokenAtGetId, atGetId, twin)
    const redeemed = { performed: 12 } as const
    const ofOther = attempt(12, async (cast) => {
      const { identityId: own, logins } = identifiedByToken(await vouchesFor(cast, newDeveloperUser()))
      const asked = identityIdOf()
      return { own, asked, answer: await cast.application.aws.identityPool.getCredentials(asked, logins) }
    })
    check(tokenOfOther, ofOther, redeemed)
    const noToken = attempt(12, ({ application }) =>
      application.aws.identityPool.getCredentials(identityIdOf(), { [OWN]: vouched.value.user }),
    )
    check(notAToken, noToken, redeemed)
    // Last, since time moves on for all of the variant.
    const late = attempt(12, async (cast) => {
      const brief = identifiedByToken(await vouchesFor(cast, vouched.value.user, { TokenDuration: 60 }))
      await cast.clock.pass(60 + WELL_AFTER)
      return cast.application.aws.identityPool.getCredentials(brief.identityId, brief.logins)
    })
    check(tokenRunsOut, late, redeemed)
  },
)
