/** A walk through federation that meets every rule of it, at providers of the test's own and at mock tenants. */

import {
  AdminCreateUserCommand,
  AdminDisableProviderForUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminLinkProviderForUserCommand,
  AdminSetUserPasswordCommand,
  CreateIdentityProviderCommand,
  InitiateAuthCommand,
  ListIdentityProvidersCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import type { Instance } from '../../fixtures/reference-target/index.ts'
import { mockIdpAt, startMockIdp } from '../../mock-idp/index.ts'
import { Browser } from './browser.ts'
import { password, username } from './house.ts'
import { ec, jwkOf, type OwnProvider, publicPem, send, startOwnProvider } from './own-provider.ts'
import { addClient, buildFederated, type FederatedHouse, redeem, Traveller } from './provider.ts'

const attributeMapping = {
  email: 'email',
  email_verified: 'email_verified',
  name: 'name',
  nickname: 'nickname',
  'custom:roles': 'roles',
  'custom:token': 'access_token',
}

/** @param open makes an instance */
export async function walkFederation(open: () => Promise<Instance>): Promise<void> {
  const mock = await startMockIdp()
  const instance = await open()
  const own = await startOwnProvider(() => instance.clock.now())
  try {
    const house = await furnish(instance, own, mockIdpAt(mock.control, mock.token))
    await social(house)
    await requests(house)
    await chooser(house)
    await profiles(house, own)
    await answers(house, own)
    await links(house, own)
    await returns(house)
  } finally {
    await own.close()
    await mock.close()
  }
}

async function furnish(
  instance: Instance,
  own: OwnProvider,
  idp: ReturnType<typeof mockIdpAt>,
): Promise<FederatedHouse> {
  const house = await buildFederated(instance, idp, {
    version: 2,
    pool: {
      Schema: [
        { Name: 'email', Required: true, Mutable: true },
        { Name: 'nickname', Mutable: false },
        { Name: 'roles', AttributeDataType: 'String', Mutable: true },
        { Name: 'token', AttributeDataType: 'String', Mutable: true },
      ],
    },
    providers: [
      { name: 'Facebook', type: 'Facebook', mapping: { email: 'email', name: 'name' } },
      { name: 'SignInWithApple', type: 'SignInWithApple', mapping: { email: 'email', name: 'name' } },
      { name: 'MockSaml', type: 'SAML', identifiers: ['example.com'] },
    ],
  })
  const details = {
    client_id: own.clientId,
    client_secret: own.clientSecret,
    attributes_request_method: 'GET',
    oidc_issuer: own.issuer,
    authorize_scopes: 'openid email',
  }
  const explicit = {
    attributes_request_method: 'POST',
    authorize_url: `${own.issuer}/authorize`,
    token_url: `${own.issuer}/token`,
    attributes_url: `${own.issuer}/userinfo`,
    jwks_uri: `${own.issuer}/jwks`,
  }
  for (const [name, more] of [
    ['Own', {}],
    ['OwnTwo', explicit],
  ] as const) {
    await house.aws.send(
      new CreateIdentityProviderCommand({
        UserPoolId: house.poolId,
        ProviderName: name,
        ProviderType: 'OIDC',
        ProviderDetails: { ...details, ...more },
        AttributeMapping: attributeMapping,
        IdpIdentifiers: [name.toLowerCase(), `${name.toLowerCase()}-again`],
      }),
    )
  }
  await house.aws.send(new ListIdentityProvidersCommand({ UserPoolId: house.poolId }))
  const clientId = await addClient(house, {
    SupportedIdentityProviders: ['COGNITO', 'Own', 'OwnTwo', 'MockSaml', 'Facebook', 'SignInWithApple'],
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  })
  return styled({ ...house, clientId })
}

/** Pages of version 2 are for clients with a style; the first client of the pool has one, others do without pages. */
async function styled(house: FederatedHouse): Promise<FederatedHouse> {
  const { CreateManagedLoginBrandingCommand } = await import('@aws-sdk/client-cognito-identity-provider')
  await house.aws.send(
    new CreateManagedLoginBrandingCommand({
      UserPoolId: house.poolId,
      ClientId: house.clientId,
      UseCognitoProvidedValues: true,
    }),
  )
  return house
}

async function begin(browser: Browser, more: { readonly [name: string]: string } = {}): Promise<string> {
  const shown = await browser.authorize({ identity_provider: 'Own', ...more })
  return URL.parse(shown.location ?? '')?.searchParams.get('state') ?? ''
}

const answer = (browser: Browser, parameters: Record<string, string>) =>
  browser.open(`/oauth2/idpresponse?${new URLSearchParams(parameters)}`)

async function signIn(house: FederatedHouse, provider = 'Own') {
  const browser = new Browser(house)
  return answer(browser, { code: 'c', state: await begin(browser, { identity_provider: provider }) })
}

async function social(house: FederatedHouse): Promise<void> {
  await new Traveller(house).signIn({ identity_provider: 'Facebook' })
  const traveller = new Traveller(house)
  const { location = '' } = await traveller.authorize({ identity_provider: 'SignInWithApple' })
  const home = await traveller.signInAt(location)
  home.form?.set('user', JSON.stringify({ name: { firstName: 'Grace' }, email: 'forged@example.com' }))
  await traveller.bring(home)
}

async function requests(house: FederatedHouse): Promise<void> {
  const browser = new Browser(house)
  await begin(browser, { prompt: 'login', login_hint: 'olga' })
  await browser.authorize({ idp_identifier: 'own' })
  await browser.authorize({ idp_identifier: 'own-again' })
  await browser.authorize({ idp_identifier: 'none' })
  await browser.authorize({ identity_provider: 'Nobody' })
  await browser.open(`/login?${browser.query({ identity_provider: 'Own' })}`)
  await answer(browser, { code: 'c', state: await begin(browser) })
  await browser.authorize()
  await browser.authorize({ identity_provider: 'COGNITO' })
}

async function chooser(house: FederatedHouse): Promise<void> {
  const browser = new Browser(house)
  const page = await browser.authorize({ login_hint: 'olga' })
  await browser.submit(page, { email: 'grace@none.example' }, 'cognitoEmailForm')
  await browser.submit(page, { email: 'grace@example.com' }, 'cognitoEmailForm')
  const alone = await styled({
    ...house,
    clientId: await addClient(house, { SupportedIdentityProviders: ['Own'] }),
  })
  await new Browser(alone).authorize()
}

async function profiles(house: FederatedHouse, own: OwnProvider): Promise<void> {
  const { aws, poolId, clientId } = house
  await fetch(`${house.instance.endpoint}/${poolId}/.well-known/jwks.json`)
  const { tokens } = await redeem(house, await signIn(house))
  house.instance.clock.advance(2)
  await new Browser(house).send(
    'POST',
    '/oauth2/token',
    new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: clientId,
      refresh_token: tokens['refresh_token'] ?? '',
    }),
  )
  const Username = 'Own_own-subject-1'
  for (const [USERNAME, PASSWORD] of [
    [Username, 'Wrong-horse-1'],
    [username, password],
  ] as const) {
    await aws
      .send(
        new InitiateAuthCommand({
          AuthFlow: 'USER_PASSWORD_AUTH',
          ClientId: clientId,
          AuthParameters: { USERNAME, PASSWORD },
        }),
      )
      .catch(() => undefined)
  }
  for (const claims of [
    { email_verified: false, roles: ['a', 'b'], family_name: 'Own', 'cognito:groups': ['x'] },
    { email: 'new@example.com', email_verified: undefined, name: '' },
    { email: '' },
    { nickname: 'Ollie' },
    { roles: 'r'.repeat(2049) },
    { roles: 'r'.repeat(2048) },
    { sub: 'without-name', name: undefined },
    { sub: 'other-subject' },
    { sub: 'without-email', email: undefined },
    { sub: 's'.repeat(130) },
  ]) {
    own.will = { claims, userInfo: {} }
    await signIn(house)
  }
  own.reset()
  await signIn(house, 'OwnTwo')
  await aws.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username }))
  await signIn(house)
  await aws.send(new AdminEnableUserCommand({ UserPoolId: poolId, Username }))
}

