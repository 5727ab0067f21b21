/** All 21 steps with a SAML provider; there is no code to exchange, and an assertion is good once for each operation. */

import type { Cast, PersonAtProvider } from '../../fixtures/actors/actors.ts'
import { COMMON_OBJECTS, OWN_OBJECTS } from '../../fixtures/flow/default-roles.ts'
import { succeeded } from '../shared/answers.ts'
import { LOGIN_IS_KNOWN, otherPersonOtherIdentity, samePersonSameIdentity } from './checks/providers.ts'
import {
  anyCertificate,
  assertionForBoth,
  assertionOnce,
  assertionTaken,
  credentialsOnce,
  customNotInAssertion,
  customOfAssertion,
  FIRST,
  noBasicFlow,
  noPoolRoleNeeded,
  roleBeforePools,
  roleOfAssertion,
  SECOND,
  UNNAMED,
} from './checks/saml.ts'
import { identityPool } from './flow.ts'
import { CLIENT, POOL } from './pools.ts'
import { poolFor, SAML } from './provider-needs.ts'
import { asksForRole, identifies, roleTaken, takesRole } from './roles.ts'
import { leasedRole, personWithRoles } from './saml-people.ts'
import { signInAtProvider, signsInAt } from './steps-1-to-8-at-provider.ts'
import { identityIdIn, obtainIdentity } from './steps-9-to-11.ts'
import { credentialed, obtainCredentials } from './steps-12-to-15.ts'
import { useCredentials } from './steps-16-to-21.ts'

const OPENS_OWN = { statements: [OWN_OBJECTS, COMMON_OBJECTS] }
const getId = ({ application }: Cast, logins: Readonly<Record<string, string>>) =>
  application.aws.identityPool.getId(logins)

identityPool.variant(
  'saml-assertion',
  'A SAML assertion, and the roles in it',
  {
    lacking: ['saml-logins'],
    pool: POOL,
    client: CLIENT,
    user: {},
    identityPool: {
      ...poolFor(SAML),
      classicFlow: true,
      roles: { authenticated: OPENS_OWN, [FIRST]: OPENS_OWN, [SECOND]: OPENS_OWN, [UNNAMED]: OPENS_OWN },
    },
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, probe, check } = context
    const proof = signInAtProvider(context, SAML, (cast) => personWithRoles(cast, FIRST))
    /** Every request takes an assertion of its own. */
    const fresh = (cast: Cast, who: PersonAtProvider = proof.value.person) => signsInAt(cast, SAML, who)

    const again = probe(10, async (cast) => {
      const { logins } = await fresh(cast)
      return { logins, answer: await getId(cast, logins) }
    })
    check(assertionTaken, () => again.value.answer)
    const repeated = attempt(10, async (cast) => {
      const { logins } = await fresh(cast)
      succeeded(await getId(cast, logins))
      return getId(cast, logins)
    })
    check(assertionOnce, repeated, { check: assertionTaken })
    const both = probe(
      12,
      async ({ application }) => {
        const { answer, logins } = again.value
        const identityId = identityIdIn(answer)
        const first = await application.aws.identityPool.getCredentials(identityId, logins)
        return { first, second: await application.aws.identityPool.getCredentials(identityId, logins) }
      },
      { needs: ['enhanced-flow'] },
    )
    check(assertionForBoth, () => both.value.first)
    check(credentialsOnce, () => both.value.second, { check: assertionForBoth })

    const identity = obtainIdentity(context, proof)
    useCredentials(context, obtainCredentials(context, identity))

    check(
      samePersonSameIdentity,
      () => ({ ...again.value, identityId: identity.value.identityId }),
      LOGIN_IS_KNOWN,
    )
    const other = probe(10, async (cast) => {
      const { logins } = await fresh(cast, await personWithRoles(cast, FIRST))
      return { answer: await getId(cast, logins), identityId: identity.value.identityId }
    })
    check(otherPersonOtherIdentity, other, { check: samePersonSameIdentity })

    const second = probe(10, async (cast) => {
      const person = await personWithRoles(cast, FIRST)
      await cast.provider(SAML.name).misbehaves(person, { misbehaviour: 'saml-signed-by-second-key' })
      return getId(cast, (await fresh(cast, person)).logins)
    })
    check(anyCertificate, second)

    const role = probe(13, async (cast) => takesRole(cast, (await fresh(cast)).logins), {
      needs: ['enhanced-flow'],
    })
    check(roleBeforePools, role)
    const custom = probe(
      13,
      async (cast) => {
        const { logins } = await fresh(cast, await personWithRoles(cast, FIRST, SECOND))
        return takesRole(cast, logins, { CustomRoleArn: leasedRole(cast, SECOND).arn })
      },
      { needs: ['enhanced-flow'] },
    )
    check(customOfAssertion, custom)
    const unnamed = attempt(
      12,
      async (cast) => {
        const { logins } = await fresh(cast, await personWithRoles(cast, FIRST, SECOND))
        const answer = await asksForRole(cast, logins, { CustomRoleArn: leasedRole(cast, UNNAMED).arn })
        const { lease } = cast
        if (answer.status !== 200) return { answer, taken: undefined, lease }
        return { answer, taken: await roleTaken(cast, credentialed(answer, cast).credentials), lease }
      },
      { needs: ['enhanced-flow', 'sts'] },
    )
    check(customNotInAssertion, unnamed, { check: customOfAssertion })

    const basic = attempt(
      13,
      async (cast) => {
        const { identityId, logins } = await identifies(cast, (await fresh(cast)).logins)
        return cast.application.aws.identityPool.getOpenIdToken(identityId, logins)
      },
      { needs: ['basic-flow'] },
    )
    check(noBasicFlow, basic, { check: assertionForBoth })
  },
)

identityPool.variant(
  'saml-without-pool-role',
  'A SAML assertion, at an identity pool without a role of its own',
  {
    lacking: ['saml-logins', 'enhanced-flow'],
    pool: POOL,
    client: CLIENT,
    user: {},
    identityPool: { ...poolFor(SAML), roles: { [FIRST]: OPENS_OWN } },
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, probe, check } = context
    const proof = signInAtProvider(context, SAML, (cast) => personWithRoles(cast, FIRST))
    const identity = obtainIdentity(context, proof)
    const given = attempt(12, ({ application }) =>
      application.aws.identityPool.getCredentials(identity.value.identityId, identity.value.logins),
    )
    check(noPoolRoleNeeded, given)
    const role = probe(
      13,
      async (cast) => {
        const { logins } = await signsInAt(cast, SAML, proof.value.person)
        return takesRole(cast, logins)
      },
      { needs: ['enhanced-flow'] },
    )
    check(roleOfAssertion, role)
  },
)
