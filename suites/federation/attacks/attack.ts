/**
 * A sign-in that the provider spoils in one way: the act, and the checks that each misbehaviour of the mock IdP brings.
 *
 * Three people never mix: the person who really signs in, whose data the provider genuinely signs; the victim, whose
 * name and data stand in what is forged; and whoever signed in before. Every value carries its owner's tag.
 */
import type { CallbackAnswer, Cast, Page, PersonAtProvider } from '../../../fixtures/actors/actors.ts'
import type { Expect } from '../../../fixtures/flow/expect.ts'
import type { Check, VariantContext } from '../../../fixtures/flow/flow.ts'
import { Blocked } from '../../../fixtures/flow/not-performed.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { type Jwt, readJwt } from '../../../fixtures/protocol/jwt.ts'
import { bodyJson, isValue, type Reading, readString } from '../../../fixtures/protocol/reading.ts'
import type { Misbehaviour } from '../../../mock-idp/misbehaviours/misbehaviour.ts'
import { body } from '../../shared/answers.ts'
import { redeem } from '../../shared/requests.ts'
import { claim } from '../../shared/tokens.ts'
import { nameInPool } from '../checks/profile.ts'
import { federation } from '../flow.ts'
import { type Choice, type Returned, signInWith, visitProvider } from '../sign-in.ts'
import { oidcFlow, samlAddresses, type Words } from '../sources.ts'

/** What came of a sign-in that went wrong at the provider. */
export interface Attacked extends Returned {
  readonly victim: PersonAtProvider
  /** Where the code of the callback led, if there was one: the ID token. */
  readonly idToken?: Reading<Jwt>
  /** AdminGetUser of the victim's name, where the harness may call it. */
  readonly victimProfile?: Answer
  /** AdminGetUser of the person's own name. */
  readonly ownProfile?: Answer
}

const signed = (cast: Cast, name: string): Promise<Answer> =>
  cast.application.call(
    'AdminGetUser',
    { UserPoolId: cast.lease.userPool.id, Username: name },
    { signed: true },
  )

/**
 * Signs a new person in at a provider that misbehaves in this way, in a browser of its own.
 * @throws {Blocked} the misbehaviour never left the provider
 */
export async function attack(
  cast: Cast,
  { id }: Misbehaviour,
  choice: Choice = {},
  signIn: SignIn = signInWith,
): Promise<Attacked> {
  const provider = cast.provider(choice.provider)
  const [person, victim] = [await provider.newPerson(), await provider.newPerson()]
  await provider.misbehaves(person, { misbehaviour: id, victim })
  const by = await cast.otherAgent('at-a-misbehaving-provider')
  await by.forget()
  const returned = await signIn(cast, person, { ...choice, by })
  const reached = (await provider.misbehaved(person)).some((one) => one.misbehaviour === id && one.reached)
  if (!reached) throw new Blocked({ step: 8, reason: `the provider never came to ${id}` }, 'not-performed')
  const mayLook = cast.lease.signing !== undefined && cast.lease.lacks['admin-api'] === undefined
  return {
    ...returned,
    victim,
    ...(await tokensOf(cast, returned)),
    ...(mayLook
      ? {
          victimProfile: await signed(cast, nameInPool({ provider, person: victim })),
          ownProfile: await signed(cast, nameInPool({ provider, person })),
        }
      : {}),
  }
}

/** The ID token that a code of the callback brings. */
async function tokensOf(
  cast: Cast,
  { page, request }: Returned,
): Promise<{ readonly idToken?: Reading<Jwt> }> {
  const code = page.callback?.parameters['code']
  if (code === undefined || code === '') return {}
  const token = readString(bodyJson(await redeem(cast, { code, request })), 'id_token')
  return { idToken: isValue(token) ? readJwt(token) : token }
}

/** All text of a value, nested values included. */
const textOf = (value: unknown): string => JSON.stringify(value) ?? ''

/** Values that only the victim has. */
const marksOf = ({ subject, claims }: PersonAtProvider): readonly string[] =>
  [subject, ...Object.values(claims)].filter(
    (value): value is string => typeof value === 'string' && value.length >= 8,
  )

const marksIn = (value: unknown, person: PersonAtProvider): readonly string[] =>
  marksOf(person).filter((mark) => textOf(value).toLowerCase().includes(mark.toLowerCase()))

