/**
 * Single logout, asked by the relying party: the session that the request names ends, and the answer goes back by POST.
 *
 * @see SAML 2.0 Profiles, section 4.4; SAML 2.0 Core, section 3.7
 */
import { canaryOf } from '../canary.ts'
import { autoSubmitPage, errorPage } from '../pages.ts'
import type { Answer, Call } from '../serve.ts'
import { endSession, sessionOf } from '../sign-in.ts'
import type { Bent } from '../tenant.ts'
import { status, statusCode, statusXml } from './draft.ts'
import { honestLogoutResponse } from './honest.ts'
import { Provider } from './provider.ts'
import { readRequest, type SamlRequest } from './request.ts'
import type { LogoutScene, Posting, SamlMisbehaviour } from './scene.ts'

/** The sessions that a log-out request names; all of its subject where it gives no index. */
const named = (call: Call, request: SamlRequest): string[] =>
  [...call.tenant.sessions.values()]
    .filter(({ id, username }) => {
      if (call.tenant.people.get(username)?.subject !== request.nameId) return false
      return request.sessionIndex === undefined || Provider.sessionIndex(id) === request.sessionIndex
    })
    .map(({ id }) => id)

export const serveLogout = (call: Call, provider: Provider, atLogout: Map<string, Bent>): Answer => {
  const { tenant } = call
  const party = tenant.relyingParty()
  const request = readRequest(call, party)
  if (request.kind !== 'LogoutRequest') return errorPage(400, 'This is not a LogoutRequest.')
  if (request.signature === 'bad' || request.signature === 'absent') {
    return errorPage(400, `The signature of the log-out request is ${request.signature}.`)
  }
  if (party.entityId !== undefined && request.issuer !== party.entityId) {
    return errorPage(400, 'The log-out request is not of the relying party of this tenant.')
  }
  if (party.singleLogoutService === undefined) {
    return errorPage(400, 'The relying party has named no single logout service.')
  }
  const sessions = named(call, request)
  const own = sessionOf(call)
  const bent = sessions.map((id) => atLogout.get(id)).find((each) => each !== undefined)
  if (own !== undefined) call.asked.username = own.username
  const headers = own !== undefined && sessions.includes(own.id) ? [endSession(call)] : []
  for (const id of sessions) {
    tenant.sessions.delete(id)
    atLogout.delete(id)
  }
  const outcome =
    sessions.length > 0
      ? statusCode(status('Success'))
      : statusCode(status('Requester'), statusCode(status('UnknownPrincipal')))
  const scene: LogoutScene = {
    fields: {
      now: tenant.now(),
      entityId: provider.entityId,
      destination: party.singleLogoutService,
      inResponseTo: request.id,
    },
    status: statusXml(outcome),
    relayState: request.relayState,
    keys: provider.keys,
    canary: canaryOf(tenant),
  }
  const form = answered(scene, bent)
  const page = autoSubmitPage(form.action, form.fields)
  return { ...page, headers: [...page.headers, ...headers] }
}

const answered = (scene: LogoutScene, bent: Bent | undefined): Posting => {
  const bend = (bent?.misbehaviour as SamlMisbehaviour | undefined)?.logout
  if (bent === undefined || bend === undefined) {
    return logoutPosting(scene, honestLogoutResponse(scene.fields, scene.status, scene.keys.signing))
  }
  const form = bend(scene)
  bent.reached()
  return typeof form === 'string' ? logoutPosting(scene, form) : form
}

export const logoutPosting = (scene: LogoutScene, xml: string): Posting => ({
  action: scene.fields.destination,
  fields: [
    ['SAMLResponse', Buffer.from(xml).toString('base64')],
    ...(scene.relayState === undefined ? [] : ([['RelayState', scene.relayState]] as const)),
  ],
})
