/** Trials written by hand, for what counts as a kill. */
import type { CheckResult, Verdict } from '../../reports/record.ts'
import type { Trial } from '../../scripts/prove/trial.ts'

export const ID = 'api-authentication/9/wrong-code-refused'
export const CONTROL = 'api-authentication/9/performed'

export const result = (id: string, verdict: Verdict, more: Partial<CheckResult> = {}): CheckResult => ({
  id,
  flow: 'api-authentication',
  variant: 'password-totp',
  step: Number(id.split('/')[1]),
  level: 'required',
  source: { title: 'A page', section: 'A section', url: 'https://docs.aws.amazon.com/', month: '2026-11' },
  says: 'It is so',
  verdict,
  durationMs: 1,
  exchanges: [0],
  ...(verdict === 'passed' ? {} : { reason: `it is ${verdict}` }),
  ...more,
})

export const trial = (results: readonly CheckResult[], more: Partial<Trial> = {}): Trial => ({
  flow: 'api-authentication',
  variant: 'password-totp',
  results,
  unperformed: new Set(),
  bent: 1,
  ...more,
})
