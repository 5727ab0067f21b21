/** UserInfo, and what the social dialects have in its place: claims for an access token (RFC 6750, OpenID Connect Core 5.3). */
import { type Answer, type Call, json } from '../serve.ts'
import { bentOr } from './bend.ts'
import { jsonText, type Members } from './members.ts'
import type { Grant, Provider } from './provider.ts'

/** Where dialects differ at this endpoint. */
export interface UserInfoHabits {
  /** An answer where the request itself is not right. */
  readonly members: (grant: Grant, call: Call) => Members | Answer
  readonly refusal: () => Answer
  /** The token may stand in the query (Facebook, Amazon). */
  readonly tokenInQuery: boolean
}

export async function userInfo(call: Call, provider: Provider, habits: UserInfoHabits): Promise<Answer> {
  const token = accessTokenOf(call, habits.tokenInQuery)
  const grant = token === undefined ? undefined : provider.withAccessToken(token)
  if (grant === undefined) return habits.refusal()
  call.asked.username = grant.person.username
  const honest = habits.members(grant, call)
  if ('status' in honest) return honest
  const instead = grant.instead?.userInfo
  if (instead !== undefined) {
    const { status = 200, contentType = 'application/json', body } = instead
    return { status, headers: [['Content-Type', contentType]], body }
  }
  const facts = await provider.facts(grant.bent, grant)
  const answer = json(200, jsonText(bentOr(grant.bent, 'userInfoMembers', honest, facts)))
  return bentOr(grant.bent, 'userInfoAnswer', answer, facts)
}

/** In the header, or in the body of a POST (RFC 6750 sections 2.1 and 2.2); not in two places. */
function accessTokenOf(call: Call, inQuery: boolean): string | undefined {
  const header = /^Bearer +(\S+)$/i.exec(call.headers.authorization ?? '')?.[1]
  const places = [
    header,
    call.method === 'POST' ? call.form.get('access_token') : null,
    inQuery ? call.query.get('access_token') : null,
  ].filter((found) => found !== null && found !== undefined)
  return places.length === 1 ? places[0] : undefined
}

/** RFC 6750 section 3.1. */
export function bearerRefusal(): Answer {
  return json(401, { error: 'invalid_token' }, [
    ['WWW-Authenticate', 'Bearer realm="mock identity provider", error="invalid_token"'],
  ])
}
