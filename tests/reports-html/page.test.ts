/** What a reader finds in the report, and under which addresses. */

import { load } from 'cheerio'
import { describe, expect, it } from 'vitest'
import { groupByCause } from '../../reports/cause.ts'
import { fold } from '../../reports/fold.ts'
import { anchors } from '../../reports/html/anchors.ts'
import { renderHtml } from '../../reports/html/index.ts'
import { keyOf } from '../../reports/order.ts'
import { conformingEvents, exampleRecord } from '../reports/example-record.ts'

const { record, hars } = exampleRecord()
const $ = load(renderHtml({ record, hars }))
const at = (id: string) => $(`[id="${id}"]`)
const words = (text: string) => text.replace(/\s+/g, ' ').trim()

describe('steps without a check', () => {
  const steps = (selection: Partial<typeof record.selection>) => {
    const checks = record.checks.filter(({ step }) => step === 4)
    const part = {
      ...record,
      selection: { ...record.selection, ...selection },
      checks,
      steps: record.steps.filter(({ number }) => number === 4),
    }
    const page = load(renderHtml({ record: part, hars }))
    const flow = checks[0]!.flow
    const { number } = record.flows.find(({ id }) => id === flow)!.steps.find(({ number }) => number !== 4)!
    return words(page(`[id="${anchors.step(flow, number)}"]`).text())
  }

  it('were not selected, where something else was', () => {
    expect(steps({ variants: [record.checks[0]!.variant] })).toMatch(/not selected .* it was not selected\./)
  })

  it('are not judged, where nothing in particular was', () => {
    expect(steps({})).toContain('not judged')
  })
})

it('says what was selected, and of one case that was made again nothing else', () => {
  const selectedIn = (more: Partial<typeof record>) => {
    const selection = { flows: [], variants: [], checks: [] }
    const page = load(renderHtml({ record: { ...record, selection, ...more }, hars }))
    return page('#verdict dt:contains("Selected") + dd').text()
  }
  expect(selectedIn({})).toBe('everything')
  const options = { ...record.options, replay: '[["a-row",null]]' }
  expect(selectedIn({ options })).toBe('one case, made again')
})

it('tells what a counterexample changed once, and how many there are', () => {
  const [check] = record.checks as [(typeof record.checks)[0]]
  const found = {
    row: 'a-row',
    recipe: [{ row: 'a-row', with: null }],
    changed: ['one thing was done', 'another came of it'],
    ...{ owed: 'a refusal', came: 'accepted', replay: '', exchanges: [] },
  }
  const reason = 'one thing was done; another came of it: expected a refusal, received accepted'
  const failed = { ...check, verdict: 'failed', reason, counterexamples: [found] } as typeof check
  const page = load(renderHtml({ record: { ...record, checks: [failed] }, hars }))
  const result = page(`[id="${anchors.result(keyOf(check))}"] .body`)
  expect(result.text().split('one thing was done')).toHaveLength(2)
  expect(result.text()).toContain('1 counterexample')
})

it('tells how long a check took, but of an attack, whose cases took the time', () => {
  const [check] = record.checks as [(typeof record.checks)[0]]
  const counts = { generated: 1, applied: 1, judged: 1 }
  const pageOf = (more: Partial<typeof check>) => {
    const page = load(renderHtml({ record: { ...record, checks: [{ ...check, ...more }] }, hars }))
    return page(`[id="${anchors.result(keyOf(check))}"] dt`).text()
  }
  expect(pageOf({})).toContain('Took')
  expect(pageOf({ cases: { ...counts, rows: [{ row: 'a-row', ...counts }] } })).not.toContain('Took')
})

