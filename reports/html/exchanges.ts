/**
 * The transcripts: every exchange once, as HTTP, with the `curl` that sends it again and the checks that looked
 * at it. Checks refer to an exchange by its address.
 */

import { keyOf } from '../order.ts'
import { many } from '../prose.ts'
import type { HarEntry, HarPair } from '../record.ts'
import { anchors } from './anchors.ts'
import { curl } from './commands.ts'
import { laidOut, shortened } from './json.ts'
import { duration, html, joined, type Markup, type Value } from './markup.ts'
import { mark, WORDS } from './verdicts.ts'
import type { View } from './view.ts'

/** What was asked: the operation of the AWS JSON protocol, else the path. */
export function operation({ request }: HarEntry): string {
  const target = request.headers.find(({ name }) => name.toLowerCase() === 'x-amz-target')?.value
  if (target) return target.slice(target.lastIndexOf('.') + 1)
  if (!URL.canParse(request.url)) return request.url
  const { host, pathname } = new URL(request.url)
  return pathname === '/' ? host : pathname
}

function statusOf({ response }: HarEntry): string {
  return response.status === 0 ? 'no answer' : String(response.status)
}

/** `POST InitiateAuth → 200`, on one line. */
export function inBrief(entry: HarEntry): Markup {
  const grave = entry.response.status === 0 || entry.response.status >= 400
  return html`<span class="brief">${entry.request.method} <b>${operation(entry)}</b> → <span${grave && html` class="refused"`}>${statusOf(entry)}</span></span>`
}

function headerLines(headers: readonly HarPair[]): Markup[] {
  return headers.map(({ name, value }) => html`<span class="header">${name}:</span> ${value}\n`)
}

function copyable(name: string, text: Value): Markup {
  return html`<div class="block"><button type="button" class="copy" aria-label="Copy ${name}">Copy</button><pre tabindex="0" aria-label="${name}">${text}</pre></div>`
}

/** A command with its button. */
export function commandBlock(name: string, command: Value): Markup {
  return copyable(name, html`<code>${command}</code>`)
}

function requestText({ request }: HarEntry): Markup {
  const body = request.postData?.text
  const params = request.postData?.params
  const fields = params?.length ? params.map(({ name, value }) => `${name} = ${value}`).join('\n') : undefined
  return html`<b>${request.method} ${request.url} ${request.httpVersion}</b>\n${headerLines(request.headers)}${(body || fields) && html`\n${body ? laidOut(body) : fields}`}`
}

function responseText({ response, _error }: HarEntry): Markup {
  if (response.status === 0) return html`<b>No answer.</b> ${_error ?? response.content.comment}`
  const { text, encoding, size } = response.content
  const body =
    text === undefined || text === ''
      ? html`<span class="quiet">(no body)</span>`
      : encoding === 'base64'
        ? html`<span class="quiet">(${many(size, 'byte')}, in base64)</span>\n${shortened(text, 4000)}`
        : laidOut(text)
  return html`<b>${response.httpVersion} ${response.status} ${response.statusText}</b>\n${headerLines(response.headers)}\n${body}`
}

function cookies(entry: HarEntry): string | undefined {
  const names = entry.response.cookies.map(({ name }) => name)
  return names.length > 0 ? `sets ${names.join(', ')}` : undefined
}

function readers(view: View, har: string, n: number): Markup {
  const results = view.lookedAt(har, n)
  if (results.length === 0) return html`<p class="quiet">No check looked at it.</p>`
  const links = results.map(
    (result) =>
      html`<li><a href="#${anchors.result(keyOf(result))}">${mark(result.verdict)}<span class="sr">${WORDS[result.verdict]}: </span>${result.id.slice(result.id.indexOf('/') + 1)}${result.walk !== undefined && ` (${result.walk})`}</a></li>`,
  )
  return html`<h4>Checks that looked at it</h4><ul class="inline">${links}</ul>`
}

