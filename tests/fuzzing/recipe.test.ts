/** Recipes as text, and what is shown of them. */
import { expect, it } from 'vitest'
import type { Json } from '../../fixtures/fuzzing/model.ts'
import { readRecipe, recipeText } from '../../fixtures/fuzzing/recipe.ts'
import { parameterInWords, shortened } from '../../fixtures/fuzzing/words.ts'

it('a recipe is read as it was written, and holds no single quote', () => {
  const recipe = [
    { row: 'one', with: { text: "it's", list: [1, null] } },
    { row: 'other', with: null },
  ]
  const text = recipeText(recipe)
  expect(text).not.toContain("'")
  expect(readRecipe(text)).toEqual(recipe)
  expect(readRecipe('[["one"]]')).toEqual([{ row: 'one', with: null }])
})

it.each(['', '{}', '[]', '["one"]', '[[1]]', '[["one", 1, 2]]', 'null'])('%s is no recipe', (text) => {
  expect(() => readRecipe(text)).toThrow(SyntaxError)
})

it.each<[Json, string]>([
  ['short', '"short"'],
  ['x'.repeat(5000), '"(5000 characters)"'],
  [{ list: Array.from({ length: 500 }, () => 1) }, '{"list":"(500 items)"}'],
  [
    Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`m${index}`, 1])),
    '(1691 characters of JSON)',
  ],
])('parameter %# is shown in few characters', (parameter, shown) => {
  expect(shortened(parameter)).toBe(shown)
})

it.each<[Json, string]>([
  ['bare', 'bare'],
  ['none ', '"none "'],
  ['', '""'],
  ['"none "', '"none "'],
  [600, '600'],
  [{ header: 'kept', bearer: 'another' }, 'header kept, bearer another'],
  [{ alg: 'None', spaced: false, trimmed: true }, 'alg None, not spaced, trimmed'],
  [{ key: { bits: 2048, exponent: 65537 }, bearer: 'own' }, 'key (bits 2048, exponent 65537), bearer own'],
  [['payload', 'header'], 'payload, header'],
  [[['alg']], '[["alg"]]'],
  [[], '[]'],
  [{ name: 'groups', value: ['admin'] }, 'name groups, value ["admin"]'],
  ['x'.repeat(5000), '"(5000 characters)"'],
])('parameter %j is told as %s', (parameter, told) => {
  expect(parameterInWords(parameter)).toBe(told)
})
