/** An HTTP API that takes the user pool's tokens, in the place of credentials and signatures. */
import type { Cast } from '../../fixtures/actors/actors.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import { isValue } from '../../fixtures/protocol/reading.ts'
import { header, refused } from '../shared/answers.ts'
import { MADE_UP_TOKEN, withOtherSignature } from '../shared/tokens.ts'
import {
  httpAccessToken,
  httpBareToken,
  httpBearerToken,
  httpClaims,
  httpClaimsAreStrings,
  httpExpiredAccessToken,
  httpExpiredIdToken,
  httpIdToken,
  httpIdTokenWithScopes,
  httpIdTokenWithScopesAnswer,
  httpMadeUpToken,
  httpNoToken,
  httpNoTokenAnswer,
  httpOtherClient,
  httpOtherClientAccess,
  httpOtherClientAnswer,
  httpOtherClientChallenge,
  httpOtherClientHeader,
  httpOtherClientReason,
  httpOtherSignature,
  httpScopeHeld,
  httpScopeLacking,
  httpScopeLackingAnswer,
  httpScopesListed,
  httpScopesNull,
} from './checks/gateway-http.ts'
import { identityPool } from './flow.ts'
import {
  ask,
  askWithScope,
  bearer,
  mustNotTakeOther,
  needsOfTokens,
  OTHER_CLIENT,
  sendExpired,
  signInForGateway,
  stillOpens,
  told,
  useGateway,
} from './gateway.ts'
import { apiTokens } from './steps-1-to-8.ts'

/** An answer that says in its header what is wrong. @throws {NotPerformed} it has none; that is judged by itself */
const challenging = (answer: Answer): Answer =>
  isValue(header(answer, 'www-authenticate')) ? answer : refused(answer, 'a www-authenticate header')

identityPool.variant(
  'api-gateway-http',
  'An HTTP API of API Gateway with a JWT authorizer for the app client',
  {
    ...needsOfTokens('http'),
    secondClient: OTHER_CLIENT,
  },
  (context) => {
    const { attempt, check } = context
    const signedIn = signInForGateway(context)
    const id = () => signedIn.value.tokens.idToken
    const access = () => signedIn.value.tokens.accessToken

    const answer = useGateway(context, (cast) => ask(cast, 'http', 'open', bearer(id())))
    check(httpBearerToken, answer)
    check(httpIdToken, answer)
    check(httpClaims, () => told(answer.value, id()))
    check(httpClaimsAreStrings, () => told(answer.value, id()))

    check(
      httpBareToken,
      attempt(17, (cast) => ask(cast, 'http', 'open', id())),
    )
    const byAccess = attempt(18, (cast) => ask(cast, 'http', 'open', bearer(access())))
    check(httpAccessToken, byAccess)
    check(httpScopesNull, () => told(byAccess.value, access()))
    const held = attempt(18, (cast) => askWithScope(cast, 'http', access()))
    check(httpScopeHeld, held)
    check(httpScopesListed, () => told(held.value, access()))

    const opens = { check: httpIdToken }
    const opensToAccess = { check: httpAccessToken }
    const opensWithScope = { check: httpScopeHeld }
    const none = attempt(18, (cast) => ask(cast, 'http', 'open'))
    for (const one of [httpNoToken, httpNoTokenAnswer]) check(one, none, opens)

    const others = attempt(18, (cast) => {
      mustNotTakeOther(cast.lease, 'http')
      return apiTokens(cast, { client: cast.secondClient })
    })
    const otherId = attempt(18, (cast) => ask(cast, 'http', 'open', bearer(others.value.idToken)))
    for (const one of [httpOtherClient, httpOtherClientAnswer, httpOtherClientHeader])
      check(one, otherId, opens)
    const challenge = attempt(18, () => challenging(otherId.value))
    for (const one of [httpOtherClientChallenge, httpOtherClientReason]) check(one, challenge, opens)
    const otherAccess = attempt(18, (cast) => ask(cast, 'http', 'open', bearer(others.value.accessToken)))
    check(httpOtherClientAccess, otherAccess, opensToAccess)

    const withoutScope = attempt(18, (cast) => ask(cast, 'http', 'scoped', bearer(id())))
    for (const one of [httpIdTokenWithScopes, httpIdTokenWithScopesAnswer])
      check(one, withoutScope, opensWithScope)
    const lacking = attempt(18, (cast) => ask(cast, 'http', 'closed', bearer(access())))
    for (const one of [httpScopeLacking, httpScopeLackingAnswer]) check(one, lacking, opensWithScope)
    const changed = attempt(18, (cast) => ask(cast, 'http', 'open', bearer(withOtherSignature(access()))))
    check(httpOtherSignature, changed, opensToAccess)
    check(
      httpMadeUpToken,
      attempt(18, (cast) => ask(cast, 'http', 'open', bearer(MADE_UP_TOKEN))),
      opens,
    )

    const open = (cast: Cast, token: string) => ask(cast, 'http', 'open', bearer(token))
    const expired = sendExpired(context, signedIn, {
      byId: { send: open, opens: httpIdToken },
      byAccess: { send: open, opens: httpAccessToken },
    })
    check(httpExpiredIdToken, expired.id, stillOpens(httpIdToken))
    check(httpExpiredAccessToken, expired.access, stillOpens(httpAccessToken))
  },
)
