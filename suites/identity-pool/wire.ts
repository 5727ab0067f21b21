/** The envelope of answers and refusals; guests where there are none, ids of nothing, ids that cannot be. */
import {
  guestsRefused,
  guestsRefusedAnswer,
  malformedIdentityId,
  malformedPoolId,
  malformedPoolIdAnswer,
  poolIdRequired,
  unknownIdentity,
  unknownIdentityAnswer,
  unknownPool,
  unknownPoolAnswer,
} from './checks/access.ts'
import {
  contentType,
  crossOrigin,
  describesIdentity,
  errorBody,
  errorHeader,
  errorMessageHeader,
  exposedHeaders,
  refusalStatus,
  requestId,
  unsignedRefused,
  wronglySignedRefused,
} from './checks/wire.ts'
import { obtainCredentials } from './credentials.ts'
import { identityPool } from './flow.ts'
import { obtainIdentity } from './identity.ts'
import { CLIENT, POOL, poolOf } from './pools.ts'
import { signInByApi } from './sign-in.ts'

/** The form of an id, and nobody’s. */
const NOBODYS = '00000000-0000-4000-8000-000000000000'

identityPool.variant(
  'wire',
  'Answers and refusals on the wire',
  {
    lacking: ['password'],
    pool: POOL,
    client: CLIENT,
    user: {},
    identityPool: {},
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, probe, check } = context
    const who = obtainIdentity(context, signInByApi(context))
    obtainCredentials(context, who)
    for (const one of [contentType, requestId]) check(one, () => who.value.answer)

    const guest = attempt(9, ({ application }) => application.aws.identityPool.getId())
    const served = { performed: 11, variant: 'guest' } as const
    for (const one of [guestsRefused, guestsRefusedAnswer]) check(one, guest, served)
    const onRefusal = [refusalStatus, errorBody, errorHeader, errorMessageHeader] as const
    const named = { performed: 11 } as const
    for (const one of [...onRefusal, crossOrigin, exposedHeaders]) check(one, guest, named)

    const nowhere = attempt(9, ({ application, lease }) =>
      application.aws.identityPool.getId(who.value.logins, {
        IdentityPoolId: `${poolOf(lease).region}:${NOBODYS}`,
      }),
    )
    for (const one of [unknownPool, unknownPoolAnswer]) check(one, nowhere, named)
    const ofUsers = attempt(9, ({ application, lease }) =>
      application.aws.identityPool.getId(who.value.logins, { IdentityPoolId: lease.userPool.id }),
    )
    for (const one of [malformedPoolId, malformedPoolIdAnswer]) check(one, ofUsers, named)
    const without = attempt(9, ({ application }) =>
      application.aws.identityPool.call('GetId', { Logins: who.value.logins }),
    )
    check(poolIdRequired, without, named)

    const credentials = (identityId: (region: string) => string) =>
      attempt(
        12,
        ({ application, lease }) =>
          application.aws.identityPool.getCredentials(identityId(poolOf(lease).region), who.value.logins),
        { needs: ['enhanced-flow'] },
      )
    const nobodys = credentials((region) => `${region}:${NOBODYS}`)
    for (const one of [unknownIdentity, unknownIdentityAnswer]) check(one, nobodys, { performed: 14 })
    const malformed = credentials(() => NOBODYS)
    check(malformedIdentityId, malformed, { performed: 14 })

    const looks = { IdentityId: '' }
    const describe =
      (options?: { readonly signed?: boolean; readonly wrongSecret?: true }) =>
      ({ application }: Parameters<Parameters<typeof probe>[1]>[0]) =>
        application.aws.identityPool.call(
          'DescribeIdentity',
          { ...looks, IdentityId: who.value.identityId },
          options,
        )
    const described = probe(11, describe())
    check(describesIdentity, () => ({ answer: described.value, identityId: who.value.identityId }))
    const twin = { check: describesIdentity }
    check(unsignedRefused, attempt(11, describe({ signed: false }), { needs: ['sigv4'] }), twin)
    check(wronglySignedRefused, attempt(11, describe({ wrongSecret: true }), { needs: ['sigv4'] }), twin)
  },
)
