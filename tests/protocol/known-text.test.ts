import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isIn } from '../../fixtures/protocol/known-text.ts'

const long = Array.from({ length: 5_000 }, (_, n) => `${n * 7919} says: “so it is”, `).join('')

test('every part of a text is in it, and nothing else', () => {
  expect(long.length).toBeGreaterThan(50_000)
  fc.assert(
    fc.property(fc.nat(long.length), fc.integer({ min: 1, max: 40 }), (at, length) => {
      expect(isIn(long, long.slice(at, at + length))).toBe(true)
    }),
  )
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 20 }), (value) => {
      expect(isIn(long, value)).toBe(long.includes(value))
      expect(isIn('a short text', value)).toBe('a short text'.includes(value))
    }),
  )
})

test('another text is another', () => {
  const other = long.replaceAll('says', 'sings')
  for (const [text, found] of [
    [long, true],
    [other, false],
    [long, true],
  ] as const)
    expect(isIn(text, ' says: “so it is”')).toBe(found)
})
