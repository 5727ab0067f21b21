/** How a token is brought to a surface that takes it in a header: the carriage of a case, with its tokens filled in. */
import type { JwtScene, MadeJwt } from '../../../fixtures/fuzzing/jwt/draft.ts'
import { type Carried, isSendable } from '../../../fixtures/protocol/carried.ts'

/** A header holds text; what is made otherwise stands there as JSON. */
const inText = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))

function carriedOf({ value, carriage }: MadeJwt, base: string): Carried {
  const token = inText(value)
  // Not by a pattern: what is filled in may hold the signs that mean something there.
  const filled = (text: string) =>
    text
      .split('$token')
      .map((part) => part.split('$base').join(base))
      .join(token)
  const all = (given: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(given).map(([name, text]) => [name, filled(text)]))
  const { authorization = ['Bearer $token'], headers = [], query, form, method, path } = carriage
  return {
    headers: [
      ...authorization.map((text): [string, string] => ['authorization', filled(text)]),
      ...headers.map(([name, text]): [string, string] => [name, filled(text)]),
    ],
    ...(query === undefined ? {} : { query: all(query) }),
    ...(form === undefined ? {} : { form: all(form) }),
    ...(method === undefined ? {} : { method }),
    ...(path === undefined ? {} : { path }),
  }
}

/** Whether a case can stand in a header at all. */
export const canCarry = (made: MadeJwt): boolean => isSendable(carriedOf(made, ''))

export const carriedIn = (made: MadeJwt, { token }: JwtScene): Carried => carriedOf(made, token)
