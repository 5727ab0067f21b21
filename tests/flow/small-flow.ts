/** A flow of three steps for tests of the vocabulary and the engine; its acts need no target. */
import type { Cast } from '../../fixtures/actors/actors.ts'
import type {
  CheckDefinition,
  Flow,
  Variant,
  VariantContext,
  VariantOptions,
} from '../../fixtures/flow/flow.ts'
import { defineFlow } from '../../fixtures/flow/flow.ts'
import { keyText } from '../../fixtures/flow/script.ts'
import { advisory, documented } from '../../fixtures/flow/source.ts'
import { walkVariant } from '../../fixtures/flow/walk.ts'
import type { Forbidden, Lease, NoLease } from '../../fixtures/targets/lease.ts'
import type { Judgement, StepResult } from '../../reports/record.ts'
import { madeUpLease } from '../proofs/lending.ts'

export const basis = documented('A page', 'A section', 'https://example.com/page', '2026-11', 'It is so.')

const performed = { says: 'It was done', basis, sends: 'A request', breaks: 'Everything' }

const made = (id: Flow['id']) =>
  defineFlow({
    id,
    title: 'A small flow',
    source: basis.source,
    steps: [
      { number: 1, title: 'Asks', actor: 'application', receiver: 'user-pool', performed },
      { number: 2, title: 'Answers', actor: 'user-pool', receiver: 'application', performed },
      { number: 3, title: 'Looks', actor: 'user', receiver: 'application' },
    ],
    notTested: [],
  })

export const small = made('managed-login')

type Numbers = 1 | 2 | 3

/** Says that its subject is true. */
export const isTrue = (step: Numbers, name = 'is-true', more: Partial<CheckDefinition<unknown>> = {}) =>
  small.check<unknown>(step, name, {
    says: `It is true (${name})`,
    sends: 'Nothing',
    basis: more.basis ?? advisory('A page', 'A section', 'https://example.com/page', '2026-11', 'It is so.'),
    breaks: 'Everything',
    judge: (expect, subject) => expect(subject).toBe(true),
    ...more,
  })

export const needs: VariantOptions = { pool: { mfa: 'off' }, client: {}, user: {}, does: ['signs-in'] }

export const variantOf = (
  body: (context: VariantContext<Numbers>) => void,
  options: Partial<VariantOptions> = {},
  id = 'one-way',
): Variant => ({
  flow: small as unknown as Flow,
  id,
  title: 'One way',
  options: { ...needs, ...options },
  body: body as Variant['body'],
})

export interface Told {
  /** By `step/name`, with the walk behind it where there is one. */
  readonly judgements: Readonly<Record<string, Judgement>>
  readonly verdicts: Readonly<Record<string, string>>
  readonly steps: readonly StepResult[]
  /** How often the stage was set and cleared. */
  readonly stages: { opened: number; closed: number }
}

/** Makes an act send something, or so it says. */
export const sends = (cast: Cast): number =>
  (cast as unknown as { record: (entry: object) => number }).record({})

/** Walks a variant, and judges everything in it, or what is asked for alone. */
export async function told(
  body: (context: VariantContext<Numbers>) => void,
  on: {
    readonly options?: Partial<VariantOptions>
    readonly lacks?: Readonly<Record<string, string>>
    readonly answering?: Readonly<Record<string, string>>
    readonly forbidden?: Forbidden
    readonly lease?: NoLease
    readonly interrupted?: () => boolean
    /** As `step/name`. */
    readonly only?: readonly string[]
  } = {},
): Promise<Told> {
  const steps: StepResult[] = []
  const stages = { opened: 0, closed: 0 }
  const lease: Lease = madeUpLease('http://127.0.0.1:9', needs)
  const variant = variantOf(body, on.options)
  const only = on.only && new Set(on.only.map((name) => `managed-login/${name} [${variant.id}]`))
  const walk = walkVariant(variant, {
    ...(only === undefined ? {} : { only }),
    lacks: on.lacks ?? {},
    answering: on.answering ?? {},
    forbidden: on.forbidden ?? {},
    interrupted: on.interrupted ?? (() => false),
    exchange: () => undefined,
    step: (step) => steps.push(step),
    async stage(record) {
      stages.opened += 1
      if (on.lease !== undefined) return on.lease
      return {
        lease,
        cast: { lease, record } as unknown as Cast,
        close: async () => {
          stages.closed += 1
        },
      }
    },
  })
  const judgements: Record<string, Judgement> = {}
  for (const bound of walk.script.checks) {
    const { key } = bound
    if (only?.has(keyText(key)) === false) continue
    const name = `${key.check.replace('managed-login/', '')}${key.walk === undefined ? '' : ` ${key.walk}`}`
    judgements[name] = await walk.judge(bound)
  }
  await walk.finish(true)
  const verdicts = Object.fromEntries(Object.entries(judgements).map(([name, one]) => [name, one.verdict]))
  return { judgements, verdicts, steps, stages }
}
