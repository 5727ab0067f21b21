/** Looks for a secret in every shape in which it could be written down. Made without the redactor's own encodings. */

/** Base64 of the value wherever it may begin in the encoded bytes, without the characters that its neighbours share. */
function base64Cores(value: string): string[] {
  const bytes = Buffer.from(value)
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    const from = Math.ceil((shift * 8) / 6)
    const to = Math.floor(((shift + bytes.length) * 8) / 6)
    return encoded.slice(from, to)
  })
}

const everyCharacter = (value: string, encode: (code: number) => string) =>
  [...Buffer.from(value)].map(encode).join('')

/** @returns by name, the forms of the value */
export function formsOf(value: string): Readonly<Record<string, string>> {
  const hex = Buffer.from(value).toString('hex')
  const cores = base64Cores(value)
  return {
    raw: value,
    reversed: [...value].reverse().join(''),
    percent: encodeURIComponent(value),
    json: JSON.stringify(value).slice(1, -1),
    'json escapes throughout': everyCharacter(value, (code) => `\\u${code.toString(16).padStart(4, '0')}`),
    html: value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
    hex,
    HEX: hex.toUpperCase(),
    ...Object.fromEntries(cores.map((core, n) => [`base64 at ${n}`, core])),
    ...Object.fromEntries(
      cores.map((core, n) => [`base64url at ${n}`, core.replaceAll('+', '-').replaceAll('/', '_')]),
    ),
  }
}

/** @returns which secrets the text holds, and in which form */
export const leaksIn = (text: string, secrets: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(secrets).flatMap(([name, value]) =>
    Object.entries(formsOf(value))
      .filter(([, form]) => text.includes(form))
      .map(([form]) => `${name} (${form})`),
  )
