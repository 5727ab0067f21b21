/** A REST API and the token of somebody who has signed out: the authorizer does not ask the user pool. */
import { succeeded } from '../shared/answers.ts'
import { TAKES_EFFECT } from '../shared/requests.ts'
import { restIdToken, restSignedOut } from './checks/gateway-rest.ts'
import { identityPool } from './flow.ts'
import {
  ask,
  bearer,
  GATEWAY_CLIENT,
  GATEWAY_POOL,
  GATEWAY_USER,
  signInForGateway,
  useGateway,
} from './gateway.ts'

identityPool.variant(
  'api-gateway-rest-signed-out',
  'A REST API of API Gateway, and a user who has signed out everywhere',
  {
    lacking: ['password', 'api-gateway-rest', 'global-sign-out'],
    pool: GATEWAY_POOL,
    client: GATEWAY_CLIENT,
    user: GATEWAY_USER,
    gateways: { rest: true },
    does: ['signs-in', 'revokes'],
  },
  (context) => {
    const { attempt, check } = context
    const signedIn = signInForGateway(context)
    const send = () => bearer(signedIn.value.tokens.idToken)
    check(
      restIdToken,
      useGateway(context, (cast) => ask(cast, 'rest', 'open', send())),
    )
    const signedOut = attempt(18, async ({ application, clock }) => {
      const answer = await application.call('GlobalSignOut', {
        AccessToken: signedIn.value.tokens.accessToken,
      })
      await clock.pass(TAKES_EFFECT)
      return succeeded(answer)
    })
    check(
      restSignedOut,
      attempt(18, (cast) => {
        void signedOut.value
        return ask(cast, 'rest', 'open', send())
      }),
    )
  },
)
