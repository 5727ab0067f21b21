/** What a role allows, and what of it a guest of the enhanced flow is left: services of the documented list. */
import type { SigningOptions } from '../../fixtures/actors/actors.ts'
import { COMMON_OBJECTS } from '../../fixtures/flow/default-roles.ts'
import type { RoleNeeds } from '../../fixtures/targets/lease-identity.ts'
import { guestCut, guestCutAnswer, guestInList, userMayParameter } from './checks/iam.ts'
import {
  jsonNoToken,
  jsonUnsigned,
  jsonWrongSecret,
  jsonWrongSecretAnswer,
} from './checks/signed-services.ts'
import { identityPool } from './flow.ts'
import { CLIENT, POOL } from './pools.ts'
import { signInByApi } from './steps-1-to-8.ts'
import { identified, obtainIdentity } from './steps-9-to-11.ts'
import { asksForCredentials, credentialed, obtainCredentials } from './steps-12-to-15.ts'

const PARAMETER = 'conformance-nobody-gave-this'

const AT_STORE = { needs: ['parameter-store', 'iam-policies'] } as const

const WRONGLY_SIGNED: readonly (readonly [
  NonNullable<SigningOptions['broken']>,
  ...(typeof jsonUnsigned)[],
])[] = [
  ['wrong-secret', jsonWrongSecret, jsonWrongSecretAnswer],
  ['no-session-token', jsonNoToken],
  ['unsigned', jsonUnsigned],
]

const ROLE: RoleNeeds = {
  statements: [COMMON_OBJECTS, { Effect: 'Allow', Action: 'ssm:GetParameter', Resource: '*' }],
}

identityPool.variant(
  'guest-services',
  'Services for guests, and for users with the same permissions',
  {
    lacking: ['password', 'guest-access', 'enhanced-flow'],
    pool: POOL,
    client: CLIENT,
    user: {},
    identityPool: { guests: true, roles: { authenticated: ROLE, unauthenticated: ROLE } },
    does: ['signs-in'],
  },
  (context) => {
    const { probe, attempt, check } = context
    const user = obtainCredentials(context, obtainIdentity(context, signInByApi(context)))
    const ofUser = probe(
      18,
      ({ application }) => application.aws.parameter(PARAMETER, user.value.credentials),
      AT_STORE,
    )
    check(userMayParameter, ofUser)
    for (const [broken, ...checks] of WRONGLY_SIGNED) {
      const answer = attempt(
        17,
        ({ application }) => application.aws.parameter(PARAMETER, user.value.credentials, { broken }),
        AT_STORE,
      )
      for (const one of checks) check(one, answer, { check: userMayParameter })
    }

    const guest = probe(14, async (cast) => {
      const { identityPool } = cast.application.aws
      const who = identified(await identityPool.getId(), cast.lease)
      return credentialed(await asksForCredentials(cast, who), cast)
    })
    const ofGuest = attempt(
      18,
      ({ application }) => application.aws.parameter(PARAMETER, guest.value.credentials),
      AT_STORE,
    )
    for (const one of [guestCut, guestCutAnswer]) check(one, ofGuest, { check: userMayParameter })
    const object = probe(
      18,
      ({ application }) =>
        application.aws.object('PUT', `common/${guest.value.identityId}.txt`, guest.value.credentials, {
          body: 'a guest was here',
        }),
      { needs: ['object-service'] },
    )
    check(guestInList, object)
  },
)
