/**
 * The summary that ends a run, as text for a terminal: causes first, by the number of checks each holds back, then
 * two figures a flow, its steps, the outcome, and where the report is. No I/O, and no colour is needed to read it.
 */
import { styleText } from 'node:util'
import stringWidth from 'string-width'
import { casesOf, countsInWords, replayOf } from './cases.ts'
import type { Cause } from './cause.ts'
import { groupByCause } from './cause.ts'
import { citation, happened, pointing } from './describe.ts'
import { NOT_REACHED } from './fold.ts'
import { keyOf, readable } from './order.ts'
import { fails } from './outcome.ts'
import { plain } from './plain.ts'
import { cut, inWords, many } from './prose.ts'
import type { CheckResult, FlowRecord, RunRecord, Verdict } from './record.ts'
import { gravity, isJudged } from './verdicts.ts'

export { plain } from './plain.ts'

export interface SummaryOptions {
  /** The terminal's width in cells; 80 unless told. Lines are broken to fit. */
  readonly columns?: number
  readonly colors?: boolean
  /** Where the reports are, for the last line. */
  readonly report?: string
  /** What is to be known beside the verdict, before it. */
  readonly besides?: string
  /** How many causes to print; the others are counted. 10 unless told. */
  readonly causes?: number
}

type Color = 'red' | 'green' | 'yellow' | 'dim' | 'bold'
type Paint = (color: Color, text: string) => string

/** The mark of a step: the gravest verdict there, in a sign and in a letter-wide word. */
const MARK: Readonly<Record<Verdict, readonly [sign: string, color: Color, word: string]>> = {
  passed: ['✓', 'green', 'passed'],
  failed: ['✗', 'red', 'failed'],
  'unexpected-pass': ['!', 'red', 'unexpected pass'],
  blocked: ['■', 'red', 'blocked'],
  indeterminate: ['?', 'yellow', 'indeterminate'],
  errored: ['E', 'red', 'errored'],
  'not-applicable': ['-', 'dim', 'not applicable'],
  'expected-failure': ['~', 'yellow', 'expected failure'],
}
const PERFORMED = ['·', 'dim', 'performed, nothing to judge'] as const
const UNTOUCHED = [' ', 'dim', 'not driven'] as const

/** @returns lines, each ended by a line feed */
export function summarize(record: RunRecord, options: SummaryOptions = {}): string {
  const columns = Math.max(20, options.columns ?? 80)
  const paint: Paint = (color, text) =>
    options.colors ? styleText(color, text, { validateStream: false }) : text
  const lines = [
    ...(neverStarted(record)
      ? []
      : [
          ...causeLines(record, columns, paint, options.causes ?? 10),
          ...record.flows.flatMap((flow) => flowLines(flow, record, columns, paint)),
        ]),
    ...leftoverLines(record, columns),
    ...(options.besides === undefined ? [] : [...wrap(plain(options.besides), columns), '']),
    ...outcomeLines(record, columns, paint, options.report),
  ]
  return `${lines.join('\n')}\n`
}

/** Nothing was asked of the target: why stands in the outcome, and there is nothing else to tell. */
const neverStarted = ({ checks, steps, troubles }: RunRecord): boolean =>
  troubles.length > 0 &&
  steps.length === 0 &&
  checks.every(
    ({ verdict, reason }) =>
      verdict === 'not-applicable' || (verdict === 'indeterminate' && reason === NOT_REACHED),
  )

function causeLines(record: RunRecord, columns: number, paint: Paint, limit: number): string[] {
  const causes = groupByCause(record)
  if (causes.length === 0) return []
  const shown = causes.slice(0, limit)
  const width = String(causes[0]?.checks.length).length
  const lines = shown.flatMap((cause) => {
    const count = String(cause.checks.length).padStart(width)
    const [first = '', ...rest] = wrap(causeText(cause), columns - width - 4)
    const indent = ' '.repeat(width + 4)
    return [
      `  ${paint('red', count)}  ${paint('bold', first)}`,
      ...rest.map((line) => `${indent}${paint('bold', line)}`),
      ...wrap(example(cause), columns - width - 4).map((line) => `${indent}${paint('dim', line)}`),
      // Whole, to be copied.
      ...again(cause, record).map((line) => `${indent}${paint('dim', plain(line))}`),
    ]
  })
  const rest = causes.length - shown.length
  const head = `${many(causes.length, 'cause')}, by the number of checks each holds back`
  return [
    ...wrap(head, columns),
    '',
    ...lines,
    ...(rest > 0
      ? [
          '',
          ...wrap(`and ${many(rest, 'cause')} more, all of them in the report`, columns - 2).map(
            (l) => `  ${l}`,
          ),
        ]
      : []),
    '',
  ]
}

const causeText = ({ title }: Cause): string => plain(cut(title, 400))

function example({ checks, levels, representative }: Cause): string {
  const more = checks.length - 1
  const also = more > 0 ? ` and ${more} more` : ''
  return plain(
    `${readable(keyOf(representative))}${also}; ${levels.join(', ')}; ${citation(representative.source)}`,
  )
}

/** The line that makes the case again, where it was made from a recipe. */
function again({ representative: result }: Cause, record: RunRecord): string[] {
  const [first] = result.counterexamples ?? []
  return first === undefined ? [] : [replayOf(record, result, first).join(' ')]
}

