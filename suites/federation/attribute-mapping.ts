/** What the mapping rules make of claims: verified addresses, userInfo, long values, and what is missing. */
import type { ProviderNeeds } from '../../fixtures/targets/lease.ts'
import { fromUserInfo, longestValue, optionalMissing, requiredMissing, tooLong } from './checks/mapping.ts'
import { emailUnverified, emailVerifiedByClaim } from './checks/profile.ts'
import { federation } from './flow.ts'
import { signsInAnew, signsInForProfile } from './further-sign-ins.ts'
import { clientOf, MAPPING, OIDC, poolWith } from './pools.ts'
import { judgeProfile, signInThrough } from './steps-1-to-10.ts'

/** The provider's word on the address is mapped too. */
const VERIFIES: ProviderNeeds = {
  ...OIDC,
  name: 'VerifiesOIDC',
  mapping: { ...MAPPING, email_verified: 'email_verified' },
}

const LONGEST = 2048

federation.variant(
  'attribute-mapping',
  'Attribute mapping, of an OpenID Connect provider',
  {
    lacking: ['hosted-domain', 'federation-oidc', 'attribute-mapping'],
    // A pool for sign-up requires an e-mail address.
    pool: { ...poolWith(OIDC, VERIFIES), signUp: true },
    client: clientOf(OIDC.name, VERIFIES.name),
    user: {},
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, probe, check } = context
    const { returned } = signInThrough(context, { mfa: false, choice: { provider: OIDC.name } })
    const profile = judgeProfile(context, returned, OIDC.mapping)
    check(emailUnverified, profile)

    const verified = probe(
      9,
      async (cast) => {
        const person = await cast.provider(VERIFIES.name).newPerson()
        return signsInForProfile(cast, person, 'verified', { provider: VERIFIES.name })
      },
      { needs: ['admin-api'] },
    )
    check(emailVerifiedByClaim, verified)

    const split = probe(
      9,
      async (cast) => {
        const provider = cast.provider(OIDC.name)
        const { claims } = await provider.newPerson()
        const { nickname = '', ...inToken } = claims
        const person = await provider.newPerson({ claims: inToken, userInfo: claims })
        const signedIn = await signsInForProfile(cast, person, 'user-info', { provider: OIDC.name })
        return { ...signedIn, to: 'nickname', value: String(nickname) }
      },
      { needs: ['admin-api'] },
    )
    check(fromUserInfo, split)

    const long = probe(
      9,
      async (cast) => {
        const value = 'n'.repeat(LONGEST)
        const provider = cast.provider(OIDC.name)
        const { claims } = await provider.newPerson()
        const person = await provider.newPerson({ claims: { ...claims, nickname: value } })
        const signedIn = await signsInForProfile(cast, person, 'longest', { provider: OIDC.name })
        return { ...signedIn, to: 'nickname', value }
      },
      { needs: ['admin-api'] },
    )
    check(longestValue, long)
    const longer = attempt(9, async (cast) => {
      const provider = cast.provider(OIDC.name)
      const { claims } = await provider.newPerson()
      const person = await provider.newPerson({ claims: { ...claims, nickname: 'n'.repeat(LONGEST + 1) } })
      return signsInAnew(cast, person, 'too-long', { provider: OIDC.name })
    })
    check(tooLong, longer, { check: longestValue })

    const without = async (cast: Parameters<typeof signsInAnew>[0], missing: string) => {
      const provider = cast.provider(OIDC.name)
      const { claims } = await provider.newPerson()
      const left = Object.fromEntries(Object.entries(claims).filter(([name]) => name !== missing))
      const person = await provider.newPerson({ claims: left })
      return signsInAnew(cast, person, `without-${missing}`, { provider: OIDC.name })
    }
    const optional = probe(9, (cast) => without(cast, 'nickname'))
    check(optionalMissing, optional)
    const required = attempt(9, (cast) => without(cast, 'email'))
    check(requiredMissing, required, { check: optionalMissing })
  },
)
