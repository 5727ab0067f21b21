/** Step 3: requests that are wrong in themselves. The error goes to the application, and no code does. */
import type { Expect } from '../../../fixtures/flow/expect.ts'
import { bare, isOnDomain, type Probe, parametersOf, targetOf } from '../../shared/front-channel.ts'
import { authorizationEndpoint, oauth2, oauthSecurity } from '../../shared/sources.ts'
import { managedLogin } from '../flow.ts'

const negative = (states: string) => authorizationEndpoint('Examples of negative responses', states)

/** The parameters that an answer brings to the application, by query or fragment. */
const broughtBy = ({ answer }: Probe): Readonly<Record<string, string | null>> | undefined => {
  const leads = targetOf(answer)
  return leads === undefined ? undefined : { ...parametersOf(leads, 'fragment'), ...parametersOf(leads) }
}

/** The error comes back to the redirect URI of the request, and nothing that would sign anybody in. */
const comesBack = (error: string) => (expect: Expect, probe: Probe) => {
  const { answer, request } = probe
  const leads = targetOf(answer)
  expect(bare(leads?.href ?? ''), 'redirect without its parameters').toBe(
    bare(request.parameters['redirect_uri'] ?? ''),
  )
  const brought = broughtBy(probe)
  expect(brought?.['error'], 'error').toBe(error)
  bringsNothing(expect, probe)
}

const bringsNothing = (expect: Expect, probe: Probe) => {
  const brought = broughtBy(probe)
  for (const name of ['code', 'access_token', 'id_token', 'refresh_token'])
    expect(brought?.[name] ?? undefined, name).toBeAbsent()
}

export const responseTypeMissing = managedLogin.check(3, 'response-type-missing', {
  says: 'A request without response_type is answered with a redirect to the application and error=invalid_request',
  sends: 'GET of /oauth2/authorize without response_type, and all else right',
  basis: negative('Without response_type the redirect URI gets error=invalid_request.'),
  breaks: 'The application waits for an answer that never comes.',
  refusal: true,
  judge: comesBack('invalid_request'),
})

export const challengeWithoutMethod = managedLogin.check(3, 'challenge-without-method', {
  says: 'A code_challenge without code_challenge_method is answered with error=invalid_request, and not taken as plain',
  sends: 'GET of /oauth2/authorize with a code_challenge and no code_challenge_method',
  basis: negative(
    'A code_challenge without code_challenge_method brings error=invalid_request to the redirect URI.',
  ),
  breaks: 'PKCE silently falls back to its weak method.',
  needs: ['pkce'],
  refusal: true,
  judge: comesBack('invalid_request'),
})

export const methodPlain = managedLogin.check(3, 'method-plain', {
  says: 'The PKCE method plain is answered with error=invalid_request',
  sends: 'GET of /oauth2/authorize with a code_challenge and code_challenge_method=plain',
  basis: negative(
    'A code_challenge_method other than S256 brings error=invalid_request to the redirect URI.',
  ),
  also: [authorizationEndpoint('code_challenge_method', 'Only S256 is supported.')],
  breaks: 'A challenge that shows the verifier protects nothing.',
  needs: ['pkce'],
  refusal: true,
  judge: comesBack('invalid_request'),
})

const grantNotAllowed = negative(
  'A client that asks for code or token without permission gets error=unauthorized_client at its redirect URI.',
)

export const codeGrantNotAllowed = managedLogin.check(3, 'code-grant-not-allowed', {
  says: 'response_type=code of a client without the code grant is answered with error=unauthorized_client',
  sends:
    'GET of /oauth2/authorize with response_type=code, for a client that may only use the implicit grant',
  basis: grantNotAllowed,
  breaks: 'Turning a grant off in the app client has no effect.',
  unless: ({ secondClient, notLent }) => {
    if (secondClient === undefined) return notLent?.secondClient ?? 'there is no second client'
    const flows = secondClient.oauth?.flows ?? 'unknown'
    return flows === 'unknown' || flows.includes('code')
      ? 'the second app client is not known to be without the code grant (existing.clients[].oauth.flows)'
      : undefined
  },
  refusal: true,
  judge: comesBack('unauthorized_client'),
})

export const implicitNotAllowed = managedLogin.check(3, 'implicit-grant-not-allowed', {
  says: 'response_type=token of a client without the implicit grant is answered with error=unauthorized_client',
  sends: 'GET of /oauth2/authorize with response_type=token, for a client that may only use the code grant',
  basis: grantNotAllowed,
  also: [authorizationEndpoint('response_type', 'The implicit grant can be deactivated in the app client.')],
  breaks: 'Turning the implicit grant off in the app client has no effect.',
  unless: ({ client }) =>
    client.oauth?.flows === 'unknown' || client.oauth?.flows.includes('implicit')
      ? 'the app client is not known to be without the implicit grant'
      : undefined,
  refusal: true,
  judge: comesBack('unauthorized_client'),
})

export const responseTypeUnknown = managedLogin.check(3, 'response-type-unknown', {
  says: 'A response_type other than code and token gets neither a sign-in page nor a code or token',
  sends: 'GET of /oauth2/authorize with response_type=id_token',
  basis: authorizationEndpoint('response_type', 'The value must be code or token.'),
  also: [oauth2('4.1.2.1', 'An unsupported response type is answered with an error.')],
  admits: 'Any error code, at the application or on the user pool’s own page.',
  breaks: 'Clients believe to have got what they asked for.',
  refusal: true,
  judge: (expect, probe: Probe) => {
    const leads = targetOf(probe.answer)
    if (leads === undefined)
      return expect(probe.answer.status >= 400 && probe.answer.status < 500, 'a refusal').toBe(true)
    expect(/\/login$/.test(leads.pathname), 'the redirect leads to the sign-in page').toBe(false)
    // The user pool's own page need not say what is wrong in its address.
    if (!isOnDomain(leads, probe.lease))
      expect(broughtBy(probe)?.['error'], 'error').toBeA('non-empty string')
    bringsNothing(expect, probe)
  },
})

export const errorKeepsState = managedLogin.check(3, 'error-keeps-state', {
  says: 'An error that goes to the application brings the state of the request along',
  sends: 'GET of /oauth2/authorize without response_type, with a state',
  basis: oauth2('4.1.2.1', 'state is required in the error response if it was present in the request.'),
  breaks: 'The application cannot tell whose sign-in failed.',
  refusal: true,
  judge: (expect, probe: Probe) => {
    expect(broughtBy(probe)?.['error'], 'error').toBeA('non-empty string')
    expect(broughtBy(probe)?.['state'], 'state').toBe(probe.request.state)
  },
})

export const twoRedirectUris = managedLogin.check(3, 'two-redirect-uris', {
  says: 'A second redirect_uri, of another site, changes nothing: no redirect leads there',
  sends:
    'GET of /oauth2/authorize with two redirect_uri parameters, the registered one and one of another site',
  basis: oauthSecurity('4.1.3', 'Redirect URIs are compared by exact string matching.'),
  admits: 'Either answer to the registered URI: an error, or a sign-in.',
  breaks: 'One part of the server checks the first redirect_uri, another sends the code to the second.',
  judge: (expect, { answer, request, lease }: Probe) => {
    const leads = targetOf(answer)
    expect(answer.status >= 500, 'the answer is a failure of the server').toBe(false)
    const registered = bare(request.parameters['redirect_uri'] ?? '')
    expect(
      leads === undefined || isOnDomain(leads, lease) || bare(leads.href) === registered,
      'the redirect stays on the domain or goes to the registered URI',
    ).toBe(true)
  },
})
