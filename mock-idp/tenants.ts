/** Opens tenants, and keeps them: who can sign in there, whom they answer to, what is to go wrong next. */
import { randomBytes } from 'node:crypto'
import type {
  AnswerInstead,
  Asked,
  Dialect,
  Misbehaved,
  PendingAnswer,
  Person,
  RelyingParty,
  Switched,
  Tenant,
  TenantOptions,
} from './control.ts'
import type { KeyRing } from './keys.ts'
import { misbehaviourOf } from './misbehaviours/all.ts'
import type { Misbehaviour } from './misbehaviours/misbehaviour.ts'
import { openOidc } from './oidc/serve.ts'
import { openSaml } from './saml/serve.ts'
import type { Answer } from './serve.ts'
import { openAmazon } from './social/amazon.ts'
import { openApple } from './social/apple.ts'
import { openFacebook } from './social/facebook.ts'
import { openGoogle } from './social/google.ts'
import type { Bent, Identity, IdpSession, OpenDialect, Speaks, TenantState } from './tenant.ts'

const DIALECTS: Readonly<Record<Dialect, OpenDialect>> = {
  oidc: openOidc,
  saml: openSaml,
  google: openGoogle,
  facebook: openFacebook,
  amazon: openAmazon,
  apple: openApple,
}

/** What the control API was asked is not possible; the message says why. */
export class RefusedByControl extends Error {
  override name = 'RefusedByControl'
}

/** A tenant as the server and the control API hold it. */
export interface OpenTenant {
  readonly shown: Tenant
  readonly state: TenantState
  readonly speaks: Speaks
  /** Counts a request in as it arrives; what is returned notes it, when its answer is known. */
  readonly arrived: () => (asked: Omit<Asked, 'n'>) => void
  readonly setRelyingParty: (party: RelyingParty) => void
  readonly setClock: (offsetMs: number) => void
  readonly addPerson: (person: Person) => void
  readonly replacePerson: (username: string, person: Person) => void
  readonly misbehave: (username: string, switched: Switched) => void
  readonly pendingAnswer: (username: string) => Promise<PendingAnswer>
  readonly answerWith: (username: string, instead: AnswerInstead) => void
}

interface Planned extends Misbehaved {
  reached: boolean
  taken: boolean
  readonly value: Misbehaviour
  readonly victim: Identity
}

