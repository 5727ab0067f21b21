/** Steps 12 to 14: the credentials of a temporary session, as they come. */
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { body } from '../../shared/answers.ts'
import { identityPool } from '../flow.ts'
import { accessKeyIds, authenticationFlow, awsJsonProtocol, iamGuide, identityApi } from '../sources.ts'

/** Whose they are, and when they came in seconds. */
interface Given {
  readonly answer: Answer
  readonly identityId: string
  readonly at: number
}

const SENDS =
  'GetCredentialsForIdentity with the identity id and, of somebody who has signed in, the same Logins'

const memberOf = (answer: Answer, name: string) => body(answer, 'Credentials', name)

export const sameIdentity = identityPool.check(14, 'same-identity', {
  says: 'The answer to GetCredentialsForIdentity names the identity that was asked for',
  sends: SENDS,
  basis: identityApi(
    'GetCredentialsForIdentity',
    'Response Elements, IdentityId',
    'The answer has the unique identifier of the identity, in the format REGION:GUID.',
  ),
  also: [
    authenticationFlow(
      'Authentication flow API operations overview, GetOpenIdToken',
      'Another id than the one passed in comes back where two identities are merged; else it is the same one.',
    ),
  ],
  breaks: 'The application, which has to keep the id of the answer, loses the user’s data.',
  judge: (expect, { answer, asked }: Given & { readonly asked: string }) =>
    expect(body(answer, 'IdentityId'), 'IdentityId').toBe(asked),
})

export const keyIsTemporary = identityPool.check(14, 'temporary-key', {
  says: 'AccessKeyId begins with ASIA, as the keys of temporary sessions do',
  sends: SENDS,
  basis: iamGuide(
    'reference_identifiers#identifiers-unique-ids',
    'IAM identifiers',
    'Understanding unique ID prefixes',
    'Access key ids of AWS STS begin with ASIA.',
  ),
  also: [accessKeyIds],
  breaks: 'Tools that tell temporary keys from permanent ones by their first letters send no session token.',
  judge: (expect, { answer }: Given) =>
    expect(memberOf(answer, 'AccessKeyId'), 'AccessKeyId').toMatch(
      /^ASIA[\w]{12,124}$/,
      'a key id that begins with ASIA',
    ),
})

export const expirationIsNumber = identityPool.check(14, 'expiration-is-number', {
  says: 'Expiration is a JSON number: seconds since 1970',
  sends: SENDS,
  basis: awsJsonProtocol(
    'Shape serialization, timestamp',
    'A timestamp without a format of its own is a JSON number of seconds since 1970; a fraction is allowed.',
  ),
  breaks:
    'AWS’s clients, which multiply by a thousand, take the credentials for expired, or never ask for new ones.',
  judge: (expect, { answer, at }: Given) => {
    const expiration = memberOf(answer, 'Expiration')
    expect(expiration, 'Expiration').toBeA('number')
    // A day to each side tells seconds from milliseconds, and is no statement on how long the credentials last.
    expect(expiration, 'Expiration').toBeNear(at, 86_400)
  },
})

export const livesAnHour = identityPool.check(14, 'one-hour', {
  says: 'Credentials of the enhanced flow last for one hour: Expiration is 55 to 65 minutes away',
  sends: SENDS,
  basis: authenticationFlow(
    'The enhanced (simplified) authentication flow',
    'The AWS credentials from enhanced authentication are valid for one hour.',
  ),
  admits: 'Five minutes to either side, for clocks that differ.',
  breaks:
    'Applications that ask for new credentials after 50 minutes, as AWS’s own client does, are without access before; or what was stolen works for longer than it should.',
  judge: (expect, { answer, at }: Given) => {
    const expiration = memberOf(answer, 'Expiration')
    const left = typeof expiration === 'number' ? Math.round(expiration - at) : expiration
    expect(left, 'seconds to Expiration').toBeNear(3600, 300)
  },
})
