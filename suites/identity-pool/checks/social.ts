/** Steps 10 to 12: tokens of the social providers, each by its own artefact and under its own key. */
import type { CheckDefinition } from '../../../fixtures/flow/flow.ts'
import type { Basis } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { identityPool } from '../flow.ts'
import {
  amazonProvider,
  appleProvider,
  authenticationFlow,
  facebookProvider,
  googleProvider,
  identityApi,
} from '../sources.ts'
import { idOf } from './providers.ts'

type About = Pick<CheckDefinition<Answer>, 'says' | 'sends' | 'basis' | 'also'>

const takes = (name: string, about: About) =>
  identityPool.check(10, name, {
    ...about,
    breaks: 'People with an account there get nothing in AWS.',
    judge: (expect, answer: Answer) => {
      expect(answer).toBeAnsweredWith(200)
      expect(idOf(answer), 'IdentityId').toBeA('non-empty string')
    },
  })

const getId = (states: string): Basis => identityApi('GetId', 'Request Parameters, Logins', states)
const artefact = (states: string): Basis =>
  identityApi('GetOpenIdToken', 'Request Parameters, Logins', states)

/** Says otherwise than the pages of Google and of Apple. */
const tableOfArtefacts = authenticationFlow(
  'Introduction, Identity pools accept the following artifacts from providers',
  'Of social providers the artifact is an access token: the table contradicts the page of this provider, which passes the ID token, and is held to mean the others.',
)

const accessToken = artefact(
  'With graph.facebook.com and www.amazon.com the access_token of the provider’s authflow is supplied.',
)

export const googleTaken = takes('google-id-token', {
  says: 'An ID token of Google is taken under accounts.google.com',
  sends: 'GetId with accounts.google.com: the ID token of a sign-in with Google',
  basis: artefact('With accounts.google.com the id_token is included.'),
  also: [
    googleProvider('Use Google', 'The id_token authenticates the user and makes the unique identifier.'),
    tableOfArtefacts,
  ],
})

export const facebookTaken = takes('facebook-access-token', {
  says: 'An access token of Facebook is taken under graph.facebook.com',
  sends: 'GetId with graph.facebook.com: the access token of a sign-in with Facebook',
  basis: accessToken,
  also: [
    facebookProvider('Using Facebook', 'The access token is added to the logins under graph.facebook.com.'),
  ],
})

export const amazonTaken = takes('amazon-access-token', {
  says: 'An access token of Login with Amazon is taken under www.amazon.com',
  sends: 'GetId with www.amazon.com: the access token of a sign-in with Login with Amazon',
  basis: accessToken,
  also: [
    amazonProvider(
      'Use Login with Amazon: JavaScript',
      'The access token is passed into the login map under www.amazon.com.',
    ),
  ],
})

export const appleTaken = takes('apple-id-token', {
  says: 'An ID token of Sign in with Apple is taken under appleid.apple.com',
  sends: 'GetId with appleid.apple.com: the ID token of a sign-in with Apple',
  basis: appleProvider(
    'Generate an Amazon Cognito identity ID',
    'The id is got with logins of appleid.apple.com and the ID token of Sign in with Apple.',
  ),
  also: [getId('Logins maps provider names to provider tokens.'), tableOfArtefacts],
})

// What is looked at, whichever provider it is
const validates = (states: string) =>
  authenticationFlow('Authentication flow API operations overview, GetId', states)

const refusal = (name: string, about: About & Pick<CheckDefinition<Answer>, 'breaks'>) =>
  identityPool.check(10, name, {
    ...about,
    refusal: true,
    judge: (expect, answer: Answer) => expect(answer).toBeRefusal(),
  })

export const notOfProvider = refusal('social-token-not-of-provider', {
  says: 'A token that the social provider never gave is not taken',
  sends: 'GetId with the provider’s key and a token with another character in the middle',
  basis: validates(
    'The token is validated with the provider: it is valid, and from the configured provider.',
  ),
  breaks: 'Whoever can write a token is anybody.',
})

export const socialExpired = refusal('social-token-expired', {
  says: 'A token of a social provider is not taken a quarter of an hour after it has expired',
  sends: 'GetId with a token of the provider that has expired 15 minutes ago',
  basis: validates('The pool makes sure that the token is not expired.'),
  breaks: 'A token that got lost is good for ever.',
})

export const notOfApplication = refusal('social-token-of-other-application', {
  says: 'An ID token of a social provider for another application is not taken',
  sends: 'GetId with an ID token that the provider signed for another client id',
  basis: validates('The token matches the application identifier that was created with that provider.'),
  breaks: 'Whoever has an application at the provider signs in as its users here.',
})

export const notSigned = refusal('social-token-of-a-stranger', {
  says: 'An ID token that a stranger signed in the name of a social provider is not taken',
  sends: 'GetId with an ID token in the name of the provider, signed with another key',
  basis: validates(
    'The token is validated with the provider: it is valid, and from the configured provider.',
  ),
  breaks: 'Whoever can sign is anybody.',
})
