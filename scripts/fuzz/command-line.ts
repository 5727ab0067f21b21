/** The command line of `fuzz`: what was given, checked, and written down again so that a shell reads it as it was. */
import type { Recipe } from '../../fixtures/fuzzing/model.ts'
import { readJwt } from '../../fixtures/protocol/jwt.ts'
import { isValue } from '../../fixtures/protocol/reading.ts'
import { createRedactor } from '../../fixtures/protocol/redaction.ts'
import type { Level } from '../../reports/record.ts'
import { Wrong } from '../commands/common.ts'
import type { TokenFlags } from './token.ts'

export interface FuzzFlags extends TokenFlags {
  readonly url: string
  readonly issuer?: string
  readonly header: string
  readonly accept: readonly number[]
  readonly refuse: readonly number[]
  readonly method: string
  readonly client?: string
  readonly use?: 'access' | 'id'
  readonly scope?: string
  readonly target?: string
  readonly mockIssuer?: number
  readonly maxWait: number
  readonly rate?: number
  readonly fuzzRuns: number
  readonly fuzzTime?: number
  readonly seed?: number
  readonly replay?: Recipe
  readonly out: string
  readonly level: Level
  readonly json?: true
  readonly quiet?: true
}

/** @throws {Wrong} */
export function httpUrl(option: string, given: string): URL {
  const url = URL.parse(given)
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new Wrong(`${option} takes an http or https URL, not ${JSON.stringify(given)}`)
  if (url.username !== '' || url.password !== '')
    throw new Wrong(
      `${option}: a URL with a name or a password in it would stand in reports. Leave them out.`,
    )
  if ([...url.searchParams.values()].some((value) => isValue(readJwt(value))))
    throw new Wrong(
      `${option}: a URL with a token in it would stand in reports. Say where it goes with --header.`,
    )
  const [secret] = createRedactor().scan(given)
  if (secret !== undefined)
    throw new Wrong(
      `${option}: a URL with a secret in it (${secret.name}) would stand in reports. Leave it out.`,
    )
  return url
}

/** @throws {Wrong} */
export function statuses(option: string) {
  return (given: string): number[] =>
    given.split(',').map((one) => {
      const status = Number(one)
      if (!Number.isInteger(status) || status < 100 || status > 599)
        throw new Wrong(`${option} takes statuses such as 401,403, not ${JSON.stringify(given)}`)
      return status
    })
}

/** How tokens are come by: exactly one way; and whether an answer can be told. @throws {Wrong} */
export function checkWays(flags: FuzzFlags): void {
  const { tokenFile, tokenEnv, target, mockIssuer, issuer, scope, use, accept, refuse } = flags
  const both = accept.find((status) => refuse.includes(status))
  if (both !== undefined)
    throw new Wrong(`${both} stands in --accept and in --refuse: a status means one of them`)
  const ways = [tokenFile, tokenEnv, target, mockIssuer].filter((one) => one !== undefined).length
  if (ways !== 1)
    throw new Wrong(
      'say where tokens come from, in one way: --token-file FILE, --token-env NAME, --target FILE, or --mock-issuer [PORT]',
    )
  if (issuer === undefined && target === undefined && mockIssuer === undefined)
    throw new Wrong(
      '--issuer URL is missing: whom the API trusts, as it stands in the claim iss of its tokens',
    )
  if (scope !== undefined && use === 'id')
    throw new Wrong('--scope goes with access tokens: ID tokens have none')
}

/** In single quotes, where a shell would read more into it. */
const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`

/**
 * The command once more: the same API, the same way to come by tokens.
 * @param port of the mock issuer, so that the API need not be told anew
 */
export function commandOf(flags: FuzzFlags, port: number | undefined): string {
  const { url, issuer, header, accept, refuse, method, client, use, scope, rate } = flags
  const { tokenFile, tokenEnv, target } = flags
  const options: readonly (readonly [name: string, value: string | number | undefined])[] = [
    ['url', url],
    ['issuer', issuer],
    ['header', header],
    ['accept', accept.join(',')],
    ['refuse', refuse.join(',')],
    ['method', method === 'GET' ? undefined : method],
    ['client', client],
    ['use', use],
    ['scope', scope],
    ['token-file', tokenFile],
    ['token-env', tokenEnv],
    ['target', target],
    ['mock-issuer', port],
    ['rate', rate],
  ]
  const given = options.flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name} ${quoted(String(value))}`],
  )
  return `cognito-conformance fuzz ${given.join(' ')}`
}
