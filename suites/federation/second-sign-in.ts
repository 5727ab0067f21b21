/** People who come back: the same profile, brought up to date by what the provider says now. */
import type { ClaimValue } from '../../mock-idp/control.ts'
import { succeeded } from '../shared/answers.ts'
import {
  attributesUpdated,
  blankRemoves,
  disabledRefused,
  nameInPool,
  otherNameIdIsOther,
  otherProviderIsOther,
  sameProfile,
  vanishedStays,
} from './checks/profile.ts'
import { federation } from './flow.ts'
import { signsInAnew, signsInForProfile } from './further-sign-ins.ts'
import { clientOf, OIDC, OTHER_OIDC, poolWith, SAML } from './pools.ts'
import { profileOf, signInThrough } from './steps-1-to-10.ts'

type Claims = Readonly<Record<string, ClaimValue>>

/** What the provider says at the second sign-in: another name, and nothing of a nickname. */
const changed = ({ nickname: _, ...claims }: Claims): Claims => ({
  ...claims,
  name: `Another ${String(claims['name'])}`,
})

for (const [id, needs, lacks, protocol] of [
  ['second-sign-in', OIDC, 'federation-oidc', 'an OpenID Connect'],
  ['second-sign-in-saml', SAML, 'federation-saml', 'a SAML'],
] as const) {
  federation.variant(
    id,
    `Two sign-ins of one person at ${protocol} provider`,
    {
      lacking: ['hosted-domain', lacks],
      pool: poolWith(needs, ...(needs.type === 'OIDC' ? [OTHER_OIDC] : [])),
      client: clientOf(needs.name, ...(needs.type === 'OIDC' ? [OTHER_OIDC.name] : [])),
      user: {},
      does: ['signs-in', 'changes'],
    },
    (context) => {
      const { attempt, probe, check } = context
      const choice = { provider: needs.name }
      const { returned } = signInThrough(context, { mfa: false, choice })
      const before = probe(9, (cast) => profileOf(cast, returned.value), { needs: ['admin-api'] })

      const after = probe(
        9,
        async (cast) => {
          void before.value
          const { provider, person } = returned.value
          const claims = changed(person.claims)
          await provider.changes(person, claims)
          return signsInForProfile(cast, { ...person, claims }, 'second', choice)
        },
        { needs: ['admin-api'] },
      )
      const twice = () => ({ before: before.value, after: after.value })
      check(sameProfile, twice)
      check(attributesUpdated, twice)
      check(vanishedStays, twice)

      const blank = probe(
        9,
        async (cast) => {
          void after.value
          const { provider, person } = returned.value
          const claims = { ...person.claims, nickname: '' }
          await provider.changes(person, claims)
          return signsInForProfile(cast, { ...person, claims }, 'blank', choice)
        },
        { needs: ['admin-api'] },
      )
      check(blankRemoves, () => ({ before: after.value, after: blank.value }))

      const disabled = attempt(
        9,
        async (cast) => {
          void blank.value
          const Username = nameInPool(returned.value)
          succeeded(
            await cast.application.call(
              'AdminDisableUser',
              { UserPoolId: cast.lease.userPool.id, Username },
              { signed: true },
            ),
          )
          return signsInAnew(cast, returned.value.person, 'disabled', choice)
        },
        { needs: ['admin-api'] },
      )
      check(disabledRefused, disabled, { check: sameProfile })

      if (needs.type === 'OIDC') {
        const elsewhere = probe(
          9,
          async (cast) => {
            const { subject } = returned.value.person
            const person = await cast.provider(OTHER_OIDC.name).newPerson({ subject })
            return signsInForProfile(cast, person, 'elsewhere', { provider: OTHER_OIDC.name })
          },
          { needs: ['admin-api'] },
        )
        check(otherProviderIsOther, () => ({ before: before.value, after: elsewhere.value }))
        return
      }
      const renamed = probe(
        9,
        async (cast) => {
          const { provider, person } = returned.value
          const other = await provider.newPerson({
            claims: person.claims,
            subject: `renamed-${person.subject}`,
          })
          return signsInForProfile(cast, other, 'renamed', choice)
        },
        { needs: ['admin-api'] },
      )
      check(otherNameIdIsOther, () => ({ before: before.value, after: renamed.value }))
    },
  )
}
