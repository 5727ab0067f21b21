/** Where the tokens of a run of `fuzz` come from: what of a target is needed for them, and how a base is made. */
import type { JwtScene } from '../../fixtures/fuzzing/jwt/draft.ts'
import type { OwnApi } from '../../suites/token-validation/own-api/surface.ts'
import {
  given,
  minted,
  signedIn,
  toSignIn,
  withoutTarget,
} from '../../suites/token-validation/own-api/tokens.ts'
import type { FuzzFlags } from './command-line.ts'
import { fetchKeySet } from './key-set.ts'
import type { MockIssuer } from './mock-issuer.ts'
import { LEAST_LEFT, lookAt, tokenFrom } from './token.ts'

export interface Tokens extends Pick<OwnApi, 'use' | 'options' | 'scene' | 'holdsKey'> {
  readonly issuer: string
  readonly client: string
  /** What they are, in words. */
  readonly says: string
  /** The secrets that are known beforehand, by name. */
  readonly secrets: Readonly<Record<string, string>>
}

type Canary = NonNullable<JwtScene['canary']>

export interface TokensOptions {
  readonly flags: FuzzFlags
  readonly mock: MockIssuer | undefined
  readonly canary: Canary | undefined
  readonly say: (line: string) => void
}

/** Cases of the sweep, where no key is held: for how long a token has to be good at a given rate. */
const SWEPT = 600

const nowInSeconds = () => Math.floor(Date.now() / 1000)

/** @throws {Wrong} the token that was given is none to start from */
export async function tokensOf({ flags, mock, canary, say }: TokensOptions): Promise<Tokens> {
  const { client, scope, target, rate, fuzzRuns, replay } = flags
  if (mock !== undefined) {
    const use = flags.use ?? 'access'
    const own = client ?? 'fuzz-client'
    return {
      issuer: mock.own.issuer,
      client: own,
      use,
      holdsKey: true,
      options: withoutTarget,
      scene: minted({ own: mock.own, other: mock.other, use, client: own, scope, canary }),
      says: 'a token of the mock identity provider',
      secrets: { 'token of the mock identity provider': mock.token },
    }
  }
  if (target !== undefined) {
    const use = flags.use ?? 'access'
    return {
      issuer: flags.issuer ?? '',
      client: client ?? '',
      use,
      holdsKey: false,
      options: toSignIn,
      scene: signedIn(use, canary),
      says: `the ${use} token of a user of ${target}`,
      secrets: {},
    }
  }
  const read = tokenFrom(flags)
  const issuer = flags.issuer ?? ''
  const wanted = {
    issuer,
    ...(client === undefined ? {} : { client }),
    ...(flags.use === undefined ? {} : { use: flags.use }),
    ...(scope === undefined ? {} : { scope }),
  }
  const cases = replay === undefined ? SWEPT + fuzzRuns : 1
  const least = Math.max(
    replay === undefined ? LEAST_LEFT : 10,
    rate === undefined ? 0 : Math.ceil(cases / rate),
  )
  const token = read()
  const looked = lookAt(token, wanted, nowInSeconds(), least)
  const keys = await fetchKeySet(issuer)
  if ('none' in keys)
    say(`the key set of ${issuer} could not be had (${keys.none}): what is made with it is left out`)
  return {
    issuer,
    client: looked.client,
    use: looked.use,
    holdsKey: false,
    options: withoutTarget,
    scene: given({
      token: () => {
        const now = read()
        lookAt(now, wanted, nowInSeconds(), 0)
        return now
      },
      issuer,
      client: looked.client,
      keySet: 'text' in keys ? keys.text : '',
      canary,
    }),
    says: 'the token that was given',
    secrets: { Token: token },
  }
}