/** Neither tokens nor a profile show anything of the victim. */
export function deceivesNobody(
  expect: Expect,
  { page, idToken, victim, victimProfile, ownProfile }: Attacked,
): void {
  expect(hasTokens(page.callback), 'tokens in the redirect').toBe('none')
  if (idToken !== undefined) expect(isValue(idToken) ? 'one' : 'none', 'ID token for the code').toBe('one')
  const inTokens = idToken === undefined || !isValue(idToken) ? [] : marksIn(idToken.payload, victim)
  expect(inTokens.length === 0 ? 'nothing' : 'something', 'what the tokens hold of the victim').toBe(
    'nothing',
  )
  if (victimProfile !== undefined)
    expect(victimProfile.status === 200 ? 'made' : 'not made', 'profile of the victim').toBe('not made')
  if (ownProfile?.status === 200) {
    const found = marksIn(body(ownProfile, 'UserAttributes'), victim)
    expect(
      found.length === 0 ? 'nothing' : 'something',
      'what the person’s profile holds of the victim',
    ).toBe('nothing')
  }
}

const hasTokens = (callback: CallbackAnswer | undefined): string =>
  ['access_token', 'id_token'].some((name) => callback?.parameters[name] !== undefined) ? 'some' : 'none'

/** What a person sees of a refusal. */
const endOf = ({ callback, status }: Page): string => {
  if (callback === undefined) return status >= 300 && status < 400 ? 'a redirect elsewhere' : 'a page'
  return callback.parameters['error'] === undefined
    ? 'the application, without an error'
    : 'the application, with an error'
}

/** Nobody is signed in: no code, and no token. */
export function getsNobodyIn(expect: Expect, { page }: Attacked): void {
  expect(
    page.callback?.parameters['code'] === undefined ? 'none' : 'one',
    'authorization code for the application',
  ).toBe('none')
  expect(hasTokens(page.callback), 'tokens in the redirect').toBe('none')
  expect(endOf(page), 'where the browser ends').toBeOneOf(['the application, with an error', 'a page'])
}

/** The same, and nobody has got a profile by it. */
export function signsNobodyIn(expect: Expect, attacked: Attacked): void {
  getsNobodyIn(expect, attacked)
  for (const profile of [attacked.victimProfile, attacked.ownProfile])
    if (profile !== undefined)
      expect(profile.status === 200 ? 'made' : 'not made', 'a profile').toBe('not made')
}

/** The person is signed in, as themselves. */
export function signsPersonIn(expect: Expect, { page, person, provider, idToken }: Attacked): void {
  expect(page.callback?.parameters['code'], 'authorization code').toBeA('non-empty string')
  const identities = idToken === undefined ? undefined : claim(idToken, 'identities')
  const [only] = Array.isArray(identities) ? identities : []
  expect(readString(only, 'providerName'), 'providerName').toBe(provider.name)
  expect(readString(only, 'userId'), 'userId').toBe(person.subject)
}

/** Refused; or the person is signed in, with what the provider said of them and nothing cut off it. */
export function refusedOrWhole(expect: Expect, attacked: Attacked): void {
  const { page, person, idToken } = attacked
  if (page.callback?.parameters['code'] === undefined) {
    signsNobodyIn(expect, attacked)
    return
  }
  signsPersonIn(expect, attacked)
  for (const name of ['email', 'name']) {
    const told = idToken === undefined ? undefined : claim(idToken, name)
    if (typeof told === 'string') expect(told, name).toBe(person.claims[name])
  }
}

/** Of a value that is too long, or a RelayState beside a good assertion, it is not said that they keep a profile from being made. */
const KEEPS_PROFILE_OPEN = /-too-long$|^saml-relay-state-/

export interface AttackChecks {
  readonly misbehaviour: Misbehaviour
  readonly checks: readonly { readonly check: Check<Attacked>; readonly refuses: boolean }[]
}

export interface Owed {
  /** Of the refusal, or of the acceptance, at its own level. */
  readonly words: Words
  /** That nobody is taken for whom the message names, where somebody else says that. */
  readonly trust?: Words | undefined
}

