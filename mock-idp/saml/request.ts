/**
 * What a relying party asks, read and its signature verified: AuthnRequest and LogoutRequest, by redirect and by POST.
 *
 * The signature of the redirect binding goes over the query as it stood on the wire: `SAMLRequest`, `RelayState` where it
 * is there, `SigAlg`, in this order and in the encoding of the sender.
 *
 * @see SAML 2.0 Bindings, sections 3.4.4.1 and 3.5.4; SAML 2.0 Core, sections 3.4.1 and 3.7.1
 */
import { verify, X509Certificate } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import samlify from 'samlify'
import type { Asked, RelyingParty } from '../control.ts'
import type { Call } from '../serve.ts'
import { samlifyRelyingParty } from './metadata.ts'
import { bare } from './xml.ts'

/** No honest request is larger, inflated. */
const largest = 256 * 1024

export interface SamlRequest {
  readonly xml: string
  readonly signature: NonNullable<Asked['saml']>['signature']
  readonly relayState: string | undefined
  readonly kind: 'AuthnRequest' | 'LogoutRequest'
  readonly id: string
  readonly issuer: string | undefined
  readonly assertionConsumerService: string | undefined
  readonly forceAuthn: boolean
  readonly isPassive: boolean
  /** Of a log-out. */
  readonly nameId: string | undefined
  readonly sessionIndex: string | undefined
}

/** Why a request cannot be read; its message is for the person at the browser. */
export class UnreadableRequest extends Error {
  override readonly name = 'UnreadableRequest'
}

const hashes: Readonly<Record<string, string>> = {
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256': 'sha256',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha384': 'sha384',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512': 'sha512',
}

/** Each raw pair of a query whose name is this one. */
const rawValues = (rawQuery: string, name: string): string[] =>
  rawQuery
    .split('&')
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))

const percentDecoded = (raw: string): string => {
  try {
    return decodeURIComponent(raw.replaceAll('+', ' '))
  } catch {
    return ''
  }
}

const publicKeyOf = (certificate: string): X509Certificate['publicKey'] =>
  new X509Certificate(Buffer.from(bare(certificate), 'base64')).publicKey

/** Whether the query of the redirect binding carries a good signature. */
export const redirectSignature = (
  rawQuery: string,
  certificate: string | undefined,
): SamlRequest['signature'] => {
  const [request, relayState, sigAlg, signature] = ['SAMLRequest', 'RelayState', 'SigAlg', 'Signature'].map(
    (name) => rawValues(rawQuery, name),
  ) as [string[], string[], string[], string[]]
  if (signature.length === 0 && sigAlg.length === 0) return 'absent'
  if (certificate === undefined) return 'unverified'
  if (request.length !== 1 || relayState.length > 1 || sigAlg.length !== 1 || signature.length !== 1)
    return 'bad'
  const hash = hashes[percentDecoded(sigAlg[0] ?? '')]
  if (hash === undefined) return 'bad'
  const octets = [
    `SAMLRequest=${request[0]}`,
    ...relayState.map((raw) => `RelayState=${raw}`),
    `SigAlg=${sigAlg[0]}`,
  ].join('&')
  const value = Buffer.from(percentDecoded(signature[0] ?? ''), 'base64')
  return verify(hash, Buffer.from(octets), publicKeyOf(certificate), value) ? 'good' : 'bad'
}

const envelopedSignature = (xml: string, party: RelyingParty): SamlRequest['signature'] => {
  if (!/<([\w.-]+:)?Signature[\s>]/.test(xml)) return 'absent'
  if (party.signingCertificate === undefined) return 'unverified'
  try {
    const [verified] = samlify.SamlLib.verifySignature(xml, {
      metadata: samlifyRelyingParty(party).entityMeta,
    })
    return verified ? 'good' : 'bad'
  } catch {
    return 'bad'
  }
}

