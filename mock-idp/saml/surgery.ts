/**
 * Cuts in a finished message, by position and never by parsing: what is not touched stays byte for byte what was signed.
 * A cut that finds nothing to cut is a mistake of ours and throws.
 */

/** The one occurrence of a text, replaced. @throws Error where it occurs not at all */
export const replaced = (xml: string, from: string, to: string): string => {
  const at = xml.indexOf(from)
  if (at < 0) throw new Error(`There is no ${JSON.stringify(from.slice(0, 60))} in the message.`)
  return xml.slice(0, at) + to + xml.slice(at + from.length)
}

/** The same of its last occurrence. */
export const replacedLast = (xml: string, from: string, to: string): string => {
  const at = xml.lastIndexOf(from)
  if (at < 0) throw new Error(`There is no ${JSON.stringify(from.slice(0, 60))} in the message.`)
  return xml.slice(0, at) + to + xml.slice(at + from.length)
}

export const before = (xml: string, marker: string, what: string): string =>
  replaced(xml, marker, what + marker)
export const after = (xml: string, marker: string, what: string): string =>
  replaced(xml, marker, marker + what)
export const beforeLast = (xml: string, marker: string, what: string): string =>
  replacedLast(xml, marker, what + marker)

/** What stands between two markers, without them. */
export const between = (xml: string, start: string, end: string): string => {
  const from = xml.indexOf(start) + start.length
  const to = xml.indexOf(end, from)
  if (from < start.length || to < 0) throw new Error(`There is no ${start}…${end} in the message.`)
  return xml.slice(from, to)
}

/** The first signature of a text, whole. */
export const signatureOf = (xml: string): string =>
  `<ds:Signature${between(xml, '<ds:Signature', '</ds:Signature>')}</ds:Signature>`

/** A text without its first signature. */
export const withoutSignature = (xml: string): string => replaced(xml, signatureOf(xml), '')

/** One Base64 text with the lowest bit of its first octet turned over. */
export const bitFlipped = (base64: string): string => {
  const octets = Buffer.from(base64, 'base64')
  octets[0] = (octets[0] ?? 0) ^ 1
  return octets.toString('base64')
}
