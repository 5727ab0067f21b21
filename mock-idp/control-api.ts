/** The control API over HTTP: JSON below `/control`, for who holds the bearer token. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { AnswerInstead, Person, RelyingParty, Switched, TenantOptions } from './control.ts'
import { misbehaviours } from './misbehaviours/all.ts'
import type { Answer } from './serve.ts'
import { json } from './serve.ts'
import { type OpenTenant, RefusedByControl } from './tenants.ts'

/** What the control API acts on. */
export interface Controlled {
  readonly token: string
  readonly tenants: Map<string, OpenTenant>
  readonly open: (options: TenantOptions) => Promise<OpenTenant>
}

export interface ControlCall {
  readonly method: string
  /** Below `/control`, split at slashes, decoded. */
  readonly segments: readonly string[]
  readonly authorization: string | undefined
  readonly body: Buffer
}

const nothing: Answer = { status: 204, headers: [], body: '' }

export async function serveControl(call: ControlCall, controlled: Controlled): Promise<Answer> {
  if (!isToken(call.authorization, controlled.token)) {
    return refusal(401, 'the control API wants Authorization: Bearer and the token of this server', [
      ['WWW-Authenticate', 'Bearer'],
    ])
  }
  try {
    return await dispatch(call, controlled)
  } catch (error) {
    if (error instanceof RefusedByControl) return refusal(400, error.message)
    throw error
  }
}

async function dispatch(call: ControlCall, { tenants, open }: Controlled): Promise<Answer> {
  const [room, id, part, username, of] = call.segments
  const depth = call.segments.length
  const asked = `${call.method} ${room}/${depth}${part === undefined ? '' : `/${part}`}`
  if (asked === 'GET misbehaviours/1') return json(200, misbehaviours.map(listed))
  if (asked === 'POST tenants/1') {
    const tenant = await open(bodyOf<TenantOptions>(call))
    return json(201, tenant.shown)
  }
  if (room !== 'tenants' || id === undefined) return refusal(404, 'the control API has no such route')
  const tenant = tenants.get(id)
  if (tenant === undefined) return refusal(404, `there is no tenant ${id}`)

  switch (asked) {
    case 'DELETE tenants/2':
      tenants.delete(id)
      return nothing
    case 'PUT tenants/3/relying-party':
      tenant.setRelyingParty(bodyOf<RelyingParty>(call))
      return nothing
    case 'PUT tenants/3/clock':
      tenant.setClock(bodyOf<{ offsetMs: number }>(call).offsetMs)
      return nothing
    case 'POST tenants/3/people':
      tenant.addPerson(bodyOf<Person>(call))
      return { ...nothing, status: 201 }
    case 'PUT tenants/4/people':
      tenant.replacePerson(username!, bodyOf<Person>(call))
      return nothing
    case 'POST tenants/5/people':
      if (of !== 'misbehaviours') break
      tenant.misbehave(username!, bodyOf<Switched>(call))
      return { ...nothing, status: 201 }
    case 'GET tenants/5/people':
      if (of === 'answer') return json(200, await tenant.pendingAnswer(username!))
      if (of !== 'misbehaviours') break
      return json(200, tenant.state.misbehaved(username!))
    case 'PUT tenants/5/people':
      if (of !== 'answer') break
      tenant.answerWith(username!, bodyOf<AnswerInstead>(call))
      return nothing
    case 'GET tenants/3/keys':
      return json(200, tenant.speaks.keys?.() ?? {})
    case 'GET tenants/3/asked':
      return json(200, tenant.state.asked)
    case 'GET tenants/4/asked':
      return json(
        200,
        tenant.state.asked.filter(({ endpoint }) => endpoint === username),
      )
    case 'POST tenants/3/keys':
      await tenant.speaks.rotateKeys()
      return nothing
  }
  return refusal(404, 'the control API has no such route')
}

/** Without the function that bends, which JSON has no word for. */
function listed(one: (typeof misbehaviours)[number]): object {
  const { id, topic, dialects, says, owed, forges, wholeTenant, exhausts, clause, seenIn } = one
  return { id, topic, dialects, says, owed, forges, wholeTenant, exhausts, clause, seenIn }
}

/** @throws {RefusedByControl} where the body is not a JSON object */
function bodyOf<Shape>(call: ControlCall): Shape {
  let value: unknown
  try {
    value = JSON.parse(call.body.toString('utf8'))
  } catch {
    throw new RefusedByControl('the body is not JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RefusedByControl('the body is not a JSON object')
  }
  return value as Shape
}

function isToken(authorization: string | undefined, token: string): boolean {
  const [given, right] = [authorization ?? '', `Bearer ${token}`].map((text) =>
    createHash('sha256').update(text).digest(),
  )
  return timingSafeEqual(given!, right!)
}

function refusal(status: number, message: string, headers: Answer['headers'] = []): Answer {
  return json(status, { error: message }, headers)
}
