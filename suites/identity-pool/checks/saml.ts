/** Steps 10 to 13: SAML assertions, how often one is good, and the roles that they bring along. */
import { documented, publicRecord } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import type { Lease } from '../../../fixtures/targets/lease.ts'
import { samlCore } from '../../federation/sources.ts'
import { identityPool } from '../flow.ts'
import { namedRole, rolesUnknown, type Taken } from '../roles.ts'
import { flowPage, iamGuide, samlProviders, suggested } from '../sources.ts'
import { idOf } from './providers.ts'

const AUTHENTICATING = 'Authenticating users with a SAML IdP'
const CUSTOMIZING = 'Customizing your user role with SAML'

/** Roles that an assertion names, and one that none does. */
export const FIRST = 'first-of-assertion'
export const SECOND = 'second-of-assertion'
export const UNNAMED = 'of-no-assertion'

/** The page of today names no key of Logins for an assertion. */
const keyOfLogins = documented(
  'Amazon Cognito Developer Guide on GitHub, SAML identity providers (identity pools)',
  'Android, iOS',
  'https://github.com/awsdocs/amazon-cognito-developer-guide/blob/main/doc_source/saml-identity-provider.md',
  '2026-11',
  'In the samples of the last edition that was published there, of 2023, the key is the ARN of the SAML provider, and the value the response in Base64.',
)
const asAwsAsks = iamGuide(
  'id_roles_providers_create_saml_assertions',
  'Configure SAML assertions for the authentication response',
  'Subject and NameID; Role SAML attribute; RoleSessionName SAML attribute',
  'Recipient matches the AWS sign-in endpoint, of which there is a global one; Role has at least one pair of role and provider.',
)

export const assertionTaken = identityPool.check(10, 'saml-assertion', {
  says: 'An assertion of a SAML provider that the identity pool has is taken, under the ARN of the provider',
  sends:
    'GetId with Logins: the ARN of the SAML provider in IAM, and in Base64 a SAML response that nobody asked for: its recipient is the AWS sign-in endpoint, its audience AWS, and it has a role and a session name',
  basis: samlProviders(
    AUTHENTICATING,
    'GetId is among the operations that can accept a SAML assertion in the Logins map; federation with AWS begins at the provider.',
  ),
  also: [keyOfLogins, asAwsAsks],
  breaks: 'People with an account at the company’s SAML provider get nothing in AWS.',
  judge: (expect, answer: Answer) => {
    expect(answer).toBeAnsweredWith(200)
    expect(idOf(answer), 'IdentityId').toBeA('non-empty string')
  },
})

const replay = (states: string) => samlProviders(AUTHENTICATING, states)

export const assertionOnce = identityPool.check(10, 'saml-assertion-twice', {
  says: 'An assertion that GetId has taken is not taken by GetId once more',
  sends: 'GetId twice, with the same assertion',
  basis: replay('A SAML assertion cannot be repeated in the Logins map: not in a second GetId request.'),
  breaks: 'Whoever saw an assertion once is its subject.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal(),
})

export const assertionForBoth = identityPool.check(12, 'saml-assertion-after-get-id', {
  says: 'The assertion that GetId has taken is taken by GetCredentialsForIdentity too',
  sends: 'GetId, then GetCredentialsForIdentity, with the same assertion',
  basis: replay(
    'The same assertion can be supplied in a GetId request and in the GetCredentialsForIdentity request after it.',
  ),
  breaks: 'People sign in at their provider twice before they get credentials once.',
  needs: ['enhanced-flow'],
  judge: (expect, answer: Answer) => {
    expect(answer).toBeAnsweredWith(200)
    expect(idOf(answer), 'IdentityId').toBeA('non-empty string')
  },
})

