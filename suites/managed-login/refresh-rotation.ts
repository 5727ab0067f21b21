/** Refreshes at the token endpoint for an app client that rotates refresh tokens. */
import { refreshTokenOf } from '../shared/domain-tokens.ts'
import { refreshAtEndpoint } from '../shared/requests.ts'
import { accessRevocationClaims, idRevocationClaims } from './checks/claims.ts'
import { rotates, rotationEndsOld, rotationGoesOn } from './checks/refresh-rotation.ts'
import { managedLogin } from './flow.ts'
import { signInForTokens } from './sign-in.ts'

/** The API's own limit of the grace period is 60 seconds. */
const BEYOND_GRACE = 65

managedLogin.variant(
  'refresh-rotation',
  'Password, authorization code, then refreshes with refresh token rotation',
  {
    lacking: ['hosted-domain', 'rotation', 'refresh-grant'],
    pool: { mfa: 'off', domain: 'managed-login' },
    client: {
      rotation: true,
      uses: [],
      oauth: { flows: ['code'], scopes: ['openid', 'aws.cognito.signin.user.admin'] },
    },
    user: {},
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, probe, check } = context
    const first = signInForTokens(context)
    check(idRevocationClaims, first)
    check(accessRevocationClaims, first)

    const once = probe(16, (cast) => refreshAtEndpoint(cast, first.value.refreshToken))
    check(rotates, () => ({ first: first.value, answer: once.value }))
    const twice = probe(16, (cast) => refreshAtEndpoint(cast, refreshTokenOf(once.value)))
    check(rotationGoesOn, () => ({ first: first.value, answer: twice.value }))
    const old = attempt(16, async (cast) => {
      refreshTokenOf(once.value)
      await cast.clock.pass(BEYOND_GRACE)
      return refreshAtEndpoint(cast, first.value.refreshToken)
    })
    check(rotationEndsOld, old, { check: rotates })
  },
)
