/** A guest who decides to sign in: the identity is theirs from then on, and is a guest's no more. */

import { answered } from '../shared/answers.ts'
import { guestFoundByLogin, guestKeepsId, guestNoMore, roleOfFormerGuest } from './checks/former-guest.ts'
import { mergedForBoth, mergedIntoOne } from './checks/linking.ts'
import { LOGIN_IS_KNOWN } from './checks/providers.ts'
import { identityPool } from './flow.ts'
import { guestsSkip } from './omissions.ts'
import { eachAlone } from './pairs.ts'
import { CLIENT, POOL } from './pools.ts'
import { identifies, roleTaken } from './roles.ts'
import { signInByApi } from './steps-1-to-8.ts'
import { identityIdIn, obtainIdentity } from './steps-9-to-11.ts'
import { credentialed, obtainCredentials } from './steps-12-to-15.ts'

identityPool.variant(
  'guest-signs-in',
  'A guest who signs in',
  {
    lacking: ['guest-access', 'enhanced-flow'],
    pool: POOL,
    client: CLIENT,
    user: {},
    // In a pool that exists the user has an identity of earlier runs, and is not to lose it to a guest's.
    identityPool: { guests: true, changesIdentities: true },
    does: ['signs-in'],
  },
  (context) => {
    for (const number of [1, 2, 3, 4, 5, 6, 7, 8] as const) context.omitted(number, guestsSkip)
    const guest = obtainIdentity(context, undefined)
    obtainCredentials(context, guest)

    context.walk('signed-in', (signedIn) => {
      const { attempt, probe, check } = signedIn
      const proof = signInByApi(signedIn)
      const switched = attempt(12, async ({ application }) => {
        const { identityId } = guest.value
        const answer = await application.aws.identityPool.getCredentials(identityId, proof.value.logins)
        return { identityId, answer }
      })
      check(guestKeepsId, switched)
      // What follows is about somebody who was let in.
      const letIn = probe(12, () => answered(switched.value.answer))
      const found = probe(11, async (cast) => {
        void letIn.value
        const { identityId } = guest.value
        return { identityId, answers: await eachAlone(cast, proof.value.logins) }
      })
      check(guestFoundByLogin, found, LOGIN_IS_KNOWN)
      const role = probe(13, (cast) => roleTaken(cast, credentialed(letIn.value, cast).credentials))
      check(roleOfFormerGuest, role)
      const alone = attempt(12, ({ application }) => {
        void letIn.value
        return application.aws.identityPool.getCredentials(guest.value.identityId)
      })
      check(guestNoMore, alone, { performed: 12 })

      // Somebody who has an identity already, and was a guest for a while.
      const another = attempt(12, async (cast) => {
        const known = await identifies(cast, proof.value.logins)
        const { identityId } = await identifies(cast)
        const answer = await cast.application.aws.identityPool.getCredentials(identityId, proof.value.logins)
        return { before: [identityId, known.identityId], answer }
      })
      check(mergedIntoOne, another)
      const afterwards = probe(11, async (cast) => ({
        identityId: identityIdIn(another.value.answer),
        answers: await eachAlone(cast, proof.value.logins),
      }))
      check(mergedForBoth, afterwards, LOGIN_IS_KNOWN)
    })
  },
)
