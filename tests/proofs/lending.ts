/**
 * Performs variants in this process, on leases of a test's own making, and folds what was journaled as a run does.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll } from 'vitest'
import { HTTP_ONLY } from '../../fixtures/actors/agent-choice.ts'
import type { Variant } from '../../fixtures/flow/flow.ts'
import { type Lender, type PerformOptions, performVariant } from '../../fixtures/flow/perform.ts'
import { loadTarget, openTarget } from '../../fixtures/targets/index.ts'
import type {
  ClientNeeds,
  Lease,
  LeasedClient,
  LeasedProvider,
  LeasedUser,
  LeaseRequest,
  Needs,
  ProviderNeeds,
  RunningTarget,
  UserNeeds,
} from '../../fixtures/targets/lease.ts'
import { defaultAuthFlows } from '../../fixtures/targets/leased-client.ts'
import { recoversPassword, requiredAttributes } from '../../fixtures/targets/make-pool.ts'
import { fold } from '../../reports/index.ts'
import type { JournalEvent, RunRecord } from '../../reports/record.ts'
import { type Catalogue, type CataloguedVariant, loadCatalogue } from '../../scripts/catalogue.ts'
import { lazyMockIdp } from '../../scripts/run/mock-idp.ts'
import { planOf, select } from '../../scripts/run/plan.ts'
import { madeUpIdentity } from './made-up-identity.ts'

export const catalogue: Catalogue = await loadCatalogue()

/** Every variant of the flows that are built. */
export const variants: readonly CataloguedVariant[] = catalogue.variants

/** Those that attack a surface with hundreds of tokens: see attacked-surfaces.test.ts. */
export const attacking: readonly CataloguedVariant[] = variants.filter(
  ({ variant }) => variant.flow.id === 'token-validation',
)

/**
 * Without those that bring one misbehaviour of a provider, or one forged token, after the other: hundreds of cases that
 * are alike for the code around them, so that one of them is enough where the code around is on trial.
 */
export const ordinary: readonly CataloguedVariant[] = variants.filter(
  (one) => !attacking.includes(one) && one.script.acts.filter(({ alone }) => alone).length < 20,
)

/** Of all proofs of a test file. */
const idp = lazyMockIdp()
afterAll(() => idp.close())

export interface Opened extends AsyncDisposable {
  readonly target: RunningTarget
}

/** The embedded reference target, as a run opens it. */
export async function openReferenceTarget(): Promise<Opened> {
  const target = await openTarget(await loadTarget('reference'), {
    runId: 'proof',
    maxWait: 0,
    addSecret: () => undefined,
    ledger: { created: () => undefined, deleted: () => undefined },
  })
  return {
    target,
    async [Symbol.asyncDispose]() {
      await target.close()
    },
  }
}

export function lenderOf(parts: Pick<Lender, 'lease'> & Partial<Lender>): Lender {
  return {
    lacks: {},
    salt: 'proofs',
    known: '',
    idp: idp.access,
    readCode: async () => ({ none: 'no codes are sent here' }),
    advance: () => Promise.reject(new Error('this clock is not to be moved')),
    release: async () => undefined,
    secrets: async () => undefined,
    ...parts,
  }
}

/** Lends what the target lends. `more` alters leases on the way. */
export const lenderAtTarget = (target: RunningTarget, more: (lease: Lease) => Lease = (lease) => lease) =>
  lenderOf({
    async lease(request) {
      const lease = await target.lease(request)
      return 'none' in lease ? lease : more(lease)
    },
    advance: (id, seconds) => target.advance(id, seconds),
    readCode: (id, username) => target.readCode(id, username),
    release: (id) => target.release(id),
  })

const madeUpClient = (id: string, needs: ClientNeeds): LeasedClient => ({
  id,
  ...(needs.secret ? { secret: 'a-secret-that-no-client-has-0123456789' } : {}),
  authFlows: needs.authFlows ?? defaultAuthFlows,
  accessTokenValidity: needs.accessTokenValidity ?? 3600,
  idTokenValidity: needs.idTokenValidity ?? 3600,
  refreshTokenValidity: needs.refreshTokenValidity ?? 30 * 86_400,
  authSessionValidity: needs.authSessionValidity ?? 3,
  preventUserExistenceErrors: needs.preventUserExistenceErrors ?? 'LEGACY',
  tokenRevocation: needs.tokenRevocation ?? true,
  rotation: needs.rotation ?? false,
  ...(needs.oauth
    ? {
        oauth: {
          redirectUri: 'http://localhost:49999/callback',
          logoutUri: 'http://localhost:49999/signed-out',
          callbackUrls: ['http://localhost:49999/callback'],
          logoutUrls: ['http://localhost:49999/signed-out'],
          ...needs.oauth,
        },
      }
    : {}),
})

