/** What the surfaces of AWS make of an answer, in words that hold no secret. */
import type { Reply } from '../../../fixtures/fuzzing/model.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { isValue } from '../../../fixtures/protocol/reading.ts'
import { readWireError } from '../../../fixtures/protocol/wire-error.ts'

/** Shorter parts stand in innocent places. */
const TELLING = 20

/** A header is the same in many tokens, and no secret; what has no parts is one as a whole. */
const secretsOf = (made: string): readonly string[] => {
  const parts = made.split('.')
  return (parts.length > 1 ? parts.slice(1) : parts).filter((part) => part.length >= TELLING)
}

/** Whether a refusal holds what is secret of a token. */
function echoes({ body }: Answer, made: unknown): boolean {
  if (typeof made !== 'string') return false
  const text =
    body.kind === 'json'
      ? JSON.stringify(body.value)
      : body.kind === 'text' || body.kind === 'malformed'
        ? body.text
        : ''
  return secretsOf(made).some((part) => text.includes(part))
}

/** The bare name of the error, where there is one. Names of errors have no blanks. */
export function errorType(answer: Answer): string | undefined {
  const { type } = readWireError(answer)
  return isValue(type) && /^[\w.:-]{1,60}$/.test(type) ? type : undefined
}

/** An error of the server’s own is no refusal that could have a form: it is asked for by itself. */
export const unlessOwnError = ({ status }: Answer, inForm: boolean): boolean | undefined =>
  status >= 500 ? undefined : inForm

/** @param made what was sent as the token */
export function replyOf(
  answer: Answer,
  made: unknown,
  {
    accepted,
    taken,
    inForm,
  }: { readonly accepted: boolean; readonly taken?: string; readonly inForm?: boolean | undefined },
): Reply {
  const type = errorType(answer)
  return {
    verdict: accepted ? 'accepted' : 'refused',
    ...(accepted && taken !== undefined ? { taken } : {}),
    ...(accepted || inForm === undefined ? {} : { inForm }),
    shown: type === undefined || accepted ? String(answer.status) : `${answer.status} ${type}`,
    status: answer.status,
    echoed: !accepted && echoes(answer, made),
    ...(answer.exchange < 0 ? {} : { exchanges: [answer.exchange] }),
  }
}
