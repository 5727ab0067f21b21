/** Which variant has to judge every documented step of a flow, of a target that lacks something. */
import { describe, expect, test } from 'vitest'
import type { Catalogue, CataloguedVariant } from '../../scripts/catalogue.ts'
import { planOf } from '../../scripts/run/plan.ts'
import { federation } from '../../suites/federation/flow.ts'

describe('the variant that has to judge every step', () => {
  const options = (lacking: readonly string[]) => ({ documented: true, lacking })
  const of = (id: string, flow: string, more: object, omitted = 0) =>
    ({
      variant: { id, flow: { id: flow }, options: more },
      script: { omissions: Array.from({ length: omitted }) },
    }) as unknown as CataloguedVariant
  const several = {
    flows: [federation] as unknown as Catalogue['flows'],
    checks: [],
    hash: '',
    variants: [
      of('in-passing', 'federation', {}),
      of('shorter', 'federation', options(['logout']), 2),
      of('with-pages', 'federation', options(['sign-up-pages'])),
      of('with-tokens', 'federation', options(['refresh', 'jwks'])),
      of('of-another', 'managed-login', options([])),
    ],
  }
  test.each([
    [[], 'with-pages'],
    [['login-hint'], 'with-pages'],
    [['sign-up-pages'], 'with-tokens'],
    [['sign-up-pages', 'jwks'], 'shorter'],
    [['sign-up-pages', 'jwks', 'logout'], 'with-pages'],
  ])('of a target that lacks %o it is %s', (lacks, expected) => {
    const { flows } = planOf(several, [], {
      version: '0',
      selection: { flows: ['federation'], variants: [], checks: [] },
      level: 'required',
      seed: 1,
      agent: 'http',
      options: {},
      target: {
        name: 'x',
        kind: 'endpoint',
        version: '0',
        claims: [],
        lacks: lacks.map((capability) => ({ capability, reason: 'declared' })),
        settings: {},
      },
      startedAt: '2026-01-01T00:00:00.000Z',
    })
    expect(flows.map(({ documentedVariant }) => documentedVariant)).toEqual([expected])
  })
})
