/** Step 11: the identity id, and whose it is. */
import { publicRecord } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import type { Lease } from '../../../fixtures/targets/lease.ts'
import { body } from '../../shared/answers.ts'
import { identityPool } from '../flow.ts'
import { identityApi } from '../sources.ts'

/** An answer that names an identity. */
export interface Named {
  readonly answer: Answer
  readonly lease: Lease
}

const idOf = (answer: Answer) => body(answer, 'IdentityId')

const SENDS = 'GetId with the id of the identity pool and, of somebody who has signed in, Logins'

const UUID = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'

export const identityIdForm = identityPool.check(11, 'identity-id-form', {
  says: 'IdentityId has the format REGION:GUID: of 1 to 55 characters, and like [\\w-]+:[0-9a-f-]+',
  sends: SENDS,
  basis: identityApi(
    'GetId',
    'Response Elements, IdentityId',
    'A unique identifier in the format REGION:GUID, of 1 to 55 characters, with the pattern [\\w-]+:[0-9a-f-]+.',
  ),
  breaks: 'Clients that check what they send refuse to ask for credentials with it.',
  judge: (expect, { answer }: Named) =>
    expect(idOf(answer), 'IdentityId').toMatch(/^(?=.{1,55}$)[\w-]+:[0-9a-f-]+$/, 'REGION:GUID'),
})

export const identityIdOfRegion = identityPool.check(11, 'identity-id-region', {
  says: 'IdentityId is the region of the identity pool, a colon and a UUID in lower case',
  sends: SENDS,
  basis: publicRecord(
    'aws/aws-sdk-js#1615',
    'Answer to GetId',
    'aws/aws-sdk-js/issues/1615',
    '2017-07',
    'The whole body is an IdentityId of eu-west-1, a colon and a UUID in lower case with hyphens.',
    'eu-west-1',
  ),
  breaks: 'Clients that take the region from the id, as AWS’s own do, send the next request elsewhere.',
  judge: (expect, { answer, lease }: Named) =>
    expect(idOf(answer), 'IdentityId').toMatch(
      new RegExp(`^${lease.identityPool?.region}:${UUID}$`),
      `${lease.identityPool?.region}: and a UUID`,
    ),
})