describe('addresses', () => {
  it.each(record.checks.map((check) => [anchors.result(keyOf(check)), check] as const))(
    '%s',
    (anchor, check) => {
      const result = at(anchor)
      expect(result.length).toBe(1)
      expect(result.attr('data-verdict')).toBe(check.verdict)
      expect(words(result.find('pre').last().text())).toBe(
        `npx cognito-conformance run --target acme-cognito --check ${check.id} --variant ${check.variant}`,
      )
      expect(result.find('.peek').length).toBe(check.exchanges.length)
      if (check.reason) expect(result.text()).toContain(check.reason.split(' ')[0])
    },
  )

  it('has every exchange once, and every check, step and flow', () => {
    for (const [har, { log }] of hars) {
      for (const n of log.entries.keys()) expect(at(anchors.exchange(har, n)).length).toBe(1)
    }
    for (const { id } of record.checks) expect(at(anchors.check(id)).length).toBe(1)
    for (const { flow, number } of record.steps) expect(at(anchors.step(flow, number)).length).toBe(1)
    expect(at(anchors.flow('api-authentication')).length).toBe(1)
  })

  it('are made from keys: different keys, different addresses, in any text', () => {
    const keys = ['a:b', 'a~3a~b', 'a b', 'a/b', 'a', 'é', '=', '&']
    const made = keys.flatMap((check) => keys.map((variant) => anchors.result({ check, variant })))
    expect(new Set(made).size).toBe(made.length)
    for (const anchor of made) expect(anchor).toMatch(/^[\w:./~-]+$/)
    expect(anchors.result({ check: 'a', variant: 'b', walk: '' })).not.toBe(
      anchors.result({ check: 'a', variant: 'b' }),
    )
  })

  it('do not depend on what else is in the record', () => {
    const part = { ...record, checks: record.checks.slice(7) }
    const alone = load(renderHtml({ record: part, hars }))
    const ids = alone('details.result')
      .toArray()
      .map(({ attribs }) => attribs['id'])
    expect(ids.filter((id) => at(id!).length !== 1)).toEqual([])
  })
})

describe('the verdict', () => {
  it('says what the run came to, and from what', () => {
    const facts = $('.run > div')
      .toArray()
      .map((fact) => `${$(fact).find('dt').text()} ${$(fact).find('dd').text()}`)
    const text = words(`${$('.says').text()} ${facts.join(' ')}`)
    for (const part of [
      record.outcome.says,
      'Exit code 4',
      '2026-11-21 09:30:00 UTC',
      '20261107',
      'cognito-conformance 0.1.0',
      'Required from level required',
      'Agent http',
    ]) {
      expect(text).toContain(part)
    }
  })

  it('gives two figures for each flow, and no percentage anywhere', () => {
    const row = words($('.figures tbody tr').first().text())
    const { judged, planned } = record.flows[0]!
    const failed = record.checks.filter((check) => check.verdict === 'failed').length
    expect(row).toContain(`${failed} of ${judged} judged`)
    expect(row).toContain(`${judged} of ${planned} planned`)
    expect($('main').text()).not.toMatch(/\d\s*%/)
  })

  it('says so when the target conforms', () => {
    const good = load(renderHtml(fold(conformingEvents())))
    expect(words(good('h1').text())).toBe('Conforms')
    expect(good('.cause').length).toBe(0)
    expect(good('#causes').text()).toContain('Nothing failed')
  })
})

describe('causes', () => {
  it('come in the order of what they hold back, each with the results that it holds', () => {
    const causes = groupByCause(record)
    const items = $('.cause').toArray()
    expect(items.length).toBe(causes.length)
    causes.forEach((cause, index) => {
      const item = $(items[index]!)
      expect(item.find('.meta b').text()).toMatch(new RegExp(`^${cause.checks.length} result`))
      const links = item
        .find('a[href^="#"]')
        .toArray()
        .map(({ attribs }) => attribs['href'])
      for (const check of cause.checks) expect(links).toContain(`#${anchors.result(keyOf(check))}`)
    })
  })
})

