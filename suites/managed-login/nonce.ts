/** The nonce: of the request that the ID token answers, and no other, with and without a session in the browser. */
import { noGroupClaims } from './checks/claims.ts'
import { nonce } from './checks/claims-of-domain.ts'
import { managedLogin } from './flow.ts'
import { anotherSignIn } from './further-sign-ins.ts'
import { signInForTokens } from './sign-in.ts'

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
    const { check, walk } = context
    const first = signInForTokens(context, { options: { nonce: true } })
    check(nonce, first)
    check(noGroupClaims, first)

    walk('with-session', (again) => {
      const second = again.probe(11, (cast) => anotherSignIn(cast, { options: { nonce: true } }))
      again.check(nonce, second)
    })
  },
)
