/** The key that an OpenID Connect provider signs ID tokens with, which the harness holds since the provider is the mock IdP. */
import { createPublicKey } from 'node:crypto'
import type { Cast } from '../../../fixtures/actors/actors.ts'
import { NotPerformed } from '../../../fixtures/flow/not-performed.ts'
import { type HeldKey, heldKey } from '../../../fixtures/fuzzing/jwt/draft.ts'

/** @throws {NotPerformed} the provider signs no ID tokens */
export async function keyOf(cast: Cast, provider: string): Promise<HeldKey> {
  const { idTokens } = await cast.provider(provider).keys()
  if (idTokens === undefined)
    throw new NotPerformed('the provider has no key for ID tokens', 'a signing key', 'none')
  return heldKey(idTokens.kid, idTokens.privateKey, idTokens.algorithm)
}

/** The provider's key set, as it publishes it. */
export function keySetOf({ kid, algorithm, privateKey }: HeldKey): string {
  const jwk = createPublicKey(privateKey).export({ format: 'jwk' })
  return JSON.stringify({ keys: [{ ...jwk, kid, alg: algorithm, use: 'sig' }] })
}