const fieldsOf = (kind: SamlRequest['kind']): Parameters<typeof samlify.Extractor.extract>[1] => [
  { key: 'issuer', localPath: [kind, 'Issuer'], attributes: [] },
  { key: 'nameId', localPath: [kind, 'NameID'], attributes: [] },
  { key: 'sessionIndex', localPath: [kind, 'SessionIndex'], attributes: [] },
]

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Attribute values as a parser gives them; references that nobody knows stay as they are. */
const decoded = (raw: string): string =>
  raw.replace(/&(#x?[\da-f]+|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return entities[name] ?? whole
    const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })

/** Local name and attributes of the document element, declarations of namespaces left out. */
const rootOf = (xml: string): { root: string; attributes: Record<string, string> } => {
  const tag = /<(?:[\w.-]+:)?([\w.-]+)((?:\s+[\w.:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*\/?>/.exec(xml)
  const pairs = [...(tag?.[2] ?? '').matchAll(/([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)]
  const attributes = pairs
    .map(([, name = '', double, single]) => [name, decoded(double ?? single ?? '')] as const)
    .filter(([name]) => name !== 'xmlns' && !name.startsWith('xmlns:'))
  return { root: tag?.[1] ?? '', attributes: Object.fromEntries(attributes) }
}

const textOf = (value: unknown): string | undefined => {
  const first = Array.isArray(value) ? value[0] : value
  return typeof first === 'string' && first !== '' ? first : undefined
}

const xmlOf = (call: Call): string => {
  const message = (call.method === 'POST' ? call.form : call.query).get('SAMLRequest')
  if (message === null) throw new UnreadableRequest('There is no SAMLRequest.')
  const bytes = Buffer.from(message, 'base64')
  if (call.method === 'POST') return bytes.toString()
  try {
    return inflateRawSync(bytes, { maxOutputLength: largest }).toString()
  } catch {
    throw new UnreadableRequest('SAMLRequest is not Base64 of a DEFLATE stream.')
  }
}

/**
 * The request of a call, whatever its signature is worth.
 * @throws UnreadableRequest
 */
export const readRequest = (call: Call, party: RelyingParty): SamlRequest => {
  const xml = xmlOf(call)
  const isPost = call.method === 'POST'
  const signature = isPost
    ? envelopedSignature(xml, party)
    : redirectSignature(call.rawQuery, party.signingCertificate)
  const { root, attributes } = rootOf(xml)
  call.asked.saml = { root, attributes, xml, signature }
  if (root !== 'AuthnRequest' && root !== 'LogoutRequest') {
    throw new UnreadableRequest('SAMLRequest is neither an AuthnRequest nor a LogoutRequest.')
  }
  let found: Record<string, unknown>
  try {
    found = samlify.Extractor.extract(xml, fieldsOf(root)) as Record<string, unknown>
  } catch {
    throw new UnreadableRequest('SAMLRequest is not XML.')
  }
  const id = attributes['ID']
  if (id === undefined) throw new UnreadableRequest('The request has no ID.')
  const issuer = textOf(found['issuer'])
  const nameId = textOf(found['nameId'])
  const sessionIndex = textOf(found['sessionIndex'])
  call.asked.saml = {
    ...call.asked.saml,
    ...(issuer === undefined ? {} : { issuer }),
    ...(nameId === undefined ? {} : { nameId }),
    ...(sessionIndex === undefined ? {} : { sessionIndex }),
  }
  const isTrue = (value: unknown): boolean => value === 'true' || value === '1'
  return {
    xml,
    signature,
    relayState: (isPost ? call.form : call.query).get('RelayState') ?? undefined,
    kind: root,
    id,
    issuer,
    assertionConsumerService: attributes['AssertionConsumerServiceURL'],
    forceAuthn: isTrue(attributes['ForceAuthn']),
    isPassive: isTrue(attributes['IsPassive']),
    nameId,
    sessionIndex,
  }
}
