/** How variants are written down, and each flaw that is found before anything runs. */
import { describe, expect, test } from 'vitest'
import { collect, flawsOf, keyText } from '../../fixtures/flow/script.ts'
import { apiAuthentication } from '../../suites/api-authentication/flow.ts'
import { isTrue, small, variantOf } from './small-flow.ts'

const flaws = (...variants: ReturnType<typeof variantOf>[]) => flawsOf(variants.map((one) => collect(one)))

const refusal = isTrue(2, 'refused', { refusal: true })

describe('a flaw', () => {
  test('none', () => {
    const whole = variantOf(
      ({ step, attempt, check, omitted }) => {
        step(1, () => true)
        step(2, () => true)
        check(
          refusal,
          attempt(2, () => true),
          { performed: 1 },
        )
        omitted(3, { title: 'A page', section: 'S', url: 'https://example.com', month: '2026-11' })
      },
      { documented: true },
    )
    expect(flaws(whole)).toEqual([])
  })

  test('a check that is bound twice', () => {
    const twice = variantOf(({ probe, check }) => {
      const seen = probe(1, () => true)
      check(isTrue(1), seen)
      check(isTrue(1), seen)
    })
    expect(flaws(twice)).toEqual([expect.stringContaining('is bound twice')])
    const inWalk = variantOf(({ probe, check, walk }) => {
      check(
        isTrue(1),
        probe(1, () => true),
      )
      walk('again', (again) =>
        again.check(
          isTrue(1),
          again.probe(1, () => true),
        ),
      )
    })
    expect(flaws(inWalk)).toEqual([])
  })

  test('an id with two meanings', () => {
    const one = variantOf(({ probe, check }) =>
      check(
        isTrue(1),
        probe(1, () => true),
      ),
    )
    const other = variantOf(
      ({ probe, check }) =>
        check(
          isTrue(1, 'is-true', { says: 'Something else' }),
          probe(1, () => true),
        ),
      {},
      'another-way',
    )
    expect(flaws(one, other)).toEqual([expect.stringContaining('says two things')])
  })

  test('a refusal without a control', () => {
    const bare = variantOf(({ attempt, check }) =>
      check(
        refusal,
        attempt(2, () => true),
      ),
    )
    expect(flaws(bare)).toEqual([expect.stringContaining('names no control')])
  })

  test('a control that is bound nowhere, before or after', () => {
    const lost = variantOf(({ step, attempt, check }) => {
      step(1, () => true)
      check(
        refusal,
        attempt(2, () => true),
        { performed: 1, after: { check: isTrue(1, 'nowhere') } },
      )
    })
    expect(flaws(lost)).toEqual([expect.stringContaining('nowhere [one-way] is bound nowhere')])
    const elsewhere = variantOf(({ step, attempt, check }) => {
      step(1, () => true)
      check(
        refusal,
        attempt(2, () => true),
        { performed: 1, walk: 'missing' },
      )
    })
    expect(flaws(elsewhere)).toEqual([expect.stringContaining('[one-way, missing] is bound nowhere')])
  })

  test('a documented variant that leaves out a step', () => {
    const short = variantOf(({ step }) => void step(1, () => true), { documented: true })
    expect(flaws(short)).toEqual([
      expect.stringContaining('leaves out step 2'),
      expect.stringContaining('leaves out step 3'),
    ])
  })

  test('a step that the flow does not have', () => {
    const stray = variantOf(({ step }) => {
      // @ts-expect-error the small flow has three steps
      step(4, () => true)
    })
    expect(flaws(stray)).toEqual([expect.stringContaining('has no step 4')])
  })
})

test('a step number is a matter of types', () => {
  // Never called: that it does not compile is the test.
  const bodies = () => [
    () =>
      apiAuthentication.variant(
        'never',
        'Never',
        { pool: { mfa: 'off' }, client: {}, user: {}, does: [] },
        ({ step }) => {
          step(15, () => true)
          // @ts-expect-error the API authentication flow has 15 steps
          step(16, () => true)
        },
      ),
    // @ts-expect-error nor does it have checks of a sixteenth
    () => apiAuthentication.check(16, 'never', isTrue(1)),
  ]
  expect(bodies).toBeTypeOf('function')
})

test('a handle cannot be read while tests are collected', () => {
  const early = variantOf(({ step }) => void step(1, () => true).value)
  expect(() => collect(early)).toThrow('read while tests are collected')
})

test('a walk cannot stand in a walk', () => {
  const nested = variantOf(({ walk }) => walk('outer', (outer) => outer.walk('inner', () => undefined)))
  expect(() => collect(nested)).toThrow('stands inside walk outer')
})

test('names that are none are refused', () => {
  for (const name of ['', 'Upper', 'under_score', '1st', 'performed']) expect(() => isTrue(1, name)).toThrow()
  expect(() =>
    small.variant(
      'Not A Name',
      '',
      { pool: { mfa: 'off' }, client: {}, user: {}, does: [] },
      () => undefined,
    ),
  ).toThrow()
})

test('a key in text', () => {
  expect(keyText({ check: 'a/1/b', variant: 'v' })).toBe('a/1/b [v]')
  expect(keyText({ check: 'a/1/b', variant: 'v', walk: 'w' })).toBe('a/1/b [v, w]')
})
