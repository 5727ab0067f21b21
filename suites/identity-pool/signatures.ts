/** Requests that are signed wrongly, beside the same ones signed as they should be. */
import type { SigningOptions } from '../../fixtures/actors/actors.ts'
import { callerAnswers } from './checks/caller.ts'
import { readsCommon } from './checks/iam.ts'
import {
  earlyStamp,
  earlyStampAnswer,
  expiredStamp,
  expiredStampAnswer,
  noToken,
  noTokenCode,
  unsigned,
  unsignedAnswer,
  wrongRegion,
  wrongRegionAnswer,
  wrongSecret,
  wrongSecretText,
  wrongService,
} from './checks/signatures.ts'
import {
  s3BadToken,
  s3Early,
  s3Expired,
  s3NoToken,
  s3NoTokenAnswer,
  s3Skewed,
  s3SkewTold,
  s3Unsigned,
  s3WrongSecret,
  s3WrongSecretAnswer,
} from './checks/signed-services.ts'
import { identityPool } from './flow.ts'
import { callerOfSession } from './judged.ts'
import { writeCommon } from './objects.ts'
import { CLIENT, POOL } from './pools.ts'
import { signInByApi } from './steps-1-to-8.ts'
import { obtainIdentity } from './steps-9-to-11.ts'
import { obtainCredentials } from './steps-12-to-15.ts'

/** Beyond the 15 minutes of STS and S3, and any difference of clocks. In seconds. */
const FAR_OFF = 1500

const AT_STS: readonly (readonly [SigningOptions, ...(typeof wrongSecret)[]])[] = [
  [{ broken: 'wrong-secret' }, wrongSecret, wrongSecretText],
  [{ broken: 'no-session-token' }, noToken, noTokenCode],
  [{ broken: 'unsigned' }, unsigned, unsignedAnswer],
  [{ skew: -FAR_OFF }, expiredStamp, expiredStampAnswer],
  [{ skew: FAR_OFF }, earlyStamp, earlyStampAnswer],
  [{ scope: { region: 'nowhere-east-1' } }, wrongRegion, wrongRegionAnswer],
  [{ scope: { service: 's3' } }, wrongService],
]

const AT_S3: readonly (readonly [SigningOptions, ...(typeof wrongSecret)[]])[] = [
  [{ broken: 'wrong-secret' }, s3WrongSecret, s3WrongSecretAnswer],
  [{ broken: 'unsigned' }, s3Unsigned],
  [{ broken: 'no-session-token' }, s3NoToken, s3NoTokenAnswer],
  [{ skew: -FAR_OFF }, s3Expired, s3Skewed, s3SkewTold],
  [{ skew: FAR_OFF }, s3Early],
]

identityPool.variant(
  'signatures',
  'Requests that are signed wrongly',
  {
    lacking: ['password', 'enhanced-flow'],
    pool: POOL,
    client: CLIENT,
    user: {},
    identityPool: {},
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, check } = context
    const holder = obtainCredentials(context, obtainIdentity(context, signInByApi(context)))
    check(callerAnswers, callerOfSession(context, holder))
    for (const [signing, ...checks] of AT_STS) {
      const answer = attempt(
        17,
        ({ application }) => application.aws.sts.callerIdentity(holder.value.credentials, signing),
        { needs: ['sts', 'iam-policies'] },
      )
      for (const one of checks) check(one, answer, { check: callerAnswers })
    }

    const { key } = writeCommon(context, holder)
    for (const [signing, ...checks] of AT_S3) {
      const answer = attempt(
        17,
        ({ application }) => application.aws.object('GET', key.value, holder.value.credentials, { signing }),
        { needs: ['object-service', 'iam-policies'] },
      )
      for (const one of checks) check(one, answer, { check: readsCommon })
    }
    const madeUp = attempt(
      17,
      ({ application }) =>
        application.aws.object('GET', key.value, {
          ...holder.value.credentials,
          sessionToken: 'bm9ib2R5LXdhcy1ldmVyLWdpdmVuLXRoaXM=',
        }),
      { needs: ['object-service', 'iam-policies'] },
    )
    check(s3BadToken, madeUp, { check: readsCommon })
  },
)
