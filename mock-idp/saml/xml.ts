/**
 * XML written as text, in the very form that Exclusive XML Canonicalization gives it: sorted attributes, double quotes,
 * no empty-element tags, one spelling for each character. What is written so needs no canonicalizer before it is
 * digested, and stays byte for byte what it was.
 *
 * @see Exclusive XML Canonicalization 1.0, section 3; Canonical XML 1.0, section 2.3
 */

export const ns = {
  assertion: 'urn:oasis:names:tc:SAML:2.0:assertion',
  protocol: 'urn:oasis:names:tc:SAML:2.0:protocol',
  signature: 'http://www.w3.org/2000/09/xmldsig#',
  encryption: 'http://www.w3.org/2001/04/xmlenc#',
  schema: 'http://www.w3.org/2001/XMLSchema',
  instance: 'http://www.w3.org/2001/XMLSchema-instance',
} as const

/** Character data as Canonical XML writes it. */
export const text = (value: string): string =>
  value.replace(/[&<>\r]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c] ?? '&#xD;')

/** The inside of an attribute value as Canonical XML writes it. */
export const quoted = (value: string): string =>
  value.replace(
    /[&<"\t\n\r]/g,
    (c) => ({ '&': '&amp;', '<': '&lt;', '"': '&quot;', '\t': '&#x9;', '\n': '&#xA;' })[c] ?? '&#xD;',
  )

/** Attributes by name; those without a value are left out. */
export type Attributes = Readonly<Record<string, string | undefined>>

const rank = (name: string): string =>
  (name === 'xmlns' ? '0' : name.startsWith('xmlns:') ? '1' : name.includes(':') ? '3' : '2') + name

/** Namespace declarations first, then names without a prefix, then the rest, each in the order of its characters. */
const sorted = (attributes: Attributes): [string, string][] =>
  Object.entries(attributes)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .sort(([a], [b]) => (rank(a) < rank(b) ? -1 : 1))

/** An element around content that is XML already. */
export const element = (name: string, attributes: Attributes, ...content: readonly string[]): string =>
  `<${name}${sorted(attributes)
    .map(([key, value]) => ` ${key}="${quoted(value)}"`)
    .join('')}>${content.join('')}</${name}>`

/** The name of an element under a prefix; without one where the prefix is empty. */
export const named = (prefix: string, local: string): string => (prefix === '' ? local : `${prefix}:${local}`)

/** The declaration that binds a prefix. */
export const bound = (prefix: string, uri: string): Attributes => ({
  [prefix === '' ? 'xmlns' : `xmlns:${prefix}`]: uri,
})

/** A stamp in UTC, whole seconds, from milliseconds since 1970. */
export const instant = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`

/** The lines of a PEM without its frame and line breaks. */
export const bare = (pem: string): string => pem.replace(/-----[^-]+-----|\s+/g, '')
