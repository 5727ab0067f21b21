/** What went wrong, by cause: one failure with everything that it holds back, the costliest first. */

import { type Cause, groupByCause } from '../cause.ts'
import { keyOf } from '../order.ts'
import { many } from '../prose.ts'
import { anchors } from './anchors.ts'
import { counterexample } from './cases.ts'
import { sourceLine } from './checks.ts'
import { comparison } from './comparison.ts'
import { html, type Markup } from './markup.ts'
import { badge, mark, tallied, WORDS } from './verdicts.ts'
import type { View } from './view.ts'

/** So many are named at once; the rest opens. */
const AT_ONCE = 6

function heldBack({ checks }: Cause): Markup {
  const items = checks.map(
    (result) =>
      html`<li><a href="#${anchors.result(keyOf(result))}">${mark(result.verdict)}<span class="sr">${WORDS[result.verdict]}: </span>${result.id}</a> <span class="quiet">${result.variant}${result.walk !== undefined && `, ${result.walk}`}</span></li>`,
  )
  const rest = items.slice(AT_ONCE)
  return html`<ul class="held">${items.slice(0, AT_ONCE)}</ul>${rest.length > 0 && html`<details class="more"><summary>${many(rest.length, 'more result')}</summary><ul class="held">${rest}</ul></details>`}`
}

function causeItem(view: View, cause: Cause): Markup {
  const { representative: result, checks } = cause
  const [first] = result.counterexamples ?? []
  return html`<li class="cause"><h3>${cause.title}</h3>
<p class="meta"><b>${many(checks.length, 'result')}</b> ${tallied(checks)}<span class="quiet">${cause.levels.join(', ')}</span></p>
<p>${badge(result.verdict)} <a href="#${anchors.result(keyOf(result))}">${result.says}</a> <span class="quiet">${result.variant}</span></p>
${first ? counterexample(view, result, first) : comparison(result.expected, result.actual)}
<p class="from">Source: ${sourceLine(result.source)}</p>
${checks.length > 1 && html`<h4>What it holds back</h4>${heldBack(cause)}`}</li>`
}

export function causesSection(view: View): Markup {
  const { record } = view
  const causes = groupByCause(record)
  const results = causes.reduce((sum, { checks }) => sum + checks.length, 0)
  const lead =
    causes.length === 0
      ? 'Nothing failed, and nothing was held back.'
      : `${many(results, 'result')} from ${many(causes.length, 'cause')}, the costliest first.`
  return html`<section id="causes" aria-labelledby="causes-title"><h2 id="causes-title">What went wrong, by cause</h2>
<p class="lead">${lead}</p>${causes.length > 0 && html`<ol class="causes">${causes.map((cause) => causeItem(view, cause))}</ol>`}</section>`
}
