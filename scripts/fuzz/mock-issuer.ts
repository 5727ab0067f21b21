/** The mock identity provider as the issuer that an API trusts: we hold its key, so that what is wrong can be properly signed. */
import { type HeldKey, heldKey } from '../../fixtures/fuzzing/jwt/draft.ts'
import { mockIdpAt, startMockIdp, type Tenant } from '../../mock-idp/index.ts'
import { Wrong } from '../commands/common.ts'

interface Issuer {
  readonly issuer: string
  readonly held: HeldKey
}

export interface MockIssuer {
  readonly own: Issuer
  readonly other: Issuer
  readonly port: number
  /** Where its keys are. */
  readonly keys: string
  /** Of the control API: a secret. */
  readonly token: string
  close(): Promise<void>
}

/** Where its tenants are, so that an API can be configured before there is a run. */
const NAMES = { own: 'fuzz', other: 'another' } as const

/**
 * @param port 0: any that is free
 * @param origin by which the API reaches it; default: this machine
 * @throws {Wrong} it cannot listen
 */
export async function startMockIssuer(port: number, origin: string | undefined): Promise<MockIssuer> {
  const idp = await startMockIdp({
    port,
    publicUrl: origin ?? 'http://localhost:{port}',
    // An API that has another name for this machine is on another one, or in a container.
    ...(origin === undefined ? {} : { host: '0.0.0.0' }),
  }).catch((error: NodeJS.ErrnoException) => {
    throw new Wrong(`--mock-issuer ${port}: it cannot listen there (${error.code ?? error.message})`)
  })
  const control = mockIdpAt(idp.control, idp.token)
  const open = async (id: string): Promise<Issuer & { readonly tenant: Tenant }> => {
    const tenant = await control.openTenant({ dialect: 'oidc', id })
    const { idTokens } = await control.tenant(id).keys()
    if (idTokens === undefined) throw new Error('a tenant for OpenID Connect has no key for ID tokens')
    const held = heldKey(idTokens.kid, idTokens.privateKey, idTokens.algorithm)
    return { issuer: tenant.issuer, held, tenant }
  }
  const [own, other] = [await open(NAMES.own), await open(NAMES.other)]
  return {
    own,
    other,
    port: Number(new URL(idp.control).port),
    keys: own.tenant.endpoints.jwks ?? '',
    token: idp.token,
    close: idp.close,
  }
}
