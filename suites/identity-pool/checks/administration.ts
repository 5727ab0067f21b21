/** Step 11: lists of identities, and their deletion: what takes developer credentials, and in which pages. */
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { bodyJson, isValue, readArray, readString } from '../../../fixtures/protocol/reading.ts'
import { identityPool } from '../flow.ts'
import { developersOnly, identityApi } from '../sources.ts'

const LIST = 'ListIdentities with the id of the identity pool'
const NEEDS = ['identity-administration'] as const
const ANY = 'Any status from 400 to 499 and any exception.'

export const identitiesListed = identityPool.check(11, 'identities-listed', {
  says: 'ListIdentities, signed with developer credentials, answers 200 with identities that have ids',
  sends: `${LIST} and MaxResults 60, signed`,
  basis: identityApi(
    'ListIdentities',
    'Response Elements, Identities',
    'An object containing a set of identities; of each the unique identifier is described.',
  ),
  admits: 'A page without any identity.',
  breaks: 'Operators cannot look through their users.',
  needs: NEEDS,
  judge: (expect, answer: Answer) => {
    expect(answer).toBeAnsweredWith(200)
    const identities = readArray(bodyJson(answer), 'Identities')
    expect(identities, 'Identities').toBeA('array')
    if (isValue(identities))
      for (const one of identities)
        expect(readString(one, 'IdentityId'), 'IdentityId').toBeA('non-empty string')
  },
})

export const unsignedListRefused = identityPool.check(11, 'list-unsigned-refused', {
  says: 'ListIdentities without a signature is refused',
  sends: `${LIST} and MaxResults 60, without Authorization header`,
  basis: developersOnly('ListIdentities'),
  admits: ANY,
  breaks: 'Everybody is told the ids of all users.',
  needs: ['sigv4', ...NEEDS],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const pageTooLong = identityPool.check(11, 'list-page-of-61-refused', {
  says: 'ListIdentities with MaxResults 61 is refused',
  sends: `${LIST} and MaxResults 61, signed`,
  basis: identityApi('ListIdentities', 'Request Parameters, MaxResults', 'Valid range: 1 to 60.'),
  admits: ANY,
  breaks: 'What is written against this target fails at the real service.',
  needs: NEEDS,
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const pageRequired = identityPool.check(11, 'list-page-required', {
  says: 'ListIdentities without MaxResults is refused',
  sends: `${LIST} alone, signed`,
  basis: identityApi('ListIdentities', 'Request Parameters, MaxResults', 'The member is required.'),
  admits: ANY,
  breaks: 'What is written against this target fails at the real service.',
  needs: NEEDS,
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const unsignedDeletionRefused = identityPool.check(11, 'deletion-unsigned-refused', {
  says: 'DeleteIdentities without a signature is refused',
  sends: 'DeleteIdentities with the id of one identity, and no Authorization header',
  basis: developersOnly('DeleteIdentities'),
  admits: ANY,
  breaks: 'Whoever knows the id of an identity, which is in every object key, can delete it.',
  needs: ['sigv4', ...NEEDS],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})
