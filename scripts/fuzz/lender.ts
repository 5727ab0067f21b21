/** What the fuzz command lends where there is no target: an API, and stand-ins for what a user pool would have. */
import { randomBytes } from 'node:crypto'
import type { Lender } from '../../fixtures/flow/perform.ts'
import type { Redactor } from '../../fixtures/protocol/redaction.ts'
import type { Lease, LeasedApi } from '../../fixtures/targets/lease.ts'

export interface LendingOptions {
  readonly api: LeasedApi
  readonly issuer: string
  readonly client: string
  /** Why what takes much memory or time is not sent; nothing where it is. */
  readonly sparing: string | undefined
  readonly redactor: Redactor
  readonly salt: string
  readonly known: string
}

const UNKNOWN = 'unknown' as const

function leaseOf({ api, issuer, client }: LendingOptions): Lease {
  const settings = {
    authFlows: UNKNOWN,
    accessTokenValidity: UNKNOWN,
    idTokenValidity: UNKNOWN,
    refreshTokenValidity: UNKNOWN,
    authSessionValidity: UNKNOWN,
    preventUserExistenceErrors: UNKNOWN,
    tokenRevocation: UNKNOWN,
    rotation: UNKNOWN,
  }
  return {
    id: 'own-api',
    region: 'us-east-1',
    endpoints: { cognitoIdp: issuer },
    headers: {},
    issuer,
    keysBase: issuer,
    userPool: { id: UNKNOWN, mfa: UNKNOWN, deviceTracking: UNKNOWN },
    client: { id: client, ...settings },
    user: {
      username: 'nobody',
      password: randomBytes(18).toString('base64url'),
      groups: UNKNOWN,
      attributes: UNKNOWN,
      sub: UNKNOWN,
    },
    clock: { mode: 'none', offsetMs: 0, maxWait: 0 },
    lacks: {},
    ownApi: api,
  }
}

/** Nobody but the API is asked for anything. */
export function lenderOfApi(options: LendingOptions): Lender {
  const { redactor, salt, known, sparing } = options
  const none = async (): Promise<never> => {
    throw new Error('an API of the user’s own lends no such thing')
  }
  return {
    lacks: {},
    forbidden: sparing === undefined ? {} : { exhaustion: sparing },
    salt,
    known,
    beforehand: redactor.entries(),
    idp: none,
    lease: async () => leaseOf(options),
    advance: none,
    readCode: none,
    release: async () => undefined,
    secrets: async (entries) => redactor.load(entries),
  }
}

/** The lender of a target, whose users sign in for the tokens that the API takes. It is the API that is attacked. */
export const withApi = (lender: Lender, api: LeasedApi, sparing: string | undefined): Lender => ({
  ...lender,
  forbidden: sparing === undefined ? {} : { exhaustion: sparing },
  async lease(request) {
    const lent = await lender.lease(request)
    return 'none' in lent ? lent : { ...lent, ownApi: api }
  },
})
