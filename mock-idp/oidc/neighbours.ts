/** Providers that one relying party knows: a mix-up of the two is a misbehaviour of its own. */
import type { Provider } from './provider.ts'

/** All that were opened and are still held, the latest last. */
let providers: readonly WeakRef<Provider>[] = []

export function introduce(provider: Provider): void {
  providers = [...providers.filter((one) => one.deref() !== undefined), new WeakRef(provider)]
}

/** The provider opened last, of those that answer to an address of the same relying party. */
export function neighbourOf(provider: Provider): Provider | undefined {
  const { redirectUris: ours = [], providers: known } = provider.tenant.relyingParty()
  const others = providers.map((one) => one.deref()).filter((one) => one !== undefined && one !== provider)
  return others.findLast(
    (other) =>
      (known?.includes(other?.tenant.id ?? '') ?? true) &&
      other?.tenant.relyingParty().redirectUris?.some((uri) => ours.includes(uri)),
  )
}
