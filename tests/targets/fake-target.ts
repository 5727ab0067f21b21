/**
 * A small target for unhappy cases: an HTTP server whose every operation is answered as a test says. It knows AWS's JSON
 * protocol, IAM's forms, and of S3 what is done to buckets and objects by path.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { LoadedTarget } from '../../fixtures/targets/target-file.ts'
import { readTarget } from '../../fixtures/targets/target-file.ts'

export type Reply =
  | { readonly status: number; readonly body: unknown; readonly headers?: Readonly<Record<string, string>> }
  /** The connection ends without an answer. */
  | 'reset'
  /** Nothing comes. */
  | 'hang'
  /** Half an answer, then the connection ends. */
  | 'cut'

export type Replies = Readonly<
  Record<string, Reply | ((input: Record<string, unknown>, count: number) => Reply)>
>

export interface FakeTarget extends AsyncDisposable {
  readonly url: string
  /** Operations in the order received. */
  readonly received: { readonly operation: string; readonly input: Record<string, unknown> }[]
  replies: Replies
}

export const ok = (body: unknown): Reply => ({ status: 200, body })
export const refuse = (type: string, message: string): Reply => ({
  status: 400,
  body: { __type: type, message },
})

/** An answer of IAM: `result` is XML. */
export const iam = (action: string, result = ''): Reply =>
  xml(200, `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`)
export const refuseByIam = (code: string, message: string): Reply =>
  xml(400, `<ErrorResponse><Error><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`)
export const xml = (status: number, body: string): Reply => ({
  status,
  body,
  headers: { 'content-type': 'text/xml' },
})

let pools = 0

/** A target that grants everything, as briefly as it can. */
export const granting: Replies = {
  CreateUserPool: () => ok({ UserPool: { Id: `pool_${++pools}` } }),
  SetUserPoolMfaConfig: ok({}),
  CreateUserPoolClient: (input, count) =>
    ok({
      UserPoolClient: {
        ClientId: `client${count}`,
        ...(input['GenerateSecret'] === true ? { ClientSecret: 'a-client-secret-of-the-fake' } : {}),
      },
    }),
  DescribeUserPoolClient: (input) => ok({ UserPoolClient: { ClientId: input['ClientId'] } }),
  CreateGroup: ok({}),
  AdminCreateUser: ok({ User: {} }),
  AdminSetUserPassword: ok({}),
  AdminAddUserToGroup: ok({}),
  AdminGetUser: ok({ UserAttributes: [{ Name: 'sub', Value: 'the-sub' }] }),
  InitiateAuth: ok({ AuthenticationResult: { AccessToken: 'an-access-token' } }),
  AssociateSoftwareToken: ok({ SecretCode: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' }),
  VerifySoftwareToken: ok({ Status: 'SUCCESS' }),
  SetUserMFAPreference: ok({}),
  DeleteUserPool: { status: 200, body: '' },
  CreateIdentityPool: (_input, count) => ok({ IdentityPoolId: `us-east-1:identity-pool-${count}` }),
  SetIdentityPoolRoles: { status: 200, body: '' },
  SetPrincipalTagAttributeMap: ok({}),
  DeleteIdentityPool: { status: 200, body: '' },
  CreateRole: ({ RoleName }) =>
    iam('CreateRole', `<Role><Arn>arn:aws:iam::123456789012:role/${RoleName}</Arn></Role>`),
  PutRolePolicy: iam('PutRolePolicy'),
  DeleteRolePolicy: iam('DeleteRolePolicy'),
  DeleteRole: iam('DeleteRole'),
  CreateBucket: xml(200, ''),
  ListObjectsV2: xml(200, '<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>'),
  DeleteObject: { status: 204, body: '' },
  DeleteBucket: { status: 204, body: '' },
}

export async function fakeTarget(replies: Replies = {}): Promise<FakeTarget> {
  const received: { operation: string; input: Record<string, unknown> }[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { operation, input } = asked(request, Buffer.concat(chunks).toString())
    if (operation === '') return void response.writeHead(404).end()
    received.push({ operation, input })
    const count = received.filter((one) => one.operation === operation).length
    const reply =
      fake.replies[operation] ?? granting[operation] ?? refuse('UnknownOperationException', operation)
    send(request, response, typeof reply === 'function' ? reply(input, count) : reply)
  })
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
  const fake: FakeTarget = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    replies,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((settle) => server.close(settle))
    },
  }
  return fake
}

function asked(
  { headers, method = '', url = '/' }: IncomingMessage,
  body: string,
): { readonly operation: string; readonly input: Record<string, unknown> } {
  const target = headers['x-amz-target']
  if (target !== undefined) {
    const input = JSON.parse(body || '{}') as Record<string, unknown>
    return { operation: String(target).split('.')[1] ?? '', input }
  }
  if (headers['content-type']?.includes('form')) {
    const { Action = '', ...input } = Object.fromEntries(new URLSearchParams(body))
    return { operation: Action, input }
  }
  const { pathname, searchParams } = new URL(url, 'http://localhost')
  const [, Bucket = '', ...rest] = pathname.split('/').map(decodeURIComponent)
  const Key = rest.join('/')
  if (Bucket === '' || headers.authorization === undefined) return { operation: '', input: {} }
  if (searchParams.has('list-type')) return { operation: 'ListObjectsV2', input: { Bucket } }
  const verb = { PUT: 'Create', DELETE: 'Delete' }[method] ?? method
  return Key === ''
    ? { operation: `${verb}Bucket`, input: { Bucket } }
    : { operation: `${verb}Object`, input: { Bucket, Key } }
}

function send(request: IncomingMessage, response: ServerResponse, reply: Reply): void {
  if (reply === 'hang') return
  if (reply === 'reset') return void request.socket.destroy()
  if (reply === 'cut') {
    response.writeHead(200, { 'content-length': '100' })
    response.write('{"UserPool":')
    return void setTimeout(() => request.socket.destroy(), 5)
  }
  response.writeHead(reply.status, { 'content-type': 'application/x-amz-json-1.1', ...reply.headers })
  response.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body))
}

/** A target file of kind `endpoint` for this URL, in provision mode unless `more` says otherwise. */
export function endpointFile(url: string, more = 'provision: true'): LoadedTarget {
  const text = `name: fake
kind: endpoint
claims: [api-authentication]
region: us-east-1
endpoints:
  cognitoIdp: ${url}
signing: { accessKeyId: local, secretAccessKey: local }
${more}
`
  return readTarget('fake.yaml', text, '/', { PASSWORD: 'a-password-of-a-user', TOTP: 'JBSWY3DPEHPK3PXP' })
}

/** What a run host would give, with a memory. */
export function hostDouble() {
  const events: string[] = []
  const secrets = new Map<string, string>()
  return {
    events,
    secrets,
    options: {
      runId: 'r7',
      maxWait: 600,
      deadlineMs: 2_000,
      ledger: {
        created: (kind: string, id: string) => void events.push(`+ ${kind} ${id}`),
        deleted: (kind: string, id: string) => void events.push(`- ${kind} ${id}`),
      },
      addSecret: (value: string, name: string) => void secrets.set(value, name),
    },
  }
}