async function answers(house: FederatedHouse, own: OwnProvider): Promise<void> {
  const signed = (claims: object, header: object, key?: Parameters<OwnProvider['signed']>[2]) =>
    own.signed({ ...own.honestClaims(), ...claims }, { ...header }, key)
  const wills: OwnProvider['will'][] = [
    { idToken: signed({}, { alg: 'none' }) },
    { idToken: signed({}, {}).replace(/[^.]*$/, '') },
    { idToken: signed({}, {}).replace(/\.[^.]*$/, '') },
    { idToken: signed({}, {}, ec.privateKey) },
    { header: { kid: 'k9' } },
    { idToken: signed({}, { alg: 'HS256' }, publicPem) },
    { idToken: signed({}, { alg: 'HS256' }, own.clientSecret) },
    { keys: [{ ...jwkOf(ec.publicKey, 'k1'), use: 'enc' }] },
    { header: { crit: ['exp'] } },
    { claims: { iss: `${own.issuer}/more` } },
    { claims: { aud: 'other' } },
    { claims: { aud: ['other', own.clientId] } },
    { claims: { exp: 1 } },
    { claims: { sub: undefined } },
    { token: { token_type: 'bearer' } },
    { token: { token_type: 'mac' } },
    { userInfo: { sub: 'somebody-else' } },
    { userInfo: { email: 'other@example.com' } },
    { discovery: { issuer: 'https://other.example' } },
    { serve: ({ path }, response) => path === '/userinfo' && send(response, 401, {}) },
    { serve: ({ path }, response) => path === '/token' && Boolean(response.destroy()) },
  ]
  for (const will of wills) {
    own.will = will
    await signIn(house)
  }
  own.reset()
}

