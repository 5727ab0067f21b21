/** What a provider publishes: its configuration and its key set (OpenID Connect Discovery 1.0, RFC 7517). */
import { type Answer, json } from '../serve.ts'
import { bentOr } from './bend.ts'
import { publicJwk } from './jwt.ts'
import { jsonText, type Members, members } from './members.ts'
import type { Provider } from './provider.ts'

export async function discovery(
  provider: Provider,
  configuration: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const bent = provider.tenant.bentWhole()
  const facts = await provider.facts(bent)
  const honest = members({ issuer: provider.issuer, ...configuration })
  const answer = json(200, jsonText(bentOr(bent, 'discoveryMembers', honest, facts)))
  return bentOr(bent, 'discoveryAnswer', answer, facts)
}

export async function keySet(provider: Provider): Promise<Answer> {
  const bent = provider.tenant.bentWhole()
  const facts = await provider.facts(bent)
  const honest: readonly Members[] = [publicJwk(provider.key(), provider.algorithm)]
  const answer = json(200, keySetText(bentOr(bent, 'keys', honest, facts)))
  return bentOr(bent, 'jwksAnswer', answer, facts)
}

export function keySetText(keys: readonly Members[]): string {
  return `{"keys":[${keys.map(jsonText).join(',')}]}`
}
