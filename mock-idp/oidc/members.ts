/**
 * JSON objects as text: members in their order, each value as it is to be written. What JSON.stringify would put right
 * (equal names twice, numbers that no double holds, escapes) is then sayable.
 */
export type Member = readonly [name: string, text: string]
export type Members = readonly Member[]

export function members(values: Readonly<Record<string, unknown>>): Members {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, JSON.stringify(value)] as const],
  )
}

/** Replaces members in their place, adds those that are new at the end; `undefined` takes one away. */
export function put(before: Members, values: Readonly<Record<string, unknown>>): Members {
  const given = new Map(Object.entries(values))
  const kept = before.flatMap((member): Member[] => {
    const [name] = member
    if (!given.has(name)) return [member]
    const value = given.get(name)
    given.delete(name)
    return value === undefined ? [] : [[name, JSON.stringify(value)]]
  })
  return [...kept, ...members(Object.fromEntries(given))]
}

/** Like `put`, for one member whose value is given as JSON text, or as text that is no JSON. */
export function putText(before: Members, name: string, text: string): Members {
  return before.some(([known]) => known === name)
    ? before.map((member): Member => (member[0] === name ? [name, text] : member))
    : [...before, [name, text]]
}

export function without(before: Members, ...names: readonly string[]): Members {
  return before.filter(([name]) => !names.includes(name))
}

/** @returns the parsed value of the first member of that name */
export function readMember(of: Members, name: string): unknown {
  const text = of.find(([known]) => known === name)?.[1]
  return text === undefined ? undefined : JSON.parse(text)
}

export function jsonText(of: Members): string {
  return `{${of.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`
}
