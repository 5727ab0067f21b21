/**
 * Addresses inside the report. They are made from keys, never from positions, so that a link somebody wrote
 * down still leads to the same check in the report of another run.
 */

import type { ResultKey } from '../record.ts'

/** Letters, digits and `-_./` stay; anything else is written out, so that different keys keep different addresses. */
function word(text: string): string {
  return text.replace(/[^A-Za-z0-9_./-]/gu, (found) => `~${found.codePointAt(0)!.toString(16)}~`)
}

export const anchors = {
  flow: (flow: string): string => `flow:${word(flow)}`,
  /** One documented step with its checks. */
  step: (flow: string, step: number): string => `step:${word(flow)}/${word(String(step))}`,
  /** One check, with what it came to in every variant. */
  check: (id: string): string => `check:${word(id)}`,
  /** What one check came to in one variant. */
  result: (key: ResultKey): string =>
    `check:${word(key.check)}:${word(key.variant)}${key.walk === undefined ? '' : `:${word(key.walk)}`}`,
  /** @param har the variant's key, `<flow>.<variant>` */
  exchange: (har: string, n: number): string => `exchange:${word(har)}:${n}`,
  transcript: (har: string): string => `exchanges:${word(har)}`,
}
