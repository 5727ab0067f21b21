/** Step 14 in the basic flow: requests that STS refuses. */
import { publicRecord } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { bodyXml, xmlNamespace } from '../../../fixtures/protocol/aws-xml.ts'
import { member } from '../../../fixtures/protocol/reading.ts'
import type { Capability } from '../../../fixtures/targets/capabilities.ts'
import { identityPool } from '../flow.ts'
import { exceptionOfSts, iamRolesPage, identityApi, stsApi } from '../sources.ts'
import { ASSUME, errors, refusedSomehow, refusedWith, SENDS } from './sts-refused.ts'

/** What the API lists for tokens that are not taken: of several codes at least two fit whatever is wrong. */
const notTaken = {
  ...refusedWith({
    status: 'any',
    type: ['InvalidIdentityToken', 'ExpiredTokenException', 'ExpiredToken', 'IDPRejectedClaim'],
  }),
  admits:
    'Each of the codes that the page has for tokens: InvalidIdentityToken, ExpiredTokenException, also without its ending, and IDPRejectedClaim; any status from 400 to 499.',
} as const

const invalid = errors(
  'InvalidIdentityToken',
  'The web identity token could not be validated. HTTP Status Code: 400.',
)
const expired = errors(
  'ExpiredTokenException',
  'The web identity token is expired or is not valid. HTTP Status Code: 400.',
)
const rejected = errors(
  'IDPRejectedClaim',
  'The identity provider reported that authentication failed; the claim can be invalid, expired or revoked. HTTP Status Code: 403.',
)

// The token

const NO_TOKEN = `${SENDS} and a WebIdentityToken that is no JWT`

export const noJwt = identityPool.check(14, 'sts-no-jwt-refused', {
  ...notTaken,
  says: 'STS refuses a WebIdentityToken that is no JWT, with one of the codes that it documents for tokens',
  sends: NO_TOKEN,
  basis: invalid,
  also: [expired, rejected],
  breaks: 'Anything is a token.',
})

/** One live answer, with its type and its text. */
const noJwtRecord = publicRecord(
  'aws-amplify/amplify-js#9704',
  'Body of the answer of STS',
  'aws-amplify/amplify-js/issues/9704',
  '2022-03',
  '400 InvalidIdentityToken: The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
  'us-east-1',
)

export const noJwtCode = identityPool.check(14, 'sts-no-jwt-code', {
  says: 'STS answers a WebIdentityToken that is no JWT with 400 InvalidIdentityToken',
  sends: NO_TOKEN,
  basis: noJwtRecord,
  breaks: 'Clients that fetch another token on this code do not.',
  ...refusedWith({ type: 'InvalidIdentityToken' }),
})

export const noJwtMessage = identityPool.check(14, 'sts-no-jwt-message', {
  says: 'The refusal says that the token is not a valid JWT',
  sends: NO_TOKEN,
  basis: noJwtRecord,
  breaks: 'Nobody finds out that the token is of the wrong kind.',
  ...refusedWith({ status: 'any', message: /^The ID Token provided is not a valid JWT\b/ }),
})

const OTHER_ISSUER = `${SENDS}, and the user pool’s ID token in place of the identity pool’s token`

export const userPoolToken = identityPool.check(14, 'sts-user-pool-token-refused', {
  says: 'STS gives no credentials for a token of the user pool, which the role does not trust',
  sends: OTHER_ISSUER,
  basis: stsApi(
    ASSUME,
    'Introduction, Identities',
    'The role must trust the identity provider that the token is of: its trust policy must name it.',
  ),
  ...refusedSomehow,
  needs: ['basic-flow', 'iam-policies'],
  admits: 'Any error.',
  breaks: 'Users take roles past the identity pool, and past its choice of a role.',
})

export const unknownIssuer = identityPool.check(14, 'sts-unknown-issuer-error', {
  says: 'A token of an issuer that is no provider in the role’s account is refused with 400 InvalidIdentityToken, which names the issuer',
  sends: OTHER_ISSUER,
  basis: publicRecord(
    'mozilla-iam/mozilla-aws-cli#127',
    'Body of the answer of STS',
    'mozilla-iam/mozilla-aws-cli/issues/127',
    '2019-11',
    '400 InvalidIdentityToken: No OpenIDConnect provider found in your account for https://auth.mozilla.auth0.com/',
  ),
  also: [
    publicRecord(
      'namespacelabs/foundation#801',
      'Error of AssumeRoleWithWebIdentity',
      'namespacelabs/foundation/issues/801',
      '2022-07',
      'StatusCode: 400, InvalidIdentityToken: No OpenIDConnect provider found in your account for the issuer.',
    ),
  ],
  breaks: 'Nobody finds out that the token is the wrong one of two.',
  ...refusedWith({
    type: 'InvalidIdentityToken',
    message: /^No OpenIDConnect provider found in your account for \S+/,
  }),
})

