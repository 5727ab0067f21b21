/** Steps 10 to 13 of a machine: tokens for an app client alone. */
import { recordedSnapshot } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { type Granted, scopesOf } from '../../shared/domain-tokens.ts'
import { accessTokenPage, scopesPage, tokenEndpoint, userInfoEndpoint } from '../../shared/sources.ts'
import { claim } from '../../shared/tokens.ts'
import { managedLogin } from '../flow.ts'
import {
  authenticationFailed,
  bringsAccessToken,
  CLIENT_ERROR,
  CLIENT_ERROR_ADMITS,
  handsOutNo,
  hasAllScopes,
  refuses,
  scopesUnknown,
} from './token-judging.ts'

const needs = ['client-credentials', 'custom-scopes'] as const
const sends =
  'POST to /oauth2/token with grant_type client_credentials, a scope, and the secret in the Basic header'
const claims = (states: string) =>
  recordedSnapshot('API Gateway, access token of client_credentials, claims', '2024-08', states)

export const machineToken = managedLogin.check(11, 'machine-token', {
  says: 'client_credentials gets an access token, and neither an ID nor a refresh token',
  sends,
  basis: tokenEndpoint(
    'Client credentials with basic authorization',
    'Client credentials grants are for machine-to-machine authorization and only return access tokens.',
  ),
  breaks: 'Services cannot call each other, or hold sessions that nobody opened.',
  needs,
  judge: (expect, answer: Answer) => {
    bringsAccessToken(expect, answer)
    for (const name of ['id_token', 'refresh_token']) handsOutNo(expect, answer, name)
  },
})

export const machineByBody = managedLogin.check(11, 'machine-token-secret-in-body', {
  says: 'client_credentials takes the secret in the body as well',
  sends: 'POST to /oauth2/token with grant_type client_credentials, client_id and client_secret in the body',
  basis: tokenEndpoint(
    'Client credentials with POST body authorization',
    'The request with client_secret in the body results in an access token.',
  ),
  breaks: 'Libraries that send the secret in the body get no token.',
  needs,
  judge: bringsAccessToken,
})

export const machineScope = managedLogin.check(12, 'machine-scope', {
  says: 'The access token of client_credentials has the scope that was asked for, and no other',
  sends,
  basis: tokenEndpoint(
    'Client credentials with basic authorization',
    'The request results in an access token with the requested scopes.',
  ),
  breaks: 'APIs refuse the service, or let it do what it did not ask for.',
  needs,
  judge: (expect, { tokens, asked }: { tokens: Granted; asked: string }) =>
    expect(scopesOf(tokens), 'scopes of the access token').toHoldExactly([asked]),
})

export const machineAllScopes = managedLogin.check(12, 'machine-scope-omitted', {
  says: 'client_credentials without scope gets all scopes of the app client',
  sends: 'POST to /oauth2/token with grant_type client_credentials and without scope',
  basis: tokenEndpoint(
    'scope',
    'Without the parameter the scope claim has all scopes that are enabled for the app client.',
  ),
  breaks: 'Services that rely on the default are refused by every API.',
  needs,
  unless: scopesUnknown,
  judge: (expect, tokens: Granted) => hasAllScopes(expect, tokens),
})

export const machineClaims = managedLogin.check(12, 'machine-claims', {
  says: 'The access token of client_credentials names the app client in client_id, the user pool in iss, and says token_use access',
  sends,
  basis: accessTokenPage(
    'Access token default payload, client_id, iss, token_use',
    'client_id is the app client that authenticated, iss identifies the user pool, token_use is access.',
  ),
  breaks: 'API authorizers refuse the service.',
  needs,
  judge: (expect, { access, lease }: Granted) => {
    expect(claim(access, 'client_id'), 'client_id').toBe(lease.client.id)
    expect(claim(access, 'iss'), 'iss').toBe(lease.issuer)
    expect(claim(access, 'token_use'), 'token_use').toBe('access')
  },
})

