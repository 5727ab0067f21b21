/** Wrong answers through the browser: what comes back to the redirect URI, beside or instead of a code and the state. */

import { errorParameters } from '../oidc/authorize.ts'
import type { AuthorizationAnswer, Facts, OidcBend, Parameters } from '../oidc/bend.ts'
import { members } from '../oidc/members.ts'
import { withParameters } from '../oidc/provider.ts'
import { redirect } from '../serve.ts'
import { type More, misbehaviour, type Owed, ofVictim } from './oidc-make.ts'

const STATE = 'RFC 6749 section 10.12'
const CODE = 'RFC 6749 section 4.1.2'
const ERROR = 'RFC 6749 section 4.1.2.1'
const ONCE = 'RFC 6749 section 3.1 (parameters must not be repeated)'
const MIX_UP = 'RFC 9207 section 2.4'

function answered(id: string, says: string, owed: Owed, clause: string, bend: OidcBend, more: More = {}) {
  return misbehaviour('oidc-answer', `oidc-answer-${id}`, says, owed, clause, bend, more)
}

/** @param change undefined where there is nothing to bend with */
function parameters(change: (honest: Parameters, facts: Facts) => Parameters | undefined): OidcBend {
  return {
    answer(honest, facts) {
      const changed = change(honest.parameters, facts)
      return changed === undefined ? undefined : { ...honest, parameters: changed }
    },
  }
}

const drop =
  (...names: readonly string[]) =>
  (honest: Parameters): Parameters =>
    honest.filter(([name]) => !names.includes(name))

/** Replaces the value of a parameter; nothing where it is not there. */
function replace(name: string, change: (value: string, facts: Facts) => string | undefined): OidcBend {
  return parameters((honest, facts) => {
    const old = honest.find(([known]) => known === name)?.[1]
    const changed = old === undefined ? undefined : change(old, facts)
    if (changed === undefined) return undefined
    return honest.map(([known, value]) => [known, known === name ? changed : value])
  })
}

function add(more: (facts: Facts, honest: Parameters) => Parameters): OidcBend {
  return parameters((honest, facts) => [...honest, ...more(facts, honest)])
}

/** An error and no code; the state comes along, as it must. */
function errorAnswer(error: string, description?: string, more: Parameters = []): OidcBend {
  return parameters((honest) => [
    ...(description === undefined ? [['error', error] as const] : errorParameters(error, description)),
    ...more,
    ...drop('code')(honest),
  ])
}

/** Another character of the same alphabet at that place. */
function altered(text: string, at: number): string {
  const old = text[at] ?? ''
  return `${text.slice(0, at)}${old === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`
}

const standard = [
  ['access-denied', 'access_denied', 'The person did not consent'],
  ['login-required', 'login_required', 'Nobody is signed in'],
  ['server-error', 'server_error', 'The provider failed'],
  ['temporarily-unavailable', 'temporarily_unavailable', 'The provider is busy'],
  ['unknown-error', 'no_such_error', 'An error that no specification has'],
] as const

const inMode = (mode: AuthorizationAnswer['mode']): OidcBend => ({
  answer: (honest) => ({ ...honest, mode }),
})