function flowLines(flow: FlowRecord, record: RunRecord, columns: number, paint: Paint): string[] {
  const checks = record.checks.filter((check) => check.flow === flow.id)
  const head = wrap(plain(`${flow.id}: ${flow.title}`), columns).map((line) => paint('bold', line))
  if (!flow.claimed) return [...head, ...indented('not claimed by the target', columns), '']
  if (checks.length === 0) return [...head, ...indented('nothing of it was selected', columns), '']
  const count = (verdict: Verdict) => checks.filter((check) => check.verdict === verdict).length
  const judged = checks.filter((check) => isJudged(check.verdict)).length
  const { level } = record.outcome
  const grave = checks.filter((check) => fails(check, level)).length
  const named = level === 'required' ? 'required' : `of level ${level} or above`
  // The outcome counts these alone.
  const ofThem = grave === count('failed') ? '' : ` (${grave} of them ${named})`
  const figures = [
    `${count('failed')} of ${judged} judged failed${ofThem}`,
    `${judged} of ${checks.length} planned were judged`,
    `${count('not-applicable')} not applicable`,
  ].join('; ')
  const marks = flow.steps.map((step) => ({ step, mark: markOf(flow, step.number, record) }))
  const cells = marks.map(({ step, mark }) => ({
    text: `${step.name ?? step.number}${mark[0]}`,
    color: mark[1],
  }))
  const cases = casesOf(checks)
  const used = [...new Map(marks.map(({ mark }) => [mark[0], mark])).values()]
  const legend = used.filter(([sign]) => sign !== ' ').map(([sign, , word]) => unbroken(`${sign} ${word}`))
  return [
    ...head,
    ...wrap(figures, columns - 2).map((line) => `  ${line}`),
    ...(cases === undefined ? [] : indented(countsInWords(cases), columns)),
    ...cellLines(cells, columns - 2, paint).map((line) => `  ${line}`),
    ...wrap(legend.join(', '), columns - 2).map((line) => `  ${paint('dim', line)}`),
    '',
  ]
}

const indented = (text: string, columns: number): string[] =>
  wrap(text, columns - 2).map((line) => `  ${line}`)

const unbroken = (text: string): string => text.replaceAll(' ', '\u00a0')

function markOf(flow: FlowRecord, number: number, record: RunRecord) {
  const here = record.checks.filter((check) => check.flow === flow.id && check.step === number)
  const gravest = here.toSorted((a, b) => gravity(b.verdict) - gravity(a.verdict))[0]
  if (gravest) return MARK[gravest.verdict]
  const performed = record.steps.some((s) => s.flow === flow.id && s.number === number && s.performed)
  return performed ? PERFORMED : UNTOUCHED
}

function cellLines(
  cells: readonly { text: string; color: Color }[],
  columns: number,
  paint: Paint,
): string[] {
  const width = Math.max(0, ...cells.map(({ text }) => stringWidth(text))) + 1
  const perLine = Math.max(1, Math.floor(columns / width))
  const lines: string[] = []
  for (let at = 0; at < cells.length; at += perLine) {
    const line = cells.slice(at, at + perLine)
    const padded = line.map(({ text, color }) => paint(color, text) + ' '.repeat(width - stringWidth(text)))
    lines.push(padded.join('').trimEnd())
  }
  return lines
}

function leftoverLines({ leftovers = [] }: RunRecord, columns: number): string[] {
  if (leftovers.length === 0) return []
  return [
    ...wrap('Left behind on the target:', columns),
    ...leftovers.flatMap(({ kind, id, reason }) =>
      wrap(plain(`${kind} ${id}: ${reason}`), columns - 2).map((line) => `  ${line}`),
    ),
    '',
  ]
}

function outcomeLines(
  record: RunRecord,
  columns: number,
  paint: Paint,
  report: string | undefined,
): string[] {
  const { outcome } = record
  // That nothing was reached goes without saying where nothing was begun.
  const complete = record.complete || neverStarted(record)
  const color = outcome.conforms ? 'green' : outcome.exitCode === 5 ? 'yellow' : 'red'
  const says = complete ? outcome.says : `${outcome.says} The run ended before every check had its verdict.`
  return [
    ...wrap(plain(says), columns).map((line) => paint(color, line)),
    // An address is never broken: it has to survive being clicked.
    ...(report === undefined ? [] : [`Report: ${plain(report)}`]),
  ]
}

/**
 * One result in one line, safe for a terminal, as in
 * `managed-login/11/nonce-echoed: expected …, received … (exchange 14). Source: OpenID Connect Core 1.0, …`.
 */
export function explainResult(result: CheckResult): string {
  if (result.verdict === 'passed') return plain(`${result.id}: passed`)
  const compared = result.expected !== undefined && result.verdict === 'failed'
  const what = compared
    ? `expected ${inWords(result.expected)}, received ${inWords(result.actual)}`
    : happened(result)
  const sentence = `${result.id}: ${what}${pointing(result, what)}`.replace(/\.$/, '')
  return plain(`${sentence}. Source: ${citation(result.source)}`)
}

/** Breaks text at blanks into lines of at most `columns` cells; a longer word is broken where it must be. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (stringWidth(longer) <= columns) {
      line = longer
      continue
    }
    if (line !== '') lines.push(line)
    const pieces = stringWidth(word) <= columns ? [word] : pieceUp(word, columns)
    lines.push(...pieces.slice(0, -1))
    line = pieces.at(-1) ?? ''
  }
  return line === '' ? lines : [...lines, line]
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

function pieceUp(word: string, columns: number): string[] {
  const pieces: string[] = []
  let piece = ''
  let width = 0
  for (const { segment } of graphemes.segment(word)) {
    const cells = stringWidth(segment)
    if (width + cells > columns && piece !== '') {
      pieces.push(piece)
      piece = ''
      width = 0
    }
    piece += segment
    width += cells
  }
  return [...pieces, piece]
}
