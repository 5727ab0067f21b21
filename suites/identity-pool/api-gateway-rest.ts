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
  GATEWAY_CLIENT,
  GATEWAY_POOL,
  GATEWAY_USER,
  letTokensExpire,
  signInForGateway,
  told,
  useGateway,
} from './gateway.ts'
import { apiTokens } from './sign-in.ts'

/** An Authorization header of Signature Version 4 with the access key of AWS's own examples. */
const SIGNED =
  'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/execute-api/aws4_request, SignedHeaders=host;x-amz-date, ' +
  `Signature=${'0'.repeat(64)}`

identityPool.variant(
  'api-gateway-rest',
  'A REST API of API Gateway with an authorizer for the user pool',
  {
    lacking: ['password', 'api-gateway-rest'],
    pool: GATEWAY_POOL,
    client: GATEWAY_CLIENT,
    secondClient: { uses: ['ALLOW_USER_PASSWORD_AUTH'] },
    user: GATEWAY_USER,
    gateways: { rest: true },
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, check, walk } = context
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

    const later = attempt(18, letTokensExpire, { needs: ['token-validity'] })
    const expired = attempt(18, (cast) => {
      void later.value
      return ask(cast, 'rest', 'open', bearer(id()))
    })
    const expiredAccess = attempt(18, (cast) => {
      void later.value
      return askWithScope(cast, 'rest', access())
    })
    walk('later', (afterwards) => {
      const fresh = afterwards.attempt(18, (cast) => {
        void later.value
        return apiTokens(cast)
      })
      const open = afterwards.attempt(18, (cast) => ask(cast, 'rest', 'open', bearer(fresh.value.idToken)))
      afterwards.check(restIdToken, open)
      const scoped = afterwards.attempt(18, (cast) => askWithScope(cast, 'rest', fresh.value.accessToken))
      afterwards.check(restAccessToken, scoped)
    })
    for (const one of [restExpiredIdToken, restExpiredAnswer])
      check(one, expired, { ...opens, after: { ...opens, walk: 'later' } })
    check(restExpiredAccessToken, expiredAccess, {
      ...opensWithScope,
      after: { ...opensWithScope, walk: 'later' },
    })
  },
)
