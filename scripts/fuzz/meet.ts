/** Meets an API before it is attacked: it takes the untouched token, or the user is told what to do about it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Answer, NoAnswer } from '../../fixtures/protocol/answer.ts'
import { OutOfBudget } from '../../fixtures/protocol/out-of-budget.ts'
import { isAccepted, type OwnApi } from '../../suites/token-validation/own-api/surface.ts'

/** The API is not as the command line says, or does not answer. Nothing but the untouched token was sent. */
export class SetUp extends Error {
  override readonly name = 'SetUp'
  readonly exitCode: 2 | 3

  constructor(message: string, exitCode: 2 | 3) {
    super(message)
    this.exitCode = exitCode
  }
}

/** @returns nothing where it was accepted */
function wrongIn(answer: Answer, api: Pick<OwnApi, 'accept' | 'refuse'>, token: string): SetUp | undefined {
  const { status, headers } = answer
  if (api.accept.has(status)) return undefined
  const got = `The untouched token was answered ${status}`
  if (api.refuse.has(status))
    return new SetUp(
      `${got}, a refusal. See that it is for this API (it is ${token}), and that --header says how it is brought`,
      2,
    )
  if (status >= 500) return new SetUp(`${got}: the API does not work, whatever it is sent`, 3)
  if (status >= 300 && status < 400)
    return new SetUp(
      `${got}, a redirect${headers['location'] === undefined ? '' : ' to another address'}. Give the address in --url to which it leads; redirects are not followed.`,
      2,
    )
  if (isAccepted(api, status))
    return new SetUp(`${got}. If that is how it accepts, say --accept ${status}.`, 2)
  const hint =
    status === 404 || status === 405
      ? 'Look at --url and --method.'
      : 'It is neither in --accept nor in --refuse.'
  return new SetUp(`${got}. ${hint}`, 2)
}

const silence = ({ why }: NoAnswer): SetUp =>
  new SetUp(
    why === 'throttled'
      ? 'The API is throttled even before it is attacked: ask less often, with --rate'
      : why === 'timed-out'
        ? 'The API did not answer the untouched token in time'
        : `The API gave no answer to the untouched token (${why})`,
    3,
  )

const AGAIN_MS = 1_000

export interface MeetOptions {
  readonly api: Pick<OwnApi, 'accept' | 'refuse'>
  /** What the untouched token is, in words. */
  readonly token: string
  /** How long an API may take to learn whom it is to trust. */
  readonly patienceMs: number
  /** Told once, where it does not accept at once. */
  readonly onWait: (why: string) => void
  readonly signal: AbortSignal
}

/** @throws {SetUp} */
export async function meet(sendsBase: () => Promise<Answer>, options: MeetOptions): Promise<void> {
  const { api, token, patienceMs, onWait, signal } = options
  const until = performance.now() + patienceMs
  for (let tries = 0; ; tries += 1) {
    const wrong = await sendsBase().then(
      (answer) => wrongIn(answer, api, token),
      (error: unknown) => {
        if (error instanceof NoAnswer) return silence(error)
        if (error instanceof OutOfBudget) return new SetUp(error.message, 3)
        throw error
      },
    )
    if (wrong === undefined) return
    if (performance.now() + AGAIN_MS > until || signal.aborted) throw wrong
    if (tries === 0) onWait(wrong.message)
    await sleep(AGAIN_MS, undefined, { signal }).catch(() => undefined)
  }
}
