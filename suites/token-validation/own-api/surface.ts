/** An HTTP API of the user's own as a surface: what it calls accepted and refused, and how a token is brought to it. */
import type { Cast } from '../../../fixtures/actors/actors.ts'
import {
  draftOf,
  type JwtDraft,
  type JwtScene,
  jwtFamily,
  type MadeJwt,
  makeJwt,
} from '../../../fixtures/fuzzing/jwt/draft.ts'
import type { Place, Reply } from '../../../fixtures/fuzzing/model.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { isSendable } from '../../../fixtures/protocol/carried.ts'
import type { Lease } from '../../../fixtures/targets/lease.ts'
import { namesAreNotFollowed } from '../questions.ts'
import { jwtRows } from '../rows/jwt/all.ts'
import { fetchedWhile } from '../surfaces/canary.ts'
import { carriedIn, type HeaderWithToken } from '../surfaces/carried.ts'
import { replyOf } from '../surfaces/replies.ts'
import type { AttackedSurface } from '../surfaces.ts'
import { owedByOwnApi, refusalOfOwnApi } from './owed.ts'

/** What HTTP has for what is too long: servers say it before anybody has looked at a token. */
const TOO_LONG: ReadonlySet<number> = new Set([413, 414, 431])

export interface OwnApi {
  /** Which the token stands in; `$token` stands for it in the value. */
  readonly header: HeaderWithToken
  readonly accept: ReadonlySet<number>
  readonly refuse: ReadonlySet<number>
  readonly use: 'access' | 'id'
  /** Without which a token is refused. */
  readonly scope?: string
  /** The API is said to be for one client alone, access tokens included. */
  readonly ofOneClient?: true
  /** Its issuer is ours. */
  readonly holdsKey: boolean
  /** What has to be lent for its tokens. */
  readonly options: AttackedSurface['options']
  readonly scene: (cast: Cast) => Promise<JwtScene>
  /** Meets the API before it is attacked: what it is given sends the untouched base. Throws where it is not to be attacked. */
  readonly meet: (
    sendsBase: () => Promise<Answer>,
    base: Pick<JwtScene, 'issuer' | 'client'> & Pick<Lease, 'keysBase'>,
  ) => Promise<void>
  /** How often a listener of ours was asked by a name that stands in tokens alone. */
  readonly fetched?: () => number
}

const isBearer = ([name, value]: HeaderWithToken): boolean =>
  name.toLowerCase() === 'authorization' && value === 'Bearer $token'

export const isAccepted = ({ accept, refuse }: Pick<OwnApi, 'accept' | 'refuse'>, status: number): boolean =>
  accept.has(status) || (status >= 200 && status < 300 && !refuse.has(status))

export function ownApiSurface(api: OwnApi): AttackedSurface<JwtDraft, JwtScene, MadeJwt> {
  const { header, refuse, use, scope, holdsKey, options, fetched } = api
  const place: Place = {
    kind: 'http-api',
    holdsKey,
    publishes: false,
    inHeader: isBearer(header),
    use,
    ...(scope === undefined ? {} : { scope }),
    ...(api.ofOneClient === undefined ? {} : { ofOneClient: true }),
  }
  const bring = ({ application }: Cast, made: MadeJwt, scene: JwtScene) =>
    application.callsOwnApi(carriedIn(made, scene, header))
  let met: Promise<void> | undefined
  return {
    step: 1,
    title: 'An HTTP API with forged, foreign, expired and oddly dressed tokens',
    options,
    surface: {
      place,
      family: jwtFamily(jwtRows),
      async scene(cast) {
        // Whoever is not to be attacked gets no further base either.
        if (met !== undefined) await met
        // Who brings no token may be a guest: whether one is served stands in a class of its own.
        const scene = { ...(await api.scene(cast)), guests: true as const }
        const { keysBase } = cast.lease
        met ??= api.meet(() => bring(cast, makeJwt(draftOf(scene), scene), scene), { ...scene, keysBase })
        await met
        return scene
      },
      canCarry: (made) => isSendable(carriedIn(made, { token: '' }, header)),
      send(cast, made, scene): Promise<Reply> {
        const sent = async () => {
          const answer = await bring(cast, made, scene)
          return replyOf(answer, made.value, {
            accepted: isAccepted(api, answer.status),
            // A fault of the server is asked for on its own.
            inForm: refuse.has(answer.status) || answer.status >= 500 || TOO_LONG.has(answer.status),
          })
        }
        return fetched === undefined ? sent() : fetchedWhile(fetched, sent)
      },
      cost: 1,
    },
    owed: owedByOwnApi,
    form: refusalOfOwnApi,
    mayLockOut: true,
    ...(fetched === undefined ? {} : { listens: namesAreNotFollowed }),
  }
}
