/** Step 10 with Proof Key for Code Exchange: the code alone is not enough. */
import { advisory } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { pkcePage, tokenEndpoint } from '../../shared/sources.ts'
import { managedLogin } from '../flow.ts'
import { refuses } from './token-judging.ts'

const comparing = pkcePage(
  'How Amazon Cognito uses PKCE',
  'Tokens are only returned if the code verifier results in the code challenge of the authorization request.',
)
const breaks = 'Whoever catches a code on a telephone or in a log redeems it: PKCE protects nothing.'
const needs = ['pkce'] as const

export const verifierWrong = managedLogin.check(10, 'verifier-wrong', {
  says: 'With another code verifier than that of the challenge a code gets no tokens',
  sends: 'The request that redeems a code, with another verifier of the same length',
  basis: comparing,
  admits: 'Any error: RFC 7636 has invalid_grant, AWS names none.',
  breaks,
  needs,
  refusal: true,
  judge: (expect, answer: Answer) => refuses(expect, answer),
})

export const verifierMissing = managedLogin.check(10, 'verifier-missing', {
  says: 'Without a code verifier the code of a request with a challenge gets no tokens',
  sends: 'The request that redeems a code, without code_verifier',
  basis: comparing,
  also: [
    tokenEndpoint(
      'code_verifier',
      'Required if the authorization request had code_challenge_method and code_challenge.',
    ),
  ],
  admits: 'Any error.',
  breaks,
  needs,
  refusal: true,
  judge: (expect, answer: Answer) => refuses(expect, answer),
})

export const verifierWrongError = managedLogin.check(10, 'verifier-wrong-error', {
  says: 'With another code verifier the error is invalid_grant',
  sends: 'The request that redeems a code, with another verifier of the same length',
  basis: advisory(
    'RFC 7636, Proof Key for Code Exchange',
    'Section 4.6',
    'https://www.rfc-editor.org/rfc/rfc7636#section-4.6',
    '2026-11',
    'If the values are not equal, an error response with invalid_grant must be returned.',
  ),
  breaks: 'The application does not know that it has to start again.',
  needs,
  refusal: true,
  judge: (expect, answer: Answer) => refuses(expect, answer, { error: ['invalid_grant'] }),
})
