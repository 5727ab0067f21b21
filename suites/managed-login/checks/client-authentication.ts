/** Steps 10 and 16 at an app client with a secret: who cannot prove to be the client gets nothing. */
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { managedLogin } from '../flow.ts'
import { body } from '../tokens.ts'
import { CLIENT_ERROR, refuses } from './token-judging.ts'
import { oauth2, revocationEndpoint, tokenEndpoint } from './token-sources.ts'

const failed = tokenEndpoint(
  'Examples of negative responses, invalid_client',
  'Client authentication failed; for example, there is no client with that ID and secret.',
)
const also = [oauth2('5.2', 'invalid_client: client authentication failed; after a Basic header with 401.')]
const admits = 'Status 400, which AWS’s one sample of errors has, and 401, which RFC 6749 has.'
const breaks = 'The secret protects nothing: whoever catches a code redeems it.'
const needs = ['client-secret'] as const

export const bodyAuthentication = managedLogin.check(10, 'secret-in-body', {
  says: 'The client ID and its secret in the body are as good as in a Basic header: the code gets tokens',
  sends: 'POST to /oauth2/token with client_id and client_secret in the body and no Authorization header',
  basis: tokenEndpoint(
    'Format a POST request to the token endpoint',
    'The endpoint supports client_secret_basic and client_secret_post.',
  ),
  breaks: 'Libraries that send the secret in the body, as many do by default, cannot sign in.',
  needs,
  judge: (expect, answer: Answer) => {
    expect(answer).toBeAnsweredWith(200)
    expect(body(answer, 'access_token'), 'access_token').toBeA('non-empty string')
  },
})

export const wrongSecretBasic = managedLogin.check(10, 'wrong-secret-basic', {
  says: 'A wrong secret in the Basic header is refused with invalid_client',
  sends: 'The request that redeems a code, with a wrong secret in the Authorization header',
  basis: failed,
  also,
  admits,
  breaks,
  needs,
  refusal: true,
  judge: (expect, answer: Answer) => refuses(expect, answer, CLIENT_ERROR),
})

export const wrongSecretBody = managedLogin.check(10, 'wrong-secret-body', {
  says: 'A wrong secret in the body is refused with invalid_client',
  sends: 'The request that redeems a code, with a wrong client_secret in the body',
  basis: failed,
  also,
  admits,
  breaks,
  needs,
  refusal: true,
  judge: (expect, answer: Answer) => refuses(expect, answer, CLIENT_ERROR),
})

export const secretMissing = managedLogin.check(10, 'secret-missing', {
  says: 'The ID of a client with a secret, sent without the secret, is refused with invalid_client',
  sends: 'The request that redeems a code, with client_id and without secret and Authorization header',
  basis: failed,
  also,
  admits,
  breaks,
  needs,
  refusal: true,
  judge: (expect, answer: Answer) => refuses(expect, answer, CLIENT_ERROR),
})

export const unknownClientRefused = managedLogin.check(10, 'unknown-client', {
  says: 'A client ID that no app client has is refused with invalid_client',
  sends: 'The request that redeems a code, with a made-up client ID and a secret in the Authorization header',
  basis: failed,
  also,
  admits,
  breaks: 'The developer who mistyped the ID looks for the mistake in the code.',
  needs,
  refusal: true,
  judge: (expect, answer: Answer) => refuses(expect, answer, CLIENT_ERROR),
})

export const refreshWrongSecret = managedLogin.check(16, 'refresh-wrong-secret', {
  says: 'A refresh with a wrong secret is refused with invalid_client',
  sends: 'The refresh, with a wrong secret in the Authorization header',
  basis: failed,
  also,
  admits,
  breaks: 'A stolen refresh token is as good without the secret as with it.',
  needs,
  refusal: true,
  judge: (expect, answer: Answer) => refuses(expect, answer, CLIENT_ERROR),
})

export const refreshSecretMissing = managedLogin.check(16, 'refresh-secret-missing', {
  says: 'A refresh without the secret is refused with invalid_client',
  sends: 'The refresh, with client_id and without secret and Authorization header',
  basis: failed,
  also,
  admits,
  breaks: 'A stolen refresh token is as good without the secret as with it.',
  needs,
  refusal: true,
  judge: (expect, answer: Answer) => refuses(expect, answer, CLIENT_ERROR),
})

export const revokeWrongSecret = managedLogin.check(16, 'revoke-wrong-secret', {
  says: 'A revocation with a wrong secret is refused with 401 and invalid_client',
  sends: 'POST to /oauth2/revoke with a live refresh token and a wrong secret in the Authorization header',
  basis: revocationEndpoint(
    'Revocation error response',
    'Client credentials that are not valid: HTTP 401 and the error invalid_client.',
  ),
  breaks:
    'Anybody who gets hold of a token can end the session, or the application believes that it has ended.',
  needs: ['client-secret', 'token-revocation', 'revoke-endpoint'],
  unless: ({ client }) =>
    client.tokenRevocation === true ? undefined : 'token revocation is not known to be on for the app client',
  refusal: true,
  judge: (expect, answer: Answer) => refuses(expect, answer, { error: ['invalid_client'], status: [401] }),
})
