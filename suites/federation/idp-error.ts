/** Providers that say no: to the person, and to the user pool. */
import { altered, heldAnswer, parameterOf } from '../../fixtures/actors/provider-answer.ts'
import { heldAnswerTaken } from './checks/answers-refused.ts'
import { deniedAtProvider, errorKeepsState, tokenErrorRelayed } from './checks/errors.ts'
import { federation } from './flow.ts'
import { bring, holdAnswer, otherEnd } from './held.ts'
import { clientOf, OIDC, poolWith, SAML } from './pools.ts'
import { profileOfRefused, visitProvider } from './sign-in.ts'
import { signInThrough } from './steps-1-to-10.ts'

for (const [id, needs, lacks, protocol] of [
  ['idp-error', OIDC, 'federation-oidc', 'An OpenID Connect'],
  ['idp-error-saml', SAML, 'federation-saml', 'A SAML'],
] as const) {
  federation.variant(
    id,
    `${protocol} provider that answers with an error`,
    {
      lacking: ['hosted-domain', lacks],
      pool: poolWith(needs),
      client: clientOf(needs.name),
      user: {},
      does: ['signs-in'],
    },
    (context) => {
      const { attempt, probe, check } = context
      const taken = probe(8, async (cast) => bring(await holdAnswer(cast, 'honest')))
      check(heldAnswerTaken, taken)
      const twin = { check: heldAnswerTaken }
      signInThrough(context, { mfa: false })

      const denied = attempt(9, async (cast) => {
        const provider = cast.provider()
        const person = await provider.newPerson()
        const by = await cast.otherAgent('declines')
        const { page } = await visitProvider(cast, {}, by)
        const answer = await heldAnswer(provider, page, person, 'cancel')
        const came = await bring({ answer, by })
        return { ...came, ...(await profileOfRefused(cast, { provider, person })) }
      })
      check(deniedAtProvider, denied, twin)

      if (needs.type !== 'OIDC') return
      const refused = attempt(9, async (cast) => {
        const held = await holdAnswer(cast, 'unknown-code')
        const came = await bring(held, (answer) =>
          altered(answer, { code: otherEnd(parameterOf(answer, 'code') ?? '') }),
        )
        return { ...came, request: held.request }
      })
      check(tokenErrorRelayed, refused, twin)
      check(errorKeepsState, refused)
    },
  )
}
