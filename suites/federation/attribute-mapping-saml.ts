/** What the mapping rules make of SAML attributes: URI names, several values, and characters outside the plane. */
import type { Cast } from '../../fixtures/actors/actors.ts'
import type { ProviderNeeds } from '../../fixtures/targets/lease.ts'
import type { ClaimValue } from '../../mock-idp/control.ts'
import { base64Accepted, fourBytes, severalValues, uriNames } from './checks/mapping.ts'
import { federation } from './flow.ts'
import { signsInForProfile } from './further-sign-ins.ts'
import { clientOf, poolWith, SAML } from './pools.ts'
import { profileOf, signInThrough } from './steps-1-to-10.ts'

const EMAIL = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress'

const NAMES_BY_URI: ProviderNeeds = { ...SAML, mapping: { ...SAML.mapping, email: EMAIL } }

/** What is encoded in them is encoded in one way everywhere. */
const VALUES = ['red team', 'a&b=c', 'x.y-z*_']

/** U+1F610 and its UTF-8 in Base64, as the documentation has it. */
const FACE = '\u{1F610}'
const ENCODED = '8J+YkA=='

federation.variant(
  'attribute-mapping-saml',
  'Attribute mapping, of a SAML provider',
  {
    lacking: ['hosted-domain', 'federation-saml', 'attribute-mapping'],
    pool: poolWith(NAMES_BY_URI),
    client: clientOf(SAML.name),
    user: {},
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, probe, check } = context
    const { returned } = signInThrough(context, { mfa: false })
    const needs = { needs: ['admin-api'] } as const
    const byUri = probe(
      9,
      async (cast) => ({
        ...(await profileOf(cast, returned.value)),
        to: 'email',
        value: String(returned.value.person.claims[EMAIL]),
      }),
      needs,
    )
    check(uriNames, byUri)

    const saying = async (cast: Cast, to: 'name' | 'nickname', said: ClaimValue, browser: string) => {
      const provider = cast.provider()
      const { claims } = await provider.newPerson()
      const person = await provider.newPerson({ claims: { ...claims, [to]: said } })
      return { ...(await signsInForProfile(cast, person, browser)), to, value: String(said) }
    }
    const several = probe(
      9,
      async (cast) => ({ ...(await saying(cast, 'nickname', VALUES, 'several')), values: VALUES }),
      needs,
    )
    check(severalValues, several)
    const encoded = probe(9, (cast) => saying(cast, 'name', ENCODED, 'encoded'), needs)
    check(base64Accepted, encoded)
    const face = attempt(9, (cast) => saying(cast, 'name', FACE, 'four-bytes'), needs)
    check(fourBytes, face, { check: base64Accepted })
  },
)
