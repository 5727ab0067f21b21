/** Steps 8 and 9: encrypted SAML assertions, and sign-ins that the provider starts. */
import { isValue } from '../../../fixtures/protocol/reading.ts'
import { type Granted, scopesOf } from '../../shared/domain-tokens.ts'
import { federation } from '../flow.ts'
import { assertionEndpoint, samlInitiation, samlRequirements, samlSigning } from '../sources.ts'
import { type CameBack, nobodySignedIn, signedIn } from './came-back.ts'

const ENCRYPTION = 'Accepting encrypted SAML responses from your IdP'
const BY_PROVIDER = 'Implement IdP-initiated SAML sign-in'

export const encryptedTaken = federation.check(9, 'encrypted-assertion', {
  says: 'An assertion that is encrypted to the provider’s certificate in the user pool is decrypted, and the person signed in',
  sends:
    'The form of a provider with EncryptedResponses, whose assertion is encrypted to ActiveEncryptionCertificate',
  basis: samlSigning(
    ENCRYPTION,
    'The user pool decrypts the response with the private key of the provider and signs the user in.',
  ),
  breaks: 'Companies that may not show assertions to browsers cannot sign in.',
  judge: signedIn,
})

const unasked =
  'A form for /saml2/idpresponse that the provider posts unasked, with the request’s parameters in RelayState'

export const unaskedTaken = federation.check(9, 'unasked-assertion', {
  says: 'A provider with IDPInit signs people in without having been asked',
  sends: unasked,
  basis: samlInitiation(
    BY_PROVIDER,
    'Assertions may be presented to /saml2/idpresponse without the need to begin at the authorization endpoint.',
  ),
  breaks: 'The icon on the company’s dashboard leads nowhere.',
  judge: signedIn,
})

export const scopesOfRelayState = federation.check(12, 'scopes-of-relay-state', {
  says: 'The access token of a sign-in that the provider began has the scopes that RelayState asks for, and no others',
  sends: `${unasked}, of which scope names some of the app client’s`,
  basis: assertionEndpoint(
    'IdP-initiated request body parameters, scope',
    'The OAuth 2.0 scopes that the user is to request from the authorization server.',
  ),
  breaks: 'Applications get more than they asked for, or less than they need.',
  judge: (expect, subject: Granted & { readonly asked: string }) => {
    const found = scopesOf(subject)
    expect(isValue(found) ? [...found].sort() : found, 'scopes').toEqual(subject.asked.split(' ').sort())
  },
})

const refusal = (
  name: string,
  about: Pick<Parameters<typeof federation.check<CameBack>>[2], 'says' | 'sends' | 'basis' | 'breaks'>,
) =>
  federation.check(8, name, {
    ...about,
    admits: 'An error at the application, or a page of the user pool.',
    refusal: true,
    judge: nobodySignedIn,
  })

export const answersARequest = refusal('unasked-with-in-response-to', {
  says: 'An assertion that answers a request does not count as one that nobody asked for',
  sends:
    'The form of a sign-in that the user pool began, with a RelayState as of one that the provider began',
  basis: samlInitiation(BY_PROVIDER, 'The assertion must not contain an InResponseTo claim.'),
  breaks: 'An answer that was meant for another browser is good for this one.',
})

export const tooOld = refusal('unasked-too-old', {
  says: 'An assertion that nobody asked for signs nobody in a quarter of an hour after it was issued, although it is still valid',
  sends: `${unasked}, held back for 16 minutes; its conditions hold for an hour`,
  basis: samlInitiation(BY_PROVIDER, 'The assertion must have been issued within the previous six minutes.'),
  breaks: 'Assertions that were caught are good for as long as the provider likes.',
})

export const notConfigured = refusal('unasked-and-not-configured', {
  says: 'A provider without IDPInit signs nobody in without having been asked',
  sends: unasked,
  basis: samlInitiation(
    'Introduction',
    'Users of an SP-initiated flow must always first make a request to Amazon Cognito; a provider has to be configured to support the other one.',
  ),
  breaks: 'An attacker signs other people’s browsers in as themselves.',
})

export const notOfClient = refusal('unasked-of-another-client', {
  says: 'A provider that is not the app client’s signs nobody in to it without having been asked',
  sends: `${unasked}; client_id is that of an app client that does not have the provider`,
  basis: samlInitiation(
    BY_PROVIDER,
    'Assertions are accepted from a provider that the requested app client supports.',
  ),
  breaks: 'One tenant’s provider signs its people in to another tenant’s application.',
})

export const unaskedReplayed = refusal('unasked-replayed', {
  says: 'An assertion that nobody asked for signs nobody in when it comes again',
  sends: 'The same form for /saml2/idpresponse twice, in two browsers',
  basis: samlRequirements(
    'No replayed assertions',
    'An assertion cannot be repeated to /saml2/idpresponse: a replayed one has the ID of an earlier.',
  ),
  breaks: 'Whoever saw an answer once signs in with it.',
})