/** The checks of one misbehaviour. */
export function checksOf(misbehaviour: Misbehaviour, { words, trust = words }: Owed): AttackChecks {
  const { id, says, owed, forges, clause, seenIn = [] } = misbehaviour
  const sends = `A sign-in whose answer the provider spoils: ${says.replace(/\.$/, '')} (${clause})`
  const breaks =
    seenIn.length === 0
      ? 'Whoever can change a message on its way signs in, or is let in with what nobody vouches for.'
      : `Whoever can change a message on its way signs in as anybody: ${seenIn.join(', ')}.`
  const checks: { check: Check<Attacked>; refuses: boolean }[] = []
  if (forges) {
    const check = federation.check(9, `${id}-signs-nobody-in`, {
      says: `Nothing of the forged identity is believed: ${lower(says)}`,
      sends,
      ...trust,
      breaks,
      refusal: true,
      judge: deceivesNobody,
    })
    checks.push({ check, refuses: true })
  } else if (owed === 'refusal-or-genuine') {
    const check = federation.check(9, `${id}-taken-whole`, {
      says: `The sign-in is refused, or the person signed in as exactly what the provider vouched for: ${lower(says)}`,
      sends,
      ...words,
      breaks,
      refusal: true,
      judge: refusedOrWhole,
    })
    checks.push({ check, refuses: true })
  }
  if (owed === 'refusal') {
    const check = federation.check(9, `${id}-refused`, {
      says: `The sign-in is refused, and nobody is signed in: ${lower(says)}`,
      sends,
      ...words,
      admits: 'An error at the application, or a page of the user pool.',
      breaks,
      refusal: true,
      judge: KEEPS_PROFILE_OPEN.test(id) ? getsNobodyIn : signsNobodyIn,
    })
    checks.push({ check, refuses: true })
  }
  if (owed === 'acceptance') {
    const check = federation.check(9, `${id}-accepted`, {
      says: `The person is signed in all the same: ${lower(says)}`,
      sends,
      ...words,
      breaks: 'Users of a provider that is within its rights cannot sign in.',
      judge: signsPersonIn,
    })
    checks.push({ check, refuses: false })
  }
  return { misbehaviour, checks }
}

const lower = (sentence: string): string => {
  const [first = '', second = ''] = sentence
  const isWord = second === second.toLowerCase()
  return `${isWord ? first.toLowerCase() : first}${sentence.slice(1).replace(/\.$/, '')}`
}

/** An honest sign-in once more, after all that went wrong: what was refused was refused for its own sake. */
export const honestSignInStays = federation.check(9, 'honest-sign-in-stays', {
  says: 'After sign-ins that went wrong at the provider an honest one is accepted',
  sends:
    'A sign-in of a new person at the same provider, with nothing wrong, after all others of the variant',
  basis: oidcFlow(
    'Introduction',
    'After the user has signed in at the provider the user pool collects the answer and issues its own tokens.',
  ),
  breaks: 'One bad message shuts a whole company out.',
  judge: (expect, { page }: Returned) =>
    expect(page.callback?.parameters['code'], 'authorization code').toBeA('non-empty string'),
})

/** How a person signs in at a provider. */
export type SignIn = typeof signInWith

/** Where each is tried: at one provider for all, or at one for each. */
type Where = (attack: AttackChecks) => Choice

/** What the user pool fetched from addresses that stand in messages alone. */
export const nothingFetched = federation.check(9, 'nothing-fetched', {
  says: 'The user pool fetches nothing from an address that only a message names: a key, a schema, an entity, a stylesheet',
  sends: 'Sign-ins whose messages name addresses of the provider that nobody visits otherwise',
  basis: samlAddresses,
  breaks: 'Whoever can send a message has the user pool call any address in its network.',
  judge: (
    expect,
    { visited, answered }: { readonly visited: readonly string[]; readonly answered: number },
  ) => {
    expect(answered, 'sign-ins that the provider answered').toBeAtLeast(1)
    expect(visited, 'addresses that were visited').toEqual([])
  },
})

export interface Trying {
  readonly at?: Where
  readonly honest?: Choice
  /** Default: the application sends the person. */
  readonly signIn?: SignIn
  /** Messages name addresses that nobody is to visit. */
  readonly namesAddresses?: true
}

/** Tries these, each in a sign-in of its own, between two honest ones. */
export function tryEach(
  { attempt, probe, check }: VariantContext<number>,
  attacks: readonly AttackChecks[],
  { at = () => ({}), honest = {}, signIn = signInWith, namesAddresses }: Trying = {},
): void {
  // Some misbehaviours bring the answer of one sign-in to another that waits.
  probe(3, async (cast) => visitProvider(cast, honest, await cast.otherAgent('that-waits')))
  for (const one of attacks) {
    const own = one.checks.map(({ check: ofAttack }) => ofAttack)
    const came = attempt(9, (cast) => attack(cast, one.misbehaviour, at(one), signIn), {
      alone: namesAddresses === undefined ? own : [...own, nothingFetched],
    })
    for (const { check: ofAttack, refuses } of one.checks)
      check(ofAttack, came, refuses ? { performed: 9, after: { check: honestSignInStays } } : undefined)
  }
  const after = probe(9, async (cast) => {
    const by = await cast.otherAgent('at-an-honest-provider')
    return signIn(cast, await cast.provider(honest.provider).newPerson(), { ...honest, by })
  })
  check(honestSignInStays, after)
  if (namesAddresses === undefined) return
  const asked = probe(9, (cast) => cast.provider(honest.provider).asked())
  check(nothingFetched, () => ({
    visited: asked.value.filter(({ endpoint }) => endpoint === 'canary').map(({ path }) => path),
    answered: asked.value.filter(({ endpoint }) => endpoint === 'login').length,
  }))
}
