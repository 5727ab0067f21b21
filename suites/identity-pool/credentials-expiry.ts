/** Credentials of the enhanced flow before their Expiration, after it, and those that follow. */
import type { Cast } from '../../fixtures/actors/actors.ts'
import { COMMON_OBJECTS } from '../../fixtures/flow/default-roles.ts'
import { NotApplicable } from '../../fixtures/flow/not-performed.ts'
import { WELL_AFTER } from '../shared/expiry.ts'
import { whoAmI } from './caller.ts'
import {
  credentialsExpire,
  credentialsExpireAtS3,
  credentialsLast,
  expiredError,
  expiredErrorOfS3,
  newCredentialsWork,
  oldStayExpired,
} from './checks/expiry.ts'
import { readsCommon } from './checks/iam.ts'
import { identityPool } from './flow.ts'
import { writeCommon } from './objects.ts'
import { CLIENT, POOL } from './pools.ts'
import { signInByApi, signsInAside } from './steps-1-to-8.ts'
import { obtainIdentity } from './steps-9-to-11.ts'
import { asksForCredentials, credentialed, obtainCredentials } from './steps-12-to-15.ts'
import type { Holder } from './steps-16-to-21.ts'

const AT_STS = { needs: ['sts'] } as const

/** Seconds before the Expiration at which everybody’s clock still lies before it. */
const WELL_BEFORE = 300

/** Seconds to a moment that lies so far from the credentials' Expiration, as the target's clock has it. */
const secondsTo = ({ clock }: Cast, { credentials }: Holder, fromExpiration: number): number =>
  Math.ceil(credentials.expiration + fromExpiration - clock.now() / 1000)

/** GetCallerIdentity before the credentials run out. @throws {NotApplicable} that is too near already */
async function asksBefore(cast: Cast, holder: Holder) {
  const left = secondsTo(cast, holder, -WELL_BEFORE)
  if (left < 0)
    throw new NotApplicable(`the credentials have less than ${WELL_BEFORE / 60} minutes left when they come`)
  await cast.clock.pass(left)
  return whoAmI(cast, holder)
}

/**
 * Lets credentials run out. Asked for again by each act that stands on it: once it has come to pass it takes no time, and
 * where it could not come to pass none of them has anything to say.
 * @throws {TooLong}
 */
const runOut = (cast: Cast, holder: Holder): Promise<void> =>
  cast.clock.pass(secondsTo(cast, holder, WELL_AFTER))

/** GetCallerIdentity with credentials that have run out. @throws {TooLong} */
async function asksAfter(cast: Cast, holder: Holder) {
  await runOut(cast, holder)
  return whoAmI(cast, holder)
}

identityPool.variant(
  'credentials-expiry',
  'Credentials that run out, of a role that would allow two hours',
  {
    lacking: ['enhanced-flow'],
    pool: POOL,
    client: CLIENT,
    user: {},
    identityPool: { roles: { authenticated: { maxSession: 7200, statements: [COMMON_OBJECTS] } } },
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, probe, check } = context
    const who = obtainIdentity(context, signInByApi(context))
    const first = obtainCredentials(context, who)
    const { key } = writeCommon(context, first)
    check(
      credentialsLast,
      probe(17, (cast) => asksBefore(cast, first.value), AT_STS),
    )
    const late = attempt(17, (cast) => asksAfter(cast, first.value), AT_STS)
    const twin = { check: credentialsLast, after: { check: newCredentialsWork } }
    check(credentialsExpire, late, twin)
    check(expiredError, late, twin)
    const lateAtS3 = attempt(
      17,
      async (cast) => {
        const { credentials } = first.value
        const object = key.value
        await runOut(cast, first.value)
        return cast.application.aws.object('GET', object, credentials)
      },
      { needs: ['object-service'] },
    )
    for (const one of [credentialsExpireAtS3, expiredErrorOfS3]) check(one, lateAtS3, { check: readsCommon })

    const renewed = probe(
      17,
      async (cast) => {
        await runOut(cast, first.value)
        const { logins } = await signsInAside(cast)
        const { identityId } = who.value
        return whoAmI(cast, credentialed(await asksForCredentials(cast, { identityId, logins }), cast))
      },
      AT_STS,
    )
    check(newCredentialsWork, renewed)
    check(
      oldStayExpired,
      attempt(17, (cast) => asksAfter(cast, first.value), AT_STS),
      { check: newCredentialsWork },
    )
  },
)
