/** The verdicts as the report shows them: a word, a mark, an order. Never colour alone. */

import type { CheckResult, Verdict } from '../record.ts'
import { VERDICTS_BY_GRAVITY } from '../verdicts.ts'
import { html, type Markup, trusted } from './markup.ts'

/** What a step is shown as: the gravest verdict of its checks, or, without checks, what happened to it. */
export type Standing = Verdict | 'performed' | 'not-performed' | 'omitted' | 'not-judged' | 'not-selected'

/** Gravest first. */
export const VERDICTS: readonly Verdict[] = VERDICTS_BY_GRAVITY.toReversed()

export const WORDS: Readonly<Record<Standing, string>> = {
  errored: 'errored',
  failed: 'failed',
  blocked: 'blocked',
  indeterminate: 'indeterminate',
  'unexpected-pass': 'unexpected pass',
  'expected-failure': 'expected failure',
  passed: 'passed',
  'not-applicable': 'not applicable',
  performed: 'performed',
  'not-performed': 'not performed',
  omitted: 'omitted',
  'not-judged': 'not judged',
  'not-selected': 'not selected',
}

export function gravest(results: readonly Pick<CheckResult, 'verdict'>[]): Verdict | undefined {
  return VERDICTS.find((verdict) => results.some((result) => result.verdict === verdict))
}

/** How many of each, gravest first, none left out but those of which there is none. */
export function tally(results: readonly Pick<CheckResult, 'verdict'>[]): readonly [Verdict, number][] {
  return VERDICTS.map((verdict): [Verdict, number] => [
    verdict,
    results.filter((result) => result.verdict === verdict).length,
  ]).filter(([, number]) => number > 0)
}

/** The mark alone, for places where the word stands beside it. */
export function mark(standing: Standing): Markup {
  return html`<svg class="mark ${standing}" aria-hidden="true"><use href="#mark-${standing}"/></svg>`
}

/** Mark and word. */
export function badge(standing: Standing): Markup {
  return html`<span class="badge ${standing}">${mark(standing)}${WORDS[standing]}</span>`
}

/** `2 failed, 1 blocked, 40 passed`, each with its mark. */
export function tallied(results: readonly Pick<CheckResult, 'verdict'>[]): Markup {
  const parts = tally(results).map(
    ([verdict, number]) =>
      html`<span class="badge ${verdict}">${mark(verdict)}${number} ${WORDS[verdict]}</span> `,
  )
  return html`<span class="tally">${parts}</span>`
}

const disc = '<circle cx="8" cy="8" r="6.6" fill="none" stroke="currentColor" stroke-width="1.5"/>'
const stroke = 'fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round"'

const SHAPES: Readonly<Record<Standing, string>> = {
  passed: `<path d="M3 8.6 6.5 12 13 4.4" ${stroke} stroke-width="2"/>`,
  failed: `<path d="M4 4l8 8M12 4l-8 8" ${stroke} stroke-width="2.3"/>`,
  blocked: `${disc}<path d="M4.6 8h6.8" ${stroke} stroke-width="2.3"/>`,
  indeterminate: `${disc}<path d="M6 6.3a2 2 0 1 1 2.9 1.8c-.6.3-.9.6-.9 1.2" ${stroke} stroke-width="1.5"/><circle cx="8" cy="11.5" r=".95" fill="currentColor"/>`,
  'not-applicable': `<path d="M4 8h8" ${stroke} stroke-width="1.6"/>`,
  'expected-failure': `<circle cx="8" cy="8" r="6.6" fill="none" stroke="currentColor" stroke-width="1.4" stroke-dasharray="2.2 1.9"/><path d="M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4" ${stroke} stroke-width="1.6"/>`,
  'unexpected-pass': `${disc}<path d="M5 8.4l2.2 2.2L11.2 5.8" ${stroke} stroke-width="1.7"/>`,
  errored: `<path d="M8 1.8 15 14H1z" ${stroke} stroke-width="1.5"/><path d="M8 6.2v3.6" ${stroke} stroke-width="1.7"/><circle cx="8" cy="11.9" r=".95" fill="currentColor"/>`,
  performed: `<circle cx="8" cy="8" r="3.6" fill="currentColor"/>`,
  'not-performed': `<circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" stroke-width="1.6"/>`,
  omitted: `<path d="M3 8h1.6M7.2 8h1.6M11.4 8H13" ${stroke} stroke-width="1.8"/>`,
  'not-judged': `<circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" stroke-width="1.4" stroke-dasharray="1.6 1.9"/>`,
  'not-selected': `<circle cx="8" cy="8" r="1.6" fill="currentColor"/>`,
}

/** The definitions that {@link mark} refers to: once in the page. */
export const MARKS: Markup = trusted(
  `<svg class="defs" aria-hidden="true">${Object.entries(SHAPES)
    .map(([name, shape]) => `<symbol id="mark-${name}" viewBox="0 0 16 16">${shape}</symbol>`)
    .join('')}</svg>`,
)
