/** The token endpoint: client authentication, the code, and what it is exchanged for (RFC 6749 sections 2.3, 4.1.3, 5). */
import { createHash, timingSafeEqual } from 'node:crypto'
import { type Answer, type Call, json } from '../serve.ts'
import { bentOr, type Facts } from './bend.ts'
import { jsonText, type Members } from './members.ts'
import { insteadOf, prepare } from './pending.ts'
import type { Grant, Provider } from './provider.ts'

/** What a client gave to prove who it is. */
export interface ClientCredentials {
  readonly method: 'client_secret_basic' | 'client_secret_post'
  readonly clientId: string
  readonly clientSecret: string
}

/** Where dialects differ at this endpoint. */
export interface TokenHabits {
  readonly proves: (credentials: ClientCredentials) => boolean
  readonly methods: readonly ClientCredentials['method'][]
  /** Of the answer. */
  readonly members: (grant: Grant, accessToken: string, facts: Facts) => Members
  readonly refusal: (status: number, error: string, description: string) => Answer
  /** Facebook's takes no `grant_type`. */
  readonly wantsGrantType: boolean
}

/** @param parameters of the body, or for Facebook of the query */
export async function token(
  call: Call,
  parameters: URLSearchParams,
  provider: Provider,
  habits: TokenHabits,
): Promise<Answer> {
  const refuse = habits.refusal
  const repeated = [...new Set(parameters.keys())].find((name) => parameters.getAll(name).length > 1)
  if (repeated !== undefined) return refuse(400, 'invalid_request', `${repeated} stands there more than once`)

  const credentials = credentialsOf(call, parameters)
  if (credentials === 'two') {
    return refuse(400, 'invalid_request', 'the client authenticates in the header and in the body')
  }
  if (
    credentials === undefined ||
    !habits.methods.includes(credentials.method) ||
    credentials.clientId !== provider.clientId ||
    !habits.proves(credentials)
  ) {
    const answer = refuse(401, 'invalid_client', 'the client is not known, or did not prove who it is')
    return call.headers.authorization === undefined ? answer : challenged(answer)
  }

  if (habits.wantsGrantType && parameters.get('grant_type') !== 'authorization_code') {
    return parameters.has('grant_type')
      ? refuse(400, 'unsupported_grant_type', 'grant_type is authorization_code')
      : refuse(400, 'invalid_request', 'grant_type is missing')
  }
  const code = parameters.get('code')
  if (code === null) return refuse(400, 'invalid_request', 'code is missing')
  const grant = provider.grantOf(code)
  if (grant === undefined) return refuse(400, 'invalid_grant', 'the code is not known, or its time is over')
  call.asked.username = grant.person.username
  if (grant.used) {
    // RFC 6749 section 4.1.2: what was issued for a code that comes again is taken back.
    if (grant.accessToken !== undefined) provider.revoke(grant.accessToken)
    return refuse(400, 'invalid_grant', 'the code has been used')
  }
  if (parameters.get('redirect_uri') !== grant.request.redirectUri) {
    return refuse(400, 'invalid_grant', 'redirect_uri is not that of the authorization request')
  }
  if (!isVerifier(grant.request.codeChallenge, parameters.get('code_verifier'))) {
    return refuse(400, 'invalid_grant', 'code_verifier does not fit the code_challenge')
  }

  grant.used = true
  provider.noteUsed(code)
  const facts = await provider.facts(grant.bent, grant)
  const { accessToken, members: honest } = prepare(grant, provider, facts, habits.members)
  grant.accessToken = accessToken
  provider.remember(accessToken, grant)
  const members = insteadOf(grant, bentOr(grant.bent, 'tokenMembers', honest, facts))
  const answer = json(200, jsonText(members), [['Pragma', 'no-cache']])
  return bentOr(grant.bent, 'tokenAnswer', answer, facts)
}

/** As RFC 6749 section 5.2 has it. */
export function oauthRefusal(status: number, error: string, description: string): Answer {
  return json(status, { error, error_description: description })
}

export function isSecret(right: string, given: string): boolean {
  const [a, b] = [right, given].map((text) => createHash('sha256').update(text).digest())
  return timingSafeEqual(a!, b!)
}

function challenged(answer: Answer): Answer {
  return {
    ...answer,
    headers: [...answer.headers, ['WWW-Authenticate', 'Basic realm="mock identity provider"']],
  }
}

/** @returns `two` where header and body both carry some */
function credentialsOf(call: Call, parameters: URLSearchParams): ClientCredentials | 'two' | undefined {
  const clientSecret = parameters.get('client_secret')
  const basic = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(call.headers.authorization ?? '')?.[1]
  if (basic === undefined) {
    const clientId = parameters.get('client_id')
    if (clientId === null || clientSecret === null) return undefined
    return { method: 'client_secret_post', clientId, clientSecret }
  }
  if (clientSecret !== null) return 'two'
  const [id, ...secret] = Buffer.from(basic, 'base64').toString('utf8').split(':')
  return {
    method: 'client_secret_basic',
    clientId: formDecoded(id ?? ''),
    clientSecret: formDecoded(secret.join(':')),
  }
}

/** RFC 6749 section 2.3.1: both are form-encoded before they are joined. */
function formDecoded(text: string): string {
  return new URLSearchParams(`value=${text}`).get('value') ?? ''
}

function isVerifier(challenge: string | undefined, verifier: string | null): boolean {
  if (challenge === undefined) return true
  return verifier !== null && createHash('sha256').update(verifier).digest('base64url') === challenge
}