function exchange(view: View, har: string, n: number, entry: HarEntry): Markup {
  const anchor = anchors.exchange(har, n)
  const facts = [
    entry._act,
    entry._actor && `sent by the ${entry._actor}`,
    duration(entry.time),
    cookies(entry),
  ]
  const said = [entry.response.content.comment, entry.comment].filter(
    (text) => text !== undefined && text !== '',
  )
  return html`<details class="exchange" id="${anchor}"><summary><span class="number">${n}</span>${inBrief(entry)}<span class="quiet">${joined(facts.filter(Boolean) as string[], ' · ')}</span></summary>
<div class="wire"><p class="quiet">${entry.startedDateTime} <a class="here" href="#${anchor}">Link to this exchange</a></p>
${said.map((text) => html`<p class="quiet">${text}</p>`)}${entry._error !== undefined && entry.response.status !== 0 && html`<p class="refused">${entry._error}</p>`}
<h4>Request</h4>${copyable('request', requestText(entry))}
<h4>Response</h4>${copyable('response', responseText(entry))}
<h4>Send it again</h4>${commandBlock('curl command', curl(entry))}</div>
${readers(view, har, n)}</details>`
}

/** A page that holds more is slow to open, and nobody reads a transcript of that length here. */
const WHOLE = 200
const BEGINNING = 40

/**
 * Whether an exchange is on the page: all of a transcript of usual length, and of a longer one its beginning and
 * whatever a check looked at that did not pass. The rest is in the HAR file.
 */
const isShown = (view: View, har: string, n: number): boolean =>
  n < BEGINNING ||
  (view.hars.get(har)?.log.entries.length ?? 0) <= WHOLE ||
  view.lookedAt(har, n).some(({ verdict }) => verdict !== 'passed')

/** All transcripts, one `<details>` a variant. */
export function exchangesSection(view: View): Markup {
  const total = [...view.hars.values()].reduce((sum, { log }) => sum + log.entries.length, 0)
  const transcripts = [...view.hars].map(([har, { log }]) => {
    const entries = log.entries.map((entry, n) =>
      isShown(view, har, n) ? exchange(view, har, n, entry) : undefined,
    )
    const left = entries.filter((one) => one === undefined).length
    return html`<details class="transcript" id="${anchors.transcript(har)}"><summary><h3>${har}</h3><span class="quiet">${many(log.entries.length, 'exchange')} · har/${har}.har</span></summary>${entries}${left > 0 && html`<p class="quiet">${many(left, 'exchange')} more, which no check complains of, stand in har/${har}.har alone.</p>`}</details>`
  })
  return html`<section id="exchanges" aria-labelledby="exchanges-title"><h2 id="exchanges-title">Exchanges</h2>
<p class="lead">What went over the wire: ${many(total, 'exchange')}, in the order the requests were sent. Secrets were redacted before anything was written; fill them in before you send a command again.</p>
${transcripts}</section>`
}

/** Numbers that follow one another, as the first and the last of each run. */
function runsOf(numbers: readonly number[]): readonly (readonly [first: number, last: number])[] {
  const runs: [number, number][] = []
  for (const n of numbers) {
    const run = runs.at(-1)
    if (run !== undefined && run[1] === n - 1) run[1] = n
    else runs.push([n, n])
  }
  return runs
}

/** References to exchanges, as a check or a step gives them; each opens in place where the script runs. */
export function references(view: View, har: string, numbers: readonly number[]): Markup | undefined {
  if (numbers.length === 0) return undefined
  const entryOf = (n: number) => view.hars.get(har)?.log.entries[n]
  const items = numbers
    .filter((n) => entryOf(n) === undefined || isShown(view, har, n))
    .map((n) => {
      const entry = entryOf(n)
      if (!entry) return html`<li class="quiet">exchange ${n}: not among the transcripts</li>`
      const anchor = anchors.exchange(har, n)
      return html`<li><details class="peek" data-of="${anchor}"><summary><span class="number">${n}</span>${inBrief(entry)}<span class="quiet">${duration(entry.time)}</span></summary><p><a href="#${anchor}">Go to exchange ${n} of ${har}</a></p></details></li>`
    })
  const elsewhere = runsOf(numbers.filter((n) => entryOf(n) !== undefined && !isShown(view, har, n)))
    .map(([first, last]) => (first === last ? `${first}` : `${first} to ${last}`))
    .join(', ')
  return html`<ul class="references">${items}${elsewhere !== '' && html`<li class="quiet">${elsewhere}: in har/${har}.har</li>`}</ul>`
}
