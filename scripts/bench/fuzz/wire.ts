/**
 * Cases a second against surfaces of the reference target that speak HTTP, beside a bare loop over undici that sends the
 * same bytes there.
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { Client, type Dispatcher } from 'undici'
import type { Cast } from '../../../fixtures/actors/actors.ts'
import { HTTP_ONLY } from '../../../fixtures/actors/agent-choice.ts'
import type { Variant } from '../../../fixtures/flow/flow.ts'
import { performVariant } from '../../../fixtures/flow/perform.ts'
import { campaign } from '../../../fixtures/fuzzing/campaign.ts'
import type { JwtDraft, JwtScene, MadeJwt } from '../../../fixtures/fuzzing/jwt/draft.ts'
import { loadTarget } from '../../../fixtures/targets/index.ts'
import { getUserSurface } from '../../../suites/token-validation/surfaces/get-user.ts'
import { httpAuthorizer } from '../../../suites/token-validation/surfaces/http-authorizer.ts'
import { userInfoSurface } from '../../../suites/token-validation/surfaces/user-info.ts'
import type { AttackedSurface } from '../../../suites/token-validation/surfaces.ts'
import { loadCatalogue } from '../../catalogue.ts'
import { openHost } from '../../run/host.ts'
import type { Pace } from './validator.ts'

const SURFACES: Readonly<Record<string, AttackedSurface<JwtDraft, JwtScene, MadeJwt>>> = {
  'get-user': getUserSurface,
  'user-info': userInfoSurface,
  'http-authorizer': httpAuthorizer,
}

interface Sent {
  readonly origin: string
  readonly path: string
  readonly method: Dispatcher.HttpMethod
  readonly headers: string[]
  readonly body: string | Uint8Array | null
}

async function pace(cast: Cast, name: string, runs: number, seed: number): Promise<Pace> {
  const surface = SURFACES[name]!.surface
  const off = await cast.offTheRecord()
  const sent: Sent[] = []
  const listen = (message: unknown) => {
    const { origin, path, method, headers, body } = (message as { request: Sent }).request
    sent.push({ origin, path, method, headers: [...headers], body })
  }
  const one = campaign(surface, { cast: off, exhausting: false })
  await one.seeded({ seed: seed + 1, runs: Math.ceil(runs / 10) })
  subscribe('undici:request:create', listen)
  const begun = performance.now()
  await one.seeded({ seed, runs })
  const casesMs = performance.now() - begun
  unsubscribe('undici:request:create', listen)
  return { cases: sent.length, casesMs, plainMs: await bare(sent) }
}

/** One request after the other, and its answer read to the end. */
async function bare(sent: readonly Sent[]): Promise<number> {
  const clients = new Map<string, Client>()
  const begun = performance.now()
  try {
    for (const { origin, path, method, headers, body } of sent) {
      const client = clients.get(origin) ?? new Client(addressOf(origin))
      clients.set(origin, client)
      const answer = await client.request({ path, method, headers, body })
      await answer.body.text()
    }
    return performance.now() - begun
  } finally {
    await Promise.all([...clients.values()].map((one) => one.close()))
  }
}

/** Names below `localhost` are this machine; the header `Host` is sent as it was. */
const addressOf = (origin: string): string => {
  const url = new URL(origin)
  url.hostname = url.hostname.endsWith('localhost') ? '127.0.0.1' : url.hostname
  return url.origin
}

export async function paceOnWire(
  runs: number,
  seed: number,
): Promise<readonly (Pace & { readonly name: string })[]> {
  const { variants } = await loadCatalogue()
  const host = await openHost(await loadTarget('reference'), {
    runId: 'bench',
    maxWait: 0,
    known: '',
    journal: { write: () => undefined },
  })
  const paces: (Pace & { name: string })[] = []
  try {
    for (const name of Object.keys(SURFACES)) {
      const found = variants.find(
        ({ variant }) => variant.flow.id === 'token-validation' && variant.id === name,
      )
      if (found === undefined) throw new Error(`there is no variant ${name}`)
      let failure: unknown
      const variant: Variant = {
        ...found.variant,
        body: ({ probe }) =>
          void probe(1, async (cast) => {
            try {
              paces.push({ name, ...(await pace(cast, name, runs, seed)) })
            } catch (error) {
              failure = error
            }
          }),
      }
      const { lender } = host
      const performance = performVariant(variant, { lender, journal: () => undefined, agent: HTTP_ONLY })
      await performance.finish()
      if (failure !== undefined) throw failure
    }
    return paces
  } finally {
    await host.close()
  }
}
