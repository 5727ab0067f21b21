/** Loaded before anything else in the process of one mutant: hands out one source with one place changed. */
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Mutant } from './conditions.ts'

const mutant = JSON.parse(process.env['MUTANT'] ?? 'null') as Mutant | null

if (mutant !== null)
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context)
      if (!url.startsWith('file:') || !fileURLToPath(url).endsWith(`/${mutant.file}`)) return loaded
      const source = String(loaded.source)
      if (source.slice(mutant.start, mutant.end) !== mutant.was)
        throw new Error(`${mutant.file} is not what it was when it was read`)
      return {
        ...loaded,
        source: `${source.slice(0, mutant.start)}${mutant.becomes}${source.slice(mutant.end)}`,
      }
    },
  })
