/** No text of a target acts in the report: it stays text, whatever it is and wherever in the record it stands. */

import { type CheerioAPI, load } from 'cheerio'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderHtml } from '../../reports/html/index.ts'
import type { Hars } from '../../reports/html/view.ts'
import type { RunRecord } from '../../reports/record.ts'
import { exampleRecord } from '../reports/example-record.ts'

const PAYLOADS = [
  '<script>alert(1)</script>',
  '</script><script>alert(1)</script>',
  '</style><img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  '" onfocus="alert(1)" autofocus="',
  'javascript:alert(1)',
  ' java\nscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'https://example.com/"onclick="alert(1)',
  'http://[half',
  '<!--<script>',
  ']]>',
  '\u2028\u2029\u202e\ufeff',
  '\0\u001b[2J\r\n\ud800',
  '&lt;script&gt;&#x3c;script>',
  '</summary></details></main><base href="https://example.com/">',
  '<meta http-equiv="refresh" content="0;url=https://example.com">',
  '</title><iframe srcdoc="<script>alert(1)</script>">',
  '__proto__',
  '',
]

/** Members whose values are closed lists of ours. */
const CLOSED = new Set(['flow', 'verdict', 'level', 'schema', 'encoding'])

type CheerioElement = ReturnType<ReturnType<CheerioAPI>['closest']>[number] & {
  readonly tagName: string
  readonly attribs: Readonly<Record<string, string>>
}

/** The value with every string in it replaced, but those of {@link CLOSED} members and the ids of flows. */
function withTexts(value: unknown, text: () => string, member = ''): unknown {
  if (typeof value === 'string') return CLOSED.has(member) ? value : text()
  if (Array.isArray(value)) return value.map((item) => withTexts(item, text, member))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      const isFlow = name === 'id' && 'steps' in value && 'notTested' in value
      return [name, isFlow ? item : withTexts(item, text, name)]
    }),
  )
}

const ELEMENTS = new Set(
  (
    'html head meta title style body svg symbol path circle line text use a header nav span ul ol li button main section p ' +
    'h1 h2 h3 h4 h5 h6 dl div dt dd table caption thead tbody tr th td details summary code b label select option form ' +
    'fieldset legend input output pre footer script'
  ).split(' '),
)

function whatActs($: CheerioAPI): string[] {
  const found: string[] = []
  for (const element of $<CheerioElement, string>('*').toArray()) {
    if (!ELEMENTS.has(element.tagName)) found.push(`<${element.tagName}>`)
    for (const [name, value] of Object.entries(element.attribs)) {
      if (/^(?:on|style$|src|srcdoc$|action$|formaction$|xlink)/i.test(name)) found.push(`${name}="${value}"`)
      if (name === 'href' && !/^(?:#|https?:\/\/)/.test(value)) found.push(`href="${value}"`)
    }
  }
  return found
}

function loose($: CheerioAPI): string[] {
  const ids = $('[id]')
    .toArray()
    .map((element) => element.attribs['id']!)
  const known = new Set<string>()
  const twice = ids.filter((id) => known.has(id) || !known.add(id))
  const dead = $('[href^="#"], [data-of]')
    .toArray()
    .map(({ attribs }) => attribs['data-of'] ?? attribs['href']!.slice(1))
    .filter((id) => !known.has(id))
  return [...twice.map((id) => `twice: ${id}`), ...dead.map((id) => `leads nowhere: ${id}`)]
}

describe('hostile texts', () => {
  const { record, hars } = exampleRecord()
  const plain = load(renderHtml({ record, hars }))
  const constant = ['script', 'style', 'meta', 'title', 'form']

  it('never become elements, attributes, addresses or anchors', () => {
    const text = fc.oneof(fc.constantFrom(...PAYLOADS), fc.string({ unit: 'binary' }), fc.webUrl())
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 12 }), fc.nat(), (texts, from) => {
        let at = from
        const next = () => texts[at++ % texts.length]!
        const hostile = withTexts(record, next) as RunRecord
        const transcripts: Hars = new Map(
          [...hars].map(([name, har], n) => [
            n === 0 ? `${name}${texts[0]}` : name,
            withTexts(har, next) as typeof har,
          ]),
        )
        const $ = load(renderHtml({ record: hostile, hars: transcripts }))
        expect(whatActs($)).toEqual([])
        expect(loose($)).toEqual([])
        for (const name of constant) expect($(name).length).toBe(plain(name).length)
        expect($('script').text()).toBe(plain('script').text())
        expect($('meta[http-equiv]').attr('content')).toBe(plain('meta[http-equiv]').attr('content'))
      }),
      { numRuns: 40, seed: 20261121 },
    )
  }, 60_000)

  it('are written out where they could not be seen', () => {
    const text = plain('main').text()
    expect(text).toContain('user\\u202egnp.exe')
    expect(text).toContain('half \\ud83d of a pair')
    expect(text).not.toMatch(/\u202e|(?![\n\t])\p{Cc}/u)
  })
})

describe('the page', () => {
  it('allows its one script and its one style sheet by hash, and nothing else', () => {
    const $ = load(renderHtml(exampleRecord()))
    const policy = $('meta[http-equiv="Content-Security-Policy"]').attr('content')!
    expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; /)
    expect(policy).not.toContain('unsafe')
  })
})
