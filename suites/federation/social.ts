/** One way through steps 1 to 12 for all social providers: what differs between them is data. */
import type { ProviderNeeds } from '../../fixtures/targets/lease.ts'
import {
  type FederatedTokens,
  groupsClaim,
  identities,
  identityType,
  usernameClaims,
} from './checks/claims.ts'
import { codeIsNew } from './checks/provider-answer.ts'
import { clientAtProvider, ownState, returnsToPool } from './checks/provider-request.ts'
import { profileRead, socialScopes, tokenMethod } from './checks/social.ts'
import { federation } from './flow.ts'
import { clientOf, poolWith } from './pools.ts'
import { judgeProfile, judgeRedirects, signInThrough } from './steps-1-to-10.ts'
import { redeemCode } from './steps-11-to-17.ts'

export interface Social {
  /** Also the name of the provider, which is fixed. */
  readonly type: 'Google' | 'Facebook' | 'LoginWithAmazon' | 'SignInWithApple'
  readonly mapping: Readonly<Record<string, string>>
  /** Whether it has an endpoint for attributes beside its tokens. */
  readonly tellsAttributes: boolean
}

/** Registers the variant of a social provider. */
export function socialVariant(id: string, title: string, { type, mapping, tellsAttributes }: Social): void {
  const provider: ProviderNeeds = { name: type, type, mapping }
  federation.variant(
    id,
    title,
    {
      lacking: ['hosted-domain', 'federation-social', 'social-idp-endpoints'],
      pool: poolWith(provider),
      client: clientOf(type),
      user: {},
      does: ['signs-in'],
    },
    (context) => {
      const { check } = context
      const signedIn = signInThrough(context, { mfa: false })
      const { requested, asked, returned, code } = signedIn
      judgeRedirects(context, signedIn)
      for (const one of [clientAtProvider, returnsToPool, socialScopes, ownState]) check(one, requested)
      check(tokenMethod, asked)
      if (tellsAttributes) check(profileRead, asked)
      // Apple's answer is a form, whose code stands in no address.
      if (type !== 'SignInWithApple') check(codeIsNew, () => ({ ...returned.value, callback: code.value }))
      judgeProfile(context, returned, mapping)

      const issued = redeemCode(context, signedIn)
      const tokens = (): FederatedTokens => ({ ...returned.value, issued: issued.value })
      for (const one of [usernameClaims, identities, groupsClaim]) check(one, tokens)
      // Of the other types no record shows what the entry says.
      if (type === 'LoginWithAmazon') check(identityType, tokens)
    },
  )
}
