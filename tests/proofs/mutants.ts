/** Ways to spoil an answer: bodies that are none, members that are gone or of another type, claims of tokens likewise. */

/** Bodies that no operation answers with. */
export const bodies: Readonly<Record<string, string>> = {
  null: 'null',
  'an array': '[]',
  'a number': '5',
  'an empty object': '{}',
  'no JSON': '<html>{"ChallengeName":',
}

type Json = null | boolean | number | string | Json[] | { [name: string]: Json }
type Path = readonly string[]

/** Stands between a token's own path and the paths inside of it. */
const INSIDE = '(token)'

const isObject = (value: Json): value is { [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const parse = (text: string): Json | undefined => {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

/** Header and payload of a compact JWS; nothing for other strings. */
function openToken(text: string): Json | undefined {
  const [header = '', payload = '', ...rest] = text.split('.')
  if (rest.length !== 1) return undefined
  const [h, p] = [header, payload].map((part) => parse(Buffer.from(part, 'base64url').toString()))
  return h === undefined || p === undefined ? undefined : { header: h, payload: p }
}

function closeToken(token: Json, before: string): string {
  const encode = (part: Json | undefined) => Buffer.from(JSON.stringify(part ?? null)).toString('base64url')
  const { header, payload } = token as { header?: Json; payload?: Json }
  return `${encode(header)}.${encode(payload)}.${before.split('.')[2]}`
}

/** Every member of an answer, those of the tokens in it included. Of an array the first item stands for all. */
export function pathsIn(text: string): readonly Path[] {
  const found: Path[] = []
  const look = (value: Json, path: Path) => {
    if (path.length > 0 && path.at(-1) !== INSIDE) found.push(path)
    const token = typeof value === 'string' ? openToken(value) : undefined
    if (token !== undefined) look(token, [...path, INSIDE])
    else if (Array.isArray(value)) {
      if (value[0] !== undefined) look(value[0], [...path, '0'])
    } else if (isObject(value))
      for (const [name, member] of Object.entries(value)) look(member, [...path, name])
  }
  const value = parse(text)
  if (value !== undefined) look(value, [])
  return [...found, ...elementsIn(text).map((name) => [`<${name}>`])]
}

/** Names of the elements of an answer in XML, each once. */
function elementsIn(text: string): readonly string[] {
  if (!/^<(?:\?xml|[A-Z])/.test(text)) return []
  return [...new Set([...text.matchAll(/<([A-Za-z]\w*)[\s>]/g)].map(([, name = '']) => name))]
}

/** The first element of that name gone, empty, with another in it, or there twice. */
function spoilElement(text: string, name: string, turn: number | 'removed'): string {
  const whole = new RegExp(`<${name}[\\s>][^]*?</${name}>`).exec(text)?.[0]
  if (whole === undefined) return text
  const others = ['', `<${name}/>`, `<${name}><a/></${name}>`, whole + whole]
  return text.replace(whole, () => others[turn === 'removed' ? 0 : 1 + (turn % 3)] ?? '')
}

const others: readonly Json[] = [null, 5, 'x', [], {}, true, [null], -1.5, '', { a: {} }]

const typeOf = (value: Json | undefined) =>
  Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value

/** The answer without the member, or with it of another type; which one, `turn` says. */
export function spoil(text: string, path: Path, turn: number | 'removed'): string {
  const change = (value: Json, [name = '', ...rest]: Path): Json => {
    if (name === INSIDE) {
      const token = openToken(value as string)
      return token === undefined ? value : closeToken(change(token, rest), value as string)
    }
    const copy = structuredClone(value) as { [name: string]: Json }
    if (typeof copy !== 'object' || copy === null || !(name in copy)) return value
    if (rest.length > 0) copy[name] = change(copy[name] as Json, rest)
    else if (turn === 'removed') {
      if (Array.isArray(copy)) copy.splice(Number(name), 1)
      else delete copy[name]
    } else {
      const apart = others.filter((other) => typeOf(other) !== typeOf(copy[name]))
      copy[name] = apart[turn % apart.length] ?? null
    }
    return copy
  }
  const element = /^<(\w+)>$/.exec(path[0] ?? '')?.[1]
  if (element !== undefined) return spoilElement(text, element, turn)
  const value = parse(text)
  return value === undefined ? text : JSON.stringify(change(value, path))
}
