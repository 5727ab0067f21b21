/** What the surfaces of AWS make of an answer, in words that hold no secret. */
import type { Reply } from '../../../fixtures/fuzzing/model.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { isValue } from '../../../fixtures/protocol/reading.ts'
import { readWireError } from '../../../fixtures/protocol/wire-error.ts'

/** Shorter parts stand in innocent places. */
const TELLING = 20

/** Whether a part of the token stands in an answer. */
function echoes({ body }: Answer, made: unknown): boolean {
  if (typeof made !== 'string') return false
  const text =
    body.kind === 'json'
      ? JSON.stringify(body.value)
      : body.kind === 'text' || body.kind === 'malformed'
        ? body.text
        : ''
  return made.split('.').some((part) => part.length >= TELLING && text.includes(part))
}

/** The bare name of the error, where there is one. Names of errors have no blanks. */
export function errorType(answer: Answer): string | undefined {
  const { type } = readWireError(answer)
  return isValue(type) && /^[\w.:-]{1,60}$/.test(type) ? type : undefined
}

/** @param made what was sent as the token */
export function replyOf(
  answer: Answer,
  made: unknown,
  {
    accepted,
    taken,
    inForm,
  }: { readonly accepted: boolean; readonly taken?: string; readonly inForm: boolean },
): Reply {
  const type = errorType(answer)
  return {
    verdict: accepted ? 'accepted' : 'refused',
    ...(accepted && taken !== undefined ? { taken } : {}),
    ...(accepted ? {} : { inForm }),
    shown: type === undefined || accepted ? String(answer.status) : `${answer.status} ${type}`,
    status: answer.status,
    echoed: echoes(answer, made),
    ...(answer.exchange < 0 ? {} : { exchanges: [answer.exchange] }),
  }
}
