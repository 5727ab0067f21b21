/** Recipes of `--replay`, held to what the surface knows before anything is sent. */
import type { VariantOptions } from '../../fixtures/flow/flow.ts'
import type { Recipe } from '../../fixtures/fuzzing/model.ts'
import { nearest } from '../../fixtures/targets/text.ts'
import { Wrong } from './common.ts'

/**
 * @param where what it is sent to, in words
 * @throws {Wrong} it names a row that cannot be sent there, or gives one what it has no use for
 */
export function checkRecipe(
  recipe: Recipe | undefined,
  { rows = [], useless }: Pick<VariantOptions, 'rows' | 'useless'>,
  where: string,
): void {
  for (const mutation of recipe ?? []) {
    const { row } = mutation
    if (!rows.includes(row)) {
      const meant = nearest(row, rows)
      throw new Wrong(
        `--replay names the row ${JSON.stringify(row)}, which cannot be sent to ${where}. ${meant === undefined ? 'Take the recipe from a finding, with the rest of its line.' : `Did you mean ${meant}?`}`,
      )
    }
    const why = useless?.(mutation)
    if (why !== undefined) throw new Wrong(`--replay: ${why}.`)
  }
}
