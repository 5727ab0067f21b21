/** JSON answers, read for judging, and what a step says when the answer does not let the flow go on. */
import { outcomeInWords, outcomeOf } from '../../fixtures/flow/expect.ts'
import { NotPerformed } from '../../fixtures/flow/not-performed.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import { Absent, bodyJson, isValue, member, type Reading } from '../../fixtures/protocol/reading.ts'

/** A member of the body; of bodies that are no JSON the reason why there is none. */
export const body = (answer: Answer, ...path: string[]): Reading<unknown> => member(bodyJson(answer), ...path)

/** A header, by its lower-case name. */
export const header = (answer: Answer, name: string): Reading<string> =>
  Object.hasOwn(answer.headers, name) ? (answer.headers[name] ?? '') : new Absent(`header ${name}`)

/** What was due did not come. @throws {NotPerformed} always */
export const refused = (answer: Answer, due: string): never => {
  throw new NotPerformed(`expected ${due}; the request was ${outcomeInWords(answer)}`, due, outcomeOf(answer))
}

/** 200: what follows stands on it having happened. */
export function succeeded(answer: Answer): Answer {
  return answer.status === 200
    ? answer
    : refused(answer, `200 to ${answer.request.operation ?? 'the request'}`)
}

/** 200 with a JSON object. */
export function answered(answer: Answer): Answer {
  const json = bodyJson(answer)
  const isObject = typeof json === 'object' && isValue(json) && !Array.isArray(json)
  return answer.status === 200 && isObject ? answer : refused(answer, '200 with a JSON object')
}
