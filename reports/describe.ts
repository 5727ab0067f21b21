/** One result, and one exchange, in words: for every report that is text. Nothing here is neutralised. */
import { counterexampleInWords, countsInWords, replayOf } from './cases.ts'
import type { Named } from './html/commands.ts'
import { compareText } from './order.ts'
import { inWords, list } from './prose.ts'
import type { CheckResult, HarEntry, Source } from './record.ts'

/** `Title, section (month, region). URL`. */
export const citation = ({ title, section, month, region }: Source): string =>
  `${title}, ${section} (${region === undefined ? month : `${month}, ${region}`})`

/** What happened, most specific cause first: the reason, or what was expected and what was received. */
export function happened(result: CheckResult): string {
  const compared = result.expected !== undefined || result.actual !== undefined
  if (result.reason !== undefined) return result.reason
  if (compared) return `expected ${inWords(result.expected)}, received ${inWords(result.actual)}`
  return result.verdict
}

/** ` (exchange 14)`, unless the text says so already. */
export function pointing(result: CheckResult, text: string): string {
  const { exchanges } = result
  if (exchanges.length === 0 || text.includes('(exchange')) return ''
  return ` (exchange${exchanges.length > 1 ? 's' : ''} ${list(exchanges.map(String))})`
}

/** Everything about a result, a line each: for the body of a failure. */
export function particulars(result: CheckResult, record: Named): string {
  const { expected, actual, notes = [], counterexamples = [], cases, exchanges, source } = result
  const compared = [
    ...(result.reason === undefined ? [] : [`Reason: ${result.reason}`]),
    ...(expected === undefined ? [] : [`Expected: ${inWords(expected, 4000)}`]),
    ...(expected === undefined && actual === undefined ? [] : [`Received: ${inWords(actual, 4000)}`]),
  ]
  return [
    result.says,
    // Each counterexample tells its own, and the reason is that of the first.
    ...(counterexamples.length > 0 ? [] : compared),
    ...counterexamples.flatMap((one) => [
      `Counterexample: ${counterexampleInWords(one)}`,
      `  again: ${replayOf(record, result, one).join(' ')}`,
    ]),
    ...(cases === undefined ? [] : [`Cases: ${countsInWords(cases)}`]),
    ...notes.map((note) => `Note: ${note}`),
    `Level: ${result.level}`,
    `Source: ${citation(source)} ${source.url}`,
    ...(exchanges.length > 0
      ? [`Exchanges: ${exchanges.join(', ')} in har/${result.flow}.${result.variant}.har`]
      : []),
  ].join('\n')
}

/** An exchange as HTTP: request, an empty line, its body; then the answer, or why there is none. */
export function exchangeText(entry: HarEntry): string {
  const { request, response } = entry
  const head = (headers: HarEntry['request']['headers']) =>
    headers.toSorted((a, b) => compareText(a.name, b.name)).map(({ name, value }) => `${name}: ${value}`)
  const answer =
    response.status === 0
      ? [`no answer: ${entry._error ?? 'unknown'}`]
      : [
          `${response.httpVersion} ${response.status} ${response.statusText}`.trimEnd(),
          ...head(response.headers),
          '',
          response.content.text ?? '',
          ...(entry._error === undefined ? [] : ['', `cut short: ${entry._error}`]),
        ]
  return [
    `${request.method} ${request.url} ${request.httpVersion}`.trimEnd(),
    ...head(request.headers),
    '',
    request.postData?.text ?? '',
    '',
    ...answer,
    '',
  ].join('\n')
}
