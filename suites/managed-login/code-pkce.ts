/** A public app client with Proof Key for Code Exchange; and the codes and requests that must get no tokens. */
import { verifierMissing, verifierWrong, verifierWrongError } from './checks/pkce.ts'
import {
  codeMadeUp,
  codeMissing,
  codeOfOtherClient,
  codeUsedOnce,
  errorAnswer,
  getRefused,
  grantTypeUnknown,
  jsonBody,
  otherRedirectUri,
  redirectUriMissing,
} from './checks/token-refused.ts'
import { managedLogin } from './flow.ts'
import {
  passwordGrant,
  redeemAsJson,
  redeemByGet,
  redeemForOtherClient,
  redeemMadeUp,
  redeemTwice,
  redeemWith,
  withSlash,
} from './refusals.ts'
import { chooseSignIn, returnWithCode, signInOnPages } from './sign-in.ts'
import { receiveAndKeepTokens } from './steps-10-to-16.ts'

const oauth = {
  flows: ['code'],
  scopes: ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'],
} as const

/** As long as the verifier, of the same characters, and another. */
const otherVerifier = (verifier = ''): string => `${verifier.startsWith('A') ? 'B' : 'A'}${verifier.slice(1)}`

managedLogin.variant(
  'code-pkce',
  'Password, authorization code with PKCE',
  {
    lacking: ['hosted-domain', 'pkce'],
    pool: { mfa: 'off', domain: 'managed-login' },
    client: { accessTokenValidity: 600, idTokenValidity: 1200, uses: [], oauth },
    secondClient: { uses: [], oauth },
    user: {},
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, check } = context
    const opened = chooseSignIn(context, { options: { pkce: true } })
    const page = signInOnPages(context, { totp: false })
    const code = returnWithCode(context, page)
    receiveAndKeepTokens(context, code, opened)

    const twin = { performed: 11 }
    const wrong = attempt(10, (cast) =>
      redeemWith(cast, ({ request }) => ({ code_verifier: otherVerifier(request.codeVerifier) })),
    )
    check(verifierWrong, wrong, twin)
    check(verifierWrongError, wrong, twin)
    const missing = attempt(10, (cast) => redeemWith(cast, { code_verifier: undefined }))
    check(verifierMissing, missing, twin)
    check(codeUsedOnce, attempt(10, redeemTwice), twin)
    const madeUp = attempt(10, redeemMadeUp)
    check(codeMadeUp, madeUp, twin)
    check(errorAnswer, madeUp, twin)
    check(codeOfOtherClient, attempt(10, redeemForOtherClient), twin)
    check(
      otherRedirectUri,
      attempt(10, (cast) => redeemWith(cast, withSlash)),
      twin,
    )
    check(
      redirectUriMissing,
      attempt(10, (cast) => redeemWith(cast, { redirect_uri: undefined })),
      twin,
    )
    check(
      codeMissing,
      attempt(10, (cast) => redeemWith(cast, { code: undefined })),
      twin,
    )
    check(grantTypeUnknown, attempt(10, passwordGrant), twin)
    check(jsonBody, attempt(10, redeemAsJson), twin)
    check(getRefused, attempt(10, redeemByGet), twin)
  },
)
