/**
 * The orders that records are written in, so that equal runs give equal files: flows as documented, then step,
 * check, variant, walk; members of an object by name. Text is compared by code unit, never by locale.
 */
import type { CheckResult, FlowId, PlannedCheck, ResultKey, StepResult } from './record.ts'

const FLOWS: readonly FlowId[] = [
  'api-authentication',
  'managed-login',
  'federation',
  'identity-pool',
  'token-validation',
]

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export const compareFlows = (a: FlowId, b: FlowId): number => FLOWS.indexOf(a) - FLOWS.indexOf(b)

export const compareChecks = (a: PlannedCheck, b: PlannedCheck): number =>
  compareFlows(a.flow, b.flow) ||
  a.step - b.step ||
  compareText(a.id, b.id) ||
  compareText(a.variant, b.variant) ||
  compareText(a.walk ?? '', b.walk ?? '')

export const compareSteps = (a: StepResult, b: StepResult): number =>
  compareFlows(a.flow, b.flow) ||
  compareText(a.variant, b.variant) ||
  compareText(a.walk ?? '', b.walk ?? '') ||
  a.number - b.number

/** One string for one result. No id, variant or walk holds a blank. */
export const keyText = ({ check, variant, walk }: ResultKey): string =>
  walk === undefined ? `${check} ${variant}` : `${check} ${variant} ${walk}`

export const keyOf = ({ id, variant, walk }: PlannedCheck | CheckResult): ResultKey =>
  walk === undefined ? { check: id, variant } : { check: id, variant, walk }

/** A result's key as people read it: `flow/step/name [variant] walk`. */
export const readable = ({ check, variant, walk }: ResultKey): string =>
  walk === undefined ? `${check} [${variant}]` : `${check} [${variant}] ${walk}`

/** JSON with members in order of their names: equal data, equal text. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, member: unknown) =>
    member !== null && typeof member === 'object' && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => compareText(a, b)))
      : member,
  ) ?? 'null'
