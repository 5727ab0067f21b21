/** Whether anybody was led to a listener of ours by a message, where nobody else has a reason to come. */
import type { ProviderActs } from '../../../fixtures/actors/actors.ts'
import type { Reply } from '../../../fixtures/fuzzing/model.ts'

/**
 * Sends a message, and looks whether anybody has come meanwhile.
 * @param visits how many have come so far
 */
export async function fetchedWhile(
  visits: () => number | Promise<number>,
  send: () => Promise<Reply>,
): Promise<Reply> {
  const before = await visits()
  const reply = await send()
  return { ...reply, fetched: (await visits()) > before }
}

/** The same at the canary of a provider. */
export const watched = (provider: Pick<ProviderActs, 'asked'>, send: () => Promise<Reply>): Promise<Reply> =>
  fetchedWhile(async () => (await provider.asked('canary')).length, send)
