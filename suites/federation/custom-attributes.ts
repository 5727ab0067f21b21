/** Custom attributes that are filled from a provider: its ID token, and what may and may not be set again. */
import type { Cast } from '../../fixtures/actors/actors.ts'
import type { ProviderNeeds } from '../../fixtures/targets/lease.ts'
import { immutableRefused, mutableTaken, tokenMapped } from './checks/mapping.ts'
import { federation } from './flow.ts'
import { signsInAnew } from './further-sign-ins.ts'
import { clientOf, MAPPING, OIDC, poolWith } from './pools.ts'
import type { Returned } from './sign-in.ts'
import { profileOf, signInThrough } from './steps-1-to-10.ts'

const CUSTOM = { 'custom:id_token': 'id_token', 'custom:team': 'team', 'custom:badge': 'badge' } as const

const FILLS: ProviderNeeds = { ...OIDC, mapping: { ...MAPPING, ...CUSTOM } }

const NEEDS = { needs: ['admin-api'] } as const

/** The same person once more, of whom the provider says one thing more. */
async function saysMore(cast: Cast, { provider, person }: Returned, claim: string, browser: string) {
  const claims = { ...person.claims, [claim]: `${claim}-of-${person.subject}` }
  await provider.changes(person, claims)
  return signsInAnew(cast, { ...person, claims }, browser)
}

federation.variant(
  'custom-attributes',
  'Custom attributes that an OpenID Connect provider fills',
  {
    lacking: ['hosted-domain', 'federation-oidc', 'attribute-mapping', 'admin-api'],
    pool: {
      ...poolWith(FILLS),
      customAttributes: [
        { name: 'id_token', mutable: true },
        { name: 'team', mutable: true },
        { name: 'badge', mutable: false },
      ],
    },
    client: {
      ...clientOf(OIDC.name),
      writeAttributes: [...Object.keys(MAPPING), ...Object.keys(CUSTOM)],
    },
    user: {},
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, probe, check } = context
    const { returned } = signInThrough(context, {
      mfa: false,
      // What comes of an immutable attribute at the first sign-in is not settled.
      async person(_, provider) {
        const { claims } = await provider.newPerson()
        const { badge: _badge, team: _team, id_token: _token, ...rest } = claims
        return provider.newPerson({ claims: rest })
      },
    })
    const profile = probe(
      9,
      async (cast) => ({
        ...(await profileOf(cast, returned.value)),
        to: 'custom:id_token',
        subject: returned.value.person.subject,
      }),
      NEEDS,
    )
    check(tokenMapped, profile)

    const team = probe(
      9,
      async (cast) => {
        const came = await saysMore(cast, returned.value, 'team', 'mutable')
        return {
          ...(await profileOf(cast, came)),
          to: 'custom:team',
          value: String(came.person.claims['team']),
        }
      },
      NEEDS,
    )
    check(mutableTaken, team)
    const badge = attempt(9, (cast) => saysMore(cast, team.value, 'badge', 'immutable'))
    check(immutableRefused, badge, { check: mutableTaken })
  },
)
