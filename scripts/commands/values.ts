/** Values of options that several commands take. */
import type { Recipe } from '../../fixtures/fuzzing/model.ts'
import { readRecipe } from '../../fixtures/fuzzing/recipe.ts'
import { Wrong } from './common.ts'

export const wholeNumber = (name: string, least: number) => (given: string) => {
  const value = Number(given)
  if (!Number.isSafeInteger(value) || value < least)
    throw new Wrong(`${name} takes a whole number of ${least} or more, not ${JSON.stringify(given)}`)
  return value
}

/** @throws {Wrong} it is none */
export const recipeOf = (given: string): Recipe => {
  try {
    return readRecipe(given)
  } catch (error) {
    throw new Wrong(
      `--replay takes the recipe that a finding prints, in single quotes, such as '[["row-id",null]]': ${(error as Error).message}`,
    )
  }
}
