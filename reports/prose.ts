/** Small words for sentences made from data: counts, lists, and values as a person reads them. */
import { canonical } from './order.ts'

/** `1 check`, `2,000 checks`. */
export const many = (n: number, noun: string): string => {
  const words = noun.split(' ')
  const [head, ...rest] = words[1] === 'of' ? words : [noun]
  return `${n.toLocaleString('en-US')} ${[n === 1 ? head : `${head}s`, ...rest].join(' ')}`
}

/** `a`, `a and b`, `a, b and c`; past `limit` the rest is counted. */
export function list(items: readonly string[], limit = 6): string {
  const shown = items.length > limit ? [...items.slice(0, limit), `${items.length - limit} more`] : items
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}

/** Cuts text to `limit` UTF-16 units, never through a pair. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text
  const head = text.slice(0, limit - 1)
  return `${/[\ud800-\udbff]$/.test(head) ? head.slice(0, -1) : head}…`
}

/** A value as it stands in a sentence: strings in quotes, an absent one as `nothing`. */
export const inWords = (value: unknown, limit = 160): string =>
  value === undefined ? 'nothing' : cut(canonical(value), limit)

/** A reason without what differs from run to run. */
export const gist = (reason: string | undefined): string =>
  cut(
    (reason ?? '')
      .replace(/"[^"]*"/g, '""')
      .replace(/\(exchange[^)]*\)/g, '')
      .replace(/\d[\d,.]*/g, '#')
      .replace(/[^\w #().:'-]+/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
    120,
  )
