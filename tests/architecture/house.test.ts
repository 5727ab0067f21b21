/** House rules that would otherwise have to be remembered. */
import { describe, expect, it } from 'vitest'
import { loadCatalogue } from '../../scripts/catalogue.ts'
import { files, sources, textOf } from './sources.ts'

const LONGEST = 400

const written = files.filter((path) => !/package-lock\.json$|\.(png|ico|woff2?)$/.test(path))

describe('the house', () => {
  it(`has no source of more than ${LONGEST} lines`, () => {
    const long = sources
      .map((path) => `${path}: ${textOf(path).split('\n').length - 1} lines`)
      .filter((line) => Number(/: (\d+) lines$/.exec(line)?.[1]) > LONGEST)
    expect(long).toEqual([])
  })

  it('opens every source with a paragraph that states its subject', () => {
    const silent = sources.filter((path) => !/^(#!.*\n)?\/(\*\*|\/)/.test(textOf(path)))
    expect(silent).toEqual([])
  })

  it('names no place of the machine that it was written on, and cites nobody by a private number', () => {
    // Put together here, so that this file does not hold what it looks for.
    const places = new RegExp(['', 'work', ''].join('/'))
    const rows =
      /\b(?:ENV|REC|CHL|CLM|SES|SRP|TOT|REF|CRED|ADM|WIRE|LCK|GST|DEV|SU|SC|ST|PRV|FMT|GID|CHK|VAL|CLS|OID|STS|STE|ROLE|TAG|IAM|SIG|SIE|GCI|AIAM|RJWT|LIM|TBM)-\d{2}\b/
    const found = written.flatMap((path) =>
      textOf(path)
        .split('\n')
        .flatMap((line, index) => {
          const hit = places.exec(line)?.[0] ?? rows.exec(line)?.[0]
          return hit === undefined ? [] : [`${path}:${index + 1}: ${hit}`]
        }),
    )
    expect(found).toEqual([])
  })

  it('takes the time from the clock of the variant where something is judged', () => {
    const hasty = sources.filter(
      (path) => path.startsWith('suites/') && /\bDate\.now\(|new Date\(\)/.test(textOf(path)),
    )
    expect(hasty).toEqual([])
  })

  it('has no focused and no silently left out test', () => {
    const left = files
      .filter((path) => path.endsWith('.test.ts'))
      .filter((path) => /\b(it|test|describe)\.(only|skip|todo)\(/.test(textOf(path)))
    expect(left).toEqual([])
  })
})

describe('the sources of the checks', () => {
  it('can be followed: every address is https, every month a month', async () => {
    const { checks, flows } = await loadCatalogue()
    const cited = [
      ...checks.flatMap(({ check }) =>
        [check.basis, ...(check.also ?? [])].map(({ source }) => ({ by: check.id, source })),
      ),
      ...flows.flatMap(({ id, notTested }) =>
        notTested.map(({ source }) => ({ by: `${id}, not tested`, source })),
      ),
    ]
    expect(cited.length).toBeGreaterThan(100)
    const wrong = cited.filter(
      ({ source }) =>
        !URL.canParse(source.url) ||
        !source.url.startsWith('https://') ||
        !/^20\d\d-(0[1-9]|1[0-2])$/.test(source.month),
    )
    expect(wrong).toEqual([])
  })
})
