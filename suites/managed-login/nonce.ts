/** The nonce: of the request that the ID token answers, and no other, with and without a session in the browser. */
import { noGroupClaims } from './checks/claims.ts'
import { nonce } from './checks/claims-of-domain.ts'
import { managedLogin } from './flow.ts'
import { mfaIsOff } from './omissions.ts'
import { chooseSignIn, returnWithCode, signInOnPages } from './sign-in.ts'
import { redeemCode } from './steps-10-to-16.ts'
import { anotherSignIn } from './tokens.ts'

managedLogin.variant(
  'nonce',
  'Password, authorization code, with a nonce',
  {
    lacking: ['hosted-domain'],
    pool: { mfa: 'off', domain: 'classic' },
    client: { uses: [], oauth: { flows: ['code'], scopes: ['openid'] } },
    user: {},
    does: ['signs-in'],
  },
  (context) => {
    const { check, omitted, walk } = context
    const opened = chooseSignIn(context, { options: { nonce: true } })
    const page = signInOnPages(context, { totp: false })
    for (const number of [5, 6, 7] as const) omitted(number, mfaIsOff)
    const first = redeemCode(context, returnWithCode(context, page), opened)
    check(nonce, first)
    check(noGroupClaims, first)

    walk('with-session', (again) => {
      const second = again.probe(11, (cast) => anotherSignIn(cast, { options: { nonce: true } }))
      again.check(nonce, second)
    })
  },
)
