/**
 * The lane diagram of a flow: lifelines, and one numbered arrow a documented step, with its verdict.
 *
 * A list whose rows each draw their part of the lanes as inline SVG in percentages of the row's width. So the
 * text is ordinary text (it wraps, it is read out, it can be searched), and nothing is scaled on a small screen.
 */

import { anchors } from './anchors.ts'
import { standingOf } from './checks.ts'
import { html, type Markup } from './markup.ts'
import { badge, type Standing, tally, WORDS } from './verdicts.ts'
import type { FlowView, StepView, View } from './view.ts'

/** Lanes in the order in which the documented steps first name them. */
export function lanesOf(flow: FlowView): readonly string[] {
  const named = flow.steps.flatMap(({ description }) =>
    description ? [description.actor, description.receiver] : [],
  )
  return [...new Set(named)]
}

/** Abbreviations are not words: `idp` is written IdP. */
const ABBREVIATIONS: Readonly<Record<string, string>> = { idp: 'IdP', sts: 'STS', iam: 'IAM', aws: 'AWS' }

const nameOf = (lane: string): string =>
  lane
    .split('-')
    .map((word) => ABBREVIATIONS[word] ?? word)
    .join(' ')

function percent(lane: number, lanes: number): string {
  return `${(((lane + 0.5) / lanes) * 100).toFixed(3)}%`
}

/** The part of the lanes that belongs to one step. Heads and loops are drawn in pixels, at a point in percent. */
function strip(from: number, to: number, lanes: number, number: number, standing: Standing): Markup {
  const lines = Array.from({ length: lanes }, (_, lane) => {
    const x = percent(lane, lanes)
    return html`<line class="life" x1="${x}" x2="${x}" y1="0" y2="100%"/>`
  })
  const at = percent(from, lanes)
  const self = from === to
  // A loop at the last lane turns inwards, where there is room.
  const side = self && from === lanes - 1 && lanes > 1 ? -1 : 1
  const direction = to > from ? 1 : -1
  const arrow = self
    ? html`<svg x="${at}" y="50%" overflow="visible"><path class="shaft" d="M0 -9H${22 * side}Q${27 * side} -9 ${27 * side} -4V4Q${27 * side} 9 ${22 * side} 9H${9 * side}"/><path class="head" d="M${2 * side} 9l${9 * side} -4.5v9z"/></svg>`
    : html`<line class="shaft" x1="${at}" y1="50%" x2="${percent(to, lanes)}" y2="50%"/><svg x="${percent(to, lanes)}" y="50%" overflow="visible"><path class="head" d="M${-1 * direction} 0l${-10 * direction} -5v10z"/></svg>`
  return html`<svg class="strip ${standing}" width="100%" height="100%" aria-hidden="true" focusable="false">${lines}${arrow}<svg x="${at}" y="${self ? '50%' : '50%'}" overflow="visible"><circle class="plate" r="10.5" cy="${self ? -9 : 0}"/><text y="${self ? -5 : 4}" text-anchor="middle">${number}</text></svg></svg>`
}

/** What happened to a step that no check judges, where its walks differ. */
function happened(step: StepView, variant: string | undefined): readonly string[] {
  const walks = step.performances.filter((of) => variant === undefined || of.variant === variant)
  const performed = walks.filter((of) => of.performed).length
  const omitted = walks.filter((of) => !of.performed && of.omitted).length
  const kinds = [
    [performed, 'performed'],
    [omitted, 'omitted'],
    [walks.length - performed - omitted, 'not performed'],
  ] as const
  const some = kinds.filter(([number]) => number > 0)
  return some.length > 1 ? some.map(([number, word]) => `${word} in ${number}`) : []
}

function row(
  flow: FlowView,
  step: StepView,
  lanes: readonly string[],
  variant: string | undefined,
): Markup | undefined {
  const about = step.description
  if (!about) return undefined
  const standing = standingOf(step, variant)
  const results = variant === undefined ? step.results : step.results.filter((of) => of.variant === variant)
  const counted =
    results.length > 0
      ? tally(results).map(([verdict, number]) => `${number} ${WORDS[verdict]}`)
      : happened(step, variant)
  const self = about.actor === about.receiver
  return html`<li><a class="${standing}" href="#${anchors.step(flow.id, step.number)}"><span class="draw">${strip(lanes.indexOf(about.actor), lanes.indexOf(about.receiver), lanes.length, step.number, standing)}</span><span class="text"><span class="sr">Step ${step.number}, ${self ? `within ${about.actor}` : `from ${about.actor} to ${about.receiver}`}: </span><span class="line">${about.title}</span><span class="outcome">${badge(standing)}${counted.length > 0 && html`<span class="quiet">${counted.join(', ')}</span>`}</span></span></a></li>`
}

function diagram(flow: FlowView, lanes: readonly string[], variant: string | undefined): Markup {
  const heads = lanes.map((lane) => html`<span>${nameOf(lane)}</span>`)
  const name = `${flow.title}: verdicts of ${variant === undefined ? 'all variants' : `the variant ${variant}`}`
  return html`<div class="diagram lanes-${Math.min(lanes.length, 10)}" data-variant="${variant ?? ''}"${variant !== undefined && html` hidden`} role="group" aria-label="${name}"><div class="heads" aria-hidden="true"><span class="draw">${heads}</span></div><ol>${flow.steps.map((step) => row(flow, step, lanes, variant))}</ol></div>`
}

function flowDiagram(flow: FlowView): Markup {
  const lanes = lanesOf(flow)
  const ran = flow.variants.length > 0
  const documented = flow.record?.documentedVariant
  const options = flow.variants.map(
    (variant) =>
      html`<option value="${variant}">${variant}${variant === documented && ' (walks every documented step)'}</option>`,
  )
  const choice = html`<label class="choice" hidden>Verdicts of <select name="diagram" data-flow="${flow.id}" aria-label="Verdicts in the diagram of ${flow.title}"><option value="">all variants</option>${options}</select></label>`
  const body =
    !ran || lanes.length === 0
      ? html`<p class="quiet">${ran ? 'This flow has no documented steps to draw.' : flow.record?.claimed ? 'Nothing of it was planned in this run.' : 'The target does not claim this flow; nothing of it was planned.'}</p>`
      : html`${choice}${[undefined, ...flow.variants].map((variant) => diagram(flow, lanes, variant))}`
  return html`<section class="lanes" data-flow="${flow.id}"><h3>${flow.title}</h3>${body}</section>`
}

export function lanesSection(view: View): Markup {
  return html`<section id="flows" aria-labelledby="flows-title"><h2 id="flows-title">Flows, step by step</h2>
<p class="lead">Each arrow is a documented step and carries the gravest verdict of its checks. It leads to them.</p>
${view.flows.map(flowDiagram)}</section>`
}
