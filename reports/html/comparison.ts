/**
 * Expected and actual side by side, line by line: equal lines stand beside each other, and what differs is
 * marked with a sign as well as a tint.
 */

import { inOrderOf, written } from './json.ts'
import { html, type Markup } from './markup.ts'

/** One row: a line of the left text, of the right one, or the same line of both. */
export interface Row {
  readonly left?: string
  readonly right?: string
}

/** Past this many lines a side, lines are paired by position: the table of the alignment grows with the product. */
const MOST_LINES = 300

/** Aligns two texts by their longest common subsequence of lines. */
export function aligned(left: readonly string[], right: readonly string[]): readonly Row[] {
  if (left.length > MOST_LINES || right.length > MOST_LINES) return paired(left, right)
  const width = right.length + 1
  const longest = new Uint16Array((left.length + 1) * width)
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] = same(left[i]!, right[j]!)
        ? longest[(i + 1) * width + j + 1]! + 1
        : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!)
    }
  }
  const rows: Row[] = []
  let onlyLeft: string[] = []
  let onlyRight: string[] = []
  const flush = () => {
    rows.push(...paired(onlyLeft, onlyRight))
    onlyLeft = []
    onlyRight = []
  }
  let i = 0
  let j = 0
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && same(left[i]!, right[j]!)) {
      flush()
      rows.push({ left: left[i]!, right: right[j]! })
      i += 1
      j += 1
    } else if (
      j >= right.length ||
      (i < left.length && longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!)
    ) {
      onlyLeft.push(left[i]!)
      i += 1
    } else {
      onlyRight.push(right[j]!)
      j += 1
    }
  }
  flush()
  return rows
}

/** A comma after the last member of one side and not of the other is no difference. */
function same(left: string, right: string): boolean {
  return left.replace(/,$/, '') === right.replace(/,$/, '')
}

function paired(left: readonly string[], right: readonly string[]): readonly Row[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => ({
    ...(index < left.length && { left: left[index]! }),
    ...(index < right.length && { right: right[index]! }),
  }))
}

function cell(side: 'expected' | 'actual', line: string | undefined, differs: boolean): Markup {
  if (line === undefined) return html`<td class="none"></td>`
  const sign = differs && html`<span class="sign">${side === 'expected' ? '−' : '+'}</span>`
  return html`<td class="${differs ? `differs ${side}` : side}">${sign}<code>${line}</code></td>`
}

/** @returns a table of two columns; nothing where the record has neither value */
export function comparison(expected: unknown, actual: unknown): Markup | undefined {
  if (expected === undefined && actual === undefined) return undefined
  const lines = (value: unknown) => (value === undefined ? [] : written(value).split('\n'))
  const rows = aligned(lines(expected), lines(inOrderOf(expected, actual)))
  const body = rows.map(({ left, right }) => {
    const differs = left === undefined || right === undefined || !same(left, right)
    return html`<tr${!differs && html` class="same"`}>${cell('expected', left, differs)}${cell('actual', right, differs)}</tr>`
  })
  const head = (title: string, value: unknown) =>
    html`<th scope="col">${title}${value === undefined && html` <span class="quiet">(nothing recorded)</span>`}</th>`
  return html`<table class="comparison"><thead><tr>${head('Expected', expected)}${head('Actual', actual)}</tr></thead><tbody>${body}</tbody></table>`
}
