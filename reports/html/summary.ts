/** The verdict: what was run against what, what it came to, and two figures for each flow. */

import { casesOf, countsInWords } from '../cases.ts'
import { bentBy, fails, isReplay } from '../outcome.ts'
import { many } from '../prose.ts'
import type { RunRecord, Verdict } from '../record.ts'
import { isJudged } from '../verdicts.ts'
import { anchors } from './anchors.ts'
import { written } from './json.ts'
import { duration, html, joined, type Markup, outward } from './markup.ts'
import { mark, WORDS } from './verdicts.ts'
import type { FlowView, View } from './view.ts'

/** What the exit codes mean, in a word or two. */
const OUTCOMES: readonly string[] = [
  'Conforms',
  'Does not conform',
  'Wrong usage',
  'Target not reached',
  'Fault of the harness',
  'Undecided',
]

export function outcomeWord({ outcome, checks }: RunRecord): string {
  if (outcome.exitCode === 1 && !checks.some((check) => fails(check, outcome.level)))
    return 'Not fully judged'
  return OUTCOMES[outcome.exitCode] ?? `Exit code ${outcome.exitCode}`
}

function standing({ outcome }: RunRecord): Verdict {
  if (outcome.conforms) return 'passed'
  if (outcome.exitCode === 5) return 'indeterminate'
  return outcome.exitCode === 1 ? 'failed' : 'errored'
}

/** `2026-11-21 09:30:00 UTC`. */
function moment(iso: string): string {
  return iso.replace('T', ' ').replace(/(?:\.\d+)?Z$/, ' UTC')
}

function selectionOf(record: RunRecord): string {
  const { selection, shard } = record
  const parts = [
    selection.flows.length > 0 && `flows ${selection.flows.join(', ')}`,
    selection.variants.length > 0 && `variants ${selection.variants.join(', ')}`,
    selection.checks.length > 0 && `checks ${selection.checks.join(', ')}`,
    shard && `shard ${shard.index} of ${shard.total}`,
    isReplay(record) && 'one case, made again',
  ].filter(Boolean)
  return parts.length > 0 ? parts.join('; ') : 'everything'
}

function figures(flow: FlowView): Markup {
  const name = html`<th scope="row"><a href="#${flow.results.length > 0 ? anchors.flow(flow.id) : 'flows'}">${flow.title}</a> <code class="id">${flow.id}</code></th>`
  const of = (verdict: Verdict) => flow.results.filter((result) => result.verdict === verdict).length
  const judged = flow.record?.judged ?? flow.results.filter(({ verdict }) => isJudged(verdict)).length
  const planned = flow.record?.planned ?? flow.results.length
  if (planned === 0) {
    return html`<tr class="unclaimed">${name}<td colspan="4">${flow.record?.claimed ? 'nothing planned' : 'not claimed'}</td></tr>`
  }
  const others = (['blocked', 'indeterminate', 'errored', 'unexpected-pass', 'expected-failure'] as const)
    .filter((verdict) => of(verdict) > 0)
    .map(
      (verdict) =>
        html`<span class="badge ${verdict}">${mark(verdict)}${of(verdict)} ${WORDS[verdict]}</span>`,
    )
  const figure = (label: string, number: number, whole: string, grave: boolean) =>
    html`<td data-label="${label}"><b${grave && html` class="refused"`}>${number}</b> ${whole}</td>`
  return html`<tr>${name}${figure('Failed', of('failed'), `of ${judged} judged`, of('failed') > 0)}${figure('Judged', judged, `of ${planned} planned`, false)}<td data-label="Not applicable">${of('not-applicable')}${flow.record?.claimed === false && html` <span class="quiet">(not claimed)</span>`}</td><td data-label="Besides">${others.length > 0 ? joined(others, ' ') : html`<span class="quiet">none</span>`}</td></tr>`
}

