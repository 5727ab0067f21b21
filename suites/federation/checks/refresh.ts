/** Steps 14 to 17: the gate, and the session that goes on without the provider. */
import type { Check } from '../../../fixtures/flow/flow.ts'
import type { Asked } from '../../../mock-idp/control.ts'
import { closedAfterExpiry as apiCloses, opens as apiOpens } from '../../api-authentication/checks/gate.ts'
import { reopens as apiReopens, keepsSubject, newTokens } from '../../api-authentication/checks/refresh.ts'
import type { Issued } from '../../shared/domain-tokens.ts'
import { idTokenPage, tokenEndpoint } from '../../shared/sources.ts'
import { claim } from '../../shared/tokens.ts'
import { federation } from '../flow.ts'
import { flowPage, mappingPage, samlInitiation } from '../sources.ts'
import { identitiesOf } from './claims.ts'

/** The application's gate, judged as in API authentication. */
export const opens = federation.check(14, 'gate-opens', { ...apiOpens })
export const closedAfterExpiry = federation.check(16, 'gate-closes-at-expiry', { ...apiCloses })
export const reopens = federation.check(17, 'gate-reopens', {
  ...apiReopens,
  basis: tokenEndpoint(
    'Token refresh without refresh token rotation',
    'New ID and access tokens are returned.',
  ),
})

const sends =
  'POST to /oauth2/token with grant_type refresh_token and the refresh token of a federated sign-in'

export interface Refreshed {
  readonly first: Issued
  readonly again: Issued
}

/** The same judgement on the same word, of this flow's step 17. */
const alike = <S>(check: Check<S>): Check<S> => federation.check(17, check.name, { ...check, sends })

export const refreshChecks: readonly Check<Refreshed>[] = [newTokens, keepsSubject].map((one) => alike(one))

export const identitiesStay = federation.check(17, 'same-identities', {
  says: 'The refreshed ID token names the same providers and subjects in identities as the first',
  sends,
  basis: idTokenPage(
    'ID token default payload, identities',
    'The claim holds what the user’s attribute identities holds.',
  ),
  also: [
    flowPage('The application requests new tokens with the refresh token, for the session that persists.'),
  ],
  breaks: 'After an hour the application takes the user for a local one.',
  judge: (expect, { first, again }: Refreshed) => {
    const named = (tokens: Issued) =>
      identitiesOf(tokens).map(({ providerName, userId }) => ({ providerName, userId }))
    expect(named(first).length, 'entries of the first ID token').toBeAtLeast(1)
    expect(named(again), 'identities').toEqual(named(first))
  },
})

export const providerNotAsked = federation.check(17, 'provider-not-asked', {
  says: 'A refresh asks nothing of the provider',
  sends,
  basis: flowPage(
    'Step 17: the application gets new tokens from the token endpoint, with the refresh token.',
  ),
  also: [
    samlInitiation(
      'Implement SP-initiated SAML sign-in',
      'The session’s duration is set by the expiry of the user pool’s tokens, not by that of the session with the provider.',
    ),
  ],
  breaks: 'Everybody is signed out while the provider is down.',
  judge: (
    expect,
    {
      again,
      before,
      after,
    }: { readonly again: Issued; readonly before: readonly Asked[]; readonly after: readonly Asked[] },
  ) => {
    expect(claim(again.id, 'token_use'), 'token_use of the new ID token').toBe('id')
    expect(
      after.slice(before.length).map(({ endpoint }) => endpoint),
      'what the provider was asked',
    ).toEqual([])
  },
})

const DAY_LATER = `${sends}, a day after it, when the provider has other keys and another name for the person`

export const refreshStaysGood = federation.check(17, 'outlives-the-provider', {
  says: 'A refresh is answered with the same user’s tokens a day later, whatever has become of the session with the provider',
  sends: DAY_LATER,
  basis: samlInitiation(
    'Implement SP-initiated SAML sign-in',
    'The session’s duration is set by the expiry of the user pool’s tokens, not by that of the session with the provider.',
  ),
  breaks: 'People are signed out whenever their provider’s session ends.',
  judge: (expect, { first, again }: Refreshed) => {
    expect(claim(again.id, 'sub'), 'sub').toBe(claim(first.id, 'sub'))
    expect(claim(again.id, 'cognito:username'), 'cognito:username').toBe(claim(first.id, 'cognito:username'))
  },
})

export const attributesStay = federation.check(17, 'attributes-stay', {
  says: 'What the provider says of the person since reaches no token before they sign in again',
  sends: DAY_LATER,
  basis: mappingPage(
    'Things to know about mappings',
    'Mapped attributes are updated with the latest information from the provider when a user signs in.',
  ),
  breaks: 'Tokens of one session tell two stories.',
  judge: (expect, { first, again }: Refreshed) => {
    expect(claim(first.id, 'name'), 'name in the first ID token').toBeA('non-empty string')
    expect(claim(again.id, 'name'), 'name').toBe(claim(first.id, 'name'))
  },
})