describe('the lane diagram', () => {
  const diagrams = $('section.lanes[data-flow="api-authentication"] .diagram')

  it('is there for all variants and for each, with an arrow for every step, each leading to its checks', () => {
    expect(diagrams.toArray().map(({ attribs }) => attribs['data-variant'])).toEqual([
      '',
      'password-totp',
      'admin-password-totp',
      'srp-totp',
    ])
    diagrams.each((_, diagram) => {
      const links = $(diagram)
        .find('li > a')
        .toArray()
        .map(({ attribs }) => attribs['href'])
      expect(links).toEqual(record.flows[0]!.steps.map(({ number }) => `#step:api-authentication/${number}`))
    })
    expect(
      $(diagrams[0]!)
        .find('.heads .draw span')
        .toArray()
        .map((head) => $(head).text()),
    ).toEqual(['user', 'application', 'user pool'])
  })

  it('carries the gravest verdict of a step in words, over all variants and in one', () => {
    const outcome = (diagram: number, step: number) =>
      $(diagrams[diagram]!)
        .find('li')
        .eq(step - 1)
        .find('.badge')
        .text()
    expect(outcome(0, 15)).toBe('errored')
    expect(outcome(0, 4)).toBe('failed')
    expect(outcome(0, 5)).toBe('passed')
    expect(outcome(0, 1)).toBe('performed')
    expect(outcome(2, 6)).toBe('blocked')
    expect(outcome(2, 7)).toBe('not performed')
    expect(outcome(3, 5)).toBe('performed')
  })
})

describe('the head of the report', () => {
  const headOf = (more: Partial<typeof record>) => {
    const page = load(renderHtml({ record: { ...record, ...more }, hars }))
    return words(page('#verdict').text())
  }

  it('says what is conformed to, and of another command than a run what it judged', () => {
    expect(headOf({})).toContain(`Conformance of ${words(record.target.name)}`)
    expect(headOf({})).toContain('to Amazon Cognito')
    const own = headOf({ options: { command: 'cognito-conformance fuzz --url http://localhost/me' } })
    expect(own).not.toContain('to Amazon Cognito')
    expect(own).toContain(
      `${record.flows.map(({ title }) => title).join(', ')}: ${words(record.target.name)}`,
    )
  })

  it('counts the cases of attacks, and what of these flows is not tested', () => {
    expect(headOf({})).not.toContain('cases generated')
    expect(headOf({})).toMatch(/documented statements? about these flows (is|are) not tested/)
    const [check, ...others] = record.checks as [(typeof record.checks)[0]]
    const counts = { generated: 1200, applied: 1100, judged: 1000 }
    const attacked = { ...check, cases: { ...counts, rows: [{ row: 'a-row', ...counts }] } }
    const flows = record.flows.map((flow) => ({ ...flow, notTested: [] }))
    const head = headOf({ checks: [attacked, ...others], flows })
    expect(head).toContain('1,200 cases generated, 1,100 applied, 1,000 judged')
    expect(head).not.toContain('not tested')
  })
})

describe('everything else', () => {
  it('shows statements that are not tested, steps not performed and leftovers', () => {
    const text = words($('#not-tested').text())
    expect(text).toContain('A session is valid for as long as the app client says')
    expect(text).toContain('api-authentication, step 8 in srp-totp: no answer within')
    expect(text).toContain('eu-west-1_EXAMPLE2')
    expect(words($('footer').text())).toContain('npx cognito-conformance report DIR')
  })

  it('shows exchanges as HTTP, once each', () => {
    const wire = at('exchange:api-authentication.password-totp:3')
    expect(wire.find('pre').eq(0).text()).toMatch(
      /^POST http:\/\/127\.0\.0\.1:9229\/ HTTP\/1\.1\ncontent-type: /,
    )
    expect(wire.find('pre').eq(1).text()).toContain('"message": "<script>alert(1)</script>')
    expect(at('exchange:api-authentication.srp-totp:1').text()).toContain(
      'No answer. no answer within 10,000 ms',
    )
    expect($('.exchange').length).toBe(
      [...hars.values()].reduce((sum, { log }) => sum + log.entries.length, 0),
    )
  })

  it('keeps headings in order and names its landmarks', () => {
    const levels = $('h1,h2,h3,h4,h5,h6')
      .toArray()
      .map(({ tagName }) => Number(tagName[1]))
    expect(levels.filter((level) => level === 1)).toEqual([1])
    expect(levels.filter((level, index) => index > 0 && level > levels[index - 1]! + 1)).toEqual([])
    $('main > section').each((_, section) => {
      expect(at($(section).attr('aria-labelledby')!).length).toBe(1)
    })
  })

  it('holds for a record in which hardly anything happened', () => {
    const empty = { ...record, checks: [], steps: [], flows: [], complete: false }
    const page = load(renderHtml({ record: empty, hars: new Map() }))
    expect(page('main > section').length).toBe(6)
  })
})
