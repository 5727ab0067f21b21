/**
 * The variant of a surface: every class of rows is swept, then more is drawn by the run's seed, then the checks judge what
 * was learned. Volume goes over a cast whose exchanges are not recorded; what is found is judged again on the recorded one.
 */
import type { Cast } from '../../fixtures/actors/actors.ts'
import type { Flow, Variant } from '../../fixtures/flow/flow.ts'
import { Blocked } from '../../fixtures/flow/not-performed.ts'
import { type Campaign, campaign, isApplicable } from '../../fixtures/fuzzing/campaign.ts'
import type { BaseScene, Json } from '../../fixtures/fuzzing/model.ts'
import { whyUseless } from '../../fixtures/fuzzing/parameters.ts'
import { checksOf, type Learned, looksBehind } from './checks.ts'
import { tokenValidation } from './flow.ts'
import type { AttackedSurface } from './surfaces.ts'

/** Where a surface stands that is of no documented flow, and how its cases are made again. */
export interface Elsewhere {
  readonly flow: Flow
  /** The command line that makes a recipe again, given the recipe as text. */
  readonly replayLine: (recipe: string) => string
}

/** Registers the variant of a surface. It is named as its step is. */
export function attackOn<D, S extends BaseScene, M>(attacked: AttackedSurface<D, S, M>): void {
  const { id, title, options, body } = attackVariant(attacked)
  tokenValidation.variant(id, title, options, body as never)
}

/** The variant of a surface, which nobody has registered. */
export function attackVariant<D, S extends BaseScene, M>(
  attacked: AttackedSurface<D, S, M>,
  elsewhere?: Elsewhere,
): Variant {
  const { step, title, options, surface } = attacked
  const flow = elsewhere?.flow ?? (tokenValidation as unknown as Flow)
  const name = flow.steps[step - 1]?.name
  if (name === undefined) throw new Error(`${flow.id} has no step ${step}`)
  const { genuineAccepted, classes, throughout } = checksOf(attacked, flow)
  const replayLine =
    elsewhere?.replayLine ??
    ((recipe: string) => `cognito-conformance run --flow ${flow.id} --variant ${name} --replay '${recipe}'`)

  const sendable = surface.family.rows.filter((row) => isApplicable(row, surface.place))
  const rows = sendable.map(({ id }) => id)
  const useless: Variant['options']['useless'] = ({ row, with: parameter }) => {
    const found = sendable.find(({ id }) => id === row)
    return found && whyUseless(found, parameter as Json)
  }

  const body: Variant['body'] = ({ attempt, probe, check }) => {
    let opened: Promise<Campaign> | undefined
    const open = (cast: Cast): Promise<Campaign> => {
      opened ??= (async () => {
        const { attack } = cast
        return campaign(surface, {
          // One case is its own transcript, whichever way it ends.
          cast: attack.replay === undefined ? await cast.offTheRecord() : cast,
          recorded: cast,
          exhausting: attack.exhausting,
          looksBehind: (of) => looksBehind(attacked, of),
          spend: () => attack.spend?.(),
          waitedMs: () => attack.waitedMs(),
          ...(attack.signal === undefined ? {} : { signal: attack.signal }),
          tells: attack.tells,
          replayLine,
        })
      })()
      return opened
    }

    const before = probe(step, async (cast) => (await open(cast)).base())
    const swept = classes.map(({ class: of, checks }) =>
      attempt(
        step,
        async (cast) => {
          const running = await open(cast)
          if (cast.attack.replay === undefined) await running.sweep(of)
          return of
        },
        { alone: [...checks, ...throughout] },
      ),
    )
    const drawn = attempt(step, async (cast) => {
      const running = await open(cast)
      const { replay, seed, runs, timeMs } = cast.attack
      if (replay !== undefined) await running.replay(replay)
      else await running.seeded({ seed, runs, ...(timeMs === undefined ? {} : { timeMs }) })
      return replay !== undefined
    })
    const after = probe(step, async (cast) => (await open(cast)).base())
    const learned = probe(step, async (cast) => (await open(cast)).ledger())

    check(genuineAccepted, () => ({ before: before.value, after: after.value }))
    const subject = (sweeps: readonly { readonly value: unknown }[]) => (): Learned => {
      for (const one of sweeps) void one.value
      const ledger = learned.value
      const { accepted, last } = ledger.controls
      if (accepted === 0 && last !== undefined && last.silent !== true)
        throw new Blocked(
          { step, reason: `the untouched base was not accepted (${last.shown})` },
          'not-performed',
        )
      return { replayed: drawn.value, ledger }
    }
    const control = { check: genuineAccepted }
    classes.forEach(({ checks }, index) => {
      for (const one of checks) {
        if (one.refusal === true) check(one, subject(swept.slice(index, index + 1)), control)
        else check(one, subject(swept.slice(index, index + 1)))
      }
    })
    for (const one of throughout) check(one, subject(swept))
  }
  return { flow, id: name, title, options: { ...options, attacks: true, rows, useless }, body }
}
