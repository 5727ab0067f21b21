/** STS: what is documented or on record of AssumeRoleWithWebIdentity and judged by no check. */
import { publicRecord } from '../../../fixtures/flow/source.ts'
import type { NotTested } from '../../../reports/record.ts'
import { left } from '../../managed-login/not-tested/left.ts'
import { authenticationFlow, stsApi } from '../sources.ts'

const ASSUME = 'AssumeRoleWithWebIdentity'
const FORGED = 'Needs a token that an issuer of another account has signed for it.'

const request = (member: string, states: string) => stsApi(ASSUME, `Request Parameters, ${member}`, states)
const errors = (type: string, states: string) => stsApi(ASSUME, `Errors, ${type}`, states)

export const ofSts: readonly NotTested[] = [
  left(
    request('RoleSessionName', 'RoleSessionName of AssumeRoleWithWebIdentity has at least two characters.'),
    'The other end of the same constraint is judged.',
  ),
  left(
    request('WebIdentityToken', 'WebIdentityToken of AssumeRoleWithWebIdentity has 4 to 20,000 characters.'),
    'No token of an identity pool comes near.',
  ),
  left(
    request(
      'WebIdentityToken',
      'WebIdentityToken of AssumeRoleWithWebIdentity is signed with RS256, RS384, RS512, ES256, ES384 or ES512.',
    ),
    'Identity pools sign with one of them.',
  ),
  left(
    request(
      'ProviderId',
      'ProviderId of AssumeRoleWithWebIdentity is not to be given for OpenID Connect tokens.',
    ),
    'What STS does with it is not said.',
  ),
  left(
    request(
      'PolicyArns.member.N',
      'AssumeRoleWithWebIdentity takes up to ten managed session policies in PolicyArns.',
    ),
    'Needs managed policies; the inline one is judged.',
  ),
  left(
    stsApi(
      ASSUME,
      'Response Elements, Audience',
      'Audience in the answer to AssumeRoleWithWebIdentity is the intended audience, also known as client ID, of the token.',
    ),
    'That this is the identity pool’s id is to be expected and on no record.',
  ),
  left(
    stsApi(
      ASSUME,
      'Response Elements, PackedPolicySize',
      'PackedPolicySize in the answer to AssumeRoleWithWebIdentity tells how much of the allowed size policies and tags take.',
    ),
    'Deprecated since 2026-06; its successors have no description yet.',
  ),
  left(
    errors(
      'PackedPolicyTooLarge',
      'STS refuses session policies and tags whose packed size is too large with PackedPolicyTooLarge.',
    ),
    'The packed size cannot be told from the plain one; the limit on that is judged.',
  ),
  left(
    errors(
      'IDPRejectedClaim',
      'STS answers IDPRejectedClaim where the provider reported that authentication failed.',
    ),
    'Of OAuth 2.0 access tokens that STS is given itself.',
  ),
  left(
    errors(
      'IDPCommunicationError',
      'STS answers IDPCommunicationError where the provider could not be reached.',
    ),
    'Of OAuth 2.0 access tokens that STS is given itself.',
  ),
  left(
    errors(
      'RegionDisabledException',
      'STS answers RegionDisabledException where it is not active in the region.',
    ),
    'Needs an account that turned STS off.',
  ),
  left(
    publicRecord(
      'BerriAI/litellm#31412',
      'Error of AssumeRoleWithWebIdentity',
      'BerriAI/litellm/pull/31412',
      '2026-06',
      'STS refuses a web identity token with InvalidIdentityToken, “Incorrect token audience”.',
    ),
    FORGED,
  ),
  left(
    publicRecord(
      'aws/aws-sdk-ruby#2698',
      'Error of AssumeRoleWithWebIdentity',
      'aws/aws-sdk-ruby/issues/2698',
      '2022-05',
      'STS refuses a web identity token with InvalidIdentityToken, “Missing a required claim: aud”.',
    ),
    FORGED,
  ),
  left(
    publicRecord(
      'awslabs/aws-sdk-rust#827',
      'Raw answer of AssumeRoleWithWebIdentity',
      'awslabs/aws-sdk-rust/issues/827',
      '2023-06',
      'STS refuses a web identity token with InvalidIdentityToken, “Couldn’t retrieve verification key from your identity provider”.',
    ),
    'Of providers whose keys are not to be had: those of identity pools are the target’s own.',
  ),
  left(
    publicRecord(
      'mozilla-iam/mozilla-aws-cli#146',
      'Body of the answer of STS',
      'mozilla-iam/mozilla-aws-cli/issues/146',
      '2019-12',
      'STS refuses a web identity token with ExpiredTokenException, “Token too old”.',
    ),
    'Of tokens that live longer than those of identity pools.',
  ),
  left(
    authenticationFlow(
      'The enhanced (simplified) authentication flow',
      'The AWS credentials from enhanced authentication are valid for one hour.',
    ),
    'That signing out does not shorten this follows, and is said nowhere; their expiry is judged.',
  ),
]
