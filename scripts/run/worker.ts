/**
 * What runs inside of a Vitest worker before a variant file: it listens for the variant, and binds each of its
 * checks to a test.
 *
 * The verdict goes to the run's journal, and to the reporter through `task.meta`; Vitest's own states only say
 * whether there was one.
 */
import { BroadcastChannel } from 'node:worker_threads'
import { afterAll, describe, inject, test } from 'vitest'
import { performVariant } from '../../fixtures/flow/perform.ts'
import { onVariant } from '../../fixtures/flow/registry.ts'
import { type BoundCheck, keyText } from '../../fixtures/flow/script.ts'
import { openJournal } from '../../reports/journal.ts'
import type { Judgement } from '../../reports/record.ts'
import { lenderAt } from './control-port.ts'
import type { WorkerOrders } from './orders.ts'

const orders = JSON.parse(inject('orders' as never) as string) as WorkerOrders

const interruption = new AbortController()
const channel = new BroadcastChannel(orders.channel)
channel.onmessage = () => interruption.abort()
channel.unref()
const cases = new BroadcastChannel(orders.cases)
cases.unref()

const lender = await lenderAt(orders.url, orders.token)

onVariant((variant) => {
  const chosen = orders.keys[`${variant.flow.id}/${variant.id}`]
  if (chosen === undefined) return
  const wanted = new Set(chosen)
  describe(variant.id, () => {
    const journal = openJournal(orders.out, `${variant.flow.id}.${variant.id}`)
    const performance = performVariant(variant, {
      lender,
      journal: journal.write,
      agent: orders.agent,
      attack: orders.attack,
      only: wanted,
      signal: interruption.signal,
      onCases: (tried) => cases.postMessage({ flow: variant.flow.id, variant: variant.id, ...tried }),
    })
    const judgements = new Map<BoundCheck, Promise<Judgement>>()
    const judge = (one: BoundCheck): Promise<Judgement> => {
      const judgement = performance.judge(one)
      judgements.set(one, judgement)
      return judgement
    }
    const bound = performance.script.checks.filter(({ key }) => wanted.has(keyText(key)))
    const whole = bound.length === performance.script.checks.length
    for (const one of bound) {
      test(`${one.check.step} ${one.check.name}: ${one.check.says}`, { timeout: 0 }, async ({
        task,
        skip,
      }) => {
        const judgement = await judge(one)
        ;(task.meta as Record<string, unknown>)['verdict'] = {
          flow: variant.flow.id,
          variant: variant.id,
          step: one.check.step,
          verdict: judgement.verdict,
        }
        if (judgement.verdict === 'passed') return
        if (judgement.verdict === 'failed' || judgement.verdict === 'errored')
          throw new Error(judgement.reason ?? judgement.verdict)
        skip(judgement.reason ?? judgement.verdict)
      })
    }
    afterAll(async () => {
      // Vitest lets go of a test that is interrupted, and begins no other: what was performed for it is judged all the same.
      await Promise.allSettled(judgements.values())
      if (interruption.signal.aborted) {
        for (const one of bound) if (!judgements.has(one) && performance.isPerformed(one)) await judge(one)
      }
      await performance.finish(whole && !interruption.signal.aborted)
      journal.close()
    }, 0)
  })
})
