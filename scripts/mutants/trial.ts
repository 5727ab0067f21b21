/** One mutant, or none: the attack suite on a reference target of this process. Prints what did not pass, as JSON. */
import { loadCatalogue } from '../catalogue.ts'
import { openProvingGround } from '../prove/trial.ts'

export interface Tried {
  /** Variant and check of each result that is not `passed`, with its verdict. */
  readonly red: Readonly<Record<string, string>>
  readonly judged: number
}

const variants = process.argv.slice(2)
const { variants: all } = await loadCatalogue()
const ground = await openProvingGround('')
const red: Record<string, string> = {}
let judged = 0
try {
  for (const one of all) {
    if (one.variant.flow.id !== 'token-validation' || !variants.includes(one.variant.id)) continue
    const { results } = await ground.try(one, undefined, one.script.checks)
    for (const { id, verdict } of results) {
      judged += 1
      if (verdict !== 'passed') red[id] = verdict
    }
  }
} finally {
  await ground.close()
}
process.stdout.write(JSON.stringify({ red, judged } satisfies Tried))
process.exit()
