/** The userInfo endpoint: what each scope shows of a user, and to whom nothing is shown. */
import type { Cast } from '../../fixtures/actors/actors.ts'
import type { Check } from '../../fixtures/flow/flow.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import type { Granted } from '../shared/domain-tokens.ts'
import { getUser } from '../shared/requests.ts'
import { MADE_UP_TOKEN, withOtherSignature } from '../shared/tokens.ts'
import { groupClaims } from './checks/claims.ts'
import { idTokenByScope, idTokenOfOpenid, scopesAsked } from './checks/claims-of-domain.ts'
import {
  openidAlone,
  openidEmail,
  openidPhone,
  openidProfile,
  type Profile,
  unreadable,
  userInfoAnswers,
  userInfoCrossOrigin,
  userInfoName,
  userInfoSubject,
  userInfoType,
  verifiedAsStrings,
} from './checks/user-info.ts'
import {
  alteredAtUserInfo,
  apiTokenAtUserInfo,
  badTokenError,
  idTokenAtUserInfo,
  madeUpAtUserInfo,
  missingAtUserInfo,
  missingTokenError,
  noSelfService,
  selfService,
  withoutOpenid,
} from './checks/user-info-refused.ts'
import { managedLogin } from './flow.ts'
import { anotherGrant, anotherSignIn, fromElsewhere, signInByApi } from './further-sign-ins.ts'
import { signInForTokens } from './sign-in.ts'

const SELF_SERVICE = 'aws.cognito.signin.user.admin'

/** What userInfo says of these tokens. */
async function profileOf({ application }: Cast, granted: Granted): Promise<Profile> {
  return { answer: await application.relyingParty.userInfo(granted.accessToken), granted }
}

managedLogin.variant(
  'user-info',
  'Password, authorization code, then the profile by scope',
  {
    lacking: ['hosted-domain', 'user-info'],
    pool: { mfa: 'off', domain: 'managed-login' },
    client: {
      uses: ['ALLOW_USER_PASSWORD_AUTH'],
      oauth: { flows: ['code'], scopes: ['openid', 'email', 'phone', 'profile', SELF_SERVICE] },
    },
    secondClient: {
      uses: [],
      readAttributes: ['email', 'email_verified'],
      oauth: { flows: ['code'], scopes: ['openid'] },
    },
    user: {
      groups: 2,
      attributes: {
        email_verified: 'true',
        phone_number: '+12065550100',
        phone_number_verified: 'false',
        name: 'Ana Carolina Silva',
        family_name: 'Silva',
      },
    },
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, probe, check, walk } = context
    const first = signInForTokens(context, { parameters: { scope: 'openid' } })
    for (const one of [scopesAsked, groupClaims, idTokenOfOpenid]) check(one, first)

    const alone = probe(13, (cast) => profileOf(cast, first.value))
    check(userInfoAnswers, () => alone.value.answer)
    for (const one of [userInfoSubject, userInfoName, userInfoType]) check(one, alone)
    const elsewhere = probe(13, (cast) => {
      const headers = { authorization: `Bearer ${first.value.accessToken}` }
      return fromElsewhere(cast, '/oauth2/userInfo', { headers })
    })
    check(userInfoCrossOrigin, elsewhere)
    for (const one of [verifiedAsStrings, openidAlone]) check(one, alone)

    const scoped: readonly [string, Check<Profile>][] = [
      ['openid email', openidEmail],
      ['openid phone', openidPhone],
      ['openid profile', openidProfile],
    ]
    for (const [scope, shown] of scoped) {
      walk(scope.replace(' ', '-'), (limited) => {
        const tokens = limited.probe(11, (cast) => anotherSignIn(cast, { parameters: { scope } }))
        limited.check(scopesAsked, tokens)
        if (scope === 'openid email') limited.check(idTokenByScope, tokens)
        const profile = limited.probe(13, (cast) => profileOf(cast, tokens.value))
        limited.check(shown, profile)
      })
    }

    const narrow = probe(13, async (cast) => {
      const client = cast.secondClient
      return profileOf(cast, await anotherSignIn(cast, { options: { client } }, { client }))
    })
    check(unreadable, narrow)

    const twin = { check: userInfoAnswers }
    const userInfo = (token: (cast: Cast) => string | undefined | Promise<string>) =>
      attempt(13, async (cast): Promise<Answer> => cast.application.relyingParty.userInfo(await token(cast)))
    const madeUp = userInfo(() => MADE_UP_TOKEN)
    check(madeUpAtUserInfo, madeUp, twin)
    check(badTokenError, madeUp, twin)
    check(
      alteredAtUserInfo,
      userInfo(() => withOtherSignature(first.value.accessToken)),
      twin,
    )
    const missing = userInfo(() => undefined)
    check(missingAtUserInfo, missing, twin)
    check(missingTokenError, missing, twin)
    check(
      idTokenAtUserInfo,
      userInfo(() => first.value.idToken),
      twin,
    )
    check(
      apiTokenAtUserInfo,
      userInfo(async (cast) => (await signInByApi(cast)).accessToken),
      twin,
    )

    const forApi = probe(11, (cast) => anotherGrant(cast, { parameters: { scope: SELF_SERVICE } }))
    const allowed = probe(13, (cast) => getUser(cast, forApi.value.accessToken), { needs: ['get-user'] })
    check(selfService, allowed)
    check(
      withoutOpenid,
      userInfo(() => forApi.value.accessToken),
      twin,
    )
    const notForApi = attempt(13, (cast) => getUser(cast, first.value.accessToken), { needs: ['get-user'] })
    check(noSelfService, notForApi, { check: selfService })
  },
)
