/** Refreshes at the token endpoint for an app client that rotates refresh tokens. */
import { accessRevocationClaims, idRevocationClaims } from './checks/claims.ts'
import { rotates, rotationEndsOld, rotationGoesOn } from './checks/refresh-rotation.ts'
import { managedLogin } from './flow.ts'
import { mfaIsOff } from './omissions.ts'
import { chooseSignIn, returnWithCode, signInOnPages } from './sign-in.ts'
import { redeemCode } from './steps-10-to-16.ts'
import { refreshAtEndpoint, refreshTokenOf } from './tokens.ts'

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
    const { attempt, probe, check, omitted } = context
    const opened = chooseSignIn(context)
    const page = signInOnPages(context, { totp: false })
    for (const number of [5, 6, 7] as const) omitted(number, mfaIsOff)
    const first = redeemCode(context, returnWithCode(context, page), opened)
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
