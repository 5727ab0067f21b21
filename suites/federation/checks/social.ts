/** Steps 3 and 9: where social providers differ from OpenID Connect ones, seen from the provider. */
import { observed } from '../../../fixtures/flow/source.ts'
import type { ProviderType } from '../../../fixtures/targets/lease.ts'
import { parametersOf } from '../../shared/front-channel.ts'
import { federation } from '../flow.ts'
import type { AtProvider } from '../sign-in.ts'
import { federationPage, socialProviders } from '../sources.ts'
import type { BackChannel } from './provider-answer.ts'
import { toProvider } from './provider-request.ts'

/** What is configured at each of them, in the form that it is given in. */
const SCOPES: Readonly<Partial<Record<ProviderType, readonly string[]>>> = {
  Google: ['profile', 'email', 'openid'],
  Facebook: ['public_profile', 'email'],
  LoginWithAmazon: ['profile'],
  SignInWithApple: ['email', 'name'],
}

export const socialScopes = federation.check(3, 'scopes-of-social-provider', {
  says: 'The request to a social provider asks for the scopes that are configured',
  sends: 'The browser’s GET of /oauth2/authorize with the identity_provider of a social provider',
  basis: socialProviders(
    'Configure your user pool with a social IdP, step 7',
    'Authorized scopes say which attributes of the provider are accessed.',
  ),
  admits: 'Any order, and commas or spaces between them: how they are sent is not said.',
  breaks: 'The provider refuses the request, or shows another consent.',
  judge: (expect, opened: AtProvider) => {
    const { type } = opened.provider
    const scope = parametersOf(toProvider(opened))?.['scope'] ?? ''
    expect(scope.split(/[\s,]+/), 'scope').toHoldExactly(SCOPES[type] ?? [])
  },
})

/** Sample answers of the API, whose values and schema may change: seen there, and nowhere promised. */
const details = (states: string) =>
  observed(
    'Amazon Cognito user pools API Reference, CreateIdentityProvider',
    'ProviderDetails, Describe response',
    'https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateIdentityProvider.html',
    '2026-11',
    states,
  )

export const tokenMethod = federation.check(9, 'social-token-method', {
  says: 'The code of a social provider is redeemed at its token endpoint: Facebook’s by GET, the others’ by POST',
  sends: 'The provider’s answer with a code to /oauth2/idpresponse',
  basis: details('In the samples token_request_method is GET for Facebook, and POST for the others.'),
  breaks: 'The provider does not understand the request, and nobody signs in.',
  judge: (expect, { asked, provider }: BackChannel) => {
    const requests = asked.filter(({ endpoint }) => endpoint === 'token')
    expect(
      requests.map(({ method }) => method),
      'methods of token requests',
    ).toEqual([provider.type === 'Facebook' ? 'GET' : 'POST'])
  },
})

export const profileRead = federation.check(9, 'social-profile-read', {
  says: 'The attributes of a person are read at the social provider’s endpoint for them, after the code was redeemed',
  sends: 'The provider’s answer with a code to /oauth2/idpresponse',
  basis: details(
    'In the samples attributes_url is the People API of Google, /me of Facebook, /user/profile of Amazon.',
  ),
  also: [
    federationPage(
      'How federated sign-in works in Amazon Cognito user pools',
      'For social providers attributes come from a userinfo endpoint of the provider as well.',
    ),
  ],
  breaks: 'Profiles stay empty, or are filled from what nobody vouched for.',
  judge: (expect, { asked }: BackChannel) => {
    const token = asked.findIndex(({ endpoint }) => endpoint === 'token')
    const read = asked.findIndex(({ endpoint, status }) => endpoint === 'user-info' && status === 200)
    expect(token, 'place of the token request').toBeAtLeast(0)
    expect(read, 'place of the request for attributes').toBeAtLeast(token + 1)
  },
})
