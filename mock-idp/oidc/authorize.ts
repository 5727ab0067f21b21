/** The authorization endpoint, for OpenID Connect and the social dialects alike (RFC 6749 section 4.1.1). */
import { autoSubmitPage, errorPage } from '../pages.ts'
import { type Answer, type Call, redirect } from '../serve.ts'
import { signInThen } from '../sign-in.ts'
import type { SignedIn } from '../tenant.ts'
import { type AuthorizationAnswer, bentOr, type Parameters } from './bend.ts'
import { type AuthorizationRequest, type Provider, withParameters } from './provider.ts'

/** Where dialects differ at this endpoint. */
export interface AuthorizationHabits {
  readonly scopeSeparator: RegExp
  /** What is wrong with a request, beyond what is wrong everywhere. */
  readonly refuses?: (request: AuthorizationRequest) => Refusal | undefined
  /** What the relying party is told when the person presses "Cancel". */
  readonly cancelled: Parameters
  /** Beside `code` and `state`. */
  readonly extra?: (signedIn: SignedIn, request: AuthorizationRequest) => Parameters
  /** Stands after the query of every answer. */
  readonly fragment?: string
  readonly responseModes: readonly ('query' | 'form_post')[]
}

interface Refusal {
  readonly error: string
  readonly description: string
}

export async function authorize(
  call: Call,
  provider: Provider,
  habits: AuthorizationHabits,
): Promise<Answer> {
  const asked = call.method === 'POST' ? call.form : call.query
  const repeated = [...new Set(asked.keys())].find((name) => asked.getAll(name).length > 1)
  if (repeated !== undefined) return errorPage(400, `The parameter ${repeated} stands there more than once.`)
  if (asked.get('client_id') !== provider.clientId)
    return errorPage(400, 'There is no such client (client_id).')
  const redirectUri = asked.get('redirect_uri') ?? ''
  if (!provider.tenant.relyingParty().redirectUris?.includes(redirectUri)) {
    return errorPage(400, 'The redirect_uri is not one of those that the client has registered.')
  }

  const request: AuthorizationRequest = {
    redirectUri,
    state: asked.get('state') ?? undefined,
    nonce: asked.get('nonce') ?? undefined,
    scopes: (asked.get('scope') ?? '').split(habits.scopeSeparator).filter((scope) => scope !== ''),
    responseMode: asked.get('response_mode') === 'form_post' ? 'form_post' : 'query',
    codeChallenge: asked.get('code_challenge') ?? undefined,
  }
  const say = (parameters: Parameters): Answer => {
    const state: Parameters = request.state === undefined ? [] : [['state', request.state]]
    return carry({ mode: request.responseMode, parameters: [...parameters, ...state] }, request, habits)
  }
  const refusal = refusalOf(asked, request, habits)
  if (refusal !== undefined) return say(errorParameters(refusal.error, refusal.description))

  provider.noteState(request.state, 'waiting')
  const prompts = (asked.get('prompt') ?? '').split(' ')
  const loginHint = asked.get('login_hint')
  return signInThen(call, {
    force: prompts.includes('login') || prompts.includes('select_account') || asked.get('max_age') === '0',
    passive: prompts.includes('none'),
    ...(loginHint === null ? {} : { loginHint }),
    signedIn: (signedIn) => answerOf(signedIn, request, provider, habits),
    cancelled: () => say(habits.cancelled),
    nobody: () => say(errorParameters('login_required', 'Nobody is signed in')),
  })
}

function refusalOf(
  asked: URLSearchParams,
  request: AuthorizationRequest,
  habits: AuthorizationHabits,
): Refusal | undefined {
  const mode = asked.get('response_mode')
  if (mode !== null && !habits.responseModes.includes(mode as 'query')) {
    return { error: 'invalid_request', description: `response_mode ${mode} is not supported` }
  }
  if (asked.get('response_type') !== 'code') {
    return { error: 'unsupported_response_type', description: 'response_type is code' }
  }
  if (asked.has('request') || asked.has('request_uri')) {
    return { error: 'request_not_supported', description: 'request objects are not supported' }
  }
  const method = asked.get('code_challenge_method') ?? 'plain'
  if (request.codeChallenge !== undefined && method !== 'S256') {
    return { error: 'invalid_request', description: 'code_challenge_method is S256' }
  }
  return habits.refuses?.(request)
}

export function errorParameters(error: string, description: string): Parameters {
  return [
    ['error', error],
    ['error_description', description],
  ]
}

async function answerOf(
  signedIn: SignedIn,
  request: AuthorizationRequest,
  provider: Provider,
  habits: AuthorizationHabits,
): Promise<Answer> {
  const { person, bent, session } = signedIn
  const code = provider.issue({ request, person, bent, authenticatedAt: session.authenticatedAt })
  const state: Parameters = request.state === undefined ? [] : [['state', request.state]]
  const honest: AuthorizationAnswer = {
    mode: request.responseMode,
    parameters: [['code', code], ...state, ...(habits.extra?.(signedIn, request) ?? [])],
  }
  const facts = await provider.facts(bent, provider.grantOf(code))
  provider.noteState(request.state, bent === undefined ? 'answered' : 'spoilt')
  const answer = carry(bentOr(bent, 'answer', honest, facts), request, habits)
  return bentOr(bent, 'browserAnswer', answer, facts)
}

/** Puts an answer into the hands of the browser: a redirect, or a form that submits itself. */
function carry(
  answer: AuthorizationAnswer,
  request: AuthorizationRequest,
  habits: AuthorizationHabits,
): Answer {
  const { mode, parameters } = answer
  if (mode === 'form_post') return autoSubmitPage(request.redirectUri, parameters)
  if (mode === 'fragment')
    return redirect(withParameters(`${request.redirectUri}#`, parameters).replace('#?', '#'))
  return redirect(withParameters(request.redirectUri, parameters, habits.fragment))
}
