/** What a check of the attack suite stands on, and what went wrong: how many cases, and the smallest that shows it. */
import { countsInWords, replayOf } from '../cases.ts'
import { many } from '../prose.ts'
import { type CheckResult, type Counterexample, harName } from '../record.ts'
import { comparison } from './comparison.ts'
import { commandBlock, references } from './exchanges.ts'
import { html, joined, type Markup } from './markup.ts'
import type { View } from './view.ts'

/** So many are shown at once; the rest opens. */
const AT_ONCE = 5

export function casesOfResult({ cases }: CheckResult): Markup | undefined {
  if (cases === undefined) return undefined
  const rows = cases.rows.map(
    ({ row, generated, applied, judged }) =>
      html`<tr><th scope="row"><code>${row}</code></th><td>${generated}</td><td>${applied}</td><td>${judged}</td></tr>`,
  )
  return html`<h6>Cases</h6><details class="cases"><summary>${countsInWords(cases)}, of ${many(cases.rows.length, 'row')}</summary><table><thead><tr><th scope="col">row</th><th scope="col">generated</th><th scope="col">applied</th><th scope="col">judged</th></tr></thead><tbody>${rows}</tbody></table></details>`
}

export function counterexample(view: View, result: CheckResult, found: Counterexample): Markup {
  return html`<div class="counterexample"><ul class="notes">${found.changed.map((one) => html`<li>${one}</li>`)}</ul>${comparison(found.owed, found.came)}${references(view, harName(result), found.exchanges)}${commandBlock(
    'command that makes this case again',
    joined(
      replayOf(view.record, result, found).map((words) => html`<span class="w">${words}</span>`),
      ' ',
    ),
  )}</div>`
}

export function counterexamples(view: View, result: CheckResult): Markup | undefined {
  const { counterexamples: found = [] } = result
  if (found.length === 0) return undefined
  const items = found.map((one) => counterexample(view, result, one))
  const rest = items.slice(AT_ONCE)
  return html`<h6>${many(found.length, 'counterexample')}, each as small as it was found: what was changed, what came of it, and how to make it again</h6>${items.slice(0, AT_ONCE)}${rest.length > 0 && html`<details class="more"><summary>${many(rest.length, 'more counterexample')}</summary>${rest}</details>`}`
}
