/** Which classes of rows are about tokens of which nobody who may sign has signed a word. */
import type { Basis } from '../../../fixtures/flow/source.ts'
import type { RowClass } from '../classes.ts'

const NOBODY_SIGNED = [
  'unsigned',
  'algorithm',
  'key-confusion',
  'offered-key',
  'key-id',
  'signature',
  'content',
  'encrypted',
  'serialization',
  'parts',
  'exhausting',
  'cache',
] as const satisfies readonly RowClass[]

type Owed = Readonly<Partial<Record<RowClass, Basis>>>

/** One basis for several classes. */
export const allOf = (classes: readonly RowClass[], basis: Basis): Owed =>
  Object.fromEntries(classes.map((one) => [one, basis]))

/** What everybody owes whose page says that a token must be valid, or signed by its issuer. */
export const owedToForgeries = (basis: Basis): Owed => allOf(NOBODY_SIGNED, basis)
