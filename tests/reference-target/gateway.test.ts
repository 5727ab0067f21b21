/** API Gateway at the reference target, made by AWS's own clients: what its authorizers let through. */

import {
  APIGatewayClient,
  CreateAuthorizerCommand,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  DeleteRestApiCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
} from '@aws-sdk/client-api-gateway'
import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateIntegrationCommand,
  type CreateIntegrationCommandInput,
  CreateAuthorizerCommand as CreateJwtAuthorizerCommand,
  CreateRouteCommand,
  CreateStageCommand,
  DeleteApiCommand,
} from '@aws-sdk/client-apigatewayv2'
import { DescribeUserPoolCommand, InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Instance,
  type ReferenceTarget,
  startReferenceTarget,
} from '../../fixtures/reference-target/index.ts'
import { honestRules } from '../../fixtures/reference-target/rules/index.ts'
import { build, type House, password, username } from './house.ts'

const HELD = 'aws.cognito.signin.user.admin'

let target: ReferenceTarget
let instance: Instance
let house: House
let tokens: { readonly id: string; readonly access: string }

/** What an SDK needs for the instance. */
const config = (secretAccessKey = instance.identity.secretAccessKey) => ({
  endpoint: instance.endpoint,
  region: instance.identity.region,
  credentials: { accessKeyId: instance.identity.accessKeyId, secretAccessKey },
  maxAttempts: 1,
})

beforeAll(async () => {
  target = await startReferenceTarget()
  instance = await target.open()
  house = await build(instance)
  const { AuthenticationResult: result } = await house.aws.send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: house.clientId,
      AuthParameters: { USERNAME: username, PASSWORD: password },
    }),
  )
  tokens = { id: result?.IdToken ?? '', access: result?.AccessToken ?? '' }
})

afterAll(() => target.close())

const get = async (url: string, authorization?: string) => {
  const answer = await fetch(url, { headers: authorization === undefined ? {} : { authorization } })
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as never }
}

describe('a REST API', () => {
  const control = () => new APIGatewayClient(config())
  let restApiId = ''
  let authorizerId = ''
  let rootResourceId = ''
  const at = (path: string) => `${instance.endpoint}/execute-api/${restApiId}/test/${path}`

  const addMethod = async (pathPart: string, authorizationScopes?: string[]) => {
    const client = control()
    const { id: resourceId } = await client.send(
      new CreateResourceCommand({ restApiId, parentId: rootResourceId, pathPart }),
    )
    const place = { restApiId, resourceId, httpMethod: 'GET' }
    const authorizationType = 'COGNITO_USER_POOLS'
    await client.send(
      new PutMethodCommand({ ...place, authorizationType, authorizerId, authorizationScopes }),
    )
    await client.send(new PutIntegrationCommand({ ...place, type: 'AWS_PROXY', uri: 'arn:any' }))
  }
  const deploy = () => control().send(new CreateDeploymentCommand({ restApiId, stageName: 'test' }))

  beforeAll(async () => {
    const { UserPool: pool } = await house.aws.send(new DescribeUserPoolCommand({ UserPoolId: house.poolId }))
    const client = control()
    const api = await client.send(new CreateRestApiCommand({ name: 'api' }))
    restApiId = api.id ?? ''
    rootResourceId = api.rootResourceId ?? ''
    const authorizer = await client.send(
      new CreateAuthorizerCommand({
        restApiId,
        name: 'pool',
        type: 'COGNITO_USER_POOLS',
        providerARNs: [pool?.Arn ?? ''],
        identitySource: 'method.request.header.Authorization',
      }),
    )
    authorizerId = authorizer.id ?? ''
    await addMethod('open')
    await addMethod('scoped', [HELD])
    await deploy()
  })

  test('tells the function the claims of an ID token, as strings', async () => {
    const { status, body } = await get(at('open'), `Bearer ${tokens.id}`)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      requestContext: { authorizer: { claims: { token_use: 'id', exp: expect.any(String) } } },
    })
  })

  test('wants an access token where there are scopes, and an ID token where there are none', async () => {
    expect(await get(at('scoped'), tokens.access)).toMatchObject({ status: 200 })
    for (const [path, token] of [
      ['open', tokens.access],
      ['scoped', tokens.id],
    ] as const) {
      expect(await get(at(path), token)).toMatchObject({ status: 401, body: { message: 'Unauthorized' } })
    }
  })

  test('changes when it is deployed again', async () => {
    await addMethod('late')
    expect(await get(at('late'), tokens.id)).toMatchObject({ status: 403 })
    await deploy()
    expect(await get(at('late'), tokens.id)).toMatchObject({ status: 200 })
  })

  test('gives a fixed answer once there is one for the status that its template asks for', async () => {
    const client = control()
    const { id: resourceId } = await client.send(
      new CreateResourceCommand({ restApiId, parentId: rootResourceId, pathPart: 'fixed' }),
    )
    const place = { restApiId, resourceId, httpMethod: 'GET' }
    const json = 'application/json'
    const answer = new PutIntegrationResponseCommand({
      ...place,
      statusCode: '202',
      responseTemplates: { [json]: '{"answered": true}' },
    })
    await client.send(new PutMethodCommand({ ...place, authorizationType: 'NONE' }))
    await client.send(
      new PutIntegrationCommand({
        ...place,
        type: 'MOCK',
        requestTemplates: { [json]: '{"statusCode": 202}' },
      }),
    )
    await expect(client.send(answer)).rejects.toMatchObject({ name: 'NotFoundException' })
    await deploy()
    expect(await get(at('fixed'))).toMatchObject({ status: 500 })
    await client.send(new PutMethodResponseCommand({ ...place, statusCode: '202' }))
    await client.send(answer)
    expect(await get(at('fixed'))).toMatchObject({ status: 500 })
    await deploy()
    expect(await get(at('fixed'))).toMatchObject({ status: 202, body: { answered: true } })
  })

  test('is administered by signed requests', async () => {
    const stranger = new APIGatewayClient(config('another'))
    await expect(stranger.send(new DeleteRestApiCommand({ restApiId }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    })
  })

  test('is gone once it is deleted', async () => {
    await control().send(new DeleteRestApiCommand({ restApiId }))
    expect(await get(at('open'), tokens.id)).toMatchObject({ status: 404 })
    await expect(control().send(new DeleteRestApiCommand({ restApiId }))).rejects.toMatchObject({
      name: 'NotFoundException',
    })
  })
})

