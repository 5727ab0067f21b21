/** All animals of the zoo, by what they are made of. */
import type { Animal } from './animal.ts'
import { claims } from './claims.ts'
import { elsewhere } from './elsewhere.ts'
import { forgers } from './forgers.ts'
import { gates } from './gates.ts'
import { lenient } from './lenient.ts'
import { publishedPackages } from './published.ts'
import { samlParties } from './saml-parties.ts'
import { samlPackages } from './saml-published.ts'
import { strict } from './strict.ts'

export const kinds = {
  JWT: [...forgers, ...lenient, ...claims, ...elsewhere, ...gates, ...strict],
  published: [...publishedPackages, ...samlPackages],
  SAML: samlParties,
} as const satisfies Readonly<Record<string, readonly Animal[]>>

export const animals: readonly Animal[] = Object.values(kinds).flat()
