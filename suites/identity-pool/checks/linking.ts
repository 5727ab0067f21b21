/** Steps 11 and 12: several logins of one identity, and identities that become one. */
import type { Logins } from '../../../fixtures/actors/actors.ts'
import type { Expect } from '../../../fixtures/flow/expect.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { body } from '../../shared/answers.ts'
import { identityPool } from '../flow.ts'
import { authenticationFlow, awsJsonProtocol, externalProviders, identityApi, suggested } from '../sources.ts'
import { idOf } from './providers.ts'

export const GET_OPEN_ID_TOKEN = 'Authentication flow API operations overview, GetOpenIdToken'
export const linking = (states: string) => authenticationFlow(`${GET_OPEN_ID_TOKEN}, Linking logins`, states)
const merging = (states: string) => authenticationFlow(`${GET_OPEN_ID_TOKEN}, Merging identities`, states)
export const equivalent = authenticationFlow(
  'Authentication flow API operations overview, GetCredentialsForIdentity',
  'The operation is functionally equivalent to GetOpenIdToken and AssumeRoleWithWebIdentity after it.',
)
export const NEEDS = { needs: ['login-linking'] } as const

/** Identities that logins were given, and the one that they should have. */
export interface Each {
  readonly identityId: string
  readonly answers: readonly Answer[]
}

export const eachHas = (expect: Expect, { identityId, answers }: Each): void => {
  for (const answer of answers) expect(idOf(answer), 'IdentityId').toBe(identityId)
}

export const eitherAlone = identityPool.check(11, 'either-login-same-identity', {
  says: 'Two new logins in one call are given one identity, and each of them alone is given it afterwards',
  sends:
    'GetId with the login of the user pool and that of an OpenID Connect provider, then with the one and with the other',
  basis: externalProviders(
    'Introduction',
    'With two tokens in the logins an identity is associated with both; the user can authenticate with either and gets the same identifier.',
  ),
  also: [identityApi('GetId', 'Introduction', 'Several logins make an implicitly linked account.')],
  breaks: 'People find their data only when they sign in as they did the first time.',
  ...NEEDS,
  judge: eachHas,
})

export const namesOfLogins = identityPool.check(11, 'described-logins', {
  says: 'DescribeIdentity names the providers of the identity’s logins, and shows none of their tokens',
  sends: 'DescribeIdentity of an identity with two logins',
  basis: identityApi('DescribeIdentity', 'Response Elements, Logins', 'The provider names.'),
  breaks: 'Support staff do not see how somebody signs in, or see tokens with which to be them.',
  needs: ['login-linking', 'identity-administration'],
  judge: (expect, { answer, logins }: { readonly answer: Answer; readonly logins: Logins }) => {
    expect(body(answer, 'Logins'), 'Logins').toHoldExactly(Object.keys(logins))
    const text = JSON.stringify(answer.body.kind === 'json' ? answer.body.value : answer.body.kind)
    const shown = Object.values(logins).filter((token) => text.includes(token))
    expect(shown.length, 'tokens in the answer').toBe(0)
  },
})

export const datesOfIdentity = identityPool.check(11, 'described-dates', {
  says: 'DescribeIdentity gives CreationDate and LastModifiedDate as numbers of seconds since 1970',
  sends: 'DescribeIdentity of an identity that has just been made',
  basis: identityApi(
    'DescribeIdentity',
    'Response Elements, CreationDate and LastModifiedDate',
    'Dates on which the identity was created and last modified, as timestamps.',
  ),
  also: [
    awsJsonProtocol(
      'Shape serialization, timestamp',
      'A timestamp without a format of its own is a JSON number of seconds since 1970; a fraction is allowed.',
    ),
  ],
  breaks: 'AWS’s clients show an invalid date.',
  needs: ['identity-administration'],
  judge: (expect, { answer, at }: { readonly answer: Answer; readonly at: number }) => {
    // An hour to each side tells seconds from milliseconds, and clocks that differ from neither.
    for (const name of ['CreationDate', 'LastModifiedDate'])
      expect(body(answer, name), name).toBeNear(at, 3600)
  },
})

// A second login of one provider
const oneForEach = linking(
  'Only one login of each public provider may be linked; an attempt to link more is answered with ResourceConflictException.',
)

export const secondOfProvider = identityPool.check(12, 'second-login-of-provider', {
  says: 'A second login of one provider cannot be linked to an identity',
  sends:
    'GetCredentialsForIdentity for an identity of two logins, with the good token of the one and with the token of another person at the provider of the other',
  basis: oneForEach,
  also: [equivalent],
  admits: 'Any type: the page names one for GetOpenIdToken.',
  breaks: 'Two people share an identity, and each reads what is the other’s.',
  needs: ['login-linking', 'enhanced-flow'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal(),
})

export const typeOfSecond = identityPool.check(13, 'second-login-type', {
  says: 'GetOpenIdToken with a second login of one provider is answered with ResourceConflictException',
  sends:
    'GetOpenIdToken for an identity of two logins, with the good token of the one and with the token of another person at the provider of the other',
  // An OpenID Connect provider in IAM is not among those that the page lists as public.
  basis: suggested(oneForEach),
  breaks: 'Applications do not tell their users that somebody else’s account stands in the way.',
  needs: ['login-linking', 'basic-flow'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ type: 'ResourceConflictException' }),
})