export const credentialsOnce = identityPool.check(12, 'saml-assertion-twice', {
  says: 'An assertion that GetCredentialsForIdentity has taken is not taken by it once more',
  sends: 'GetCredentialsForIdentity twice, with the same assertion',
  basis: replay('An assertion ID can be replayed one time for each API request of the authentication flow.'),
  breaks: 'Whoever saw an assertion once gets its subject’s credentials.',
  needs: ['enhanced-flow'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal(),
})

export const anyCertificate = identityPool.check(10, 'saml-second-certificate', {
  says: 'An assertion that the second of two keys in the provider’s metadata signed is taken',
  sends: 'GetId with an assertion; the metadata in IAM list two signing certificates',
  basis: samlProviders(
    'Configuring your SAML IdP',
    'With several signing certificates in the metadata an assertion is valid if it matches any of them.',
  ),
  breaks: 'On the day on which the provider changes its key nobody can sign in.',
  judge: assertionTaken.judge,
})

// Roles
const ROLE_CLAIM = 'https://aws.amazon.com/SAML/Attributes/Role'

const noPoolRole = samlProviders(
  CUSTOMIZING,
  'No authenticated or unauthenticated role has to be specified for the identity pool to use a SAML provider.',
)
const rolesOfClaim = samlProviders(
  CUSTOMIZING,
  'The Role attribute has pairs of role ARN and provider ARN: the roles that the user can assume.',
)

export const roleOfAssertion = identityPool.check(13, 'role-of-assertion', {
  says: 'At an identity pool without a role of its own, credentials for an assertion are of the role that the assertion names',
  sends: `GetCredentialsForIdentity with an assertion whose attribute ${ROLE_CLAIM} pairs one role with the provider; then GetCallerIdentity`,
  basis: rolesOfClaim,
  also: [noPoolRole],
  breaks: 'What the company’s provider says of its people has no effect in AWS.',
  needs: ['enhanced-flow', 'sts'],
  unless: rolesUnknown(FIRST),
  judge: (expect, { role, lease }: Taken) =>
    expect(role, 'role of the credentials').toBe(namedRole(lease, FIRST)),
})

export const roleBeforePools = identityPool.check(13, 'role-of-assertion-before-pool-role', {
  says: 'Credentials for an assertion are of the role that the assertion names, and not of the identity pool’s own',
  sends: `GetCredentialsForIdentity with an assertion whose attribute ${ROLE_CLAIM} pairs one role with the provider; then GetCallerIdentity`,
  basis: suggested(rolesOfClaim),
  also: [
    samlProviders(
      'Configuring your identity pool for a SAML IdP, step 6',
      'Users of the provider can be given the default role of the authenticated role, or one by rules: which of the three goes first is not said.',
    ),
  ],
  breaks: roleOfAssertion.breaks,
  needs: ['enhanced-flow', 'sts'],
  unless: rolesUnknown(FIRST),
  judge: roleOfAssertion.judge,
})

export const customOfAssertion = identityPool.check(13, 'custom-role-of-assertion', {
  says: 'With CustomRoleArn the credentials are of this one of the roles that the assertion names',
  sends:
    'GetCredentialsForIdentity with an assertion that names two roles, and with CustomRoleArn: the second of them; then GetCallerIdentity',
  basis: samlProviders(
    CUSTOMIZING,
    'Where the assertion has several roles, customRoleArn is given; the user assumes it if it matches one in the claim.',
  ),
  breaks: 'People with several roles get another than they chose.',
  needs: ['enhanced-flow', 'sts'],
  unless: rolesUnknown(SECOND),
  judge: (expect, { role, lease }: Taken) =>
    expect(role, 'role of the credentials').toBe(namedRole(lease, SECOND)),
})

/** An answer to a request for a role, and the role of the credentials in it, where there are some. */
export interface Asked {
  readonly answer: Answer
  readonly taken: Taken | undefined
  readonly lease: Lease
}

export const customNotInAssertion = identityPool.check(12, 'custom-role-not-in-assertion', {
  says: 'A CustomRoleArn that the assertion does not name gives no credentials of that role',
  sends:
    'GetCredentialsForIdentity with an assertion that names two roles, and with CustomRoleArn: a third; GetCallerIdentity where credentials come',
  basis: samlProviders(
    CUSTOMIZING,
    'The user assumes the customRoleArn if it matches a role in the claim of the assertion.',
  ),
  admits: 'A refusal, or credentials of another role: what is done where it does not match is not said.',
  breaks: 'Everybody chooses any role that trusts the identity pool.',
  needs: ['enhanced-flow', 'sts'],
  unless: rolesUnknown(UNNAMED),
  judge: (expect, { answer, taken, lease }: Asked) =>
    taken === undefined
      ? expect(answer).toBeRefusal()
      : expect(taken.role, 'role of the credentials').toDifferFrom(namedRole(lease, UNNAMED)),
})

export const noPoolRoleNeeded = identityPool.check(12, 'saml-without-pool-role', {
  says: 'An identity pool without an authenticated role gives credentials for an assertion that names a role',
  sends: 'GetCredentialsForIdentity with an assertion, at an identity pool that has no role of its own',
  basis: noPoolRole,
  breaks: 'Pools that are set up as documented give nobody credentials.',
  needs: ['enhanced-flow'],
  judge: assertionForBoth.judge,
})

export const noBasicFlow = identityPool.check(13, 'basic-flow-with-saml', {
  says: 'GetOpenIdToken does not take an assertion: InvalidParameterException, “Basic (classic) flow is not supported with SAML, please use enhanced flow.”',
  sends: 'GetOpenIdToken with an assertion, at an identity pool that allows the basic flow',
  basis: publicRecord(
    'aws-amplify/aws-sdk-ios#520',
    'Headers of the answer',
    'aws-amplify/aws-sdk-ios/issues/520',
    '2016-11',
    'x-amzn-ErrorType is InvalidParameterException, x-amzn-ErrorMessage “Basic (classic) flow is not supported with SAML, please use enhanced flow.”',
  ),
  also: [
    samlProviders(CUSTOMIZING, 'Only the enhanced flow is supported with a SAML provider.'),
    samlProviders(
      AUTHENTICATING,
      'GetOpenIdToken is listed among the operations that can accept an assertion, which this record contradicts.',
    ),
  ],
  breaks: 'Roles that the provider did not name are open to its people.',
  needs: ['basic-flow'],
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({
      type: 'InvalidParameterException',
      message: /^Basic \(classic\) flow is not supported with SAML, please use enhanced flow\.?$/,
    }),
})

// What a provider must not be believed
const matchesNoCertificate = samlProviders(
  'Configuring your SAML IdP',
  'An assertion is valid if it matches a signing certificate in the SAML metadata; this one matches none.',
)
const conditions = samlCore(
  '2.5.1',
  'Conditions place limits on the use of an assertion: outside of NotBefore and NotOnOrAfter it is not valid.',
)
const audience = samlCore(
  '2.5.1.4',
  'An assertion is addressed to the audiences that it names, and the relying party must be one of them.',
)

const validates = flowPage(
  'The identity pool validates the token or assertion against configured identity providers.',
  'Identity pool authentication flow, step 10',
)

export const samlAttacks = (
  [
    ['saml-signature-never-made', 'that nobody signed', matchesNoCertificate],
    ['saml-signature-stripped', 'whose signatures were cut out', matchesNoCertificate],
    ['saml-content-subject-changed', 'whose subject was changed after signing', matchesNoCertificate],
    [
      'saml-signature-foreign-key-its-certificate',
      'that a stranger signed who shows a certificate of his own',
      matchesNoCertificate,
    ],
    ['saml-message-of-another-provider', 'of another provider', matchesNoCertificate],
    ['saml-assertion-expired', 'whose conditions were over a quarter of an hour ago', conditions],
    ['saml-audience-of-other-product', 'for another audience than AWS', audience],
  ] as const
).map(([misbehaviour, what, basis]) => ({
  misbehaviour,
  check: identityPool.check(10, `${misbehaviour}-refused`, {
    says: `A SAML assertion ${what} is not taken`,
    sends: `GetId with an assertion ${what}`,
    basis,
    also: [validates],
    breaks: 'Whoever can write XML is anybody.',
    refusal: true,
    judge: (expect, answer: Answer) => expect(answer).toBeRefusal(),
  }),
}))
