/** What is shown of values and commands: laid out without changing them, and pasted into a shell unharmed. */

import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { curl, quoted, runAlone, targetWords } from '../../reports/html/commands.ts'
import { aligned } from '../../reports/html/comparison.ts'
import { inOrderOf, laidOut, written } from '../../reports/html/json.ts'
import { escapeHtml, html, outward, seen } from '../../reports/html/markup.ts'
import { STYLE } from '../../reports/html/style.ts'
import { exampleEntry } from '../reports/example-record.ts'

/** The arguments that bash makes of a line. */
function argumentsOf(line: string): string[] {
  const out = execFileSync('bash', ['-c', `args() { printf '%s\\0' "$@"; }; args ${line}`], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  })
  return out.split('\0').slice(0, -1)
}

describe('commands', () => {
  it('reach the program as they are meant, whatever is in them', () => {
    const word = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        "it's",
        '$(id)',
        '`id`',
        '!!',
        '~',
        '*',
        '-x',
        "\\'",
        '\n',
        '\r\n',
        '\t',
        '\u202e',
        '[redacted]',
        '=ls',
      ),
    )
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 30 }), (words) => {
        const expected = words.map((each) => each.replaceAll('\0', '').toWellFormed())
        expect(argumentsOf(words.map(quoted).join(' '))).toEqual(expected)
      }),
      { numRuns: 60, seed: 20261121 },
    )
  })

  it('show nothing that a terminal would act on', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are the subject
        expect(quoted(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
      }),
    )
  })

  it('send the request of the exchange again', () => {
    const entry = exampleEntry(0, 'InitiateAuth', { USERNAME: "o'neil" }, 200, {})
    expect(argumentsOf(curl(entry))).toEqual([
      'curl',
      '--include',
      '--globoff',
      '--request',
      'POST',
      '--url',
      'http://127.0.0.1:9229/',
      '--header',
      'content-type: application/x-amz-json-1.1',
      '--header',
      'x-amz-target: AWSCognitoIdentityProviderService.InitiateAuth',
      '--data-raw',
      `{"USERNAME":"o'neil"}`,
    ])
  })

  it('leave out what curl computes, and keep a Host header of another host', () => {
    const { request } = exampleEntry(0, 'GetUser', {}, 200, {})
    const { postData: _, ...get } = { ...request, method: 'GET', url: 'http://127.0.0.1:9229/login?a=[1]' }
    const headers = [
      { name: ':authority', value: 'x' },
      { name: 'Content-Length', value: '2' },
      { name: 'Host', value: 'acme.auth.eu-west-1.amazoncognito.com' },
      { name: 'Accept-Encoding', value: 'gzip' },
      { name: 'X-Empty', value: '' },
    ]
    expect(curl({ request: { ...get, headers } })).toBe(
      "curl --include --globoff \\\n  --url 'http://127.0.0.1:9229/login?a=[1]' \\\n  " +
        "--header 'Host: acme.auth.eu-west-1.amazoncognito.com' \\\n  --compressed \\\n  --header 'X-Empty;'",
    )
  })

  it('run one check alone', () => {
    const check = { id: 'api-authentication/6/challenge-name', variant: 'password-totp' }
    const record = { options: { target: './my target.yaml' }, target: {} as never }
    expect(runAlone(record, check).join(' ')).toBe(
      "npx cognito-conformance run --target './my target.yaml' --check api-authentication/6/challenge-name --variant password-totp",
    )
  })

  it('bend the same rules of the reference target again', () => {
    const options = { target: 'reference', faults: ['api-takes-none', 'other'] }
    expect(targetWords({ options, target: {} as never })).toEqual([
      '--target reference',
      '--fault api-takes-none',
      '--fault other',
    ])
  })
})

