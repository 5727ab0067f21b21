/** The envelope of answers and refusals; guests where there are none, ids of nothing, ids that cannot be. */
import type { Cast } from '../../fixtures/actors/actors.ts'
import {
  emptyTokenAnswer,
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
  unknownPoolServesNobody,
} from './checks/access.ts'
import { identitiesListed, pageRequired, pageTooLong, unsignedListRefused } from './checks/administration.ts'
import {
  contentType,
  crossOrigin,
  describesIdentity,
  errorBody,
  errorHeader,
  errorMessageHeader,
  exposedHeaders,
  refusalRequestId,
  refusalStatus,
  requestId,
  unsignedRefused,
  wronglySignedRefused,
} from './checks/wire.ts'
import { identityPool } from './flow.ts'
import { CLIENT, mustBeClosedToGuests, POOL, poolOf } from './pools.ts'
import { asSigned } from './signer.ts'
import { loginsWith, signInByApi } from './steps-1-to-8.ts'
import { obtainIdentity } from './steps-9-to-11.ts'
import { obtainCredentials } from './steps-12-to-15.ts'

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

    const guest = attempt(9, ({ application, lease }) => {
      mustBeClosedToGuests(lease)
      return application.aws.identityPool.getId()
    })
    const served = { performed: 11, variant: 'guest' } as const
    for (const one of [guestsRefused, guestsRefusedAnswer]) check(one, guest, served)

    const named = { performed: 11 } as const
    const nowhere = attempt(9, ({ application, lease }) =>
      application.aws.identityPool.getId(who.value.logins, {
        IdentityPoolId: `${poolOf(lease).region}:${NOBODYS}`,
      }),
    )
    check(unknownPoolServesNobody, nowhere, named)
    // What a refusal looks like shows where there is one.
    const onRefusal = [
      refusalStatus,
      refusalRequestId,
      errorBody,
      errorHeader,
      errorMessageHeader,
      crossOrigin,
      exposedHeaders,
    ]
    for (const one of [unknownPool, unknownPoolAnswer, ...onRefusal])
      check(one, nowhere, { ...named, after: { check: unknownPoolServesNobody } })
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
    const empty = attempt(
      12,
      ({ application, lease }) =>
        application.aws.identityPool.getCredentials(who.value.identityId, loginsWith(lease, '')),
      { needs: ['enhanced-flow'] },
    )
    check(emptyTokenAnswer, empty, { performed: 14 })

    const describe =
      (options?: { readonly signed?: boolean; readonly wrongSecret?: true }) =>
      ({ application }: Cast) =>
        application.aws.identityPool.call('DescribeIdentity', { IdentityId: who.value.identityId }, options)
    const described = probe(11, async (cast) => asSigned(await describe()(cast), cast.lease), {
      needs: ['identity-administration'],
    })
    check(describesIdentity, () => ({ answer: described.value, identityId: who.value.identityId }))
    const twin = { check: describesIdentity }
    const verified = { needs: ['sigv4', 'identity-administration'] } as const
    check(unsignedRefused, attempt(11, describe({ signed: false }), verified), twin)
    check(wronglySignedRefused, attempt(11, describe({ wrongSecret: true }), verified), twin)

    const list =
      (input: { readonly MaxResults?: number }, options?: { readonly signed: false }) =>
      ({ application, lease }: Cast) =>
        application.aws.identityPool.call(
          'ListIdentities',
          { IdentityPoolId: poolOf(lease).id, ...input },
          options,
        )
    const administered = { needs: ['identity-administration'] } as const
    const whole = { MaxResults: 60 }
    check(
      identitiesListed,
      probe(11, async (cast) => asSigned(await list(whole)(cast), cast.lease), administered),
    )
    const listed = { check: identitiesListed }
    check(unsignedListRefused, attempt(11, list(whole, { signed: false }), verified), listed)
    check(pageTooLong, attempt(11, list({ MaxResults: 61 }), administered), listed)
    check(pageRequired, attempt(11, list({}), administered), listed)
  },
)
