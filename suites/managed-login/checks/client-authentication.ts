/** Steps 10 and 16 at an app client with a secret: who cannot prove to be the client gets nothing. */
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { oauth2, revocationEndpoint, tokenEndpoint } from '../../shared/sources.ts'
import { managedLogin } from '../flow.ts'
import {
  authenticationFailed,
  bringsAccessToken,
  CLIENT_ERROR,
  CLIENT_ERROR_ADMITS,
  refuses,
  revocationUnknown,
} from './token-judging.ts'

const also = [oauth2('5.2', 'invalid_client: client authentication failed; after a Basic header with 401.')]
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
  judge: bringsAccessToken,
})

/** Who is not known to be the client is told so. */
const refused = (
  step: 10 | 16,
  name: string,
  about: { readonly says: string; readonly sends: string; readonly breaks: string },
) =>
  managedLogin.check(step, name, {
    ...about,
    basis: authenticationFailed,
    also,
    admits: CLIENT_ERROR_ADMITS,
    needs,
    refusal: true,
    judge: (expect, answer: Answer) => refuses(expect, answer, CLIENT_ERROR),
  })

const codeIsOpen = 'The secret protects nothing: whoever catches a code redeems it.'
const refreshIsOpen = 'A stolen refresh token is as good without the secret as with it.'

export const wrongSecretBasic = refused(10, 'wrong-secret-basic', {
  says: 'A wrong secret in the Basic header is refused with invalid_client',
  sends: 'The request that redeems a code, with a wrong secret in the Authorization header',
  breaks: codeIsOpen,
})

export const wrongSecretBody = refused(10, 'wrong-secret-body', {
  says: 'A wrong secret in the body is refused with invalid_client',
  sends: 'The request that redeems a code, with a wrong client_secret in the body',
  breaks: codeIsOpen,
})

/** A secret that is not there may be called a missing parameter as well. */
const withoutSecret = (
  step: 10 | 16,
  name: string,
  about: { readonly says: string; readonly sends: string; readonly breaks: string },
) =>
  managedLogin.check(step, name, {
    ...about,
    basis: authenticationFailed,
    also: [
      tokenEndpoint('Examples of negative responses, invalid_request', 'A required parameter is missing.'),
    ],
    admits: CLIENT_ERROR_ADMITS,
    needs,
    refusal: true,
    judge: (expect, answer: Answer) =>
      refuses(expect, answer, { ...CLIENT_ERROR, error: ['invalid_client', 'invalid_request'] }),
  })

/** By what RFC 6749 says of clients that send none. */
const missingSecretError = (
  step: 10 | 16,
  name: string,
  about: { readonly says: string; readonly sends: string },
) =>
  managedLogin.check(step, name, {
    ...about,
    basis: oauth2(
      '5.2',
      'invalid_client: client authentication failed, for example because none is included.',
    ),
    breaks: 'The developer who forgot the secret looks for the mistake elsewhere.',
    needs,
    refusal: true,
    judge: (expect, answer: Answer) => refuses(expect, answer, { error: ['invalid_client'] }),
  })

const codeAlone =
  'The request that redeems a code, with client_id and without secret and Authorization header'
const refreshAlone = 'The refresh, with client_id and without secret and Authorization header'

export const secretMissing = withoutSecret(10, 'secret-missing', {
  says: 'The ID of a client with a secret, sent without the secret, gets no tokens but invalid_client or invalid_request',
  sends: codeAlone,
  breaks: codeIsOpen,
})

export const secretMissingError = missingSecretError(10, 'secret-missing-error', {
  says: 'The ID of a client with a secret, sent without the secret, is refused with invalid_client',
  sends: codeAlone,
})

export const unknownClientRefused = refused(10, 'unknown-client', {
  says: 'A client ID that no app client has is refused with invalid_client',
  sends: 'The request that redeems a code, with a made-up client ID and a secret in the Authorization header',
  breaks: 'The developer who mistyped the ID looks for the mistake in the code.',
})

export const refreshWrongSecret = refused(16, 'refresh-wrong-secret', {
  says: 'A refresh with a wrong secret is refused with invalid_client',
  sends: 'The refresh, with a wrong secret in the Authorization header',
  breaks: refreshIsOpen,
})

export const refreshSecretMissing = withoutSecret(16, 'refresh-secret-missing', {
  says: 'A refresh without the secret gets no tokens but invalid_client or invalid_request',
  sends: refreshAlone,
  breaks: refreshIsOpen,
})

export const refreshSecretMissingError = missingSecretError(16, 'refresh-secret-missing-error', {
  says: 'A refresh without the secret is refused with invalid_client',
  sends: refreshAlone,
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
  unless: revocationUnknown,
  refusal: true,
  judge: (expect, answer: Answer) => refuses(expect, answer, { error: ['invalid_client'], status: [401] }),
})