const madeUpUser = (username: string, needs: UserNeeds): LeasedUser => ({
  username,
  password: 'Made-up-password-1',
  ...(needs.totp ? { totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' } : {}),
  groups: Array.from({ length: needs.groups ?? 0 }, (_, n) => `group-${n}`),
  attributes: { email: 'nobody@example.com', email_verified: 'true', ...needs.attributes },
  sub: '00000000-1111-4222-8333-444444444444',
})

/** A provider that the pool was never told of, and yet its tenant is there. */
const madeUpProvider =
  (url: string, tenants: NonNullable<LeaseRequest['tenants']>) =>
  ({ name, type, mapping }: ProviderNeeds): LeasedProvider[] => {
    const tenant = tenants[name]
    if (tenant === undefined) return []
    const relyingParty = {
      entityId: 'urn:amazon:cognito:sp:us-east-1_MadeUp000',
      redirectUris: [`${url}/oauth2/idpresponse`],
      assertionConsumerService: `${url}/saml2/idpresponse`,
      singleLogoutService: `${url}/saml2/logout`,
    }
    return [{ name, type, mapping, tenant, relyingParty }]
  }

/** A lease of things that exist nowhere, in a target at this URL. */
export const madeUpLease = (
  url: string,
  needs: Needs,
  tenants: NonNullable<LeaseRequest['tenants']> = {},
  application?: string,
): Lease => ({
  id: 'made-up',
  region: 'us-east-1',
  endpoints: { cognitoIdp: url },
  signing: { accessKeyId: 'AKIAMADEUP', secretAccessKey: 'made-up-secret-access-key' },
  headers: {},
  issuer: `${url}/us-east-1_MadeUp000`,
  keysBase: `${url}/us-east-1_MadeUp000`,
  userPool: {
    id: 'us-east-1_MadeUp000',
    mfa: needs.pool.mfa,
    deviceTracking: false,
    requiredAttributes: requiredAttributes(needs.pool),
    passwordRecovery: recoversPassword(needs.pool),
    preTokenGeneration: false,
  },
  ...(needs.pool.domain ? { domain: { baseUrl: url, branding: needs.pool.domain } } : {}),
  ...(needs.pool.resourceServer ? { resourceServer: needs.pool.resourceServer } : {}),
  ...(needs.pool.providers ? { providers: needs.pool.providers.flatMap(madeUpProvider(url, tenants)) } : {}),
  client: madeUpClient('0madeupclient0000000000001', needs.client),
  ...(needs.secondClient
    ? { secondClient: madeUpClient('0madeupclient0000000000002', needs.secondClient) }
    : {}),
  user: madeUpUser('made-up-user', needs.user),
  ...(needs.secondUser ? { secondUser: madeUpUser('made-up-second', needs.secondUser) } : {}),
  clock: { mode: 'virtual', offsetMs: 0, maxWait: 0 },
  lacks: {},
  ...madeUpIdentity(url, needs, tenants, application),
})

/** Lends made-up things at this URL; their clock moves, and nobody notices. */
export function madeUpLender(url: string): Lender {
  let offset = 0
  return lenderOf({
    lease: async ({ needs, tenants, application }) => madeUpLease(url, needs, tenants, application),
    advance: async (_, seconds) => {
      offset += seconds * 1000
      return offset
    },
  })
}

/** Judges every check of a variant, in the order written. */
export async function performWhole(
  variant: Variant,
  lender: Lender,
  { onEvent, ...more }: Partial<PerformOptions> & { readonly onEvent?: (event: JournalEvent) => void } = {},
): Promise<JournalEvent[]> {
  const events: JournalEvent[] = []
  const journal = (event: JournalEvent) => {
    events.push(event)
    onEvent?.(event)
  }
  const performance = performVariant(variant, { lender, journal, agent: HTTP_ONLY, ...more })
  try {
    for (const bound of performance.script.checks) await performance.judge(bound)
  } finally {
    await performance.finish()
  }
  return events
}

/** The record of a run of these variants, as `run` would fold it. */
export function recordOf(events: readonly JournalEvent[], chosen = variants): RunRecord {
  // Two flows may have a variant of the same name.
  const flows = [...new Set(chosen.map(({ variant }) => variant.flow.id))]
  const selection = { flows, variants: chosen.map(({ variant }) => variant.id), checks: [] }
  const plan = planOf(catalogue, select(catalogue, selection), {
    version: '0',
    selection,
    level: 'required',
    seed: 1,
    agent: 'http',
    options: {},
    target: {
      name: 'proof',
      kind: 'endpoint',
      version: '0',
      claims: ['api-authentication', 'managed-login', 'federation', 'identity-pool', 'token-validation'],
      lacks: [],
      settings: {},
    },
    startedAt: '2026-01-01T00:00:00.000Z',
  })
  return fold([{ event: 'plan', plan }, ...events, { event: 'end', endedAt: '2026-01-01T00:01:00.000Z' }])
    .record
}

export const nameOf = ({ id, variant, walk }: RunRecord['checks'][number]): string =>
  `${id} [${variant}${walk === undefined ? '' : `, ${walk}`}]`

/** What was judged, by result; reasons left out. */
export const verdictsOf = (record: RunRecord): Readonly<Record<string, string>> =>
  Object.fromEntries(
    record.checks
      .map((check) => [nameOf(check), check.verdict] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )

export interface Served extends AsyncDisposable {
  readonly url: string
}

/** A server on loopback. */
export async function serve(
  listener: (request: IncomingMessage, response: ServerResponse, body: string) => void,
): Promise<Served> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    listener(request, response, Buffer.concat(chunks).toString())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