async function links(house: FederatedHouse, own: OwnProvider): Promise<void> {
  const { aws, poolId } = house
  await aws.send(
    new AdminCreateUserCommand({
      UserPoolId: poolId,
      Username: 'olga',
      MessageAction: 'SUPPRESS',
      UserAttributes: [{ Name: 'email', Value: 'linked@example.com' }],
    }),
  )
  await aws.send(
    new AdminLinkProviderForUserCommand({
      UserPoolId: poolId,
      DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: 'olga' },
      SourceUser: {
        ProviderName: 'Own',
        ProviderAttributeName: 'Cognito_Subject',
        ProviderAttributeValue: 'linked-subject',
      },
    }),
  )
  const link = (name: string, value: string, to = 'olga') =>
    aws
      .send(
        new AdminLinkProviderForUserCommand({
          UserPoolId: poolId,
          DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: to },
          SourceUser: {
            ProviderName: 'Own',
            ProviderAttributeName: name,
            ProviderAttributeValue: value,
          },
        }),
      )
      .catch(() => undefined)
  await link('email', 'by-address@example.com')
  await link('Cognito_Subject', 'x', 'nobody')
  for (const claims of [
    { sub: 'linked-subject', email: 'linked@example.com' },
    { sub: 'by-address', email: 'by-address@example.com' },
  ]) {
    own.will = { claims, userInfo: {} }
    await redeem(house, await signIn(house))
  }
  own.reset()
  for (const n of [3, 4, 5, 6]) await link('Cognito_Subject', `linked-${n}`)
  await aws.send(
    new AdminDisableProviderForUserCommand({
      UserPoolId: poolId,
      User: {
        ProviderName: 'Own',
        ProviderAttributeName: 'Cognito_Subject',
        ProviderAttributeValue: 'linked-subject',
      },
    }),
  )
  await aws.send(
    new AdminSetUserPasswordCommand({
      UserPoolId: poolId,
      Username: 'Own_own-subject-1',
      Password: 'Correct-horse-1',
      Permanent: true,
    }),
  )
  await signIn(house)
}

async function returns(house: FederatedHouse): Promise<void> {
  const browser = new Browser(house)
  const state = await begin(browser)
  await answer(new Browser(house), { code: 'c', state })
  await answer(browser, { code: 'c' })
  await answer(browser, { id_token: 'a.b.c', state: await begin(browser, { prompt: 'login' }) })
  await answer(browser, { code: 'c', state: 'made-up' })
  await answer(browser, { code: 'c', state: `${state}x` })
  await browser.open(`/oauth2/idpresponse?code=c&code=d&state=${state}`)
  await answer(browser, { code: 'c', state })
  await answer(browser, { code: 'c', state })
  await answer(browser, {
    error: 'access_denied',
    code: 'c',
    state: await begin(browser, { prompt: 'login' }),
  })
  const slow = await begin(browser, { prompt: 'login' })
  house.instance.clock.advance(301)
  await answer(browser, { code: 'c', state: slow })
}
