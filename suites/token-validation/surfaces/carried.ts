/** How a token is brought to a surface that takes it in a header: the carriage of a case, with its tokens filled in. */
import type { JwtScene, MadeJwt } from '../../../fixtures/fuzzing/jwt/draft.ts'
import { type Carried, isSendable } from '../../../fixtures/protocol/carried.ts'

/** A header holds text; what is made otherwise stands there as JSON. */
const inText = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))

/** A header and its value, in which `$token` stands for the token. */
export type HeaderWithToken = readonly [name: string, value: string]

const AS_BEARER: HeaderWithToken = ['authorization', 'Bearer $token']

function carriedOf(
  { value, carriage }: MadeJwt,
  base: string,
  [name, usual]: HeaderWithToken = AS_BEARER,
): Carried {
  const token = inText(value)
  // Not by a pattern: what is filled in may hold the signs that mean something there.
  const filled = (text: string) =>
    text
      .split('$token')
      .map((part) => part.split('$base').join(base))
      .join(token)
  const all = (given: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(given).map(([name, text]) => [name, filled(text)]))
  const { authorization, headers = [], query, form, method, path } = carriage
  return {
    headers: [
      ...(authorization?.map((text): [string, string] => ['authorization', filled(text)]) ?? [
        [name, filled(usual)] as const,
      ]),
      ...headers.map(([other, text]): [string, string] => [other, filled(text)]),
    ],
    ...(query === undefined ? {} : { query: all(query) }),
    ...(form === undefined ? {} : { form: all(form) }),
    ...(method === undefined ? {} : { method }),
    ...(path === undefined ? {} : { path }),
  }
}

/** Whether a case can stand in a header at all. */
export const canCarry = (made: MadeJwt): boolean => isSendable(carriedOf(made, ''))

/** @param header that it stands in, unless its carriage says otherwise */
export const carriedIn = (
  made: MadeJwt,
  { token }: Pick<JwtScene, 'token'>,
  header?: HeaderWithToken,
): Carried => carriedOf(made, token, header)
