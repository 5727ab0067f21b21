/**
 * Everything that can be checked: the flows, and the variants found beside each.
 *
 * A variant is a file of its flow's folder that registers itself; which files those are is found by importing them.
 */
import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Check, Flow, Variant } from '../fixtures/flow/flow.ts'
import { registeredVariants } from '../fixtures/flow/registry.ts'
import { collect, flawsOf, type Script } from '../fixtures/flow/script.ts'
import { apiAuthentication } from '../suites/api-authentication/flow.ts'
import { federation } from '../suites/federation/flow.ts'
import { identityPool } from '../suites/identity-pool/flow.ts'
import { managedLogin } from '../suites/managed-login/flow.ts'
import { tokenValidation } from '../suites/token-validation/flow.ts'

/** The documented flows, in the order in which they build on one another, and the attacks on what all of them issue. */
export const flows: readonly Flow[] = [
  apiAuthentication,
  managedLogin,
  federation,
  identityPool,
  tokenValidation,
] as unknown as readonly Flow[]

export interface CataloguedVariant {
  readonly script: Script
  readonly variant: Variant
  /** The file that registers it. */
  readonly file: string
}

export interface CataloguedCheck {
  // biome-ignore lint/suspicious/noExplicitAny: the catalogue holds checks of every subject
  readonly check: Check<any>
  readonly variants: readonly string[]
}

export interface Catalogue {
  readonly flows: readonly Flow[]
  readonly variants: readonly CataloguedVariant[]
  /** In the order of flow, step and writing. */
  readonly checks: readonly CataloguedCheck[]
  /** SHA-256 over ids, levels, sources and sentences: two runs with one hash asked the same questions. */
  readonly hash: string
}

const suites = fileURLToPath(new URL('../suites/', import.meta.url))
const extension = extname(fileURLToPath(import.meta.url))

const filesOf = (flow: Flow): readonly string[] =>
  readdirSync(join(suites, flow.id))
    .filter((name) => extname(name) === extension && !name.endsWith(`.d${extension}`))
    .filter((name) => !['flow', 'not-tested'].includes(basename(name, extension)))
    .sort()
    .map((name) => join(suites, flow.id, name))

let loaded: Promise<Catalogue> | undefined

/** @throws {Error} the suites contradict themselves (an id bound twice, a refusal without control, …): ours */
export function loadCatalogue(): Promise<Catalogue> {
  loaded ??= load()
  return loaded
}

async function load(): Promise<Catalogue> {
  const variants: CataloguedVariant[] = []
  for (const flow of flows) {
    for (const file of filesOf(flow)) {
      const before = registeredVariants().length
      await import(pathToFileURL(file).href)
      for (const variant of registeredVariants().slice(before))
        variants.push({ variant, file, script: collect(variant) })
    }
  }
  const flaws = flawsOf(variants.map(({ script }) => script))
  if (flaws.length > 0) throw new Error(`the suites contradict themselves:\n${flaws.join('\n')}`)
  const checks = checksOf(variants)
  const meaning = checks.map(({ check, variants: bound }) => [check.id, check.basis, check.says, bound])
  return { flows, variants, checks, hash: createHash('sha256').update(JSON.stringify(meaning)).digest('hex') }
}

function checksOf(variants: readonly CataloguedVariant[]): readonly CataloguedCheck[] {
  const found = new Map<string, { check: CataloguedCheck['check']; variants: Set<string> }>()
  for (const { variant, script } of variants) {
    for (const { check } of script.checks) {
      const known = found.get(check.id) ?? { check, variants: new Set() }
      known.variants.add(variant.id)
      found.set(check.id, known)
    }
  }
  const order = flows.map(({ id }) => id)
  return [...found.values()]
    .sort((a, b) => order.indexOf(a.check.flow) - order.indexOf(b.check.flow) || a.check.step - b.check.step)
    .map(({ check, variants: bound }) => ({ check, variants: [...bound] }))
}

/** The flows of which anything stands on a capability. */
export function flowsWith({ flows, variants }: Catalogue, capability: string): readonly string[] {
  const standsOnIt = ({ variant, script }: CataloguedVariant) =>
    [
      variant.options.lacking,
      ...script.acts.map(({ needs }) => needs),
      ...script.checks.map(({ check }) => check.needs),
    ].some((needs: readonly string[] = []) => needs.includes(capability))
  const standing = new Set(variants.filter(standsOnIt).map(({ variant }) => variant.flow.id))
  return flows.map(({ id }) => id).filter((id) => standing.has(id))
}
