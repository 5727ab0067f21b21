/** Step 10: an honest sign-in once more, after all that went wrong at the provider. */
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { identityPool } from '../flow.ts'
import { authenticationFlow } from '../sources.ts'
import { idOf } from './providers.ts'

export const honestLoginStays = identityPool.check(10, 'honest-login-stays', {
  says: 'After tokens that were not to be taken an honest one of the same provider is taken',
  sends:
    'GetId with what the provider gave for an honest sign-in of a new person, after all others of the variant',
  basis: authenticationFlow(
    'Authentication flow API operations overview, GetId',
    'With tokens that identify them at a provider users get an authenticated identity.',
  ),
  breaks: 'One bad message shuts everybody out.',
  judge: (expect, answer: Answer) => {
    expect(answer).toBeAnsweredWith(200)
    expect(idOf(answer), 'IdentityId').toBeA('non-empty string')
  },
})
