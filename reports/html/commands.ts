/**
 * Lines to paste into a POSIX shell: the `curl` of an exchange, and the run of one check.
 * What is quoted here reaches the program byte for byte, whatever a target put into it.
 */

import { bentBy } from '../outcome.ts'
import type { CheckResult, HarEntry, RunRecord } from '../record.ts'

/** Characters that a terminal or a reader cannot show as they are. */
const UNPRINTABLE = /[^\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u0370-\u03ff\u0400-\u052f]/u

/**
 * One word for a shell: bare where that is safe, else in single quotes, else as `$'…'`, which bash, zsh and ksh read
 * (and POSIX.1-2024, Shell Command Language, section 2.2.4). NUL cannot stand in an argument and is left out.
 */
export function quoted(word: string): string {
  if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(word) && !word.startsWith('=')) return word
  if (!UNPRINTABLE.test(word)) return `'${word.replaceAll("'", "'\\''")}'`
  const escaped = Array.from(word, (char) => {
    if (char === '\0') return ''
    if (char === '\n') return '\\n'
    if (char === "'" || char === '\\') return `\\${char}`
    if (!UNPRINTABLE.test(char)) return char
    return [...Buffer.from(char, 'utf8')].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')
  })
  return `$'${escaped.join('')}'`
}

/** Headers that curl computes, or that belong to one connection. */
const COMPUTED = new Set(['content-length', 'connection', 'keep-alive', 'transfer-encoding'])

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined
}

/** Sends the same request again. Redacted values are left as they are: they have to be filled in. */
export function curl({ request }: Pick<HarEntry, 'request'>): string {
  const words: string[][] = [['curl', '--include', '--globoff']]
  const hasBody = request.postData !== undefined && request.postData.text !== ''
  if (request.method === 'HEAD') words.push(['--head'])
  else if (request.method !== 'GET' || hasBody) words.push(['--request', quoted(request.method)])
  words.push(['--url', quoted(request.url)])
  let hasType = false
  for (const { name, value } of request.headers) {
    const lower = name.toLowerCase()
    // A name that is no HTTP token (a pseudo-header of HTTP/2, say) cannot be sent by curl.
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) || COMPUTED.has(lower)) continue
    if (lower === 'host' && value === hostOf(request.url)) continue
    if (lower === 'accept-encoding') words.push(['--compressed'])
    hasType ||= lower === 'content-type'
    if (lower !== 'accept-encoding') {
      words.push(['--header', quoted(value === '' ? `${name};` : `${name}: ${value}`)])
    }
  }
  if (hasBody) {
    // Without this curl would call every body a form.
    if (!hasType) words.push(['--header', quoted('Content-Type:')])
    words.push(['--data-raw', quoted(request.postData!.text)])
  }
  return words.map((line) => line.join(' ')).join(' \\\n  ')
}

/** What names the target that a record is about. */
export type Named = Pick<RunRecord, 'options' | 'target'>

/**
 * The target as a command names it, each option with its value: what `--target` was given, a preset's name or a file, need
 * not be the target's own name; and the faults that were bent into the reference target.
 */
export function targetWords({ options, target }: Named): readonly string[] {
  const { target: given } = options
  return [
    `--target ${quoted(typeof given === 'string' ? given : target.name)}`,
    ...bentBy(options).map((fault) => `--fault ${quoted(fault)}`),
  ]
}

/** Runs a check again, in one variant where that can be; else all that the command ran which made the record. */
export const runAgain = (record: Named, result: Pick<CheckResult, 'id' | 'variant'>): string[] => {
  const { command } = record.options
  return typeof command === 'string' ? [`npx ${command}`] : runAlone(record, result)
}

/** Runs one check in one variant. The parts of one line, each an option with its value. */
export function runAlone(record: Named, { id, variant }: Pick<CheckResult, 'id' | 'variant'>): string[] {
  return [
    'npx cognito-conformance run',
    ...targetWords(record),
    `--check ${quoted(id)}`,
    `--variant ${quoted(variant)}`,
  ]
}
