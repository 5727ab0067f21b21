/** Animals whose validator is right, and whose gate hands it the wrong thing, or nothing. */
import type { Animal } from './animal.ts'
import { animal, jwtAnimal, type Validator } from './habitat.ts'
import { ALICE } from './scene.ts'
import { type Request, requestOf, soundAt, validate } from './verifier.ts'

const authorizer = soundAt['http-authorizer']
const AT = { kind: 'http-authorizer' } as const

/** Takes the token from elsewhere where there is no `Authorization`. */
const alsoFrom = (elsewhere: (request: Request) => unknown) => () => ({
  tokenOf: (request: Request) =>
    request.authorization.length > 0 ? authorizer.tokenOf(request) : elsewhere(request),
})

/** Lets requests in without looking at a token. */
const believing = (is: (request: Request) => boolean) => (): Validator => (made, base, keySet, expected) => {
  const request = requestOf(made.value, made.carriage, base)
  return is(request) ? ALICE : validate(authorizer, request, made.keySet ?? keySet, expected)
}

export const gates: readonly Animal[] = [
  animal(
    'token-in-query',
    'Takes the token from the query where the header has none',
    ['carriage'],
    alsoFrom(({ query }) => query['access_token'] ?? query['token']),
    AT,
  ),
  animal(
    'token-in-cookie',
    'Takes the token from a cookie',
    ['carriage'],
    alsoFrom(({ headers }) => /=([\w.-]+\.[\w.-]+\.[\w-]*)/.exec(headers['cookie'] ?? '')?.[1]),
    AT,
  ),
  animal(
    'any-scheme',
    'Takes the last word of the header for the token, whatever stands before it',
    ['carriage'],
    () => ({
      tokenOf: ({ authorization: [value] }) =>
        String(value ?? '')
          .split(/[\s:]/)
          .at(-1),
    }),
    AT,
  ),
  animal(
    'unquotes',
    'Takes quotation marks off the token',
    ['carriage'],
    () => ({
      tokenOf: ({ authorization, ...rest }) =>
        authorizer.tokenOf({
          ...rest,
          authorization: authorization.map((value) => String(value).replace(/["']/g, '')),
        }),
    }),
    AT,
  ),
  jwtAnimal(
    'two-headers-two-readers',
    'Of two headers checks the first, and reads the last',
    ['carriage'],
    () => (made, base, keySet, expected) => {
      const { authorization, ...rest } = requestOf(made.value, made.carriage, base)
      const first = { ...rest, authorization: authorization.slice(0, 1) }
      const taken = validate(authorizer, first, made.keySet ?? keySet, expected)
      const token = authorizer.tokenOf({ ...rest, authorization: authorization.slice(-1) })
      const claims = authorizer.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url'))
      return taken === undefined ? undefined : claims && authorizer.subjectOf(claims)
    },
    AT,
  ),
  jwtAnimal(
    'believes-the-proxy',
    'Believes a header in which a load balancer names the user',
    ['no-token'],
    believing(({ headers }) =>
      Object.keys(headers).some((name) => /^x-amzn-oidc|^x-forwarded-user|^remote-user/.test(name)),
    ),
    AT,
  ),
]