function aboutTarget({ target, options, selection, tool, revision, ciUrl }: RunRecord): Markup {
  const lacks = target.lacks.map(({ capability, reason }) => html`<li><b>${capability}</b>: ${reason}</li>`)
  const pairs = (of: Readonly<Record<string, unknown>>) =>
    Object.keys(of).length > 0 &&
    html`<dl class="facts">${Object.entries(of).map(([name, value]) => html`<div><dt>${name}</dt><dd><code>${typeof value === 'string' ? value : written(value)}</code></dd></div>`)}</dl>`
  const part = (title: string, body: Markup | false) => body && html`<h2>${title}</h2>${body}`
  return html`<details class="more"><summary>The target file, the options and the catalogue of this run</summary><div>
${part('Claims', html`<p>${target.claims.length > 0 ? target.claims.join(', ') : 'no flow'}</p>`)}
${part('Lacks', lacks.length > 0 && html`<ul>${lacks}</ul>`)}
${part('Settings', pairs(target.settings))}
${part('Options', pairs(options))}
${part('Selection', pairs({ ...selection }))}
${part('Made from', html`<p>Catalogue <code>${tool.catalogue}</code>${target.digest !== undefined && html`, target <code>${target.digest}</code>`}${revision !== undefined && html`, revision <code>${revision}</code>`}${ciUrl !== undefined && html`, ${outward(ciUrl, ciUrl)}`}</p>`)}
</div></details>`
}

/** Another command than `run` says itself what it judged: an API of somebody’s own owes nothing to Amazon Cognito. */
function kicker({ record: { target, options }, flows }: View, bent: readonly string[]): string {
  const name = `${target.name}${bent.length > 0 ? ` (bent by ${bent.join(', ')})` : ''}`
  return typeof options['command'] === 'string'
    ? `${flows.map(({ title }) => title).join(', ')}: ${name}`
    : `Conformance of ${name} to Amazon Cognito`
}

function notTestedNote({ flows }: View): Markup | false {
  const number = flows
    .filter(({ results }) => results.length > 0)
    .reduce((sum, { record }) => sum + (record?.notTested.length ?? 0), 0)
  return (
    number > 0 &&
    html` ${many(number, 'documented statement')} about these flows ${number > 1 ? 'are' : 'is'} <a href="#not-tested">not tested</a>, each for a reason.`
  )
}

export function summarySection(view: View): Markup {
  const { record, flows } = view
  const { target, outcome, tool } = record
  const bent = bentBy(record.options)
  const took = duration(Date.parse(record.endedAt) - Date.parse(record.startedAt))
  const cases = casesOf(record.checks)
  const rows: readonly (readonly [string, Markup | string])[] = [
    [
      'Target',
      html`<b>${target.name}</b> ${target.version === 'unknown' ? 'of unknown version' : target.version} <span class="quiet">(${target.kind})</span>${bent.length > 0 && html`, bent by ${bent.join(', ')}`}`,
    ],
    ['Exit code', html`<b>${outcome.exitCode}</b>`],
    [
      'When',
      `${moment(record.startedAt)}, took ${took} (without the program’s start and the making of reports)`,
    ],
    ['Tool', `${tool.name} ${tool.version}`],
    ['Required from', `level ${outcome.level}`],
    ['Agent', record.agent],
    ['Seed', html`<code>${record.seed}</code>`],
    ['Selected', selectionOf(record)],
    ...(cases === undefined ? [] : [['Cases', countsInWords(cases)] as const]),
  ]
  return html`<section id="verdict" aria-labelledby="verdict-title"><p class="kicker">${kicker(view, bent)}</p>
<h1 id="verdict-title" class="${standing(record)}">${mark(standing(record))}${outcomeWord(record)}</h1>
<p class="says">${outcome.says}</p>
${record.troubles?.map(({ says }) => html`<p class="banner errored">${mark('errored')}${says}</p>`)}
${!record.complete && html`<p class="banner indeterminate">${mark('indeterminate')}The run ended before every planned check had its verdict${record.interrupted !== undefined && html` (${record.interrupted})`}; what was not reached is indeterminate.</p>`}
<dl class="run">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
<table class="figures"><caption class="sr">For each flow: how many of the judged checks failed, and how many of the planned were judged</caption><thead><tr><th scope="col">Flow</th><th scope="col">Failed</th><th scope="col">Judged</th><th scope="col">Not applicable</th><th scope="col">Besides</th></tr></thead><tbody>${flows.map(figures)}</tbody></table>
<p class="quiet note">${many(record.totals.planned, 'result')} planned. A check is judged when the target answered and the answer was held against its source; blocked and indeterminate checks were not judged.${notTestedNote(view)}</p>
${aboutTarget(record)}</section>`
}
