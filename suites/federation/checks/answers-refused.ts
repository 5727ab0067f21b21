/** Step 8: answers that look like a provider's and belong to no sign-in that this browser began, or no longer. */
import type { CheckDefinition } from '../../../fixtures/flow/flow.ts'
import type { Basis } from '../../../fixtures/flow/source.ts'
import { oauth2 } from '../../shared/sources.ts'
import { federation } from '../flow.ts'
import { assertionEndpoint, oidcFlow, samlBound, samlInitiation, samlRequirements } from '../sources.ts'
import { type CameBack, nobodySignedIn, signedIn } from './came-back.ts'

type About = Pick<CheckDefinition<CameBack>, 'says' | 'sends' | 'basis' | 'breaks' | 'also'>

const refusal = (name: string, about: About) =>
  federation.check(8, name, {
    ...about,
    admits: 'An error at the application, or a page of the user pool.',
    refusal: true,
    judge: nobodySignedIn,
  })

const FORGED = 'An attacker makes another person’s browser finish a sign-in that the attacker began.'

export const relayStateAltered = refusal('relay-state-altered', {
  says: 'A SAML answer whose RelayState was changed signs nobody in',
  sends: 'The provider’s honest form for /saml2/idpresponse, with other characters in RelayState',
  basis: samlBound,
  breaks: FORGED,
})

export const relayStateAbsent = refusal('relay-state-absent', {
  says: 'A SAML answer without RelayState signs nobody in, where the provider may not begin sign-ins',
  sends: 'The provider’s honest form for /saml2/idpresponse without RelayState',
  basis: samlBound,
  also: [
    samlInitiation(
      'Implement SP-initiated SAML sign-in',
      'Users of an SP-initiated flow always first make a request to Amazon Cognito.',
    ),
  ],
  breaks: FORGED,
})

export const relayStateOfOther = refusal('relay-state-of-another-sign-in', {
  says: 'A SAML answer to one request signs nobody in with the RelayState of another',
  sends:
    'The provider’s honest form for /saml2/idpresponse, with the RelayState of another sign-in that waits for its answer',
  basis: samlBound,
  breaks: FORGED,
})

export const replayed = refusal('assertion-replayed', {
  says: 'A SAML answer that was taken once signs nobody in when it comes again',
  sends: 'The same form for /saml2/idpresponse twice',
  basis: samlRequirements(
    'No replayed assertions',
    'An assertion cannot be repeated to /saml2/idpresponse: a replayed one has the ID of an earlier.',
  ),
  breaks: 'Whoever saw an answer once signs in with it.',
})

export const answerByGet = refusal('saml-answer-by-get', {
  says: 'A SAML answer in the query of a GET request signs nobody in',
  sends: 'A GET of /saml2/idpresponse with the honest SAMLResponse and RelayState in its query',
  basis: assertionEndpoint(
    'The IdP SAML assertion endpoint',
    'SAML assertions must be submitted in the body of an HTTP POST request.',
  ),
  also: [
    samlRequirements(
      'Amazon Cognito processes SAML assertions for you',
      'User pools support SAML 2.0 federation with POST-binding endpoints.',
    ),
  ],
  breaks: 'Assertions lie in browser histories and server logs.',
})

const csrf = oauth2(
  '10.12',
  'The client must guard its redirection URI against CSRF, and bind state to the user agent.',
)

export const stateAltered = refusal('state-altered', {
  says: 'A provider’s answer whose state was changed signs nobody in',
  sends: 'The provider’s honest redirect to /oauth2/idpresponse, with other characters in state',
  basis: csrf,
  breaks: FORGED,
})

export const stateAbsent = refusal('state-absent', {
  says: 'A provider’s answer without state signs nobody in',
  sends: 'The provider’s honest redirect to /oauth2/idpresponse without state',
  basis: csrf,
  breaks: FORGED,
})

export const otherBrowser = refusal('answer-in-another-browser', {
  says: 'A provider’s answer signs nobody in when another browser brings it than the one that began',
  sends:
    'The provider’s honest redirect to /oauth2/idpresponse, in a browser that has none of the cookies of the sign-in',
  basis: csrf,
  breaks: FORGED,
})

export const answerTwice = refusal('answer-used-once', {
  says: 'A provider’s answer that was taken once signs nobody in when it comes again',
  sends: 'The same redirect to /oauth2/idpresponse twice, in the browser that began',
  basis: oauth2('10.5', 'Authorization codes must be short-lived and single-use.'),
  breaks: 'Whoever finds the address in a history signs in with it.',
})

/** A sign-in that stood open at the provider for longer than five minutes. */
const dropped = (page: (section: string, states: string) => Basis, section: string) =>
  page(
    section,
    'Requests that are not completed within five minutes are cancelled, and the user sees Something went wrong.',
  )

const tooLate = 'A sign-in whose person takes a quarter of an hour at the provider'

export const cancelledAfterFiveMinutes = federation.check(8, 'cancelled-after-five-minutes', {
  says: 'The answer of a sign-in that stood open for more than five minutes signs nobody in',
  sends: tooLate,
  basis: dropped(oidcFlow, 'OIDC user pool IdP authentication flow'),
  also: [dropped(samlInitiation, 'Implement SP-initiated SAML sign-in, step 5')],
  breaks: 'A request that was left open on a shared machine is good for whoever comes next.',
  refusal: true,
  judge: nobodySignedIn,
})

export const saysSomethingWentWrong = federation.check(8, 'says-something-went-wrong', {
  says: 'The person whose sign-in took too long sees Something went wrong on a page of the user pool',
  sends: tooLate,
  basis: dropped(oidcFlow, 'OIDC user pool IdP authentication flow'),
  also: [dropped(samlInitiation, 'Implement SP-initiated SAML sign-in, step 5')],
  breaks: 'People are left without a word on why they are not signed in.',
  judge: (expect, { page }: CameBack) => {
    expect(page.callback === undefined ? 'a page' : 'the application', 'where the browser ends').toBe(
      'a page',
    )
    expect(page.text, 'text of the page').toMatch(/something went wrong/i, 'Something went wrong')
  },
})

/** An honest answer that a browser brought after having been held back: what a refusal beside it is measured by. */
export const heldAnswerTaken = federation.check(8, 'held-answer-taken', {
  says: 'An honest answer of the provider is taken, unchanged, although the browser brings it a little later',
  sends: 'The provider’s honest answer, carried to the user pool by hand',
  basis: oidcFlow(
    'OIDC user pool IdP authentication flow',
    'Authentication requests have five minutes to complete.',
  ),
  also: [
    assertionEndpoint(
      'The IdP SAML assertion endpoint',
      'SAML assertions are received in the body of an HTTP POST request.',
    ),
  ],
  breaks: 'People with a slow connection cannot sign in.',
  judge: signedIn,
})
