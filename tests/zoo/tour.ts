/** Leads the attack suite past the animals of the zoo: the same rows, schedule and oracle as in a run. */
import { DEFAULT_RUNS } from '../../fixtures/fuzzing/campaign.ts'
import type { Finding } from '../../fixtures/fuzzing/ledger.ts'
import { OutOfBudget } from '../../fixtures/protocol/out-of-budget.ts'
import { CLASSES } from '../../suites/token-validation/classes.ts'
import type { Animal } from './animal.ts'

/** Not how it says no, and not how long it takes on a busy machine. */
const isCatch = ({ question }: Finding) => ['refused', 'accepted', 'effect', 'no-fetch'].includes(question)

/** Found because of what is wrong with the animal; of a healthy one everything counts. */
const isDueTo =
  ({ by }: Animal) =>
  (finding: Finding): boolean =>
    isCatch(finding) && (by.length === 0 || (by as readonly string[]).includes(finding.class))

/** What the sweep finds in an animal, because of its defect. */
export async function swept(animal: Animal): Promise<readonly Finding[]> {
  const one = animal.meet({})
  const classes = animal.by.length === 0 ? Object.keys(CLASSES) : animal.by
  for (const of of classes) await one.sweep(of)
  const { findings, over } = one.ledger()
  if (over !== undefined) throw new Error(`${animal.id}: ${over}`)
  return findings.filter(isDueTo(animal))
}

/** @returns how many cases the seeded part alone took to find its defect; nothing where it did not */
export async function hunted(animal: Animal, seed: number, runs = DEFAULT_RUNS): Promise<number | undefined> {
  let news = false
  const found = () => one.ledger().findings.filter(isDueTo(animal))
  const one = animal.meet({
    replayLine(recipe) {
      news = true
      return recipe
    },
    spend() {
      if (!news) return
      news = false
      if (found().length > 0) throw new OutOfBudget('it is caught')
    },
  })
  await one.seeded({ seed, runs })
  const cases = found().map(({ atCase }) => atCase)
  const { over } = one.ledger()
  if (cases.length === 0 && over !== undefined) throw new Error(`${animal.id}: ${over}`)
  return cases.length === 0 ? undefined : Math.min(...cases)
}
