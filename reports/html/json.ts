/**
 * JSON for reading. Bodies are laid out token by token, never parsed and written again: a number such as
 * `1.0`, a member that occurs twice and the order of members stay as they were on the wire.
 */

/** Longer texts are cut: `run.json` and the HAR files hold them whole. */
const LONGEST = 48_000
/** Deeper than this, lines are not indented further. */
const DEEPEST = 24

/** The text, shortened to what a page can bear, saying by how much. */
export function shortened(text: string, longest = LONGEST): string {
  if (text.length <= longest) return text
  return `${text.slice(0, longest)}\n… ${(text.length - longest).toLocaleString('en-US')} more characters, cut here`
}

function isJson(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null
  } catch {
    return false
  }
}

/** Lays out a JSON object or array; any other text comes back as it is. */
export function laidOut(text: string): string {
  if (text.length > LONGEST || !isJson(text)) return shortened(text)
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? []
  let depth = 0
  let out = ''
  const line = () => `\n${'  '.repeat(Math.min(depth, DEEPEST))}`
  tokens.forEach((token, index) => {
    const before = tokens[index - 1]
    if (token === '}' || token === ']') {
      depth -= 1
      out += before === '{' || before === '[' ? token : line() + token
    } else {
      if (before === '{' || before === '[' || before === ',') out += line()
      out += token === ':' ? ': ' : token
      if (token === '{' || token === '[') depth += 1
    }
  })
  return out
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The second value with its members in the order of the first, so that equal ones come to stand side by side. */
export function inOrderOf(model: unknown, value: unknown, depth = 0): unknown {
  if (depth > DEEPEST) return value
  if (Array.isArray(model) && Array.isArray(value)) {
    return value.map((item, index) => inOrderOf(model[index], item, depth + 1))
  }
  if (!isRecord(model) || !isRecord(value)) return value
  const names = [
    ...Object.keys(model).filter((name) => Object.hasOwn(value, name)),
    ...Object.keys(value).filter((name) => !Object.hasOwn(model, name)),
  ]
  return Object.fromEntries(names.map((name) => [name, inOrderOf(model[name], value[name], depth + 1)]))
}

/** A value of the record as text; a string stays what it is when it has several lines. */
export function written(value: unknown): string {
  if (value === undefined) return ''
  if (typeof value === 'string' && value.includes('\n')) return shortened(value)
  try {
    return shortened(JSON.stringify(value, undefined, 2) ?? String(value))
  } catch {
    return 'too deeply nested to be shown here'
  }
}
