/**
 * Transcripts: journaled exchanges as HAR 1.2, one file a variant. `log.entries[n]` is the exchange that results
 * call `n`, so an exchange that never reached the journal leaves an entry that says so.
 * @see http://www.softwareishard.com/blog/har-12-spec/
 */
import { canonical, compareText } from './order.ts'
import type { Har, HarEntry, JournaledExchange, RunRecord } from './record.ts'
import { harName } from './record.ts'

/** An exchange with an answer tells more than one without; between equals the text decides. */
export function joinExchanges(a: JournaledExchange, b: JournaledExchange): JournaledExchange {
  const answered = (exchange: JournaledExchange) => Number(exchange.entry.response.status > 0)
  const order = answered(a) - answered(b) || compareText(canonical(a), canonical(b))
  return order < 0 ? b : a
}

/** An index further than this past the number of exchanges is no index, but a broken line. */
const LARGEST_GAP = 10_000

export function harsOf(
  exchanges: Iterable<JournaledExchange>,
  creator: RunRecord['tool'],
): { hars: Map<string, Har>; lost: string[] } {
  const byName = new Map<string, JournaledExchange[]>()
  for (const exchange of exchanges) {
    const name = harName(exchange)
    const list = byName.get(name)
    if (list) list.push(exchange)
    else byName.set(name, [exchange])
  }
  const lost: string[] = []
  const hars = new Map<string, Har>()
  for (const [name, list] of [...byName].sort(([a], [b]) => compareText(a, b))) {
    const entries: HarEntry[] = []
    for (const { n, entry } of list.sort((a, b) => a.n - b.n)) {
      if (n > list.length + LARGEST_GAP)
        lost.push(`exchange ${n} of ${name} is out of all order and was dropped`)
      else {
        while (entries.length < n) entries.push(unrecorded(entry.startedDateTime))
        entries.push(entry)
      }
    }
    const { name: tool, version } = creator
    hars.set(name, { log: { version: '1.2', creator: { name: tool, version }, entries } })
  }
  return { hars, lost }
}

const UNRECORDED = 'this exchange was under way when the run ended, and was not recorded'

/** Whether an entry only keeps the place of an exchange that was not recorded. */
export const isUnrecorded = (entry: HarEntry): boolean => entry._error === UNRECORDED

const unrecorded = (startedDateTime: string): HarEntry => ({
  startedDateTime,
  time: 0,
  request: {
    method: 'GET',
    url: 'about:blank',
    httpVersion: '',
    cookies: [],
    headers: [],
    queryString: [],
    headersSize: -1,
    bodySize: -1,
  },
  response: {
    status: 0,
    statusText: '',
    httpVersion: '',
    cookies: [],
    headers: [],
    content: { size: 0, mimeType: 'x-unknown' },
    redirectURL: '',
    headersSize: -1,
    bodySize: -1,
  },
  cache: {},
  timings: { blocked: -1, dns: -1, connect: -1, ssl: -1, send: 0, wait: 0, receive: 0 },
  _error: UNRECORDED,
})

/** When the last exchange ended: the best that is known of a run that was killed. */
export function lastSeen(startedAt: string, exchanges: Iterable<JournaledExchange>): string {
  let last = Date.parse(startedAt)
  for (const { entry } of exchanges) {
    const ended = Date.parse(entry.startedDateTime) + Math.max(0, entry.time)
    if (ended > last) last = Math.floor(ended)
  }
  return Number.isNaN(last) ? startedAt : new Date(last).toISOString()
}
