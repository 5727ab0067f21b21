/** Sign-ins whose answer is held back at the provider, to be carried to the user pool by hand. */
import type {
  AuthorizationRequest,
  Cast,
  Page,
  PersonAtProvider,
  UserAgent,
} from '../../fixtures/actors/actors.ts'
import { deliver, type HeldAnswer, heldAnswer } from '../../fixtures/actors/provider-answer.ts'
import type { CameBack } from './checks/came-back.ts'
import { type Choice, visitProvider } from './sign-in.ts'

export interface Held {
  readonly answer: HeldAnswer
  readonly person: PersonAtProvider
  readonly request: AuthorizationRequest
  /** The browser that began the sign-in, on the provider's page still. */
  readonly by: UserAgent
}

/**
 * A new person begins a sign-in in a browser of its own, and the provider answers.
 * @param name of the browser; each sign-in that must not touch another has its own
 */
export async function holdAnswer(cast: Cast, name: string, choice: Choice = {}): Promise<Held> {
  const provider = cast.provider(choice.provider)
  const person = await provider.newPerson()
  const by = await cast.otherAgent(name)
  const { page, request } = await visitProvider(cast, choice, by)
  return { answer: await heldAnswer(provider, page, person), person, request, by }
}

/** The browser that began brings an answer, as it came or with something changed. */
export async function bring(
  { by, answer }: Pick<Held, 'by' | 'answer'>,
  change: (answer: HeldAnswer) => HeldAnswer = (same) => same,
  method?: HeldAnswer['method'],
): Promise<CameBack> {
  return { page: await deliver(by, change(answer), method) }
}

/** Other characters in the place of the last ones: as long, and of the same kind. */
export const otherEnd = (value: string): string =>
  value.slice(0, -6) + [...value.slice(-6)].map((one) => (one === 'a' ? 'b' : 'a')).join('')

/** A sign-in that stands open at the provider for so long. */
export async function signInSlowly(cast: Cast, seconds: number, name: string, choice: Choice = {}) {
  const person = await cast.provider(choice.provider).newPerson()
  const by = await cast.otherAgent(name)
  await visitProvider(cast, choice, by)
  await cast.clock.pass(seconds)
  const page: Page = await person.signsIn(by)
  return { page }
}
