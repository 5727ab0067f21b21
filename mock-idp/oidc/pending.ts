/** What is about to be answered for one sign-in, shown and replaced before the relying party comes with the code. */
import type { Speaks } from '../tenant.ts'
import type { Facts } from './bend.ts'
import { type Members, put, readMember } from './members.ts'
import type { Grant, Prepared, Provider } from './provider.ts'

type MakeMembers = (grant: Grant, accessToken: string, facts: Facts) => Members

/** The honest answer of the token endpoint: made once for a grant, so that what was shown is what is handed out. */
export function prepare(grant: Grant, provider: Provider, facts: Facts, make: MakeMembers): Prepared {
  if (grant.prepared === undefined) {
    const accessToken = provider.makeAccessToken()
    grant.prepared = { accessToken, members: make(grant, accessToken, facts) }
  }
  return grant.prepared
}

/** The answer with what it was told to say in its place. */
export function insteadOf({ instead = {} }: Grant, members: Members): Members {
  return 'idToken' in instead ? put(members, { id_token: instead.idToken }) : members
}

/** How the control API reads and replaces what waits. */
export function heldBack(
  provider: Provider,
  make: MakeMembers,
  userInfo: (grant: Grant) => Members,
): Required<Pick<Speaks, 'keys' | 'pendingAnswer' | 'answerWith'>> {
  return {
    keys() {
      const { kid, privateKey } = provider.key()
      const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
      return { idTokens: { kid, algorithm: provider.algorithm, privateKey: pem } }
    },
    async pendingAnswer(username) {
      const grant = provider.waitingGrant(username)
      if (grant === undefined) return undefined
      const { members } = prepare(grant, provider, await provider.facts(grant.bent, grant), make)
      const idToken = readMember(members, 'id_token')
      return {
        ...(typeof idToken === 'string' ? { idToken } : {}),
        userInfo: Object.fromEntries(userInfo(grant).map(([name, text]) => [name, JSON.parse(text)])),
      }
    },
    answerWith(username, instead) {
      const grant = provider.waitingGrant(username)
      if (grant !== undefined) grant.instead = instead
      return grant !== undefined
    },
  }
}
