/** An app client with a secret: by Basic header and in the body; and whoever does not know the secret. */
import type { Cast, ClientAuthentication } from '../../fixtures/actors/actors.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import { redeem, refreshAtEndpoint } from '../shared/requests.ts'
import {
  bodyAuthentication,
  refreshSecretMissing,
  refreshSecretMissingError,
  refreshWrongSecret,
  revokeWrongSecret,
  secretMissing,
  secretMissingError,
  unknownClientRefused,
  wrongSecretBasic,
  wrongSecretBody,
} from './checks/client-authentication.ts'
import { refreshTokenStays } from './checks/refresh.ts'
import { revokes } from './checks/revoke.ts'
import { managedLogin } from './flow.ts'
import { freshCode, unknownClient } from './further-sign-ins.ts'
import { chooseSignIn, returnWithCode, signInOnPages } from './sign-in.ts'
import { receiveAndKeepTokens } from './steps-10-to-16.ts'

/** A fresh code with another authentication of the client. */
async function redeemAs(cast: Cast, authentication: ClientAuthentication): Promise<Answer> {
  const code = await freshCode(cast)
  return redeem(cast, code, { authentication })
}

managedLogin.variant(
  'confidential-code',
  'Password, authorization code at an app client with a secret',
  {
    lacking: ['hosted-domain', 'client-secret'],
    pool: { mfa: 'off', domain: 'classic' },
    client: {
      secret: true,
      accessTokenValidity: 600,
      idTokenValidity: 1200,
      uses: [],
      oauth: { flows: ['code'], scopes: ['openid', 'email', 'aws.cognito.signin.user.admin'] },
    },
    user: {},
    does: ['signs-in', 'revokes'],
  },
  (context) => {
    const { attempt, probe, check } = context
    const opened = chooseSignIn(context)
    const page = signInOnPages(context, { totp: false })
    const code = returnWithCode(context, page)
    const first = receiveAndKeepTokens(context, code, opened, { endpoint: { authentication: 'basic' } })

    const inBody = probe(10, (cast) => redeemAs(cast, 'body'))
    check(bodyAuthentication, inBody)

    const byBasic = { performed: 11 }
    const byBody = { check: bodyAuthentication }
    check(
      wrongSecretBasic,
      attempt(10, (cast) => redeemAs(cast, 'basic-wrong-secret')),
      byBasic,
    )
    check(
      wrongSecretBody,
      attempt(10, (cast) => redeemAs(cast, 'body-wrong-secret')),
      byBody,
    )
    const alone = attempt(10, (cast) => redeemAs(cast, 'none'))
    check(secretMissing, alone, byBody)
    check(secretMissingError, alone, byBody)
    const stranger = attempt(10, async (cast) => {
      const fresh = await freshCode(cast)
      return redeem(cast, fresh, { client: unknownClient(cast.application.client), authentication: 'basic' })
    })
    check(unknownClientRefused, stranger, byBasic)

    const refreshAs = (authentication: ClientAuthentication) =>
      attempt(16, (cast) => refreshAtEndpoint(cast, first.value.refreshToken, { authentication }))
    check(refreshWrongSecret, refreshAs('basic-wrong-secret'), { check: refreshTokenStays })
    const refreshAlone = refreshAs('none')
    check(refreshSecretMissing, refreshAlone, { check: refreshTokenStays })
    check(refreshSecretMissingError, refreshAlone, { check: refreshTokenStays })

    const revokeAs = (cast: Cast, authentication: ClientAuthentication) =>
      cast.application.relyingParty.revoke({ token: first.value.refreshToken }, { authentication })
    const wrong = attempt(16, (cast) => revokeAs(cast, 'basic-wrong-secret'), { needs: ['revoke-endpoint'] })
    check(revokeWrongSecret, wrong, { check: revokes })
    const revoked = probe(16, (cast) => revokeAs(cast, 'basic'), { needs: ['revoke-endpoint'] })
    check(revokes, revoked)
  },
)
