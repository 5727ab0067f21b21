/** Two logins of one identity: linked by one call, either of them good, and no second one of the same provider. */
import { answered } from '../shared/answers.ts'
import {
  datesOfIdentity,
  eitherAlone,
  linkedOnTheWay,
  namesOfLogins,
  secondOfProvider,
  strangersLogin,
  typeOfSecond,
} from './checks/linking.ts'
import { PERSON_IS_KNOWN } from './checks/providers.ts'
import { identityPool } from './flow.ts'
import { describes, eachAlone, getsId, PAIR, pairOf } from './pairs.ts'
import { OIDC } from './provider-needs.ts'
import { identifies } from './roles.ts'
import { signInByApi, signsInAside } from './steps-1-to-8.ts'
import { signsInAt } from './steps-1-to-8-at-provider.ts'
import { obtainIdentity } from './steps-9-to-11.ts'
import { obtainCredentials } from './steps-12-to-15.ts'

identityPool.variant(
  'link-second-login',
  'Two logins of one identity',
  {
    ...PAIR,
    lacking: ['oidc-logins', 'login-linking'],
    secondUser: {},
    identityPool: { ...PAIR.identityPool, classicFlow: true },
  },
  (context) => {
    const { attempt, probe, check } = context
    const both = pairOf(context, signInByApi(context))
    const identity = obtainIdentity(context, both)
    obtainCredentials(context, identity)

    const alone = probe(11, async (cast) => {
      const { identityId } = identity.value
      return { identityId, answers: await eachAlone(cast, both.value.atUserPool, both.value.atProvider) }
    })
    check(eitherAlone, alone, PERSON_IS_KNOWN)
    const described = probe(
      11,
      async (cast) => ({
        answer: await describes(cast, identity.value.identityId),
        logins: both.value.logins,
        at: Math.floor(cast.clock.now() / 1000),
      }),
      { needs: ['identity-administration'] },
    )
    check(namesOfLogins, described)
    check(datesOfIdentity, described)

    const other = probe(8, (cast) => signsInAt(cast, OIDC))
    const second = attempt(
      12,
      ({ application }) =>
        application.aws.identityPool.getCredentials(identity.value.identityId, {
          ...both.value.atUserPool,
          ...other.value.logins,
        }),
      { needs: ['enhanced-flow'] },
    )
    check(secondOfProvider, second, { performed: 12 })
    const type = attempt(
      13,
      ({ application }) =>
        application.aws.identityPool.getOpenIdToken(identity.value.identityId, {
          ...both.value.atUserPool,
          ...other.value.logins,
        }),
      { needs: ['basic-flow'] },
    )
    check(typeOfSecond, type, { check: secondOfProvider })

    const known = probe(11, async (cast) => {
      const { logins } = await signsInAside(cast, { user: cast.secondUser })
      return { ...(await identifies(cast, logins)), logins }
    })
    const stranger = attempt(
      12,
      async (cast) => {
        const { logins } = await identifies(cast, (await signsInAt(cast, OIDC)).logins)
        return cast.application.aws.identityPool.getCredentials(known.value.identityId, logins)
      },
      { needs: ['enhanced-flow'] },
    )
    check(strangersLogin, stranger, { check: linkedOnTheWay })
    const onTheWay = probe(
      12,
      async (cast) => {
        const { identityId, logins } = known.value
        const { logins: added } = await signsInAt(cast, OIDC)
        const { identityPool: api } = cast.application.aws
        answered(await api.getCredentials(identityId, { ...logins, ...added }))
        return { identityId, answers: [await getsId(cast, added)] }
      },
      { needs: ['enhanced-flow'] },
    )
    check(linkedOnTheWay, onTheWay, PERSON_IS_KNOWN)
  },
)
