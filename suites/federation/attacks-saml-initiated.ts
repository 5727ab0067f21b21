/** A SAML provider that begins the sign-in, and then says what it must not. */
import { type SignIn, tryEach } from './attacks/attack.ts'
import { attacksOn } from './attacks/by-topic.ts'
import { federation } from './flow.ts'
import { beginAtProvider, relayStateFor, unaskedRequest } from './idp-initiated.ts'
import { noMfaAtProvider, providerBegins } from './omissions.ts'
import { clientOf, poolWith, SAML } from './pools.ts'
import { arriveAtPool, type Returned, returnToApplication } from './sign-in.ts'

/** The person follows the provider's own link. */
const fromProvider: SignIn = async (cast, person, { by = cast.agent } = {}) => {
  const provider = cast.provider(SAML.name)
  const request = unaskedRequest(cast, SAML.name)
  const link = new URL(provider.tenant.endpoints.initiate ?? provider.tenant.baseUrl)
  link.searchParams.set('RelayState', relayStateFor(request))
  await by.visit(link.href)
  return { request, page: await person.signsIn(by), person, provider, lease: cast.lease }
}

federation.variant(
  'attacks-saml-initiated',
  'SAML: what must not stand in a sign-in that the provider began',
  {
    lacking: ['hosted-domain', 'federation-saml', 'saml-idp-initiated'],
    pool: poolWith({ ...SAML, details: { IDPInit: 'true' } }),
    client: clientOf(SAML.name),
    user: {},
    does: ['signs-in'],
    attacks: true,
  },
  (context) => {
    const { step, omitted } = context
    for (const number of [1, 2, 3] as const) omitted(number, providerBegins)
    for (const number of [5, 6, 7] as const) omitted(number, noMfaAtProvider)
    const returned = step(4, async (cast): Promise<Returned> => {
      const { request, person } = await beginAtProvider(cast, SAML.name)
      const page = await person.signsIn()
      return { request, person, page, provider: cast.provider(SAML.name), lease: cast.lease }
    })
    arriveAtPool(context, returned)
    returnToApplication(context, returned)
    const attacks = (['saml-conditions', 'saml-binding'] as const).flatMap((topic) =>
      attacksOn(topic, 'saml', { setting: 'begins' }),
    )
    tryEach(context, attacks, { signIn: fromProvider })
  },
)
