/** Animals whose validator is right, and whose gate hands it the wrong thing, or nothing. */
import { type Animal, animal } from './animal.ts'
import { ALICE } from './scene.ts'
import { type Request, sound } from './verifier.ts'

const bearer = (value: unknown) => /^Bearer (\S+)$/i.exec(String(value))?.[1]

export const gates: readonly Animal[] = [
  animal(
    'token-in-query',
    'Takes the token from the query where the header has none',
    () => ({
      tokenOf: (request: Request) =>
        request.authorization.length > 0
          ? sound.tokenOf(request)
          : (request.query['access_token'] ?? request.query['token']),
    }),
    { kind: 'http-authorizer' },
  ),
  animal(
    'token-in-cookie',
    'Takes the token from a cookie',
    () => ({
      tokenOf: (request: Request) =>
        request.authorization.length > 0
          ? sound.tokenOf(request)
          : /=([\w.-]+\.[\w.-]+\.[\w-]*)/.exec(request.headers['cookie'] ?? '')?.[1],
    }),
    { kind: 'http-authorizer' },
  ),
  animal(
    'any-scheme',
    'Takes the last word of the header for the token, whatever stands before it',
    () => ({
      tokenOf: ({ authorization: [value] }) =>
        String(value ?? '')
          .split(/[\s:]/)
          .at(-1),
    }),
    { kind: 'http-authorizer' },
  ),
  animal(
    'unquotes',
    'Takes quotation marks off the token',
    () => ({
      tokenOf: ({ authorization: [value] }) => bearer(String(value).replace(/["']/g, '')),
    }),
    { kind: 'http-authorizer' },
  ),
  animal(
    'believes-the-proxy',
    'Believes a header in which a load balancer names the user',
    () => ({
      tokenOf: (request: Request) =>
        Object.keys(request.headers).some((name) => /^x-amzn-oidc|^x-forwarded-user|^remote-user/.test(name))
          ? trusted
          : sound.tokenOf(request),
      split: (token) => (token === trusted ? { header: '', payload: '', signature: '' } : sound.split(token)),
      ...believing(),
    }),
    { kind: 'http-authorizer' },
  ),
]

/** Stands for the word of a proxy. */
const trusted = Symbol('said by a proxy')

/** Lets through what has no parts at all: it was believed before. */
function believing() {
  return {
    decode: (part: string) => (part === '' ? Buffer.from('{}') : sound.decode(part)),
    algorithmOf: (header: Parameters<typeof sound.algorithmOf>[0]) =>
      Object.keys(header).length === 0 ? 'RS256' : sound.algorithmOf(header),
    keyFor: (...[keys, header, claims]: Parameters<typeof sound.keyFor>) =>
      Object.keys(header).length === 0 ? keys[0] : sound.keyFor(keys, header, claims),
    verifies: (...[signed, ...rest]: Parameters<typeof sound.verifies>) =>
      Object.keys(signed.header).length === 0 || sound.verifies(signed, ...rest),
    hasNotExpired: (...[all, now]: Parameters<typeof sound.hasNotExpired>) =>
      Object.keys(all).length === 0 || sound.hasNotExpired(all, now),
    issuerHolds: (...[issuer, expected]: Parameters<typeof sound.issuerHolds>) =>
      issuer === undefined || sound.issuerHolds(issuer, expected),
    audienceHolds: (...[all, expected]: Parameters<typeof sound.audienceHolds>) =>
      Object.keys(all).length === 0 || sound.audienceHolds(all, expected),
    useHolds: (...[use, expected]: Parameters<typeof sound.useHolds>) =>
      use === undefined || sound.useHolds(use, expected),
    subjectOf: (all: Parameters<typeof sound.subjectOf>[0]) =>
      Object.keys(all).length === 0 ? ALICE : sound.subjectOf(all),
  }
}
