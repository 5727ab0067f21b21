/** Makes each case once for all animals that meet it: signatures cost more than the rest of a case. */
import type { Family, Row } from '../../fixtures/fuzzing/model.ts'

/** The same family. What rows make of a draft, and what is made of it in the end, is kept as long as its scene is. */
export function remembering<D extends object, S extends object, M>(family: Family<D, S, M>): Family<D, S, M> {
  const begun = new WeakMap<S, D>()
  const next = new WeakMap<D, Map<string, D | undefined>>()
  const finished = new WeakMap<D, M>()

  const rowOf = (row: Row<D, S>): Row<D, S> => ({
    ...row,
    apply(draft, parameter, scene) {
      const known = next.get(draft) ?? new Map<string, D | undefined>()
      next.set(draft, known)
      const key = `${row.id} ${JSON.stringify(parameter)}`
      if (!known.has(key)) known.set(key, row.apply(draft, parameter, scene))
      return known.get(key)
    },
  })

  return {
    ...family,
    rows: family.rows.map(rowOf),
    draft(scene) {
      const draft = begun.get(scene) ?? family.draft(scene)
      begun.set(scene, draft)
      return draft
    },
    make(draft, scene) {
      const made = finished.get(draft) ?? family.make(draft, scene)
      finished.set(draft, made)
      return made
    },
  }
}

/** Scenes that all animals of a kind share, a few at a time, so that another one can be had. */
export function shared<S>(
  make: () => S,
  { several = 3, keptMs = 50_000 }: { readonly several?: number; readonly keptMs?: number | undefined } = {},
): () => () => S {
  let scenes: { readonly scene: S; readonly at: number }[] = []
  return () => {
    let asked = 0
    return () => {
      const now = Date.now()
      scenes = scenes.filter(({ at }) => now - at < keptMs)
      if (scenes.length < several && scenes.length <= asked) scenes.push({ scene: make(), at: now })
      const { scene } = scenes[asked % scenes.length] as { scene: S }
      asked += 1
      return scene
    }
  }
}
