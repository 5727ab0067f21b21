/** One of the zoo's threads: it has the animals to itself, and is told which of them to hunt. */
import { parentPort } from 'node:worker_threads'
import { animals } from './animals.ts'
import { healthy } from './healthy.ts'
import { tollsOf } from './toll.ts'

export interface Order {
  readonly ids: readonly string[]
  readonly seeds: readonly number[]
}

parentPort?.on('message', ({ ids, seeds }: Order) => {
  const chosen = [...animals, ...healthy].filter(({ id }) => ids.includes(id))
  tollsOf(chosen, seeds).then(
    (tolls) => parentPort?.postMessage(tolls),
    (error: unknown) => {
      throw error
    },
  )
})