describe('bodies', () => {
  it('keep every token when they are laid out', () => {
    const outsideStrings = (text: string) =>
      text.replace(/"(?:[^"\\]|\\.)*"|\s+/g, (found) => (found.startsWith('"') ? found : ''))
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(0, 1, 4), (text, indent) => {
        const wire = JSON.stringify(JSON.parse(text), undefined, indent)
        expect(outsideStrings(laidOut(wire))).toBe(outsideStrings(wire))
      }),
    )
  })

  it.each([
    ['{"exp":1700000000.0,"a":1,"a":2}', '{\n  "exp": 1700000000.0,\n  "a": 1,\n  "a": 2\n}'],
    ['{"a":[],"b":{}}', '{\n  "a": [],\n  "b": {}\n}'],
    ['not { json', 'not { json'],
    ['"text"', '"text"'],
  ])('%s', (wire, shown) => expect(laidOut(wire)).toBe(shown))

  it('are cut where they are long, and survive any depth', () => {
    expect(laidOut('x'.repeat(100_000)).length).toBeLessThan(50_000)
    expect(laidOut('['.repeat(20_000) + ']'.repeat(20_000)).length).toBeLessThan(3_000_000)
    let deep: unknown = 1
    for (let n = 0; n < 50_000; n += 1) deep = [deep]
    expect(written(inOrderOf(deep, deep))).toBe('too deeply nested to be shown here')
  })
})

describe('expected and actual', () => {
  it('are aligned without losing or reordering a line', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd,', 'd'), { maxLength: 30 })
    fc.assert(
      fc.property(lines, lines, (left, right) => {
        const rows = aligned(left, right)
        expect(rows.flatMap((row) => row.left ?? [])).toEqual(left)
        expect(rows.flatMap((row) => row.right ?? [])).toEqual(right)
      }),
    )
  })

  it('stand side by side where they are equal', () => {
    expect(aligned(['{', 'x', '}'], ['{', 'y', 'z', '}'])).toEqual([
      { left: '{', right: '{' },
      { left: 'x', right: 'y' },
      { right: 'z' },
      { left: '}', right: '}' },
    ])
  })

  it('have the members of the actual in the order of the expected', () => {
    const ordered = inOrderOf({ b: 1, a: [{ d: 1, c: 1 }] }, { a: [{ c: 2, d: 2, e: 2 }], z: 0, b: 2 })
    expect(JSON.stringify(ordered)).toBe('{"b":2,"a":[{"d":2,"c":2,"e":2}],"z":0}')
  })
})

describe('markup', () => {
  it('escapes every value, and only once', () => {
    const inner = html`<b title="${'"'}">${'<'}</b>`
    expect(html`<p>${inner}${['&', inner]}${undefined}${false}${0}</p>`.html).toBe(
      '<p><b title="&quot;">&lt;</b>&amp;<b title="&quot;">&lt;</b>0</p>',
    )
  })

  it.each([
    ['https://docs.aws.amazon.com/x?a="b', true],
    ['http://example.com', true],
    ['javascript:alert(1)', false],
    ['java\nscript:alert(1)', false],
    ['data:text/html,x', false],
    ['//example.com', false],
    ['', false],
  ])('links %j: %s', (address, links) => {
    expect(outward(address, 'title').html.startsWith('<a href="http')).toBe(links)
  })

  it('writes out what could not be seen', () => {
    expect(seen('a\0\u202eb\r\nc\ud800 d\te')).toBe('a\\u0000\\u202eb\nc\\ud800 d\te')
    expect(escapeHtml('<&>"\'')).toBe('&lt;&amp;&gt;&quot;&#39;')
  })
})

/** @see WCAG 2.2, success criterion 1.4.3: 4.5 to 1 for text */
describe('colours', () => {
  const pairs = [...STYLE.matchAll(/--([\w-]+):light-dark\((#\w{6}),(#\w{6})\)/g)]
  const colour = (name: string) => pairs.find(([, of]) => of === name)!.slice(2) as [string, string]
  const luminance = (hex: string) => {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    }) as [number, number, number]
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (a: string, b: string) => {
    const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number]
    return (light + 0.05) / (dark + 0.05)
  }
  const grounds = ['ground', 'raised', 'red-ground', 'green-ground']
  const inks = pairs
    .map(([, name]) => name!)
    .filter((name) => !grounds.includes(name) && !['line', 'faint'].includes(name))

  it.each(inks)('%s can be read on its grounds', (ink) => {
    const on = ['ink', 'passed', 'failed'].includes(ink) ? grounds : ['ground', 'raised']
    for (const ground of on) {
      for (const scheme of [0, 1] as const) {
        expect(contrast(colour(ink)[scheme], colour(ground)[scheme])).toBeGreaterThanOrEqual(4.5)
      }
    }
  })
})
