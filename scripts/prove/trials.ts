/**
 * Which trials a fault needs: the variants that bind its checks, the one that judges most of them first, and of each no
 * more acts than those checks and their controls ask for.
 */
import type { BoundCheck } from '../../fixtures/flow/script.ts'
import { keyText } from '../../fixtures/flow/script.ts'
import type { ResultKey } from '../../reports/record.ts'
import type { Catalogue, CataloguedVariant } from '../catalogue.ts'

export interface Planned {
  readonly variant: CataloguedVariant
  readonly bound: readonly BoundCheck[]
}

/** How many acts have to be performed for these. */
const actsOf = (bound: readonly BoundCheck[]) => Math.max(0, ...bound.map(({ after }) => after))

interface Binding {
  readonly variant: CataloguedVariant
  readonly bound: BoundCheck
}

/** They are asked for at every trial. */
const bindingsOf = new WeakMap<Catalogue, ReadonlyMap<string, Binding>>()

/** Every binding in the catalogue by its key, with its variant. */
function bindings(catalogue: Catalogue): ReadonlyMap<string, Binding> {
  const known = bindingsOf.get(catalogue)
  if (known !== undefined) return known
  const found = new Map(
    catalogue.variants.flatMap((variant) =>
      variant.script.checks.map((bound) => [keyText(bound.key), { variant, bound }] as const),
    ),
  )
  bindingsOf.set(catalogue, found)
  return found
}

/** The bindings and the controls that they stand on, and those of the controls. */
function withControls(catalogue: Catalogue, wanted: readonly BoundCheck[]) {
  const known = bindings(catalogue)
  const all = new Map<string, Binding>()
  const take = (key: ResultKey) => {
    const text = keyText(key)
    const found = known.get(text)
    if (found === undefined || all.has(text)) return
    all.set(text, found)
    const { control } = found.bound
    if (control === undefined) return
    take(control)
    if (control.after !== undefined) take(control.after)
  }
  for (const { key } of wanted) take(key)
  return [...all.values()]
}

/**
 * The next variant in which to look for these checks, and what to judge in it, first; where a control stands in
 * another variant that one comes along, behind it. Empty when no variant that is left binds any of them.
 * @param tried variants that have been looked into
 */
export function nextTrials(
  catalogue: Catalogue,
  checks: readonly string[],
  tried: ReadonlySet<CataloguedVariant>,
): readonly Planned[] {
  const candidates = catalogue.variants
    .filter((variant) => !tried.has(variant))
    .map((variant) => {
      const bound = variant.script.checks.filter(({ key }) => checks.includes(key.check))
      return { variant, bound, distinct: new Set(bound.map(({ key }) => key.check)).size }
    })
    .filter(({ distinct }) => distinct > 0)
    .sort((a, b) => b.distinct - a.distinct || actsOf(a.bound) - actsOf(b.bound))
  const chosen = candidates[0]
  if (chosen === undefined) return []
  const byVariant = new Map<CataloguedVariant, BoundCheck[]>([[chosen.variant, []]])
  for (const { variant, bound } of withControls(catalogue, chosen.bound))
    byVariant.set(variant, [...(byVariant.get(variant) ?? []), bound])
  return [...byVariant].map(([variant, bound]) => ({ variant, bound }))
}

/** One variant in full, and of others what its controls ask for. */
export function wholeTrial(catalogue: Catalogue, variant: CataloguedVariant): readonly Planned[] {
  const wanted = withControls(catalogue, variant.script.checks)
  const others = new Set(wanted.map((one) => one.variant))
  others.delete(variant)
  return [variant, ...others].map((one) => ({
    variant: one,
    bound: wanted.filter((other) => other.variant === one).map(({ bound }) => bound),
  }))
}

/** Every variant in full. */
export const allTrials = (catalogue: Catalogue): readonly Planned[] =>
  catalogue.variants.map((variant) => ({ variant, bound: variant.script.checks }))
