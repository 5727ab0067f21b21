/** On whose word SAML responses are refused or accepted. */
import { advisory, type Basis, observed, publicRecord } from '../../../fixtures/flow/source.ts'
import {
  samlAnswer,
  samlAudience,
  samlBindings,
  samlCore,
  samlEnforced,
  samlInitiation,
  samlMismatch,
  samlRelayState,
  samlRequirements,
  samlVerified,
} from '../../federation/sources.ts'
import type { RowClass } from '../classes.ts'
import type { Owing } from '../surfaces.ts'

export const signature: Owing = {
  basis: samlVerified,
  also: [
    samlRequirements(
      'User pools support multiple signing certificates',
      'Where the provider’s metadata has several signing certificates, an assertion is determined to be valid if it matches any of them.',
    ),
    samlMismatch,
    publicRecord(
      'aws/aws-sdk-js-v3, Getting "SAML Assertion signature is invalid" after adding a new SAML identity provider',
      'Describe the bug',
      'aws/aws-sdk-js-v3/issues/6201',
      '2024-06',
      'The user pool sends the browser back with server_error: the signature of the assertion is invalid.',
    ),
  ],
}

const addressed = samlRequirements(
  'Assertion format has specific requirements',
  'The Audience is the user pool’s SP entity ID, the Recipient its endpoint for responses, and InResponseTo the ID of the request.',
)
export const audience: Owing = { basis: samlAudience, also: [addressed, samlEnforced] }
/**
 * That the provider must say it stands in the guide, and that the user pool looks, in an e-mail: one level for what is
 * wrong and for what is missing.
 */
export const address: Owing = {
  basis: samlEnforced,
  also: [
    publicRecord(
      'ory/mocksaml, Add SubjectConfirmationData to response',
      'Description',
      'ory/mocksaml/pull/218',
      '2023-07',
      'A provider’s responses were taken by Amazon Cognito once SubjectConfirmationData had been added, which it requires.',
    ),
    addressed,
    samlInitiation(
      'Introduction',
      'In SP-initiated sign-in state parameters are set that validate a SAML response against the original request.',
    ),
  ],
}
export const admitted = samlInitiation(
  'Implement SP-initiated SAML sign-in, steps 6 and 7',
  'After it has verified the assertion and mapped attributes, the user pool returns an authorization code to the browser, which the app exchanges for tokens.',
)

const exactly = samlBindings(
  '3.5.3',
  'The exact RelayState that came with the request comes back with the response.',
)
export const relayState: Owing = {
  basis: samlRelayState,
  also: [
    observed(
      'AWS Knowledge Center, How do I troubleshoot invalid SAML response errors that users receive when they federate into Amazon Cognito?',
      'Invalid samlResponse or relayState from identity provider',
      'https://repost.aws/knowledge-center/cognito-invalid-saml-response-errors',
      '2026-11',
      'A RelayState that is missing or not valid ends the sign-in with this error.',
    ),
    exactly,
  ],
}
/** Who speaks, in which version, with what status, and by which way. */
export const binding: Owing = {
  basis: samlAnswer,
  also: [
    samlCore(
      '3.2.2',
      'A response names its version and status; one that is sent to another Destination is discarded.',
    ),
    exactly,
  ],
}
export const signed = samlCore(
  '5.4',
  'A signature is enveloped, has one reference to the identifier of what it stands in, and no transform but two.',
)
export const xml = advisory(
  'W3C, XML Signature Syntax and Processing 1.1',
  '8.1.1 and 8.1.3',
  'https://www.w3.org/TR/xmldsig-core1/',
  '2026-11',
  'Only what was signed is secure, and only what is seen is signed.',
)
export const unusual = samlCore(
  '2 and 5',
  'An assertion may have further attributes, advice and namespaces, and be written in any way that XML leaves free.',
)

const ofItsSubject = samlCore(
  '2.4',
  'The subject of an assertion is the one that all of its statements are about.',
)

/** Whom what the provider did sign is taken for: AWS does not say. */
export const effects: Readonly<Partial<Record<RowClass, Basis>>> = {
  'saml-reading': xml,
  // Of some of these the provider's key did sign something.
  'saml-reference': xml,
  ...Object.fromEntries(
    (
      [
        'saml-algorithm',
        'saml-unencrypted',
        'saml-ciphertext',
        'saml-audience',
        'saml-address',
        'saml-no-address',
        'saml-conditions',
        'saml-subject',
        'saml-blank-subject',
        'saml-relay-state',
        'saml-binding',
      ] as const
    ).map((of) => [of, ofItsSubject]),
  ),
}
