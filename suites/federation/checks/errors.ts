/** Step 9: what the application is told when the provider says no. */
import type { AuthorizationRequest } from '../../../fixtures/actors/actors.ts'
import { oauth2 } from '../../shared/sources.ts'
import { federation } from '../flow.ts'
import { errorResponses } from '../sources.ts'
import { type CameBack, nobodySignedIn } from './came-back.ts'

export const deniedAtProvider = federation.check(9, 'denied-at-provider', {
  says: 'Somebody who declines at the provider is not signed in, and the sign-in ends in an error',
  sends:
    'The provider’s answer to somebody who pressed “Cancel”: error access_denied, or a SAML status that is no success',
  basis: errorResponses(
    'Managed login and federation error responses',
    'A sign-in ends with an error when the provider returns one: at the application, or on a page of managed login.',
  ),
  admits: 'An error at the application, or a page of the user pool.',
  breaks: 'People who changed their mind come in, or see nothing at all.',
  refusal: true,
  judge: nobodySignedIn,
})

const REFUSED =
  'The provider’s redirect to /oauth2/idpresponse with a code that the provider’s token endpoint answers with 400 invalid_grant'

const relayed = errorResponses(
  'OIDC and social identity provider error messages',
  'A standard error of the provider’s token endpoint leads the user to the callback URL, with the error in the request parameters.',
)

export const tokenErrorRelayed = federation.check(9, 'provider-error-relayed', {
  says: 'An error of the provider’s token endpoint comes to the application, as error',
  sends: REFUSED,
  basis: relayed,
  admits:
    'Any value: of the error two readings are documented. No error_description: users may see a subset.',
  breaks: 'Nobody who operates the application finds out why people cannot sign in.',
  refusal: true,
  judge: (expect, { page }: CameBack) => {
    expect(page.callback?.parameters['code'], 'authorization code').toBeAbsent()
    expect(page.callback?.parameters['error'], 'error').toBeA('non-empty string')
    expect.note(
      `error: ${page.callback?.parameters['error']}, ${page.callback?.parameters['error_description']}`,
    )
  },
})

export const errorKeepsState = federation.check(9, 'error-keeps-state', {
  says: 'The error at the application comes with the state of its request',
  sends: REFUSED,
  basis: oauth2(
    '4.1.2.1',
    'state is required in an error response when it was present in the authorization request.',
  ),
  breaks: 'The application cannot tell which sign-in failed.',
  judge: (expect, { page, request }: CameBack & { readonly request: AuthorizationRequest }) => {
    expect(page.callback?.parameters['error'], 'error').toBeA('non-empty string')
    expect(page.callback?.parameters['state'], 'state').toBe(request.state)
  },
})
