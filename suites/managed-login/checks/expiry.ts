/** Steps 10 and 13 to 16: what is good for a while, and for how long. */
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { closedAfterExpiry as apiCloses, opens as apiOpens } from '../../api-authentication/checks/gate.ts'
import { reopens as apiReopens } from '../../api-authentication/checks/refresh.ts'
import {
  authorizationEndpoint,
  refreshTokens,
  tokenEndpoint,
  userInfoEndpoint,
} from '../../shared/sources.ts'
import { managedLogin } from '../flow.ts'
import { validityUnknown } from './token-answer.ts'
import { refuses } from './token-judging.ts'

/** The application's gate, judged as in API authentication. */
export const opens = managedLogin.check(13, 'gate-opens', { ...apiOpens })
export const closedAfterExpiry = managedLogin.check(15, 'gate-closes-at-expiry', { ...apiCloses })
export const reopens = managedLogin.check(16, 'gate-reopens', {
  ...apiReopens,
  basis: tokenEndpoint(
    'Token refresh without refresh token rotation',
    'New ID and access tokens are returned.',
  ),
})

export const expiredAtUserInfo = managedLogin.check(15, 'expired-at-user-info', {
  says: 'userInfo refuses an access token that has expired',
  sends: 'GET of /oauth2/userInfo with the access token, ten minutes after its validity has ended',
  basis: userInfoEndpoint(
    'Example negative responses, bad token',
    'A request with an access token that is expired is answered with an error.',
  ),
  admits: 'Any status from 400 to 499: 401 is in a sample alone.',
  breaks: 'A token that leaked once shows the profile for ever.',
  needs: ['user-info', 'token-validity'],
  unless: validityUnknown,
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const codeExpires = managedLogin.check(10, 'code-expires', {
  says: 'An authorization code gets no tokens once its five minutes are over',
  sends: 'The request that redeems a code, six minutes after the code came',
  basis: authorizationEndpoint(
    'Example: authorization code grant',
    'The authorization code is valid for five minutes.',
  ),
  admits: 'Any error: that of an expired code is not documented.',
  breaks: 'Codes in logs and histories can be redeemed days later.',
  refusal: true,
  judge: (expect, answer: Answer) => refuses(expect, answer),
})

export const refreshTokenExpires = managedLogin.check(16, 'refresh-token-expires', {
  says: 'The refresh token gets no tokens once its validity has ended',
  sends:
    'POST to /oauth2/token with grant_type refresh_token, ten minutes after the refresh token’s validity (30 days by default) has ended',
  basis: refreshTokens(
    'Refresh tokens',
    'By default the refresh token expires 30 days after sign-in; it can be set to 60 minutes to 10 years.',
  ),
  admits: 'Any error.',
  breaks: 'A device that was lost stays signed in for ever.',
  needs: ['refresh-grant'],
  unless: ({ client }) =>
    client.refreshTokenValidity === 'unknown'
      ? 'the app client’s RefreshTokenValidity is unknown'
      : undefined,
  refusal: true,
  judge: (expect, answer: Answer) => refuses(expect, answer),
})

export const codeStillGood = managedLogin.check(10, 'code-lasts', {
  says: 'An authorization code still gets tokens four minutes after it came',
  sends: 'The request that redeems a code, four minutes after the code came',
  basis: authorizationEndpoint(
    'Example: authorization code grant',
    'The authorization code is valid for five minutes.',
  ),
  breaks: 'Users on slow networks cannot get in.',
  judge: (expect, answer: Answer) => expect(answer).toBeAnsweredWith(200),
})