describe('an HTTP API', () => {
  const control = () => new ApiGatewayV2Client(config())

  /** An API whose authorizer trusts an issuer, with one route without scopes and one with. */
  async function make(Issuer: string, behind: Partial<CreateIntegrationCommandInput> = {}) {
    const client = control()
    const { ApiId } = await client.send(new CreateApiCommand({ Name: 'api', ProtocolType: 'HTTP' }))
    const { AuthorizerId } = await client.send(
      new CreateJwtAuthorizerCommand({
        ApiId,
        Name: 'jwt',
        AuthorizerType: 'JWT',
        IdentitySource: ['$request.header.Authorization'],
        JwtConfiguration: { Issuer, Audience: [house.clientId] },
      }),
    )
    const { IntegrationId } = await client.send(
      new CreateIntegrationCommand({
        ApiId,
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: 'arn:any',
        PayloadFormatVersion: '2.0',
        ...behind,
      }),
    )
    for (const [path, AuthorizationScopes] of [
      ['open', undefined],
      ['scoped', [HELD]],
    ] as const) {
      await client.send(
        new CreateRouteCommand({
          ApiId,
          RouteKey: `GET /${path}`,
          Target: `integrations/${IntegrationId}`,
          AuthorizationType: 'JWT',
          AuthorizerId,
          AuthorizationScopes: AuthorizationScopes && [...AuthorizationScopes],
        }),
      )
    }
    await client.send(new CreateStageCommand({ ApiId, StageName: 'test', AutoDeploy: true }))
    return { ApiId, at: (path: string) => `${instance.endpoint}/execute-api/${ApiId}/test/${path}` }
  }

  test('takes both kinds of tokens, and tells scopes only where there are any', async () => {
    const { ApiId, at } = await make(`${instance.endpoint}/${house.poolId}`)
    const jwt = async (path: string, token: string) =>
      ((await get(at(path), token)).body as { requestContext: { authorizer: { jwt: object } } })
        .requestContext.authorizer.jwt
    expect(await jwt('open', tokens.id)).toMatchObject({ claims: { token_use: 'id' }, scopes: null })
    expect(await jwt('open', tokens.access)).toMatchObject({ scopes: null })
    expect(await jwt('scoped', tokens.access)).toMatchObject({ scopes: [HELD] })
    expect(await get(at('scoped'), tokens.id)).toMatchObject({ status: 403, body: { message: 'Forbidden' } })
    await control().send(new DeleteApiCommand({ ApiId }))
    expect(await get(at('open'), tokens.id)).toMatchObject({ status: 404 })
  })

  test('hands on what an address answers, and says so where none does', async () => {
    const issuer = `${instance.endpoint}/${house.poolId}`
    const through = (IntegrationUri: string) =>
      make(issuer, {
        IntegrationType: 'HTTP_PROXY',
        IntegrationMethod: 'GET',
        IntegrationUri,
        PayloadFormatVersion: '1.0',
      })
    const keys = await through(`${issuer}/.well-known/jwks.json`)
    expect(await get(keys.at('open'), tokens.id)).toMatchObject({
      status: 200,
      body: { keys: expect.any(Array) },
    })
    expect(await get(keys.at('open'))).toMatchObject({ status: 401 })
    const nowhere = await through(`${instance.endpoint}/nowhere`)
    expect(await get(nowhere.at('open'), tokens.id)).toMatchObject({ status: 404 })
    const closed = await through('http://127.0.0.1:9/')
    expect(await get(closed.at('open'), tokens.id)).toMatchObject({ status: 503 })
  })

  test('finds the keys of an issuer elsewhere by its discovery document', async () => {
    const elsewhere = await target.open()
    const other = await build(elsewhere)
    const { at } = await make(`${elsewhere.endpoint}/${other.poolId}`)
    const { AuthenticationResult: result } = await other.aws.send(
      new InitiateAuthCommand({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: other.clientId,
        AuthParameters: { USERNAME: username, PASSWORD: password },
      }),
    )
    // Its signature holds; the audience is that of the house next door.
    const foreign = await get(at('open'), result?.IdToken)
    expect(foreign.headers.get('www-authenticate')).toContain('does not have a valid audience')
    expect(await get(at('open'), tokens.id)).toMatchObject({ status: 401 })
    await elsewhere.close()
  })

  test('has begun where its times say so, and nothing that is no time does', () => {
    const { httpTokenHasBegun: hasBegun } = honestRules
    expect([{}, { nbf: 9, iat: 10 }].map((claims) => hasBegun(claims, 10))).toEqual([true, true])
    const odd = [{ nbf: 11 }, { iat: 11 }, { nbf: 'soon' }, { iat: '9' }, { nbf: true }, { iat: null }]
    expect(odd.filter((claims) => hasBegun(claims, 10))).toEqual([])
  })
})
