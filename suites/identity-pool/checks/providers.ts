/** Steps 11 and 13: what holds of somebody who signed in at a third-party provider, whichever it is. */
import type { Expect } from '../../../fixtures/flow/expect.ts'
import type { CheckDefinition } from '../../../fixtures/flow/flow.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { body } from '../../shared/answers.ts'
import { identityPool } from '../flow.ts'
import { claimOf, type OwnToken } from '../own-token.ts'
import { authenticationFlow, iamRolesPage, suggested } from '../sources.ts'
import { sameLogin } from './identity.ts'

export const idOf = (answer: Answer) => body(answer, 'IdentityId')

/** An identity that an answer names, beside one that is known. */
export interface Compared {
  readonly answer: Answer
  readonly identityId: string
}

const GET_ID = 'Authentication flow API operations overview, GetId'

/** The identity that is known. */
export const isSame = (expect: Expect, { answer, identityId }: Compared): void =>
  expect(idOf(answer), 'IdentityId').toBe(identityId)

/** Another identity than the one that is known. */
export function isAnother(expect: Expect, { answer, identityId }: Compared): void {
  expect(idOf(answer), 'IdentityId').toBeA('non-empty string')
  expect(idOf(answer), 'IdentityId').toDifferFrom(identityId)
}

/** Where a login is given another identity each time, that is told once. */
export const LOGIN_IS_KNOWN = { check: sameLogin, variant: 'user-pool-token-api' } as const

export const samePersonSameIdentity = identityPool.check(11, 'same-person-at-provider', {
  says: 'A person who signs in at the provider once more gets the identity that they have',
  sends: 'GetId with what the provider gave for a second sign-in of the same person',
  basis: authenticationFlow(
    GET_ID,
    'The pool creates a new authenticated identity or returns the one that is already associated with that login.',
  ),
  breaks: 'People lose their data in AWS with every sign-in.',
  judge: isSame,
})

/** Likewise of a login at an OpenID Connect provider. */
export const PERSON_IS_KNOWN = { check: samePersonSameIdentity, variant: 'oidc-token' } as const

export const otherPersonOtherIdentity = identityPool.check(11, 'other-person-at-provider', {
  says: 'Another person of the same provider gets another identity',
  sends: 'GetId with what the provider gave for somebody else',
  basis: authenticationFlow(
    GET_ID,
    'A new authenticated identity is created where none is associated with that login.',
  ),
  breaks: 'One person reads and writes what is another’s.',
  judge: isAnother,
})

/** The token that a login was given, and under which names of providers it was. */
export interface Amr extends OwnToken {
  readonly names: readonly string[]
}

const amr = {
  sends: 'GetOpenIdToken with the identity id and Logins; the token of the answer is taken apart',
  breaks: 'A role that only users of one provider may take is open to none of them.',
  needs: ['basic-flow'],
  judge(expect, { names, ...token }) {
    for (const name of ['authenticated', ...names]) expect(claimOf(token, 'amr'), 'amr').toContain(name)
  },
} as const satisfies Partial<CheckDefinition<Amr>>

const includesProviders = iamRolesPage(
  'Role trust and permissions',
  'If amr is authenticated, the token includes any providers used during authentication; a role can trust only users of graph.facebook.com.',
)
const limitsToProvider = iamRolesPage(
  'Additional trust policy conditions, Limit access to specific providers',
  'By amr a role is limited to users who logged in with a provider, which stands there by its name: login.myprovider.myapp, graph.facebook.com.',
)

export const amrOfProvider = identityPool.check(13, 'amr-names-provider', {
  says: 'amr of the identity pool’s own token holds authenticated and the name of the public provider whose token was passed in',
  basis: includesProviders,
  also: [limitsToProvider],
  ...amr,
})

export const amrOfOtherProvider = identityPool.check(13, 'amr-names-other-provider', {
  says: 'amr of the identity pool’s own token holds authenticated and the key of Logins for the provider whose token was passed in',
  basis: suggested(includesProviders),
  also: [limitsToProvider],
  ...amr,
})
