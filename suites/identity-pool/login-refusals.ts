/** Tokens that are no proof of a sign-in, where an identity is asked for and where credentials are. */
import type { Cast } from '../../fixtures/actors/actors.ts'
import { NotApplicable } from '../../fixtures/flow/not-performed.ts'
import { WELL_AFTER } from '../shared/expiry.ts'
import { MADE_UP_TOKEN } from '../shared/tokens.ts'
import {
  accessToken,
  accessTokenForCredentials,
  expired,
  notAToken,
  notConfigured,
  notConfiguredAnswer,
  oneOfTwoBad,
  otherClient,
  wrongIssuer,
} from './checks/logins.ts'
import { identityPool } from './flow.ts'
import { judgeLogin, judgeMadeUp } from './judged.ts'
import { CLIENT, mustNotTrust, POOL } from './pools.ts'
import { apiTokens, loginOf, loginsWith, signInByApi } from './steps-1-to-8.ts'
import { obtainIdentity } from './steps-9-to-11.ts'
import { obtainCredentials } from './steps-12-to-15.ts'

identityPool.variant(
  'login-refusals',
  'Tokens of other issuers, other app clients and other kinds',
  {
    lacking: ['password'],
    pool: POOL,
    client: CLIENT,
    secondClient: CLIENT,
    user: {},
    identityPool: {},
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, probe, check } = context
    const signedIn = signInByApi(context)
    const who = obtainIdentity(context, signedIn)
    obtainCredentials(context, who)
    const idToken = () => signedIn.value.tokens.idToken

    judgeMadeUp(context, who)
    judgeLogin(context, who, wrongIssuer, ({ lease }) => ({
      // Another user pool of the same region: its id differs in one letter.
      [loginOf(lease).replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))]: idToken(),
    }))

    const elsewhere = probe(7, (cast) => {
      mustNotTrust(cast.lease, cast.secondClient)
      return apiTokens(cast, { client: cast.secondClient })
    })
    judgeLogin(context, who, otherClient, ({ lease }) => loginsWith(lease, elsewhere.value.idToken))

    judgeLogin(context, who, oneOfTwoBad, ({ lease }) => ({
      ...loginsWith(lease, idToken()),
      'accounts.google.com': MADE_UP_TOKEN,
    }))

    const withAccessToken = ({ lease }: Cast) => loginsWith(lease, signedIn.value.tokens.accessToken)
    const access = attempt(10, (cast) => cast.application.aws.identityPool.getId(withAccessToken(cast)))
    check(accessToken, access, { performed: 11, after: { check: notAToken.atGetId } })
    const accessAgain = attempt(
      12,
      (cast) => cast.application.aws.identityPool.getCredentials(who.value.identityId, withAccessToken(cast)),
      { needs: ['enhanced-flow'] },
    )
    check(accessTokenForCredentials, accessAgain, {
      performed: 14,
      after: { check: notAToken.atCredentials },
    })
  },
)

identityPool.variant(
  'token-expiry',
  'A token that has expired',
  {
    lacking: ['password', 'token-validity'],
    pool: POOL,
    client: { ...CLIENT, idTokenValidity: 300 },
    user: {},
    identityPool: {},
    does: ['signs-in'],
  },
  (context) => {
    const signedIn = signInByApi(context)
    const who = obtainIdentity(context, signedIn)
    obtainCredentials(context, who)
    judgeMadeUp(context, who)
    const late = context.probe(10, async ({ clock, lease }) => {
      const { idTokenValidity } = lease.client
      if (idTokenValidity === 'unknown')
        throw new NotApplicable('the app client’s IdTokenValidity is unknown')
      await clock.pass(idTokenValidity + WELL_AFTER)
      return signedIn.value.logins
    })
    judgeLogin(context, who, expired, () => late.value)
  },
)

identityPool.variant(
  'provider-not-configured',
  'A token of a user pool that the identity pool does not have',
  {
    lacking: ['password', 'guest-access'],
    pool: POOL,
    client: CLIENT,
    user: {},
    identityPool: { userPool: 'none', guests: true },
    does: ['signs-in'],
  },
  ({ attempt, check }) => {
    const asked = attempt(10, async (cast) => {
      const { idToken } = await apiTokens(cast)
      // The key of Logins is the issuer without its scheme.
      const login = cast.lease.issuer.replace(/^https?:\/\//, '')
      return cast.application.aws.identityPool.getId({ [login]: idToken })
    })
    const twin = { performed: 11, variant: 'login-refusals' }
    for (const one of [notConfigured, notConfiguredAnswer]) check(one, asked, twin)
  },
)
