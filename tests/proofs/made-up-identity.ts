/** An identity pool, its roles and gateways that exist nowhere, in a target at some URL. */
import type { Lease, LeaseRequest, Needs } from '../../fixtures/targets/lease.ts'
import {
  DEFAULT_ROLES,
  type LeasedGateway,
  type LeasedIdentityPool,
  type LeasedLoginProvider,
} from '../../fixtures/targets/lease-identity.ts'

const ACCOUNT = '123456789012'
const POOL = 'us-east-1:00000000-aaaa-4bbb-8ccc-dddddddddddd'

type Tenants = NonNullable<LeaseRequest['tenants']>

/** What a lease has beside the user pool, where a variant needs it. */
export function madeUpIdentity(
  url: string,
  { identityPool, gateways }: Needs,
  tenants: Tenants,
  application = 'http://localhost:49999',
): Pick<Lease, 'identityPool' | 'gateways'> & { readonly endpoints?: Lease['endpoints'] } {
  return {
    ...(identityPool === undefined
      ? {}
      : {
          endpoints: { cognitoIdp: url, cognitoIdentity: url, sts: url, s3: `${url}/s3`, ssm: url },
          identityPool: pool(url, identityPool, tenants, application),
        }),
    ...(gateways === undefined
      ? {}
      : {
          gateways: {
            ...(gateways.rest ? { rest: gateway(`${url}/rest`) } : {}),
            ...(gateways.http ? { http: gateway(`${url}/http`) } : {}),
          },
        }),
  }
}

const gateway = (base: string): LeasedGateway => ({
  open: `${base}/open`,
  scoped: `${base}/scoped`,
  scope: 'aws.cognito.signin.user.admin',
  closed: `${base}/closed`,
  signed: `${base}/signed`,
  guarded: `${base}/guarded`,
  echoes: true,
})

function pool(
  url: string,
  needs: NonNullable<Needs['identityPool']>,
  tenants: Tenants,
  application: string,
): LeasedIdentityPool {
  const bucket = 'made-up-bucket'
  const object = { service: 's3', region: 'us-east-1' }
  return {
    id: POOL,
    region: 'us-east-1',
    account: ACCOUNT,
    guests: needs.guests ?? false,
    classicFlow: needs.classicFlow ?? false,
    serverSideTokenCheck: needs.serverSideTokenCheck ?? false,
    ...(needs.userPool === 'none'
      ? {}
      : { userPoolLogin: 'cognito-idp.us-east-1.amazonaws.com/us-east-1_MadeUp000' }),
    ...(needs.developerProvider ? { developerProvider: 'login.made.up' } : {}),
    providers: (needs.providers ?? []).flatMap(({ name, type }): LeasedLoginProvider[] => {
      const tenant = tenants[name]
      if (tenant === undefined) return []
      const arn = `arn:aws:iam::${ACCOUNT}:${type === 'SAML' ? 'saml' : 'oidc'}-provider/${name}`
      const relyingParty =
        type === 'SAML'
          ? {
              entityId: 'urn:amazon:webservices',
              recipient: 'https://signin.aws.amazon.com/saml',
              assertionConsumerService: `${application}/saml/acs`,
            }
          : { redirectUris: [`${application}/callback`] }
      return [{ name, type, login: type === 'SAML' ? arn : `${name}.made.up`, arn, tenant, relyingParty }]
    }),
    roles: Object.fromEntries(
      Object.keys(needs.roles ?? DEFAULT_ROLES).map((name) => [
        name,
        { name: `made-up-${name}`, arn: `arn:aws:iam::${ACCOUNT}:role/made-up-${name}` },
      ]),
    ),
    bucket,
    allowed: { ...object, method: 'GET', url: `${url}/s3/${bucket}/{identityId}/a.txt` },
    denied: { ...object, method: 'GET', url: `${url}/s3/${bucket}/nobody/a.txt` },
    tokens: { issuer: 'https://cognito-identity.amazonaws.com', keysUrl: `${url}/identity-keys` },
  }
}
