/** Addresses at a provider of ours that nobody has a reason to visit: whoever does was led there by a message. */
import type { ProviderActs } from '../../../fixtures/actors/actors.ts'
import type { Reply } from '../../../fixtures/fuzzing/model.ts'

export const canaryAt =
  ({ tenant }: Pick<ProviderActs, 'tenant'>) =>
  (path: string): string =>
    `${tenant.baseUrl}/canary${path}`

const visits = async (provider: Pick<ProviderActs, 'asked'>): Promise<number> =>
  (await provider.asked('canary')).length

/** Sends a message, and looks whether anybody has come there meanwhile. */
export async function watched(
  provider: Pick<ProviderActs, 'asked'>,
  send: () => Promise<Reply>,
): Promise<Reply> {
  const before = await visits(provider)
  const reply = await send()
  return { ...reply, fetched: (await visits(provider)) > before }
}
