/**
 * The SAML 2.0 dialect: metadata, single sign-on by redirect and POST, sign-ins that begin at the provider, and single
 * logout.
 *
 * @see SAML 2.0 Profiles, sections 4.1 and 4.4; SAML 2.0 Metadata, section 2.4
 */
import { autoSubmitPage, errorPage } from '../pages.ts'
import type { Answer, Call, Route } from '../serve.ts'
import { signInThen } from '../sign-in.ts'
import type { Bent, Continuation, OpenDialect } from '../tenant.ts'
import { status, statusCode, statusXml } from './draft.ts'
import { shownKeys } from './keys.ts'
import { serveLogout } from './logout.ts'
import { type Asking, Provider } from './provider.ts'
import { readRequest, type SamlRequest, UnreadableRequest } from './request.ts'
import type { SamlMisbehaviour } from './scene.ts'

const failed = (second: string): string =>
  statusXml(statusCode(status('Responder'), statusCode(status(second))))

export const openSaml: OpenDialect = async (tenant) => {
  const provider = await Provider.open(tenant)
  /** Misbehaviours that wait for the log-out of a session. */
  const atLogout = new Map<string, Bent>()

  const metadata = (): string => {
    const honest = provider.samlify.getMetadata()
    const bent = tenant.bentWhole()?.misbehaviour as SamlMisbehaviour | undefined
    return bent?.metadata?.(honest, provider.keys) ?? honest
  }

  const continuation = (asking: Asking, wishes: Partial<Continuation>): Continuation => ({
    ...wishes,
    signedIn({ person, session, bent }) {
      const misbehaviour = bent?.misbehaviour as SamlMisbehaviour | undefined
      if (bent !== undefined && misbehaviour?.at === 'logout') atLogout.set(session.id, bent)
      const now = misbehaviour?.at === 'logout' ? undefined : bent
      const form = provider.answer(asking, person, session.id, now)
      return autoSubmitPage(form.action, form.fields)
    },
    cancelled: () => {
      const form = provider.refusal(asking, failed('AuthnFailed'))
      return autoSubmitPage(form.action, form.fields)
    },
    nobody: () => {
      const form = provider.refusal(asking, failed('NoPassive'))
      return autoSubmitPage(form.action, form.fields)
    },
  })

  const singleSignOn = (call: Call): Answer | Promise<Answer> => {
    const party = tenant.relyingParty()
    const request = readRequest(call, party)
    const problem = problemOf(request, party)
    if (problem !== undefined) return errorPage(400, problem)
    const asking: Asking = {
      id: request.id,
      relayState: request.relayState,
      audience: party.entityId ?? request.issuer ?? '',
      assertionConsumerService: request.assertionConsumerService ?? party.assertionConsumerService ?? '',
    }
    provider.expect(asking)
    return signInThen(call, continuation(asking, { force: request.forceAuthn, passive: request.isPassive }))
  }

  const initiate = (call: Call): Answer | Promise<Answer> => {
    const party = tenant.relyingParty()
    if (party.entityId === undefined || party.assertionConsumerService === undefined) {
      return errorPage(400, 'No relying party has been named to this tenant.')
    }
    const asking: Asking = {
      id: undefined,
      relayState: (call.method === 'POST' ? call.form : call.query).get('RelayState') ?? undefined,
      audience: party.entityId,
      assertionConsumerService: party.assertionConsumerService,
    }
    return signInThen(call, continuation(asking, {}))
  }

  const readable =
    (serve: Route['serve']): Route['serve'] =>
    async (call) => {
      try {
        return await serve(call)
      } catch (error) {
        if (error instanceof UnreadableRequest) return errorPage(400, error.message)
        throw error
      }
    }

  return {
    issuer: provider.entityId,
    clientId: '',
    clientSecret: '',
    endpoints: provider.endpoints,
    get metadata() {
      return metadata()
    },
    routes: [
      {
        path: '/metadata',
        endpoint: 'metadata',
        methods: ['GET'],
        serve: () => ({
          status: 200,
          headers: [['Content-Type', 'application/samlmetadata+xml']],
          body: metadata(),
        }),
      },
      { path: '/sso', endpoint: 'single-sign-on', methods: ['GET', 'POST'], serve: readable(singleSignOn) },
      { path: '/initiate', endpoint: 'initiate', methods: ['GET', 'POST'], serve: initiate },
      {
        path: '/slo',
        endpoint: 'single-logout',
        methods: ['GET', 'POST'],
        serve: readable((call) => serveLogout(call, provider, atLogout)),
      },
    ],
    rotateKeys: () => provider.rotate(),
    keys: () => ({ saml: shownKeys(provider.keys) }),
  }
}

/** Why an authentication request is not served; the person at the browser is told. */
const problemOf = (
  request: SamlRequest,
  party: ReturnType<Call['tenant']['relyingParty']>,
): string | undefined => {
  if (request.kind !== 'AuthnRequest') return 'This is not an AuthnRequest.'
  if (request.signature === 'bad') return 'The signature of the request is not good.'
  if (party.entityId !== undefined && request.issuer !== party.entityId) {
    return `The request is not of the relying party of this tenant, but of ${request.issuer ?? 'nobody'}.`
  }
  const asked = request.assertionConsumerService
  const known = party.assertionConsumerService
  const others = party.furtherAssertionConsumerServices ?? []
  if (known !== undefined && asked !== undefined && asked !== known && !others.includes(asked)) {
    return `The request wants its answer at ${asked}, which is not an assertion consumer service of its sender.`
  }
  return known === undefined && asked === undefined
    ? 'Nobody has said where the answer should go.'
    : undefined
}