/** @throws {RefusedByControl} where there is no such dialect or misbehaviour */
export async function openTenant(options: TenantOptions, origin: string, keys: KeyRing): Promise<OpenTenant> {
  const open = Object.hasOwn(DIALECTS, options.dialect) ? DIALECTS[options.dialect] : undefined
  if (open === undefined) {
    throw new RefusedByControl(`dialect is one of ${Object.keys(DIALECTS).join(', ')}`)
  }
  const whole = options.misbehaviour === undefined ? undefined : known(options.misbehaviour, options.dialect)
  if (whole !== undefined && !whole.wholeTenant) {
    throw new RefusedByControl(`${whole.id} concerns one sign-in: switch it for a person, not for the tenant`)
  }

  let offsetMs = options.clockOffsetMs ?? 0
  let party: RelyingParty = {}
  const people = new Map<string, Person>()
  const asked: Asked[] = []
  const planned: Planned[] = []
  let wholeReached = false
  let arrivals = 0

  const bent = (plan: Planned): Bent => ({
    misbehaviour: plan.value,
    victim: plan.victim,
    reached: () => {
      plan.reached = true
    },
  })

  const bentWhole = (username?: string): Bent | undefined => {
    if (whole === undefined) return undefined
    const named = planned.find((plan) => plan.value === whole && plan.username === username)
    return {
      misbehaviour: whole,
      victim: named?.victim ?? somebody(),
      reached: () => {
        wholeReached = true
      },
    }
  }

  const id = options.id ?? randomBytes(5).toString('hex')
  if (!/^[a-z0-9-]{1,40}$/.test(id))
    throw new RefusedByControl('the id of a tenant has up to 40 lower-case letters, digits and hyphens')
  const state: TenantState = {
    id,
    options,
    baseUrl: `${origin}/t/${id}`,
    now: () => Date.now() + offsetMs,
    keys,
    relyingParty: () => party,
    people,
    sessions: new Map<string, IdpSession>(),
    bentWhole,
    takeBent(username) {
      const plan = planned.find((one) => one.username === username && !one.taken && one.value !== whole)
      if (plan === undefined) return bentWhole(username)
      plan.taken = true
      return bent(plan)
    },
    misbehaved(username) {
      const own = planned
        .filter((plan) => plan.username === username && plan.value !== whole)
        .map(({ misbehaviour, reached }) => ({ misbehaviour, username, reached }))
      return whole === undefined ? own : [{ misbehaviour: whole.id, username, reached: wholeReached }, ...own]
    },
    asked,
    canary: new Map<string, Answer>(),
  }
  const speaks = await open(state)

  const checked = (person: Person): Person => {
    for (const member of ['username', 'password', 'subject'] as const) {
      if (typeof person[member] !== 'string') throw new RefusedByControl(`a person has a ${member}, as text`)
    }
    return { ...person, claims: person.claims ?? {} }
  }

  return {
    shown: {
      id,
      dialect: options.dialect,
      issuer: speaks.issuer,
      baseUrl: state.baseUrl,
      clientId: speaks.clientId,
      clientSecret: speaks.clientSecret,
      endpoints: speaks.endpoints,
      ...(speaks.metadata === undefined ? {} : { metadata: speaks.metadata }),
      ...(speaks.apple === undefined ? {} : { apple: speaks.apple }),
    },
    state,
    speaks,
    arrived: () => {
      const n = arrivals++
      return (one) => {
        // From the end: there it stands, but for a few that are quicker.
        const before = asked.findLastIndex((known) => known.n < n)
        asked.splice(before + 1, 0, { n, ...one })
      }
    },
    setRelyingParty: (given) => {
      party = given
    },
    setClock: (given) => {
      if (!Number.isFinite(given)) throw new RefusedByControl('offsetMs is a number of milliseconds')
      offsetMs = given
    },
    addPerson: (person) => {
      if (people.has(person.username))
        throw new RefusedByControl(`there is a person ${person.username} already`)
      people.set(person.username, checked(person))
    },
    replacePerson: (username, person) => {
      if (!people.has(username)) throw new RefusedByControl(`there is no person ${username}`)
      people.set(username, checked({ ...person, username }))
    },
    misbehave: (username, switched) => {
      if (!people.has(username)) throw new RefusedByControl(`there is no person ${username}`)
      const value = known(switched.misbehaviour, options.dialect)
      if (value.wholeTenant && value !== whole) {
        throw new RefusedByControl(`${value.id} is of a whole tenant: open one with it ("misbehaviour")`)
      }
      const victim = switched.victim ?? somebody()
      planned.push({ misbehaviour: value.id, username, reached: false, taken: false, value, victim })
    },
    pendingAnswer: async (username) => (await speaks.pendingAnswer?.(username)) ?? nothingPending(username),
    answerWith: (username, instead) => {
      if (speaks.answerWith?.(username, instead) !== true) nothingPending(username)
    },
  }
}

function nothingPending(username: string): never {
  throw new RefusedByControl(`no sign-in of ${username} waits here for its relying party`)
}

function known(id: string, dialect: Dialect): Misbehaviour {
  const value = misbehaviourOf(id)
  if (value === undefined) throw new RefusedByControl(`there is no misbehaviour ${JSON.stringify(id)}`)
  if (!value.dialects.includes(dialect)) {
    throw new RefusedByControl(`${id} is of ${value.dialects.join(', ')}; this tenant speaks ${dialect}`)
  }
  return value
}

/** A victim for who named none: an identity that has no account at the tenant. */
function somebody(): Identity {
  const subject = `nobody-${randomBytes(6).toString('hex')}`
  return {
    subject,
    claims: { email: `${subject}@victim.example`, email_verified: true, name: `Victim ${subject}` },
  }
}
