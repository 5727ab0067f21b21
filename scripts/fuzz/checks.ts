/** What `fuzz` may ask of an HTTP API, with no API at hand: for whoever looks a check up. */
import { attackVariant } from '../../suites/token-validation/attack.ts'
import { ownApiFlow } from '../../suites/token-validation/own-api/flow.ts'
import { ownApiSurface } from '../../suites/token-validation/own-api/surface.ts'
import { withoutTarget } from '../../suites/token-validation/own-api/tokens.ts'
import type { Catalogue } from '../catalogue.ts'
import { catalogueOf } from './fuzz.ts'

const noApi = async (): Promise<never> => {
  throw new Error('there is no API to ask')
}

export const isOfOwnApi = (id: string): boolean =>
  id.startsWith(`${ownApiFlow.id}/${ownApiFlow.steps[0]?.name}/`)

export function checksOfOwnApi(): Catalogue {
  const surface = ownApiSurface({
    header: ['Authorization', 'Bearer $token'],
    accept: new Set([200]),
    refuse: new Set([401, 403]),
    use: 'access',
    ofOneClient: true,
    holdsKey: true,
    options: withoutTarget,
    scene: noApi,
    meet: noApi,
    fetched: () => 0,
  })
  const elsewhere = { flow: ownApiFlow as never, replayLine: (recipe: string) => recipe }
  return catalogueOf(attackVariant(surface, elsewhere), ownApiFlow as never)
}