export const errorEnvelope = identityPool.check(14, 'sts-error-envelope', {
  says: 'STS tells errors in an ErrorResponse of its namespace, with Type Sender for those of the caller, and a RequestId',
  sends: NO_TOKEN,
  basis: publicRecord(
    'aws-amplify/amplify-js#9704',
    'Body of the answer of STS',
    'aws-amplify/amplify-js/issues/9704',
    '2022-03',
    'ErrorResponse in https://sts.amazonaws.com/doc/2011-06-15/, Error with Type Sender, Code and Message, RequestId.',
    'us-east-1',
  ),
  also: [
    publicRecord(
      'mozilla-iam/mozilla-aws-cli#146',
      'Body of the answer of STS',
      'mozilla-iam/mozilla-aws-cli/issues/146',
      '2019-12',
      'The same elements.',
    ),
  ],
  breaks: 'Clients that parse errors find neither code nor reason.',
  needs: ['basic-flow'],
  judge: (expect, answer: Answer) => {
    expect(xmlNamespace(answer), 'namespace').toBe('https://sts.amazonaws.com/doc/2011-06-15/')
    const response = member(bodyXml(answer), 'ErrorResponse')
    expect(member(response, 'Error', 'Type'), 'Type').toBe('Sender')
    expect(member(response, 'RequestId'), 'RequestId').toBeA('non-empty string')
  },
})

export const forgedToken = identityPool.check(14, 'sts-forged-token-refused', {
  says: 'STS gives no credentials for a token of the identity pool with another signature',
  sends: `${SENDS} and the identity pool’s token with one character of its signature changed`,
  basis: errors('InvalidIdentityToken', 'The web identity token could not be validated.'),
  admits: 'Any error: no public record shows this one.',
  ...refusedSomehow,
  breaks: 'Whoever can write a token takes every role.',
})

const EXPIRED = `${SENDS} and a token of the identity pool that expired ten minutes ago`

export const expiredToken = identityPool.check(14, 'sts-expired-token-refused', {
  ...notTaken,
  says: 'STS refuses a token of the identity pool that has expired, with one of the codes that it documents for tokens',
  sends: EXPIRED,
  basis: expired,
  also: [invalid, rejected],
  breaks: 'A token from a log opens the role for ever.',
})

export const expiredTokenCode = identityPool.check(14, 'sts-expired-token-code', {
  says: 'STS answers a token that has expired with 400 ExpiredTokenException',
  sends: EXPIRED,
  basis: publicRecord(
    'parseablehq/parseable#604',
    'Body of the answer of STS',
    'parseablehq/parseable/issues/604',
    '2024-01',
    'Type Sender, Code ExpiredTokenException, “Token expired: current date/time … must be before the expiration date/time …”.',
    'us-west-2',
  ),
  also: [
    publicRecord(
      'awslabs/aws-orbit-workbench#771',
      'Title',
      'awslabs/aws-orbit-workbench/issues/771',
      '2021-07',
      'An error occurred (ExpiredTokenException) when calling AssumeRoleWithWebIdentity.',
    ),
  ],
  breaks: 'Clients that fetch another token on this code do not.',
  ...refusedWith({ type: 'ExpiredTokenException' }),
})

export const expiredTokenMessage = identityPool.check(14, 'sts-expired-token-message', {
  says: 'The refusal names the present time and the time at which the token expired, in seconds since 1970',
  sends: EXPIRED,
  basis: publicRecord(
    'aws/aws-sdk-java-v2#5709',
    'Exception of AssumeRoleWithWebIdentity',
    'aws/aws-sdk-java-v2/issues/5709',
    '2024-11',
    'Token expired: current date/time 1731098245 must be before the expiration date/time 1731095240, status 400.',
  ),
  also: [
    publicRecord(
      'awslabs/aws-orbit-workbench#771',
      'Title',
      'awslabs/aws-orbit-workbench/issues/771',
      '2021-07',
      'The same text without a blank before the second number.',
    ),
  ],
  breaks: 'Clocks that differ are not found out.',
  ...refusedWith({
    status: 'any',
    message: /^Token expired: current date\/time \d+ must be before the expiration date\/time ?\d+/,
  }),
})

