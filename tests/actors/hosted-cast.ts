/** A cast before a fake of a user pool's domain: application, user and agents. */
import { onTestFinished } from 'vitest'
import { HTTP_ONLY } from '../../fixtures/actors/agent-choice.ts'
import { type CastOptions, castVariant } from '../../fixtures/actors/cast.ts'
import { openRelyingParty } from '../../fixtures/actors/relying-party.ts'
import { createRedactor } from '../../fixtures/protocol/redaction.ts'
import type { Lease, LeasedDomain, LeasedOAuth } from '../../fixtures/targets/lease.ts'
import type { HarEntry } from '../../reports/record.ts'
import { openFakeDomain } from './hosted-domain.ts'
import { ana, clientWith, plainly } from './lent.ts'

interface More {
  /** `none`: the pool has no domain. */
  readonly domain?: 'none' | ((port: number) => LeasedDomain)
  readonly oauth?: (origin: string) => LeasedOAuth
  readonly secret?: string
  readonly fragment?: boolean
  readonly options?: Partial<CastOptions>
}

export async function hosted(more: More = {}) {
  const fake = await openFakeDomain(more.fragment)
  const redactor = createRedactor()
  const party = await openRelyingParty({ secret: redactor.add })
  onTestFinished(party.close)
  const usual: LeasedDomain = {
    baseUrl: `http://pool.auth.us-east-1.localhost:${fake.port}`,
    branding: 'classic',
  }
  const domain = typeof more.domain === 'function' ? more.domain(fake.port) : usual
  const oauth = more.oauth?.(party.origin) ?? {
    redirectUri: `${party.origin}/callback`,
    logoutUri: `${party.origin}/signed-out`,
    flows: ['code'],
    scopes: ['openid', 'email'],
  }
  const lease: Lease = {
    ...plainly,
    endpoints: { cognitoIdp: `http://localhost:${fake.port}` },
    issuer: 'https://issuer.example/pool',
    keysBase: `http://localhost:${fake.port}/pool`,
    userPool: { id: 'us-east-1_x', mfa: 'on', deviceTracking: false },
    ...(more.domain === 'none' ? {} : { domain }),
    client: clientWith('client-1', { oauth, ...(more.secret === undefined ? {} : { secret: more.secret }) }),
    user: ana,
  }
  const entries: HarEntry[] = []
  const { cast, close } = await castVariant({
    lease,
    party,
    agent: HTTP_ONLY,
    readCode: async (username) => (username === 'ana' ? { code: '654321' } : { none: 'nobody' }),
    record: (entry) => entries.push(entry) - 1,
    redactor,
    advance: () => Promise.reject(new Error('not virtual')),
    ...more.options,
  })
  onTestFinished(close)
  return { ...cast, fake, entries, redactor, rp: cast.application.relyingParty }
}