export const oidcAnswers = [
  answered('state-absent', 'A code, and no state', 'refusal', STATE, parameters(drop('state'))),
  answered(
    'state-empty',
    'The state is empty',
    'refusal',
    STATE,
    replace('state', () => ''),
  ),
  answered(
    'state-invented',
    "The state is nobody's",
    'refusal',
    STATE,
    replace('state', () => 'an-invented-state'),
  ),
  answered(
    'state-first-character',
    'The first character of the state is another',
    'refusal',
    STATE,
    replace('state', (state) => altered(state, 0)),
  ),
  answered(
    'state-middle-character',
    'A character in the middle of the state is another',
    'refusal',
    STATE,
    replace('state', (state) => altered(state, Math.floor(state.length / 2))),
  ),
  answered(
    'state-last-character',
    'The last character of the state is another',
    'refusal-or-genuine',
    STATE,
    replace('state', (state) => altered(state, state.length - 1)),
  ),
  answered(
    'state-cut',
    'The second half of the state is missing',
    'refusal',
    STATE,
    replace('state', (state) => state.slice(0, Math.floor(state.length / 2))),
  ),
  answered(
    'state-longer',
    'Text follows the state',
    'refusal',
    STATE,
    replace('state', (state) => `${state}AAAA`),
  ),
  answered(
    'state-reused',
    'The state is that of a sign-in that was answered before',
    'refusal',
    'RFC 9700 section 4.7',
    replace('state', (_state, { states }) => states.answered.at(-1)),
  ),
  answered(
    'state-of-another-browser',
    'The state is that of a sign-in that waits in another browser',
    'refusal',
    STATE,
    replace('state', (_state, { states }) => states.waiting.at(-1)),
  ),
  answered(
    'state-huge',
    'The state has 64 kB, in a form that the browser posts',
    'refusal',
    STATE,
    {
      answer: ({ parameters: honest }) => ({
        mode: 'form_post',
        parameters: honest.map(([name, value]) => [name, name === 'state' ? 'A'.repeat(65_536) : value]),
      }),
    },
    { exhausts: true },
  ),
  answered(
    'state-twice',
    'The right state comes first, an invented one after it',
    'refusal-or-genuine',
    ONCE,
    add(() => [['state', 'an-invented-state']]),
  ),
  answered(
    'state-twice-invented-first',
    'An invented state comes first, the right one after it',
    'refusal-or-genuine',
    ONCE,
    parameters((honest) => [['state', 'an-invented-state'], ...honest]),
  ),

  answered('code-absent', 'The state, and no code', 'refusal', CODE, parameters(drop('code'))),
  answered(
    'code-empty',
    'The code is empty',
    'refusal',
    CODE,
    replace('code', () => ''),
  ),
  answered(
    'code-invented',
    "The code is nobody's",
    'refusal',
    CODE,
    replace('code', () => 'an-invented-code'),
  ),
  answered(
    'code-reused',
    'The code is one that was exchanged before',
    'refusal',
    CODE,
    replace('code', (_code, { usedCodes }) => usedCodes.at(-1)),
  ),
  answered(
    'code-injected',
    "The code is that of the victim's own sign-in",
    'unsettled',
    'RFC 9700 section 4.5',
    replace('code', (_code, { codeFor, victim }) => codeFor(victim)),
  ),
  answered(
    'code-twice',
    'The right code comes first, that of the victim after it',
    'refusal-or-genuine',
    ONCE,
    add(({ codeFor, victim }) => [['code', codeFor(victim)]]),
  ),
  answered(
    'code-twice-victim-first',
    'The code of the victim comes first, the right one after it',
    'refusal-or-genuine',
    ONCE,
    parameters((honest, { codeFor, victim }) => [['code', codeFor(victim)], ...honest]),
  ),

  ...standard.map(([id, error, description]) =>
    answered(id, `The answer is the error ${error}`, 'refusal', ERROR, errorAnswer(error, description)),
  ),
  answered(
    'error-without-description',
    'The answer is an error without a description',
    'refusal',
    ERROR,
    errorAnswer('access_denied'),
  ),
  answered(
    'error-with-uri',
    'The answer is an error with an error_uri',
    'refusal',
    ERROR,
    errorAnswer('server_error', 'The provider failed', [['error_uri', 'https://idp.example/errors/1']]),
  ),
  answered('error-empty', 'The error is empty, and there is no code', 'refusal', ERROR, errorAnswer('')),
  answered(
    'error-and-code',
    'An error and a good code stand side by side',
    'refusal',
    ERROR,
    add(() => errorParameters('access_denied', 'The person did not consent')),
  ),
  answered(
    'error-markup',
    'The description of the error is markup',
    'refusal',
    ERROR,
    errorAnswer('access_denied', '<script>document.title="injected"</script>"><img src=x onerror=alert(1)>'),
  ),
  answered(
    'error-header-injection',
    'The description of the error breaks a header line',
    'refusal',
    ERROR,
    errorAnswer('access_denied', 'denied\r\nSet-Cookie: injected=yes\r\n\r\n<p>injected</p>'),
  ),
  answered(
    'error-code-markup',
    'The error itself is markup and a line break',
    'refusal',
    ERROR,
    errorAnswer('<b>x</b>\r\nX-Injected: yes'),
  ),
  answered(
    'error-long',
    'The description of the error has 8 kB',
    'refusal',
    ERROR,
    errorAnswer('access_denied', 'long '.repeat(1638)),
  ),
  answered(
    'error-non-ascii',
    'The description of the error is not ASCII',
    'refusal',
    ERROR,
    errorAnswer('access_denied', 'Zugriff verweigert – доступ запрещён 🚫'),
  ),

  answered(
    'iss-foreign',
    'iss names another provider',
    'unsettled',
    MIX_UP,
    add(() => [['iss', 'https://other-idp.example']]),
  ),
  answered(
    'iss-garbage',
    'iss is no URL',
    'unsettled',
    MIX_UP,
    add(() => [['iss', 'not a url']]),
  ),

  answered(
    'in-fragment',
    'The answer stands after the number sign',
    'refusal',
    'OAuth 2.0 Multiple Response Type Encoding Practices section 2.1',
    inMode('fragment'),
  ),
  answered(
    'tokens-instead-of-code',
    'Tokens of the victim, unsigned by the provider, and no code',
    'refusal',
    'OpenID Connect Core 1.0 section 3.1.2.5',
    parameters((honest, facts) => [...drop('code')(honest), ...victimTokens(facts)]),
    { forges: true },
  ),
  answered(
    'tokens-beside-code',
    'Tokens of the victim, unsigned by the provider, beside a good code',
    'refusal-or-genuine',
    'OpenID Connect Core 1.0 section 3.1.2.5',
    add(victimTokens),
    { forges: true },
  ),
  answered(
    'id-token-instead-of-code',
    'An ID token of the victim, well signed, and no code',
    'refusal',
    'OpenID Connect Core 1.0 section 3.1.2.5',
    parameters((honest, facts) => [...drop('code')(honest), ['id_token', wellSignedVictim(facts)]]),
  ),
  answered(
    'id-token-beside-code',
    'An ID token of the victim, well signed, beside a good code',
    'refusal-or-genuine',
    'OpenID Connect Core 1.0 section 3.1.2.5',
    add((facts) => [['id_token', wellSignedVictim(facts)]]),
  ),
  answered(
    'nothing',
    'The browser comes back without any parameter',
    'refusal',
    CODE,
    parameters(() => []),
  ),
  answered('code-in-path', 'The code stands in the path instead of the query', 'refusal', CODE, {
    browserAnswer(honest) {
      const location = honest.headers.find(([name]) => name === 'Location')?.[1]
      if (location === undefined) return undefined
      const url = new URL(location)
      const uri = `${url.origin}${url.pathname}/${url.searchParams.get('code') ?? ''}`
      return redirect(withParameters(uri, [['state', url.searchParams.get('state') ?? '']]))
    },
  }),
]

function victimClaims(facts: Facts) {
  const { issuer, clientId, now } = facts
  return ofVictim(members({ iss: issuer, aud: clientId, iat: now, exp: now + 3600 }), facts)
}

function victimTokens(facts: Facts): Parameters {
  const [header, payload] = facts.signed(victimClaims(facts)).split('.')
  return [
    ['id_token', `${header}.${payload}.`],
    ['access_token', 'an-access-token-of-nobody'],
    ['token_type', 'Bearer'],
  ]
}

function wellSignedVictim(facts: Facts): string {
  return facts.signed(victimClaims(facts))
}
