/** All animals of the zoo that stand at a gate for JSON Web Tokens. */
import type { Animal } from './animal.ts'
import { claims } from './claims.ts'
import { forgers } from './forgers.ts'
import { gates } from './gates.ts'
import { lenient } from './lenient.ts'
import { publishedPackages } from './published.ts'

export const animals: readonly Animal[] = [...forgers, ...lenient, ...claims, ...gates, ...publishedPackages]
