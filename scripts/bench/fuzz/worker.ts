/** One of the benchmark's threads: it has validators of its own, and is told what to try on which. */
import { parentPort } from 'node:worker_threads'
import { type SamlSurface, samlSurface } from './saml.ts'
import { type Correct, correctSurfaces } from './surfaces.ts'
import { tryRows, type Wanted } from './tried.ts'

export interface Order {
  readonly surface: string
  readonly wanted: Wanted
}

export const SAML = 'user pool, SAML'

let saml: Promise<SamlSurface> | undefined
let surfaces: Promise<readonly Correct[]> | undefined

async function tried({ surface: name, wanted }: Order) {
  if (name === SAML) {
    saml ??= samlSurface()
    return tryRows(await saml, wanted)
  }
  surfaces ??= correctSurfaces()
  const found = (await surfaces).find((one) => one.name === name)
  if (found === undefined) throw new Error(`there is no surface ${name}`)
  return tryRows(found.surface, wanted)
}

parentPort?.on('message', (order: Order) => {
  tried(order).then(
    (answer) => parentPort?.postMessage(answer),
    (error: unknown) => {
      throw error
    },
  )
})
