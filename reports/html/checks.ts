/**
 * All checks: flow, step, check, and what it came to in each variant. Everything is written at build time; the
 * script only hides, shows and opens.
 */

import { keyOf } from '../order.ts'
import { many } from '../prose.ts'
import type { CheckResult, ResultKey, Source } from '../record.ts'
import { harName } from '../record.ts'
import { isTrouble, LEVELS } from '../verdicts.ts'
import { anchors } from './anchors.ts'
import { casesOfResult, counterexamples } from './cases.ts'
import { runAgain } from './commands.ts'
import { comparison } from './comparison.ts'
import { commandBlock, references } from './exchanges.ts'
import { duration, html, joined, type Markup, outward } from './markup.ts'
import { badge, gravest, mark, type Standing, tallied, VERDICTS, WORDS } from './verdicts.ts'
import type { CheckView, FlowView, StepView, View } from './view.ts'

/** Title, section, address, month and region. */
export function sourceLine({ title, section, url, month, region }: Source): Markup {
  const named = section === '' ? title : `${title}, ${section}`
  return html`<span class="source">${outward(url, named)} <span class="quiet">(${month}${region !== undefined && `, ${region}`})</span></span>`
}

/** A reference to another result, with its verdict, where this report has it. */
function reference(view: View, key: ResultKey): Markup {
  const name = `${key.check} in ${key.variant}${key.walk === undefined ? '' : ` (${key.walk})`}`
  const found = view.find(key)
  if (!found) return html`<code>${name}</code>, which is not part of this run`
  return html`<a href="#${anchors.result(key)}"><code>${name}</code></a> ${badge(found.verdict)}`
}

function facts(rows: readonly (readonly [string, Markup | string | undefined | false])[]): Markup {
  const shown = rows.filter(([, value]) => value !== undefined && value !== false && value !== '')
  return html`<dl class="facts">${shown.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`
}

function heldBackBy(view: View, result: CheckResult): Markup | undefined {
  const by = result.blockedBy
  if (!by) return undefined
  const step =
    by.step !== undefined &&
    html`<a href="#${anchors.step(result.flow, by.step)}">step ${by.step}</a>${by.walk !== undefined && ` (${by.walk})`}: `
  const control = by.control && html`control ${reference(view, by.control)}: `
  return html`${hasStep(view, result.flow, by.step) ? step : by.step !== undefined && `step ${by.step}: `}${control}${by.reason}`
}

function hasStep(view: View, flow: string, number: number | undefined): boolean {
  return view.flows.some(({ id, steps }) => id === flow && steps.some((step) => step.number === number))
}

function controls(view: View, { control }: CheckResult): Markup | undefined {
  if (!control) return undefined
  return html`${reference(view, control)}${control.after && html`, and after it ${reference(view, control.after)}`}`
}

/** One result: a line that opens. */
function resultDetails(view: View, check: CheckView, result: CheckResult, alone: boolean): Markup {
  const key = keyOf(result)
  const anchor = anchors.result(key)
  const first = check.results[0]!
  return html`<details class="result" data-verdict="${result.verdict}" data-level="${result.level}" data-variant="${result.variant}"${view.claims(anchor) && html` id="${anchor}"`}${alone && html` open`}><summary>${badge(result.verdict)}<span class="variant">${result.variant}${result.walk !== undefined && html` <span class="quiet">${result.walk}</span>`}</span><span class="why">${result.reason}</span></summary>
<div class="body">${facts([
    ['Says', result.says !== first.says && result.says],
    // That of a counterexample is told with it.
    ['Reason', result.counterexamples === undefined && result.reason],
    ['Held back by', heldBackBy(view, result)],
    ['Level', result.level !== first.level && result.level],
    ['Source', JSON.stringify(result.source) !== JSON.stringify(first.source) && sourceLine(result.source)],
    ['Control', controls(view, result)],
    // Of an attack the cases take the time, and judging what they taught takes none.
    ['Took', result.cases === undefined && duration(result.durationMs)],
  ])}
${result.counterexamples ? counterexamples(view, result) : comparison(result.expected, result.actual)}
${casesOfResult(result)}
${result.notes?.length ? html`<h6>Worth reading</h6><ul class="notes">${result.notes.map((note) => html`<li>${note}</li>`)}</ul>` : undefined}
${result.counterexamples === undefined && result.exchanges.length > 0 && html`<h6>${many(result.exchanges.length, 'exchange')} it looked at</h6>${references(view, harName(result), result.exchanges)}`}
<h6>Run this check alone</h6>${commandBlock(
    'command that runs this check alone',
    joined(
      runAgain(view.record, result).map((words) => html`<span class="w">${words}</span>`),
      ' ',
    ),
  )}
<p><a class="here" href="#${anchor}">Link to this result</a></p></div></details>`
}

function checkDetails(view: View, check: CheckView): Markup {
  const first = check.results[0]!
  const worst = gravest(check.results)!
  const open = view.opensWrong && check.results.some(({ verdict }) => isTrouble(verdict))
  const alone = check.results.length === 1
  return html`<details class="check"${view.claims(anchors.check(check.id)) && html` id="${anchors.check(check.id)}"`}${open && html` open`}><summary>${mark(worst)}<span class="sr">${WORDS[worst]}: </span><span class="title"><h5>${first.says}</h5><code class="id">${check.id}</code><span class="level ${first.level}">${first.level}</span></span>${alone ? html`<span class="tally">${badge(worst)}</span>` : tallied(check.results)}</summary>
<p class="from">Source: ${sourceLine(first.source)} <a class="here" href="#${anchors.check(check.id)}">Link to this check</a></p>
${check.results.map((result) => resultDetails(view, check, result, alone && open))}</details>`
}

