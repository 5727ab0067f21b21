/**
 * An identity pool that is made through AWS's own clients on the reference target, as at an endpoint like any other: all
 * of it is there, and all of it goes again.
 */
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { ControlPlanes } from '../../fixtures/targets/control-planes.ts'
import { endpointsOfReference } from '../../fixtures/targets/endpoints.ts'
import type { Lease, Needs } from '../../fixtures/targets/lease.ts'
import { openTarget } from '../../fixtures/targets/open-target.ts'
import { ReferenceProgram } from '../../fixtures/targets/reference.ts'
import { readTarget } from '../../fixtures/targets/target-file.ts'
import { mockIdpAt, startMockIdp } from '../../mock-idp/index.ts'
import { hostDouble } from './fake-target.ts'

const needs: Needs = {
  pool: { mfa: 'off' },
  client: {},
  user: { roleGroups: [{ role: 'authenticated', precedence: 1 }] },
  does: ['signs-in'],
  identityPool: {
    guests: true,
    developerProvider: true,
    providers: [
      { name: 'oidc', type: 'OIDC' },
      { name: 'saml', type: 'SAML' },
    ],
    roleMappings: { oidc: { type: 'Token', ambiguous: 'AuthenticatedRole' } },
    principalTags: { 'user-pool': 'defaults', saml: { department: 'department' } },
  },
}

test('all of it is lent, and goes again with what was written into the bucket', async () => {
  const program = await ReferenceProgram.start()
  const idp = await startMockIdp()
  try {
    const { id, endpoint, region, accessKeyId, secretAccessKey } = await program.open()
    const file = readTarget(
      'reference.yaml',
      `name: reference
kind: endpoint
claims: [identity-pool]
region: ${region}
endpoints: { cognitoIdp: "${endpoint}", s3: "{endpoint}/s3" }
signing: { accessKeyId: "${accessKeyId}", secretAccessKey: "${secretAccessKey}" }
provision: true
`,
      '/',
      {},
    )
    const host = hostDouble()
    const target = await openTarget(file, { ...host.options, deadlineMs: 15_000 })
    const open = mockIdpAt(idp.control, idp.token)
    const lease = (await target.lease({
      flow: 'identity-pool',
      variant: 'v',
      needs,
      application: 'http://localhost:4711',
      tenants: {
        oidc: await open.openTenant({ dialect: 'oidc' }),
        saml: await open.openTenant({ dialect: 'saml' }),
      },
    })) as Lease
    expect(lease).not.toHaveProperty('reason')
    const { identityPool } = lease
    expect(identityPool?.providers).toMatchObject([
      { arn: expect.stringContaining(':oidc-provider/') },
      { arn: expect.stringContaining(':saml-provider/') },
    ])
    expect(lease.endpoints).toMatchObject({ s3: `${endpoint}/s3`, sts: endpoint })

    const planes = new ControlPlanes(endpointsOfReference(endpoint), {
      region,
      credentials: { accessKeyId, secretAccessKey },
      headers: {},
    })
    const put = new PutObjectCommand({
      Bucket: identityPool?.bucket,
      Key: 'us-east-1:id/a file',
      Body: 'text',
    })
    expect(await planes.of('s3').call(put)).toMatchObject({ kind: 'ok' })
    await planes.close()

    expect(await target.close()).toEqual([])
    const told = (sign: string) =>
      host.events.filter((event) => event.startsWith(sign)).map((event) => event.slice(2))
    expect(told('-').sort()).toEqual(told('+').sort())
    await program.discard(id)
  } finally {
    await idp.close()
    await program.stop()
  }
})
