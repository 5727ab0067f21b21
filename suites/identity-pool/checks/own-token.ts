/** What the claims of the identity pools' own tokens must be, whoever was given one: parts of checks. */
import type { CheckDefinition } from '../../../fixtures/flow/flow.ts'
import { publicRecord } from '../../../fixtures/flow/source.ts'
import { claimOf, type OwnToken } from '../own-token.ts'
import { iamRolesPage } from '../sources.ts'

/** A token of 2016 for a developer's user, as somebody posted it. */
export const developerToken = (states: string) =>
  publicRecord(
    'aws/aws-sdk-net#420',
    'Token of a developer-authenticated identity, undecoded',
    'aws/aws-sdk-net/issues/420',
    '2016-08',
    states,
    'us-east-1',
  )

type Part = Partial<CheckDefinition<OwnToken>>

const trust = (states: string) => iamRolesPage('Set up a trust policy', states)

export const isOfIdentityPools = {
  admits:
    'Another issuer where the target file names one; regions that have to be opted in to have their own.',
  breaks: 'Verifiers refuse the token.',
  judge: (expect, token) =>
    expect(claimOf(token, 'iss'), 'iss').toBe(token.lease.identityPool?.tokens.issuer),
} as const satisfies Part

export const isForPool = {
  basis: trust('The identity pool token contains an aud claim that is the identity pool ID.'),
  breaks: 'Trust policies admit nobody.',
  judge: (expect, token) => expect(claimOf(token, 'aud'), 'aud').toBe(token.lease.identityPool?.id),
} as const satisfies Part

export const isAboutIdentity = {
  basis: trust('The user’s identity ID in the identity pool is in the sub claim of the identity pool token.'),
  breaks: 'Policies with the sub of the identity let nobody in, or somebody else.',
  judge: (expect, token) => {
    expect(token.identityId, 'IdentityId').toBeA('non-empty string')
    expect(claimOf(token, 'sub'), 'sub').toBe(token.identityId)
  },
} as const satisfies Part
