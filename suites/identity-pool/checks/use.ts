/** Steps 16 to 21: what the credentials open and what they do not, and what the user gets to see. */
import type { Page } from '../../../fixtures/actors/actors.ts'
import { publicRecord } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import type { Lease } from '../../../fixtures/targets/lease.ts'
import { identityPool } from '../flow.ts'
import { flowPage, iamGuide, iamRolesPage, s3Errors } from '../sources.ts'

/** A reason why nobody can say what the role must not allow, or nothing. */
export const deniedUnknown = ({ identityPool: pool }: Lease): string | undefined =>
  // Without a bucket, what asks says why there is none.
  pool?.denied === undefined && pool?.noBucket === undefined
    ? 'the target names no request that must be denied (existing.identityPool.denied)'
    : undefined

const DENIED = 'A request that the role’s policies do not allow, signed as the one that they do'

export const deniedByRole = identityPool.check(18, 'denied-by-role', {
  says: 'The credentials open nothing but what the role allows: another request is denied, with status 403 or, by services in JSON, 400 AccessDeniedException',
  sends: DENIED,
  basis: iamGuide(
    'reference_policies_evaluation-logic_policy-eval-denyallow',
    'How AWS enforcement code logic evaluates requests to allow or deny access',
    'Introduction',
    'All requests are denied implicitly; a policy must allow them explicitly.',
  ),
  also: [
    iamRolesPage(
      'Access policies, Grant an identity both read and write access to identity specific paths in Amazon S3',
      'An identity gets objects below its own identity id and no other objects of the bucket.',
    ),
    s3Errors('List of error codes, AccessDenied', 'Access Denied, with HTTP status 403.'),
  ],
  admits: 'Any code beside status 403. That there is nothing at the address (404) is no denial.',
  breaks: 'Everybody who signs in may do everything.',
  needs: ['iam-policies'],
  unless: deniedUnknown,
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal(
      answer.status === 400 ? { type: ['AccessDenied', 'AccessDeniedException'] } : { status: 403 },
    ),
})

export const deniedText = identityPool.check(18, 'denied-as-access-denied', {
  says: 'What the role does not allow is refused with 403 AccessDenied, or as services in JSON say it with AccessDeniedException',
  sends: DENIED,
  basis: publicRecord(
    'aws/aws-sdk-java#1912',
    'Error of a request with credentials of an identity pool',
    'aws/aws-sdk-java/issues/1912',
    '2019-02',
    'Status 403, AccessDeniedException, “User: arn:aws:sts::…:assumed-role/…/CognitoIdentityCredentials is not authorized to perform: …”.',
  ),
  admits: 'Status 400 of services in JSON. The text is not judged: services and years differ.',
  breaks: 'Applications that show “no access” on this code show “something went wrong”.',
  needs: ['iam-policies'],
  unless: deniedUnknown,
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({
      status: answer.status === 400 ? 400 : 403,
      type: ['AccessDenied', 'AccessDeniedException'],
    }),
})

export const dataIsShown = identityPool.check(21, 'data-shown', {
  says: 'The application’s page shows the data, which it does only while the Expiration of the credentials lies ahead',
  sends: 'The person’s request for the page, once the answer of the service was rendered',
  basis: flowPage('The application renders the data in the user’s interface, and the user views it.'),
  breaks: 'The application takes credentials that it has just been given for expired.',
  judge: (expect, page: Page) => expect(page.status, 'status of the page').toBe(200),
})
