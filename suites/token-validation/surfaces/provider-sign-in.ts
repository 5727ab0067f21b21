/** A sign-in at a provider whose answer the user pool has not seen yet: what arrives there is the surface's to say. */
import type {
  AuthorizationRequest,
  Cast,
  PersonAtProvider,
  ProviderActs,
  UserAgent,
} from '../../../fixtures/actors/actors.ts'
import { deliver, type HeldAnswer, heldAnswer } from '../../../fixtures/actors/provider-answer.ts'
import { NotPerformed } from '../../../fixtures/flow/not-performed.ts'
import type { Reply } from '../../../fixtures/fuzzing/model.ts'
import { type Jwt, readJwt } from '../../../fixtures/protocol/jwt.ts'
import { bodyJson, isValue, readString } from '../../../fixtures/protocol/reading.ts'
import type { Lease } from '../../../fixtures/targets/lease.ts'
import { isAt, visitProvider } from '../../federation/sign-in.ts'
import { asksForPassword, shown } from '../../shared/front-channel.ts'
import { redeem } from '../../shared/requests.ts'
import { claim } from '../../shared/tokens.ts'

export interface HeldSignIn {
  readonly provider: ProviderActs
  readonly person: PersonAtProvider
  readonly by: UserAgent
  readonly request: AuthorizationRequest
  /** What the provider gave the browser. */
  readonly answer: HeldAnswer
}

const people = new WeakMap<Lease, Map<string, Promise<PersonAtProvider>>>()

/** One person at a provider for many sign-ins of a lease: an account for each would leave thousands behind. */
export function personAt(cast: Cast, name: string): Promise<PersonAtProvider> {
  const known = people.get(cast.lease) ?? new Map<string, Promise<PersonAtProvider>>()
  people.set(cast.lease, known)
  const person = known.get(name) ?? cast.provider(name).newPerson()
  known.set(name, person)
  return person
}

/** The next sign-in is somebody else's: what one leaves in a profile must not be held against another. */
export const nextPersonAt = ({ lease }: Cast, name: string): void => void people.get(lease)?.delete(name)

/** Sends a new browser to a provider. @throws {NotPerformed} the user pool does not lead there */
export async function visit(cast: Cast, name: string, by: UserAgent) {
  await by.forget()
  const visited = await visitProvider(cast, { provider: name }, by)
  if (isAt(visited.provider, visited.page) && asksForPassword(visited.page)) return visited
  throw new NotPerformed(
    'the request did not lead to the provider',
    `the sign-in page of ${visited.provider.tenant.baseUrl}`,
    shown(visited.page),
  )
}

/** Signs in at the provider, and keeps what it answers. */
export async function holdSignIn(cast: Cast, name: string): Promise<HeldSignIn> {
  const person = await personAt(cast, name)
  const by = await cast.otherAgent('with-a-spoilt-answer')
  const { provider, request, page } = await visit(cast, name, by)
  return { provider, person, by, request, answer: await heldAnswer(provider, page, person) }
}

/** The profile data that tell one person from another. */
const TELLING = ['email', 'name', 'nickname'] as const

/** The subject at the provider of whom an ID token of the user pool names. */
export function whoIsNamed(idToken: Jwt): string {
  const identities = claim(idToken, 'identities')
  const [only] = Array.isArray(identities) ? (identities as readonly unknown[]) : []
  const userId = readString(only, 'userId')
  return isValue(userId) ? userId : 'somebody without an identity'
}

type Claims = Readonly<Record<string, unknown>>

/** The data of a profile that are not as the provider knows them. */
export const changedIn = (idToken: Jwt, own: Claims): readonly string[] =>
  TELLING.filter((name) => {
    const told = claim(idToken, name)
    return typeof told === 'string' && told !== own[name]
  })

const holds = (whole: unknown, part: unknown): boolean =>
  typeof whole === 'string' && typeof part === 'string' && part !== '' && whole.includes(part)

/**
 * Whom an ID token of the user pool names; and, where its claims are the victim's or a piece of the bearer's, that they
 * are. Another value may be what the provider did say.
 */
export function named(
  idToken: Jwt,
  { own, victim }: { readonly own: Claims; readonly victim: Claims },
): string {
  const who = whoIsNamed(idToken)
  const foreign = changedIn(idToken, own).filter((name) => {
    const told = claim(idToken, name)
    return holds(told, victim[name]) || holds(own[name], told)
  })
  return foreign.length === 0 ? who : `${who}, with the ${foreign.join(' and the ')} of somebody else`
}

export interface Admission {
  /** What is documented to come of a good answer. Where it is tokens, a code that gives none is no admission. */
  readonly by: 'code' | 'tokens'
  readonly naming: (idToken: Jwt) => string
}

/** The browser carries an answer to the user pool. Whoever is not named there is not told. */
export async function carry(
  cast: Cast,
  { by, request }: Pick<HeldSignIn, 'by' | 'request'>,
  answer: HeldAnswer,
  admission: Admission,
): Promise<Reply> {
  const page = await deliver(by, answer)
  const { code, error } = page.callback?.parameters ?? {}
  const last = page.hops.find(({ status }) => status >= 500) ?? page.hops[0]
  const came = {
    ...(last === undefined ? {} : { status: last.status }),
    exchanges: page.hops.map(({ exchange }) => exchange).filter((exchange) => exchange >= 0),
  }
  if (code === undefined || code === '') {
    const where =
      page.callback === undefined
        ? `a page with status ${page.status}`
        : `an error at the application${/^[a-z_]{1,40}$/.test(error ?? '') ? `: ${error}` : ''}`
    const hasTokens = ['access_token', 'id_token'].some((one) => page.callback?.parameters[one] !== undefined)
    return { ...came, verdict: hasTokens ? 'accepted' : 'refused', shown: hasTokens ? 'tokens' : where }
  }
  const given = bodyJson(await redeem(cast, { code, request }))
  const hasTokens = ['access_token', 'id_token'].some((one) => isValue(readString(given, one)))
  if (!hasTokens && admission.by === 'tokens')
    return { ...came, verdict: 'refused', shown: 'a code that gives no tokens' }
  const token = readString(given, 'id_token')
  const idToken = isValue(token) ? readJwt(token) : token
  return {
    ...came,
    verdict: 'accepted',
    ...(isValue(idToken) ? { taken: admission.naming(idToken) } : {}),
    shown: hasTokens ? 'tokens for the code at the application' : 'a code at the application',
  }
}

/** Whether a name that nobody has signed in with has a profile, where the harness may look. */
export async function profileOf(
  { application, lease }: Cast,
  { name }: Pick<ProviderActs, 'name'>,
  subject: string,
): Promise<string | undefined> {
  if (lease.signing === undefined || lease.lacks['admin-api'] !== undefined) return undefined
  const { status } = await application.call(
    'AdminGetUser',
    { UserPoolId: lease.userPool.id, Username: `${name}_${subject}` },
    { signed: true },
  )
  return status === 200 ? 'there is a profile of somebody who never signed in' : undefined
}
