/** How a token is brought: the header as it was typed, in which `$token` stands for the token and `$NAME` for a secret of the environment. */
import { isWorthHiding } from '../../fixtures/protocol/redaction.ts'
import type { HeaderWithToken } from '../../suites/token-validation/surfaces/carried.ts'
import { Wrong } from '../commands/common.ts'

export interface Header {
  /** As it is sent, but for the token. */
  readonly sent: HeaderWithToken
  /** What was taken from the environment, by name. */
  readonly secrets: Readonly<Record<string, string>>
  /** Names of those that are too short to be told from other text. */
  readonly short: readonly string[]
}

const REFERENCE = /\$(\w+)/g

/** Where what stands beside a token is mostly a secret too. */
const OF_SECRETS = /^(?:cookie|authorization|proxy-authorization)$/i

/** A name and its value, all of which was typed. */
const TYPED_PAIR = /^[^=$]+=[^=$][^$]*$/

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\x00-\x1F\x7F]/

/** @throws {Wrong} */
export function headerOf(given: string, environment: Readonly<Record<string, string | undefined>>): Header {
  const [, name, value = ''] = /^([!#$%&'*+.^_`|~\w-]+):\s*(.*?)\s*$/.exec(given) ?? []
  const references = [...value.matchAll(REFERENCE)].map(([, of = '']) => of)
  if (name === undefined || !references.includes('token'))
    throw new Wrong(
      "--header takes a name and a value in which $token stands for the token, in single quotes: 'Authorization: Bearer $token'",
    )
  // What was typed is not said again: it may be what should not have been typed.
  if (OF_SECRETS.test(name) && value.split(/[;,\s]+/).some((part) => TYPED_PAIR.test(part)))
    throw new Wrong(
      `--header: a value that is typed out in ${name} would stand in reports. Put it into the environment and name it: '${name}: name=$NAME; other=$token'`,
    )
  const secrets = Object.fromEntries(
    references
      .filter((of) => of !== 'token')
      .map((of) => [of, heldIn(of, Object.hasOwn(environment, of) ? environment[of] : undefined)]),
  )
  return {
    sent: [name, value.replace(REFERENCE, (typed, of: string) => secrets[of] ?? typed)],
    secrets,
    short: Object.keys(secrets).filter((of) => !isWorthHiding(secrets[of] ?? '')),
  }
}

/** @throws {Wrong} it is none that a header could hold */
function heldIn(name: string, value: string | undefined): string {
  if (value === undefined || value.trim() === '')
    throw new Wrong(
      `--header: $${name} is ${value === undefined ? 'not in the environment' : 'empty in the environment'}. Put its value there, and export it.`,
    )
  if (CONTROLS.test(value))
    throw new Wrong(`--header: $${name} holds a line break or another control character`)
  // They would be filled in once more.
  if (/\$(?:token|base)/.test(value))
    throw new Wrong(`--header: $${name} holds $token or $base, which stand for tokens`)
  return value
}
