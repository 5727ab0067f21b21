/** A REST API and the token of somebody who has signed out: the authorizer does not ask the user pool. */
import { succeeded } from '../shared/answers.ts'
import { TAKES_EFFECT } from '../shared/requests.ts'
import { restIdToken, restSignedOut } from './checks/gateway-rest.ts'
import { identityPool } from './flow.ts'
import { ask, bearer, needsOfTokens, signInForGateway, useGateway } from './gateway.ts'

const REST = needsOfTokens('rest')

identityPool.variant(
  'api-gateway-rest-signed-out',
  'A REST API of API Gateway, and a user who has signed out everywhere',
  {
    ...REST,
    lacking: [...REST.lacking, 'global-sign-out'],
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
