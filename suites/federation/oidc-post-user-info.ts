/** An OpenID Connect provider whose userInfo endpoint takes POST alone, and tells what its ID tokens do not. */
import type { ProviderNeeds } from '../../fixtures/targets/lease.ts'
import { fromUserInfo } from './checks/mapping.ts'
import { userInfoByPost } from './checks/provider-answer.ts'
import { federation } from './flow.ts'
import { clientOf, OIDC, poolWith } from './pools.ts'
import { profileOf, signInThrough } from './steps-1-to-10.ts'

const POSTS: ProviderNeeds = {
  ...OIDC,
  details: { attributes_request_method: 'POST' },
  tenant: { userInfoMethod: 'POST' },
}

federation.variant(
  'oidc-post-user-info',
  'An OpenID Connect provider with userInfo by POST',
  {
    lacking: ['hosted-domain', 'federation-oidc'],
    pool: poolWith(POSTS),
    client: clientOf(OIDC.name),
    user: {},
    does: ['signs-in'],
  },
  (context) => {
    const { probe, check } = context
    const { asked, returned } = signInThrough(context, {
      mfa: false,
      async person(_, provider) {
        const { claims } = await provider.newPerson()
        const { nickname: _unsaid, ...inToken } = claims
        return provider.newPerson({ claims: inToken, userInfo: claims })
      },
    })
    check(userInfoByPost, asked)
    const profile = probe(
      9,
      async (cast) => ({
        ...(await profileOf(cast, returned.value)),
        to: 'nickname',
        value: String(returned.value.person.userInfo?.['nickname']),
      }),
      { needs: ['admin-api'] },
    )
    check(fromUserInfo, profile)
  },
)
