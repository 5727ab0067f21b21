/** A client of the control API. */
import type {
  AnswerInstead,
  Asked,
  Endpoint,
  Misbehaved,
  PendingAnswer,
  Person,
  RelyingParty,
  Switched,
  Tenant,
  TenantKeys,
  TenantOptions,
} from './control.ts'
import type { Misbehaviour } from './misbehaviours/misbehaviour.ts'

/** The control API did not do what it was asked; the message is its own. */
export class ControlRefused extends Error {
  override name = 'ControlRefused'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** What can be done with one tenant. */
export interface TenantClient {
  readonly setRelyingParty: (party: RelyingParty) => Promise<void>
  readonly setClock: (offsetMs: number) => Promise<void>
  readonly addPerson: (person: Person) => Promise<void>
  readonly replacePerson: (person: Person) => Promise<void>
  /** For the next sign-in of that person, once. */
  readonly misbehave: (username: string, switched: Switched) => Promise<void>
  readonly misbehaved: (username: string) => Promise<readonly Misbehaved[]>
  /** Of one endpoint, or all. */
  readonly asked: (endpoint?: Endpoint) => Promise<readonly Asked[]>
  readonly rotateKeys: () => Promise<void>
  readonly keys: () => Promise<TenantKeys>
  /** Of the latest sign-in of that person whose code nobody has brought yet. */
  readonly pendingAnswer: (username: string) => Promise<PendingAnswer>
  readonly answerWith: (username: string, instead: AnswerInstead) => Promise<void>
  readonly close: () => Promise<void>
}

export interface MockIdpClient {
  readonly openTenant: (options: TenantOptions) => Promise<Tenant>
  readonly tenant: (id: string) => TenantClient
  readonly misbehaviours: () => Promise<readonly Misbehaviour[]>
}

/**
 * @param control URL of the control API, as `startMockIdp` gives it
 * @param token its bearer token
 */
export function mockIdpAt(control: string, token: string): MockIdpClient {
  const ask = async <Shape>(method: string, path: readonly string[], body?: object): Promise<Shape> => {
    const url = [control.replace(/\/+$/, ''), ...path.map(encodeURIComponent)].join('/')
    let response: Response
    try {
      response = await fetch(url, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
    } catch (cause) {
      throw new Error(`nothing answers at the mock identity provider's control API (${control})`, { cause })
    }
    const text = await response.text()
    if (!response.ok)
      throw new ControlRefused(response.status, messageOf(method, path, response.status, text))
    return (text === '' ? undefined : JSON.parse(text)) as Shape
  }

  return {
    openTenant: (options) => ask('POST', ['tenants'], options),
    misbehaviours: () => ask('GET', ['misbehaviours']),
    tenant(id) {
      const at = (...path: string[]): string[] => ['tenants', id, ...path]
      return {
        setRelyingParty: (party) => ask('PUT', at('relying-party'), party),
        setClock: (offsetMs) => ask('PUT', at('clock'), { offsetMs }),
        addPerson: (person) => ask('POST', at('people'), person),
        replacePerson: (person) => ask('PUT', at('people', person.username), person),
        misbehave: (username, switched) => ask('POST', at('people', username, 'misbehaviours'), switched),
        misbehaved: (username) => ask('GET', at('people', username, 'misbehaviours')),
        asked: (endpoint) => ask('GET', at('asked', ...(endpoint === undefined ? [] : [endpoint]))),
        rotateKeys: () => ask('POST', at('keys')),
        keys: () => ask('GET', at('keys')),
        pendingAnswer: (username) => ask('GET', at('people', username, 'answer')),
        answerWith: (username, instead) => ask('PUT', at('people', username, 'answer'), instead),
        close: () => ask('DELETE', at()),
      }
    },
  }
}

function messageOf(method: string, path: readonly string[], status: number, text: string): string {
  let said = text
  try {
    said = String((JSON.parse(text) as { error?: unknown }).error ?? text)
  } catch {
    // A page rather than JSON: quoted as it is.
  }
  return `mock identity provider: ${method} /control/${path.join('/')} was answered ${status}: ${said}`
}
