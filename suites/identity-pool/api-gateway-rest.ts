/** A REST API that takes the user pool's tokens, in the place of credentials and signatures. */
import { MADE_UP_TOKEN, withOtherSignature } from '../shared/tokens.ts'
import {
  restAccessToken,
  restAccessTokenWithoutScopes,
  restAccessTokenWithoutScopesAnswer,
  restBareToken,
  restBearerToken,
  restClaims,
  restClaimsAreStrings,
  restExpiredAccessToken,
  restExpiredAnswer,
  restExpiredIdToken,
  restIdToken,
  restIdTokenWithScopes,
  restIdTokenWithScopesAnswer,
  restMadeUpToken,
  restNoToken,
  restNoTokenAnswer,
  restOtherClient,
  restOtherSignature,
  restScopeLacking,
  restScopeLackingAnswer,
  restSignedRequest,
} from './checks/gateway-rest.ts'
import { identityPool } from './flow.ts'
import {
  ask,
  askWithScope,
  bearer,
  needsOfTokens,
  OTHER_CLIENT,
  sendExpired,
  signInForGateway,
  stillOpens,
  told,
  useGateway,
} from './gateway.ts'
import { apiTokens } from './steps-1-to-8.ts'

/** An Authorization header of Signature Version 4 with the access key of AWS's own examples. */
const SIGNED =
  'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/execute-api/aws4_request, SignedHeaders=host;x-amz-date, ' +
  `Signature=${'0'.repeat(64)}`

identityPool.variant(
  'api-gateway-rest',
  'A REST API of API Gateway with an authorizer for the user pool',
  {
    ...needsOfTokens('rest'),
    secondClient: OTHER_CLIENT,
  },
  (context) => {
    const { attempt, check } = context
    const signedIn = signInForGateway(context)
    const id = () => signedIn.value.tokens.idToken
    const access = () => signedIn.value.tokens.accessToken

    const answer = useGateway(context, (cast) => ask(cast, 'rest', 'open', bearer(id())))
    check(restBearerToken, answer)
    check(restIdToken, answer)
    check(restClaims, () => told(answer.value, id()))
    check(restClaimsAreStrings, () => told(answer.value, id()))

    check(
      restBareToken,
      attempt(17, (cast) => ask(cast, 'rest', 'open', id())),
    )
    check(
      restAccessToken,
      attempt(18, (cast) => askWithScope(cast, 'rest', access())),
    )
    check(
      restOtherClient,
      attempt(18, async (cast) => {
        const { idToken } = await apiTokens(cast, { client: cast.secondClient })
        return ask(cast, 'rest', 'open', bearer(idToken))
      }),
    )

    const opens = { check: restIdToken }
    const opensWithScope = { check: restAccessToken }
    const none = attempt(18, (cast) => ask(cast, 'rest', 'open'))
    for (const one of [restNoToken, restNoTokenAnswer]) check(one, none, opens)
    const wrongKind = attempt(18, (cast) => ask(cast, 'rest', 'open', bearer(access())))
    for (const one of [restAccessTokenWithoutScopes, restAccessTokenWithoutScopesAnswer])
      check(one, wrongKind, opens)
    const withoutScope = attempt(18, (cast) => ask(cast, 'rest', 'scoped', bearer(id())))
    for (const one of [restIdTokenWithScopes, restIdTokenWithScopesAnswer])
      check(one, withoutScope, opensWithScope)
    const lacking = attempt(18, (cast) => ask(cast, 'rest', 'closed', bearer(access())))
    for (const one of [restScopeLacking, restScopeLackingAnswer]) check(one, lacking, opensWithScope)
    const changed = attempt(18, (cast) => ask(cast, 'rest', 'open', bearer(withOtherSignature(id()))))
    check(restOtherSignature, changed, opens)
    check(
      restMadeUpToken,
      attempt(18, (cast) => ask(cast, 'rest', 'open', bearer(MADE_UP_TOKEN))),
      opens,
    )
    check(
      restSignedRequest,
      attempt(18, (cast) => ask(cast, 'rest', 'open', SIGNED)),
      opens,
    )

    const expired = sendExpired(context, signedIn, {
      byId: { send: (cast, token) => ask(cast, 'rest', 'open', bearer(token)), opens: restIdToken },
      byAccess: { send: (cast, token) => askWithScope(cast, 'rest', token), opens: restAccessToken },
    })
    for (const one of [restExpiredIdToken, restExpiredAnswer]) check(one, expired.id, stillOpens(restIdToken))
    check(restExpiredAccessToken, expired.access, stillOpens(restAccessToken))
  },
)
