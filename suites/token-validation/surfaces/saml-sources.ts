/** On whose word SAML responses are refused or accepted. */
import { advisory, publicRecord } from '../../../fixtures/flow/source.ts'
import { assertionEndpoint, samlRequirements } from '../../federation/sources.ts'

export const trust = samlRequirements(
  'User pools support multiple signing certificates',
  'A SAML assertion is determined to be valid if it matches any certificate in the provider’s metadata.',
)
export const address = samlRequirements(
  'Assertion format has specific requirements',
  'The Audience is the user pool’s SP entity ID, the Recipient its endpoint for responses, and InResponseTo the ID of the request.',
)
export const subject = samlRequirements(
  'Assertion format has specific requirements',
  'A NameID must be there; the user is found by it.',
)
export const announced = publicRecord(
  'c6fc/npk, Amazon Cognito will enforce SAML verification checks',
  'AWS’s e-mail to customers, quoted in the issue',
  'c6fc/npk/issues/87',
  '2023-08',
  'From January 2024 responses are rejected without an audience constraint, without a recipient in SubjectConfirmationData, and without InResponseTo there and in the Response.',
)
export const endpoint = assertionEndpoint(
  'Introduction',
  'The endpoint takes SAML assertions: the provider’s answer comes there with the browser.',
)

const oasis = (part: 'Core' | 'Profiles', section: string, states: string) =>
  advisory(
    `OASIS SAML 2.0, ${part === 'Core' ? 'Assertions and Protocols' : 'Profiles'}`,
    section,
    `https://docs.oasis-open.org/security/saml/v2.0/saml-${part.toLowerCase()}-2.0-os.pdf`,
    '2026-11',
    states,
  )
export const profile = oasis(
  'Profiles',
  '4.1.4.3',
  'The relying party verifies signature, Recipient, InResponseTo, times and status, and discards what does not hold.',
)
export const signed = oasis(
  'Core',
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
export const unusual = oasis(
  'Core',
  '2 and 5',
  'An assertion may have further attributes, advice and namespaces, and be written in any way that XML leaves free.',
)