export const linkedOnTheWay = identityPool.check(12, 'new-login-is-linked', {
  says: 'A new login that comes with a known one to GetCredentialsForIdentity is linked to the identity that was named',
  sends:
    'GetCredentialsForIdentity with the identity id, the login that it has, and a new one; then GetId with the new one',
  basis: linking(
    'A login that is not associated with any identity is linked to the one that was passed in, and the id stays as it is.',
  ),
  also: [equivalent],
  breaks: 'Who adds a way to sign in gets a second, empty account.',
  needs: ['login-linking', 'enhanced-flow'],
  judge: eachHas,
})

export const strangersLogin = identityPool.check(12, 'login-of-other-identity', {
  says: 'The login of another identity gives no credentials for an identity that it does not belong to',
  sends:
    'GetId for each of two people, of the user pool and of an OpenID Connect provider; then GetCredentialsForIdentity with the identity id of the one and the login of the other',
  basis: authenticationFlow(
    `${GET_OPEN_ID_TOKEN}, Authenticated access`,
    'For an authenticated identity at least one valid token must be passed for a login that is already associated with it.',
  ),
  also: [equivalent],
  breaks: 'Whoever has any account, and an identity id, acts as its owner.',
  needs: ['enhanced-flow'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal(),
})

// Merging
/** Two identities, and what became of their logins. */
export interface Merged {
  readonly before: readonly string[]
  /** To the request that brought both logins together. */
  readonly answer: Answer
}

export const mergedIntoOne = identityPool.check(12, 'merged-into-one', {
  says: 'The logins of two identities, brought together, are answered with the id of one of the two',
  sends:
    'GetCredentialsForIdentity with the id of one identity, its login, and the login of another identity at another provider',
  basis: merging(
    'The two identities are merged: one becomes the owner of all logins, and its id is returned.',
  ),
  also: [equivalent],
  breaks: 'The application goes on with an identity that is no more.',
  needs: ['login-linking', 'enhanced-flow'],
  judge: (expect, { answer, before }: Merged) => {
    expect(answer).toBeAnsweredWith(200)
    expect(idOf(answer), 'IdentityId').toBeOneOf(before)
  },
})

export const mergedForBoth = identityPool.check(12, 'merged-for-both-logins', {
  says: 'After a merge each of the logins alone is given the identity that the answer named',
  sends: 'GetId with the one login and with the other, after they were brought together',
  basis: merging('One identity becomes the owner of all associated logins.'),
  breaks: 'The data of one of two ways to sign in is lost.',
  needs: ['login-linking', 'enhanced-flow'],
  judge: eachHas,
})

/** What ListIdentities shows, whole and without those that are disabled. */
export interface Listed {
  readonly all: readonly unknown[]
  readonly enabled: readonly unknown[]
  /** The identity that was merged into another. */
  readonly disabled: string
  readonly owner: string
}

export const disabledHidden = identityPool.check(12, 'disabled-identity-hidden', {
  says: 'ListIdentities with HideDisabled leaves out the identity that was merged into another, and keeps its owner',
  sends: 'ListIdentities with HideDisabled, all pages, after a merge',
  basis: merging('One identity becomes the owner, and the other is disabled.'),
  also: [identityApi('ListIdentities', 'Request Parameters, HideDisabled', 'Hides disabled identities.')],
  breaks: 'Administrators count people twice.',
  needs: ['login-linking', 'enhanced-flow', 'identity-administration'],
  judge: (expect, { enabled, disabled, owner }: Listed) => {
    expect(enabled, 'identities').toContain(owner)
    expect(enabled.includes(disabled) ? 'listed' : 'left out', 'the disabled identity').toBe('left out')
  },
})

export const disabledListed = identityPool.check(12, 'disabled-identity-listed', {
  says: 'ListIdentities without HideDisabled lists the identity that was merged into another',
  sends: 'ListIdentities, all pages, after a merge',
  basis: identityApi(
    'ListIdentities',
    'Request Parameters, HideDisabled',
    'Disabled identities are included if it is left out.',
  ),
  breaks: 'Administrators do not find what they want to delete.',
  needs: ['login-linking', 'enhanced-flow', 'identity-administration'],
  judge: (expect, { all, disabled }: Listed) => expect(all, 'identities').toContain(disabled),
})
