/** Two identities whose logins come together: one of them stays, and has both. */

import { disabledHidden, disabledListed, mergedForBoth, mergedIntoOne } from './checks/linking.ts'
import { PERSON_IS_KNOWN } from './checks/providers.ts'
import { identityPool } from './flow.ts'
import { eachAlone, listsIdentities, PAIR } from './pairs.ts'
import { OIDC } from './provider-needs.ts'
import { identifies } from './roles.ts'
import { signInByApi } from './steps-1-to-8.ts'
import { signsInAt } from './steps-1-to-8-at-provider.ts'
import { identityIdIn, obtainIdentity } from './steps-9-to-11.ts'

identityPool.variant(
  'merge-identities',
  'Two identities that become one',
  { ...PAIR, lacking: ['oidc-logins', 'login-linking', 'enhanced-flow'] },
  (context) => {
    const { attempt, probe, check } = context
    const first = obtainIdentity(context, signInByApi(context))
    const second = probe(11, async (cast) => identifies(cast, (await signsInAt(cast, OIDC)).logins))
    const merged = attempt(12, async ({ application }) => {
      const [one, other] = [first.value, second.value]
      const logins = { ...one.logins, ...other.logins }
      return {
        before: [one.identityId, other.identityId],
        answer: await application.aws.identityPool.getCredentials(one.identityId, logins),
      }
    })
    check(mergedIntoOne, merged)
    const after = probe(11, async (cast) => ({
      identityId: identityIdIn(merged.value.answer),
      answers: await eachAlone(cast, first.value.logins ?? {}, second.value.logins ?? {}),
    }))
    check(mergedForBoth, after, PERSON_IS_KNOWN)

    const listed = probe(
      12,
      async (cast) => {
        const { before, answer } = merged.value
        const owner = identityIdIn(answer)
        return {
          owner,
          disabled: before.find((id) => id !== owner) ?? '',
          all: await listsIdentities(cast, false),
          enabled: await listsIdentities(cast, true),
        }
      },
      { needs: ['identity-administration'] },
    )
    check(disabledHidden, listed)
    check(disabledListed, listed)
  },
)