/** What a step is shown as, over all variants or in one. */
export function standingOf(step: StepView, variant?: string): Standing {
  const of = <T extends { readonly variant: string }>(items: readonly T[]) =>
    variant === undefined ? items : items.filter((item) => item.variant === variant)
  const verdict = gravest(of(step.results))
  const performances = of(step.performances)
  if (verdict && verdict !== 'not-applicable') return verdict
  if (performances.some(({ performed, omitted }) => !performed && !omitted)) return 'not-performed'
  if (performances.some(({ performed }) => performed)) return verdict ?? 'performed'
  if (performances.some(({ omitted }) => omitted)) return 'omitted'
  return verdict ?? (step.selected ? 'not-judged' : 'not-selected')
}

function performances(view: View, step: StepView): Markup | undefined {
  if (step.performances.length === 0) return undefined
  const rows = step.performances.map((of) => {
    const standing = of.performed ? 'performed' : of.omitted ? 'omitted' : 'not-performed'
    const why = joined([of.omitted && sourceLine(of.omitted), of.reason].filter(Boolean) as Markup[], '; ')
    return html`<li>${badge(standing)} <b>${of.variant}${of.walk !== undefined && ` (${of.walk})`}</b> <span class="quiet">${duration(of.durationMs)}</span> ${why}${references(view, harName(of), of.exchanges)}</li>`
  })
  return html`<details class="performances"><summary>How the step went in ${many(step.performances.length, 'walk')} of ${many(new Set(step.performances.map(({ variant }) => variant)).size, 'variant')}</summary><ul>${rows}</ul></details>`
}

function stepDetails(view: View, flow: FlowView, step: StepView): Markup {
  const open = step.results.some(({ verdict }) => isTrouble(verdict))
  const about = step.description
  const without =
    step.checks.length === 0 &&
    html`<p class="quiet">No check judges this step: ${!step.selected ? 'it was not selected.' : about && !about.target ? 'it happens inside the application or at the user’s side, where nothing is visible at the target.' : 'none was planned in this run.'}</p>`
  return html`<details class="step" id="${anchors.step(flow.id, step.number)}"${open && html` open`}><summary>${mark(standingOf(step))}<span class="sr">${WORDS[standingOf(step)]}: </span><span class="title"><h4><span class="number">${about?.name ?? step.number}</span>${about?.title ?? `Step ${step.number}`}</h4>${about && html`<span class="quiet">${about.actor}${about.actor !== about.receiver && ` → ${about.receiver}`}</span>`}</span>${step.checks.length > 0 ? tallied(step.results) : html`<span class="tally">${badge(standingOf(step))}</span>`}</summary>
${without}${performances(view, step)}${step.checks.map((check) => checkDetails(view, check))}</details>`
}

function filters(view: View): Markup {
  const results = view.record.checks
  const verdicts = VERDICTS.map((verdict) => {
    const number = results.filter((result) => result.verdict === verdict).length
    return html`<label class="${verdict}"><input type="checkbox" name="verdict" value="${verdict}"${number === 0 && html` disabled`}>${mark(verdict)}${WORDS[verdict]} <span class="quiet">${number}</span></label>`
  })
  const levels = LEVELS.map(
    (level) =>
      html`<label><input type="checkbox" name="level" value="${level}">${level} <span class="quiet">${results.filter((result) => result.level === level).length}</span></label>`,
  )
  const variants = view.variants.map((variant) => html`<option value="${variant}">${variant}</option>`)
  return html`<form class="filters" id="filters" hidden aria-label="Filter the checks">
<fieldset><legend>Verdict</legend>${verdicts}</fieldset>
<fieldset><legend>Level</legend>${levels}</fieldset>
<div class="fields"><label>Variant <select name="variant"><option value="">all</option>${variants}</select></label>
<label class="search">Search <input type="search" name="q" autocomplete="off" spellcheck="false" placeholder="words in ids, sentences, sources, values"></label></div>
<p class="state"><output id="shown" role="status"></output><button type="button" id="wrong">Only what is wrong</button><button type="button" id="reset">Show all</button></p></form>`
}

export function checksSection(view: View): Markup {
  const flows = view.flows.filter(
    ({ results, steps }) => results.length > 0 || steps.some((step) => step.performances.length > 0),
  )
  const parts = flows.map(
    (flow) =>
      html`<section class="flow" aria-labelledby="${anchors.flow(flow.id)}"><h3 id="${anchors.flow(flow.id)}">${flow.title} <code class="id">${flow.id}</code></h3>${flow.steps.map((step) => stepDetails(view, flow, step))}</section>`,
  )
  return html`<section id="checks" aria-labelledby="checks-title"><h2 id="checks-title">Checks</h2>
<p class="lead">${many(view.record.checks.length, 'result')} of ${many(
    flows.reduce((sum, flow) => sum + new Set(flow.results.map(({ id }) => id)).size, 0),
    'check',
  )}, by flow, step, check and variant.${view.opensWrong ? ' What is wrong is open.' : ' Steps in which something is wrong are open.'}</p>
${filters(view)}${parts}<p id="nothing" class="quiet" hidden>No check is left by these filters.</p></section>`
}
