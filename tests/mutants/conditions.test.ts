/** How sources are bent for `npm run mutants`. */
import { expect, test } from 'vitest'
import { mutantsOf } from '../../scripts/mutants/conditions.ts'

const bent = (source: string) =>
  mutantsOf('a.ts', source).map(
    ({ start, end, becomes }) => source.slice(0, start) + becomes + source.slice(end),
  )

test('each condition is dropped and inverted, each part of it left alone, each comparison turned', () => {
  const source = 'const f = (a: string, b?: number): boolean => a !== "x" && !b\nif (f("y")) g()'
  expect(bent(source)).toEqual([
    'const f = (a: string, b?: number): boolean => a === "x" && !b\nif (f("y")) g()',
    'const f = (a: string, b?: number): boolean => a !== "x"\nif (f("y")) g()',
    'const f = (a: string, b?: number): boolean => !b\nif (f("y")) g()',
    'const f = (a: string, b?: number): boolean => a !== "x" && b\nif (f("y")) g()',
    'const f = (a: string, b?: number): boolean => a !== "x" && !b\nif (!(f("y"))) g()',
    'const f = (a: string, b?: number): boolean => a !== "x" && !b\nif (false) g()',
  ])
})

test('what decides nothing is left as it is', () => {
  expect(mutantsOf('a.ts', 'export const a = { b: 1 + 2, c: d ?? e }')).toEqual([])
})
