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

/** As few characters of a secret as give it away. */
const WINDOW = 16

/** Written so, two or three characters are as many as sixteen: too few to tell a secret by. */
const TOO_LONG = 'json escapes throughout'

/** Every run of sixteen characters in these values; of what they are in other encodings, one from the middle. */
export function windowsOf(values: Iterable<string>): ReadonlySet<string> {
  const windows = new Set<string>()
  for (const value of values) {
    for (let at = 0; at + WINDOW <= value.length; at++) windows.add(value.slice(at, at + WINDOW))
    for (const [name, form] of Object.entries(formsOf(value))) {
      const middle = Math.max(0, Math.floor((form.length - WINDOW) / 2))
      if (name !== TOO_LONG) windows.add(form.slice(middle, middle + WINDOW))
    }
  }
  return windows
}

/** Those of the windows that the text holds. */
export function windowsIn(text: string, windows: ReadonlySet<string>): readonly string[] {
  const found = new Set<string>()
  for (let at = 0; at + WINDOW <= text.length; at++) {
    const here = text.slice(at, at + WINDOW)
    if (windows.has(here)) found.add(here)
  }
  return [...found]
}
