/** Steps 10 and 12: scopes that are not the app client's, or that it has no permission for. */
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { readJwt } from '../../../fixtures/protocol/jwt.ts'
import { bodyJson, isValue, readString } from '../../../fixtures/protocol/reading.ts'
import { scopesOf } from '../../shared/domain-tokens.ts'
import { scopesPage, tokenEndpoint } from '../../shared/sources.ts'
import { managedLogin } from '../flow.ts'
import { bringsAccessToken, refuses } from './token-judging.ts'

export const foreignScope = managedLogin.check(12, 'foreign-scope', {
  says: 'A scope that is not the app client’s never comes to stand in an access token',
  sends:
    'POST to /oauth2/token with grant_type client_credentials and a scope of the resource server that the client does not have',
  basis: tokenEndpoint('scope', 'Scopes that are not allowed for the app client are ignored.'),
  also: [
    scopesPage(
      'Overview, Managing the Resource Server and Custom Scopes',
      'With a scope that is not associated with the app client, authentication fails.',
    ),
  ],
  admits: 'A refusal, and a token without the scope: two pages of AWS differ.',
  breaks: 'Any client grants itself what it likes.',
  needs: ['client-credentials', 'custom-scopes'],
  refusal: true,
  judge: (expect, { answer, scope }: { answer: Answer; scope: string }) => {
    if (answer.status !== 200) {
      expect.note('refused')
      return refuses(expect, answer)
    }
    const scopes = scopesOf({ access: readJwt(readString(bodyJson(answer), 'access_token')) })
    if (!isValue(scopes)) expect.note('a token without a readable scope')
    expect(isValue(scopes) && scopes.includes(scope) ? 'granted' : 'not granted', scope).toBe('not granted')
  },
})

export const scopeWithPermission = managedLogin.check(10, 'scope-of-narrow-client', {
  says: 'A code whose scope is openid alone gets tokens, also for an app client that may read the e-mail address only',
  sends: 'The request that redeems a code for openid, of an app client that may read email and nothing else',
  basis: scopesPage(
    'About scopes, openid',
    'With openid alone the claims are those attributes that the app client can read.',
  ),
  breaks: 'App clients that see little of their users get nothing at all.',
  needs: ['attribute-permissions'],
  judge: (expect, answer: Answer) => bringsAccessToken(expect, answer),
})

export const scopeWithoutPermission = managedLogin.check(10, 'scope-without-read-permission', {
  says: 'A code whose scope email the app client cannot read in full gets the error invalid_grant',
  sends:
    'The request that redeems a code for openid and email, of an app client that may read email and not email_verified',
  basis: tokenEndpoint(
    'Examples of negative responses, invalid_grant',
    'The app client does not have read access to all attributes of the requested scope: for example email, but not email_verified.',
  ),
  breaks: 'The mistake in the client’s settings shows in production only.',
  needs: ['attribute-permissions'],
  refusal: true,
  judge: (expect, answer: Answer) => refuses(expect, answer, { error: ['invalid_grant'] }),
})
