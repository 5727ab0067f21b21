/** What a target sends is text, wherever it ends up: in the page, in the terminal, in the XML. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'cheerio'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import { HOSTILE } from '../reports/example-hostile.ts'
import { cli, endpoint, httpTarget, PASSWORD, run } from './program.ts'

/** Characters of these ranges of code points, as text. */
const among =
  (...ranges: readonly (readonly [number, number])[]) =>
  (text: string): readonly string[] =>
    [...text]
      .map((character) => character.codePointAt(0) ?? 0)
      .filter((point) => ranges.some(([first, last]) => point >= first && point <= last))
      .map((point) => `U+${point.toString(16)}`)

const CONTROLS = [
  [0, 8],
  [0xb, 0x1f],
] as const

/** What moves a terminal's cursor, or turns text around. */
const acting = among(
  ...CONTROLS,
  [0x7f, 0x9f],
  [0x61c, 0x61c],
  [0x200e, 0x200f],
  [0x202a, 0x202e],
  [0x2066, 0x2069],
)

/** What XML 1.0 does not admit: carriage returns apart, which it does. */
const noXml = (text: string) =>
  among(...CONTROLS, [0xd800, 0xdfff], [0xfffe, 0xffff])(text).filter((point) => point !== 'U+d')

test('text of a hostile target is neutral in every report', async () => {
  const evil = Object.values(HOSTILE).join(' ')
  const url = await httpTarget((request, response) => {
    if (request.method === 'GET') return void response.end(evil)
    response.writeHead(400, {
      'content-type': 'text/html',
      'x-amzn-errortype': '<script>alert(2)</script>',
      'x-amzn-requestid': ']]><injected/>',
      location: 'javascript:alert(3)',
    })
    response.end(JSON.stringify({ __type: `NotAuthorizedException${evil}`, message: evil, [evil]: evil }))
  })
  const ran = await run(['--target', endpoint(url), '--variant', 'password-no-mfa', 'srp-no-mfa'], PASSWORD)
  expect(ran.code).toBe(1)
  expect(ran.record.totals.errored).toBe(0)
  // It is there, as text: else the rest proves nothing.
  expect(JSON.stringify(ran.record)).toContain('<script>alert(1)</script>')

  for (const text of [ran.stdout, ran.stderr]) expect(acting(text)).toEqual([])

  const html = readFileSync(join(ran.out, 'index.html'), 'utf8')
  const $ = load(html)
  expect($('img, iframe, base, injected, object, embed').length).toBe(0)
  const ours = $('script')
    .toArray()
    .map((script) => $(script).text())
  expect(ours.filter((text) => text.includes('alert('))).toEqual([])
  for (const element of $('*').toArray()) {
    if (!('attribs' in element)) continue
    for (const [name, value] of Object.entries(element.attribs)) {
      expect(name).not.toMatch(/^on/)
      if (name === 'href' || name === 'src') expect(value).not.toMatch(/^\s*javascript:/i)
    }
  }
  expect(acting(html)).toEqual([])

  const junit = readFileSync(join(ran.out, 'junit.xml'), 'utf8')
  expect(XMLValidator.validate(junit)).toBe(true)
  expect(noXml(junit)).toEqual([])
  const parsed = new XMLParser({ ignoreAttributes: false }).parse(junit) as object
  expect(JSON.stringify(Object.keys(parsed))).not.toContain('injected')
  const names = new Set<string>()
  JSON.stringify(parsed, (key, value: unknown) => {
    names.add(key)
    return value
  })
  expect([...names].filter((name) => /injected|script/.test(name))).toEqual([])

  const again = await cli(['report', ran.out])
  expect(acting(again.stdout + again.stderr)).toEqual([])
})
