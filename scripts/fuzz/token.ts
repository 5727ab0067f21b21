/** The token that a user gives: where it comes from, and whether it is one to start from. */
import { readFileSync } from 'node:fs'
import { readJwt } from '../../fixtures/protocol/jwt.ts'
import { isValue } from '../../fixtures/protocol/reading.ts'
import { Wrong } from '../commands/common.ts'

export interface TokenFlags {
  readonly tokenFile?: string
  readonly tokenEnv?: string
}

/** What is asked for on the command line, and would otherwise be read from the token. */
export interface Wanted {
  readonly issuer: string
  readonly client?: string
  readonly use?: 'access' | 'id'
  readonly scope?: string
}

export interface Looked {
  readonly client: string
  readonly use: 'access' | 'id'
}

/** Seconds that a token must be good for, at least: what is accepted now is to be accepted throughout. */
export const LEAST_LEFT = 120

/** Reads it anew each time, so that a file can be renewed while it is used. @throws {Wrong} there is none */
export function tokenFrom({ tokenFile, tokenEnv }: TokenFlags): () => string {
  // Who writes "$TOKEN" for TOKEN gives the token itself: it is not said again.
  if (tokenEnv !== undefined && !/^[A-Za-z_]\w{0,99}$/.test(tokenEnv))
    throw new Wrong(
      '--token-env takes the name of an environment variable, not what it holds: --token-env TOKEN',
    )
  if (tokenFile !== undefined && isValue(readJwt(tokenFile)))
    throw new Wrong('--token-file takes the path of a file that holds the token, not the token itself')
  const where = tokenFile === undefined ? `--token-env ${tokenEnv}` : `--token-file ${tokenFile}`
  return () => {
    let text: string | undefined
    try {
      text = tokenFile === undefined ? process.env[tokenEnv ?? ''] : readFileSync(tokenFile, 'utf8')
    } catch (error) {
      throw new Wrong(`${where}: the file cannot be read (${(error as NodeJS.ErrnoException).code})`)
    }
    const token = text?.trim().replace(/^Bearer\s+/i, '') ?? ''
    if (token === '') throw new Wrong(`${where}: there is no token`)
    return token
  }
}

/**
 * Looks at a token before anything is sent. No part of it stands in what is thrown.
 * @param now seconds since 1970
 * @param least seconds that it must be good for
 * @throws {Wrong} nothing could be learned from it
 */
export function lookAt(token: string, wanted: Wanted, now: number, least: number): Looked {
  const jwt = readJwt(token)
  if (!isValue(jwt))
    throw new Wrong(
      'the token is no signed JSON Web Token: three parts with dots between them are wanted, of which two are JSON',
    )
  const { payload } = jwt
  const text = (name: string) => {
    const value = payload[name]
    return typeof value === 'string' ? value : undefined
  }
  const { exp } = payload
  if (typeof exp === 'number' && exp <= now)
    throw new Wrong(`the token expired ${Math.ceil(now - exp)} s ago: give a fresh one`)
  if (typeof exp === 'number' && exp - now < least)
    throw new Wrong(
      `the token expires in ${Math.floor(exp - now)} s, and ${least} s are needed: give a fresh one, or send less (--fuzz-runs, --rate)`,
    )
  if (text('iss') !== wanted.issuer)
    throw new Wrong(
      `--issuer ${wanted.issuer} is not the issuer of the token (${text('iss') ?? 'it names none'}). Give the one that the API trusts, as it stands in iss.`,
    )
  const said = text('token_use')
  const use = wanted.use ?? (said === 'id' ? 'id' : 'access')
  if (said !== undefined && said !== use)
    throw new Wrong(`--use ${use}: the token says of itself that it is of use ${JSON.stringify(said)}`)
  const audience = [payload['aud'], payload['client_id']].flat().filter((one) => typeof one === 'string')
  if (wanted.client !== undefined && audience.length > 0 && !audience.includes(wanted.client))
    throw new Wrong(
      `--client ${wanted.client}: the token is for somebody else, by its aud or client_id. Give whom the API takes tokens for.`,
    )
  const scopes = (text('scope') ?? '').split(' ')
  if (wanted.scope !== undefined && !scopes.includes(wanted.scope))
    throw new Wrong(`--scope ${wanted.scope}: the token does not have it`)
  return { client: wanted.client ?? text('aud') ?? text('client_id') ?? '', use }
}
