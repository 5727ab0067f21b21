/**
 * Honest messages: drafted here and signed by samlify. Nothing of the attack side is on this way.
 *
 * samlify parses and serialises the document that it signs with a library that takes U+0085 and U+2028 for line breaks,
 * as XML 1.1 has it, and that writes a carriage return as it is, which every reader takes for one. The three are given as
 * references on the way in and on the way out: what was digested is what arrives, whoever reads it.
 */
import samlify from 'samlify'
import type { RelyingParty, TenantOptions } from '../control.ts'
import { assertionXml, newId, type ResponseDraft, responseXml } from './draft.ts'
import { encryptedAssertion } from './encryption.ts'
import type { SigningKey } from './keys.ts'
import { bound, element, instant, ns, text } from './xml.ts'

const after = (
  path: string,
): NonNullable<Parameters<typeof samlify.SamlLib.constructSAMLSignature>[0]['signatureConfig']> => ({
  prefix: 'ds',
  location: { reference: `${path}/*[local-name(.)='Issuer']`, action: 'after' },
})

/** Canonically the same text, proof against that. */
const sturdy = (xml: string): string =>
  xml.replace(/[\r\u0085\u2028]/g, (c) => `&#x${c.charCodeAt(0).toString(16).toUpperCase()};`)

const sign = (xml: string, key: SigningKey, what: 'message' | 'assertion'): string =>
  sturdy(
    samlify.SamlLib.constructSAMLSignature({
      rawSamlMessage: sturdy(xml),
      ...(what === 'message'
        ? { isMessageSigned: true }
        : { referenceTagXPath: "/*/*[local-name(.)='Assertion']" }),
      privateKey: key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      signingCert: key.certificate.toString('base64'),
      signatureAlgorithm: samlify.Constants.algorithms.signature.RSA_SHA256,
      signatureConfig: after(what === 'message' ? '/*' : "/*/*[local-name(.)='Assertion']"),
      isBase64Output: false,
    }),
  )

/** Where messages are signed and for whom they are encrypted. */
export interface Manner {
  readonly signs: NonNullable<NonNullable<TenantOptions['saml']>['signs']>
  readonly encrypts: boolean
}

/**
 * The text of a response as the tenant's options have it.
 * @throws Error where it is to be encrypted and the relying party has no certificate for that
 */
export const honestResponse = (
  response: ResponseDraft,
  manner: Manner,
  key: SigningKey,
  party: RelyingParty,
): string => {
  let xml = responseXml(response, assertionXml(response.assertion))
  if (manner.signs !== 'response') xml = sign(xml, key, 'assertion')
  if (manner.encrypts) {
    if (party.encryptionCertificate === undefined) {
      throw new Error('This tenant encrypts, and its relying party has named no encryption certificate.')
    }
    // Cut out as it was signed; a library that parses it once more would write it otherwise.
    const [start, end] = [xml.indexOf('<saml:Assertion'), xml.lastIndexOf('</samlp:Response>')]
    const sealed = encryptedAssertion(xml.slice(start, end), party.encryptionCertificate)
    xml = `${xml.slice(0, start)}${sealed}${xml.slice(end)}`
  }
  return manner.signs === 'assertion' ? xml : sign(xml, key, 'message')
}

/** A signed response without an assertion: why nobody is signed in. */
export const honestRefusal = (response: ResponseDraft, key: SigningKey): string =>
  sign(responseXml(response, ''), key, 'message')

/** A log-out response before it is signed. */
export const logoutResponseXml = (
  fields: {
    readonly now: number
    readonly entityId: string
    readonly destination: string
    readonly inResponseTo: string
  },
  statusXml: string,
): string =>
  element(
    'samlp:LogoutResponse',
    {
      ...bound('samlp', ns.protocol),
      ID: newId(),
      Version: '2.0',
      IssueInstant: instant(fields.now),
      Destination: fields.destination,
      InResponseTo: fields.inResponseTo,
    },
    element('saml:Issuer', bound('saml', ns.assertion), text(fields.entityId)),
    statusXml,
  )

export const honestLogoutResponse = (
  fields: Parameters<typeof logoutResponseXml>[0],
  statusXml: string,
  key: SigningKey,
): string => sign(logoutResponseXml(fields, statusXml), key, 'message')
