/** On whose word SAML responses are refused or accepted. */
import { advisory, type Basis } from '../../../fixtures/flow/source.ts'
import { samlAnswer, samlBindings, samlCore, samlInitiation } from '../../federation/sources.ts'
import type { RowClass } from '../classes.ts'
import type { Owing } from '../surfaces.ts'

export const admitted = samlInitiation(
  'Implement SP-initiated SAML sign-in, steps 6 and 7',
  'After it has verified the assertion and mapped attributes, the user pool returns an authorization code to the browser, which the app exchanges for tokens.',
)

/** Who speaks, in which version, with what status, and by which way. */
export const binding: Owing = {
  basis: samlAnswer,
  also: [
    samlCore(
      '3.2.2',
      'A response names its version and status; one that is sent to another Destination is discarded.',
    ),
    samlBindings('3.5.3', 'The exact RelayState that came with the request comes back with the response.'),
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
