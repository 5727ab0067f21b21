/**
 * A SAML provider that begins the sign-in, as from a company's dashboard: the application sends nobody anywhere, and
 * knows the sign-in by its code alone.
 */
import { altered } from '../../fixtures/actors/provider-answer.ts'
import { Blocked } from '../../fixtures/flow/not-performed.ts'
import type { ProviderNeeds } from '../../fixtures/targets/lease.ts'
import { WELL_AFTER } from '../shared/expiry.ts'
import { codeInQuery, goesToRedirectUri, nothingOfProvider } from './checks/provider-answer.ts'
import {
  answersARequest,
  notConfigured,
  notOfClient,
  scopesOfRelayState,
  tooOld,
  unaskedReplayed,
  unaskedTaken,
} from './checks/saml-trust.ts'
import { federation } from './flow.ts'
import { holdAnswer } from './held.ts'
import {
  beginAtProvider,
  bringWith,
  holdUnasked,
  relayStateFor,
  SCOPE,
  unaskedRequest,
} from './idp-initiated.ts'
import { noMfaAtProvider, providerBegins } from './omissions.ts'
import { clientOf, poolWith, SAML } from './pools.ts'
import { arriveAtPool, type Returned, returnToApplication } from './sign-in.ts'
import { redeemCode } from './steps-11-to-17.ts'

/** An hour: beyond what the user pool allows of its own accord. */
const tenant = { saml: { validFor: 3600 } }

const BEGINS: ProviderNeeds = { ...SAML, name: 'BeginsSAML', details: { IDPInit: 'true' }, tenant }
const WAITS: ProviderNeeds = { ...SAML, name: 'WaitsSAML', tenant }
/** No app client of the variant has it. */
const FOREIGN: ProviderNeeds = { ...SAML, name: 'ForeignSAML', details: { IDPInit: 'true' }, tenant }

federation.variant(
  'saml-idp-initiated',
  'A SAML provider that begins the sign-in',
  {
    lacking: ['hosted-domain', 'federation-saml', 'saml-idp-initiated'],
    pool: poolWith(BEGINS, WAITS, FOREIGN),
    client: clientOf(BEGINS.name, WAITS.name),
    user: {},
    does: ['signs-in'],
  },
  (context) => {
    const { step, attempt, check, omitted } = context
    for (const number of [1, 2, 3] as const) omitted(number, providerBegins)
    for (const number of [5, 6, 7] as const) omitted(number, noMfaAtProvider)

    const returned = step(4, async (cast): Promise<Returned> => {
      const { request, person } = await beginAtProvider(cast, BEGINS.name)
      const page = await person.signsIn()
      return { request, person, page, provider: cast.provider(BEGINS.name), lease: cast.lease }
    })
    arriveAtPool(context, returned)
    check(unaskedTaken, returned)
    const code = returnToApplication(context, returned)
    for (const one of [goesToRedirectUri, nothingOfProvider, codeInQuery])
      check(one, () => ({ ...returned.value, callback: code.value }))
    const tokens = redeemCode(context, { opened: returned, code })
    check(scopesOfRelayState, () => ({ ...tokens.value, asked: SCOPE }))

    const twin = { check: unaskedTaken }
    const again = attempt(8, async (cast) => {
      const answer = await holdUnasked(cast, BEGINS.name, 'replay')
      const once = await bringWith(cast, 'replay', answer)
      if (once.page.callback?.parameters['code'] === undefined)
        throw new Blocked({ step: 8, reason: 'the assertion was not taken the first time' }, 'not-performed')
      return bringWith(cast, 'replay-elsewhere', answer)
    })
    check(unaskedReplayed, again, twin)
    const solicited = attempt(8, async (cast) => {
      const { answer } = await holdAnswer(cast, 'asked', { provider: BEGINS.name })
      const RelayState = relayStateFor(unaskedRequest(cast, BEGINS.name))
      return bringWith(cast, 'asked-elsewhere', altered(answer, { RelayState }))
    })
    check(answersARequest, solicited, twin)
    const notSetUp = attempt(8, async (cast) =>
      bringWith(cast, 'not-set-up', await holdUnasked(cast, WAITS.name, 'not-set-up')),
    )
    check(notConfigured, notSetUp, twin)
    const foreign = attempt(8, async (cast) =>
      bringWith(cast, 'foreign', await holdUnasked(cast, FOREIGN.name, 'foreign')),
    )
    check(notOfClient, foreign, twin)
    const old = attempt(8, async (cast) => {
      const answer = await holdUnasked(cast, BEGINS.name, 'old')
      await cast.clock.pass(6 * 60 + WELL_AFTER)
      return bringWith(cast, 'old', answer)
    })
    check(tooOld, old, twin)
  },
)