export const machineSubject = managedLogin.check(12, 'machine-subject', {
  says: 'The access token of client_credentials has the app client’s ID for sub, and version 2',
  sends,
  basis: claims('sub equals client_id; version is there.'),
  breaks: 'APIs take the service for a user, or for nobody.',
  needs,
  judge: (expect, { access, lease }: Granted) => {
    expect(claim(access, 'sub'), 'sub').toBe(lease.client.id)
    expect(claim(access, 'version'), 'version').toBe(2)
  },
})

export const machineIsNoUser = managedLogin.check(12, 'machine-is-no-user', {
  says: 'The access token of client_credentials has no username and no cognito:groups',
  sends,
  basis: claims('Neither username nor any cognito claim is there.'),
  breaks: 'APIs that tell people from services by it let the service act for a user.',
  needs,
  judge: (expect, { access }: Granted) => {
    expect(claim(access, 'token_use'), 'token_use').toBeA('string')
    for (const name of ['username', 'cognito:username', 'cognito:groups'])
      expect(claim(access, name), name).toBeAbsent()
  },
})

export const machineVerifies = managedLogin.check(12, 'machine-token-verifies', {
  says: 'The access token of client_credentials verifies with the published keys: signature, issuer, expiry, token_use and client',
  sends: `${sends}; then GET of /.well-known/jwks.json below the issuer`,
  basis: accessTokenPage(
    'Access token signature',
    'The signature is made with the key that is advertised at .well-known/jwks.json.',
  ),
  breaks: 'Every API that verifies tokens refuses the service.',
  needs: [...needs, 'jwks'],
  judge: (expect, validation: { accepted: boolean; reason?: string }) =>
    expect(
      validation.accepted ? 'accepted' : `refused: ${validation.reason}`,
      'the application’s validation',
    ).toBe('accepted'),
})

export const machineAtUserInfo = managedLogin.check(13, 'machine-at-user-info', {
  says: 'userInfo refuses an access token of client_credentials',
  sends: 'GET of /oauth2/userInfo with an access token of client_credentials',
  basis: userInfoEndpoint(
    'The user attributes endpoint',
    'The openid scope must be one of the access token’s claims.',
  ),
  also: [
    scopesPage(
      'Machine-to-machine (M2M) authorization',
      'Only custom scopes can be authorized for the grant.',
    ),
  ],
  admits: 'Any status from 400 to 499.',
  breaks: 'A service reads a profile that is nobody’s.',
  needs: ['client-credentials', 'custom-scopes', 'user-info'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const machineWrongSecret = managedLogin.check(10, 'machine-wrong-secret', {
  says: 'client_credentials with a wrong secret is refused with invalid_client',
  sends: 'POST to /oauth2/token with grant_type client_credentials and a wrong secret in the Basic header',
  basis: authenticationFailed,
  admits: CLIENT_ERROR_ADMITS,
  breaks: 'Anybody is the service.',
  needs,
  refusal: true,
  judge: (expect, answer: Answer) => refuses(expect, answer, CLIENT_ERROR),
})

export const machineSecretMissing = managedLogin.check(10, 'machine-secret-missing', {
  says: 'client_credentials without the secret gets no token',
  sends: 'POST to /oauth2/token with grant_type client_credentials and client_id alone',
  basis: scopesPage(
    'Machine-to-machine (M2M) authorization',
    'An application that accesses an API this way must have a client ID and client secret.',
  ),
  admits: 'Any error.',
  breaks: 'Anybody is the service.',
  needs,
  refusal: true,
  judge: (expect, answer: Answer) => refuses(expect, answer),
})

export const machineGrantNotAllowed = managedLogin.check(10, 'machine-grant-not-allowed', {
  says: 'An app client that may not use client_credentials gets no token by it',
  sends:
    'POST to /oauth2/token with grant_type client_credentials and the ID of a public app client with the code grant',
  basis: tokenEndpoint(
    'grant_type',
    'A token for custom scopes without a user needs a client secret and the client credentials grant enabled in the app client.',
  ),
  admits: 'Any error.',
  breaks: 'A telephone’s application is a service that acts without a user.',
  needs,
  refusal: true,
  judge: (expect, answer: Answer) => refuses(expect, answer),
})
