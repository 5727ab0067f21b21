/** What this run says nothing about: documented statements without a test, steps that did not happen, leftovers. */

import { many } from '../prose.ts'
import type { StepResult } from '../record.ts'
import { anchors } from './anchors.ts'
import { sourceLine } from './checks.ts'
import { html, type Markup } from './markup.ts'
import type { View } from './view.ts'

function statements({ flows }: View): Markup {
  const parts = flows
    .filter(({ record }) => record && record.notTested.length > 0)
    .map(
      ({ title, record }) =>
        html`<h4>${title}</h4><ul class="statements">${record!.notTested.map(({ statement, source, reason }) => html`<li><p>${statement}</p><p class="quiet">Not tested: ${reason}</p><p class="from">${sourceLine(source)}</p></li>`)}</ul>`,
    )
  return parts.length > 0 ? html`${parts}` : html`<p class="quiet">Nothing is on the list.</p>`
}

/** Steps without performance and without a source that omits them: one line for each step and reason. */
function notPerformed({ record }: View): Markup {
  const lines = new Map<string, { readonly step: StepResult; readonly variants: string[] }>()
  for (const step of record.steps.filter(({ performed, omitted }) => !performed && !omitted)) {
    const key = JSON.stringify([step.flow, step.number, step.reason])
    const line = lines.get(key) ?? { step, variants: [] }
    line.variants.push(step.walk === undefined ? step.variant : `${step.variant} (${step.walk})`)
    lines.set(key, line)
  }
  if (lines.size === 0)
    return html`<p class="quiet">Every planned step was performed, or is omitted by its source.</p>`
  const items = [...lines.values()].map(
    ({ step, variants }) =>
      html`<li><a href="#${anchors.step(step.flow, step.number)}">${step.flow}, step ${step.number}</a> <span class="quiet">in ${variants.join(', ')}</span>${step.reason !== undefined && html`: ${step.reason}`}</li>`,
  )
  return html`<ul>${items}</ul>`
}

function leftovers({ record }: View): Markup | undefined {
  if (!record.leftovers?.length) return undefined
  return html`<h3>Leftovers</h3><p>${many(record.leftovers.length, 'thing')} that the run created on the target and could not delete:</p><ul>${record.leftovers.map(({ kind, id, reason }) => html`<li>${kind} <code>${id}</code>: ${reason}</li>`)}</ul>`
}

export function notTestedSection(view: View): Markup {
  return html`<section id="not-tested" aria-labelledby="not-tested-title"><h2 id="not-tested-title">Not tested</h2>
<h3>Documented, and not tested</h3>${statements(view)}
<h3>Steps that were not performed</h3>${notPerformed(view)}
${leftovers(view)}</section>`
}