export const tokenStillGood = identityPool.check(14, 'sts-token-lasts', {
  says: 'STS still takes the identity pool’s token five minutes after it was made',
  sends: `${SENDS} and a token of the identity pool, five minutes after it came`,
  basis: identityApi('GetOpenIdToken', 'Introduction', 'The OpenID token is valid for 10 minutes.'),
  breaks: 'Users on slow networks get nothing.',
  needs: ['basic-flow'],
  judge: (expect, answer: Answer) => expect(answer.status, 'status').toBe(200),
})

// The trust policy

const trust = (states: string) => iamRolesPage('Set up a trust policy', states)

const untrusted = (
  name: string,
  whom: string,
  sends: string,
  condition: string,
  breaks: string,
  needs: readonly Capability[] = [],
) =>
  identityPool.check(14, name, {
    ...refusedSomehow,
    says: `STS refuses ${whom}`,
    sends,
    basis: exceptionOfSts,
    also: [trust(condition)],
    admits: 'Any error: the guide says that there is one, and how it can look.',
    breaks,
    needs: ['basic-flow', 'iam-policies', ...needs],
  })

export const roleOfAnotherPool = untrusted(
  'sts-role-of-another-pool-refused',
  'a request for a role whose trust policy names another identity pool in aud',
  `${ASSUME} with the identity pool’s token, and a role that trusts the id of another pool`,
  'cognito-identity.amazonaws.com:aud restricts the role to operations from one or more identity pools.',
  'Users of any identity pool take the roles of all.',
)

export const roleOfGuests = untrusted(
  'sts-role-of-guests-refused',
  'a request of somebody who has signed in for a role whose trust policy wants unauthenticated in amr',
  `${ASSUME} with the token of a user, and a role that trusts identities with amr unauthenticated`,
  'cognito-identity.amazonaws.com:amr restricts the role to either authenticated or unauthenticated users.',
  'The condition that keeps guests and users apart does nothing.',
)

export const roleOfUsers = untrusted(
  'sts-role-of-users-refused',
  'a request of a guest for a role whose trust policy wants authenticated in amr',
  `${ASSUME} with the token of a guest, and a role that trusts identities with amr authenticated`,
  'cognito-identity.amazonaws.com:amr restricts the role to either authenticated or unauthenticated users.',
  'Anybody without an account takes the role of users.',
  ['guest-access'],
)

export const roleOfProvider = identityPool.check(14, 'sts-role-of-provider', {
  says: 'A role whose trust policy wants the user pool in amr is taken by somebody who has signed in there',
  sends: `${ASSUME} with the token of a user, and a role that trusts identities with amr cognito-idp.*`,
  basis: iamRolesPage(
    'Additional trust policy conditions, Limit access to specific providers',
    'A role can be limited to users of a provider by the value of cognito-identity.amazonaws.com:amr.',
  ),
  breaks: 'Roles for the users of one provider admit nobody.',
  needs: ['basic-flow'],
  judge: (expect, answer: Answer) => expect(answer.status, 'status').toBe(200),
})

export const roleOfOtherProvider = untrusted(
  'sts-role-of-other-provider-refused',
  'a request for a role whose trust policy wants another provider in amr',
  `${ASSUME} with the token of a user pool’s user, and a role that trusts identities with amr graph.facebook.com`,
  'With graph.facebook.com in cognito-identity.amazonaws.com:amr a role trusts only users of Facebook.',
  'Roles for the users of one provider admit those of all.',
)

export const untrustedError = identityPool.check(14, 'sts-untrusted-answer', {
  says: 'A role that does not trust the token is refused with 403 AccessDenied, “Not authorized to perform sts:AssumeRoleWithWebIdentity”',
  sends: `${ASSUME} with the identity pool’s token, and a role that trusts the id of another pool`,
  basis: publicRecord(
    'aws-amplify/aws-sdk-android#9',
    'Exception of AssumeRoleWithWebIdentity',
    'aws-amplify/aws-sdk-android/issues/9',
    '2014-09',
    'Not authorized to perform sts:AssumeRoleWithWebIdentity, status 403, AccessDenied.',
  ),
  also: [exceptionOfSts],
  breaks: 'The advice that everybody finds under this sentence does not come up.',
  needs: ['basic-flow', 'iam-policies'],
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({
      status: 403,
      type: 'AccessDenied',
      message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
    }),
})
