/** Step 13: roles that rules give, by the claims of the user’s token. */
import type { Expect } from '../../../fixtures/flow/expect.ts'
import { publicRecord } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { identityPool } from '../flow.ts'
import { namedRole, rolesUnknown, type Taken } from '../roles.ts'
import { identityApi, roleBasedAccess } from '../sources.ts'

const rules = (states: string) => roleBasedAccess('Using rule-based mapping to assign roles to users', states)
const matching = rules(
  'Each rule specifies a claim, a match type, a value and a role; match types are Equals, NotEqual, StartsWith and Contains.',
)

const asksWith = (list: string) =>
  `GetCredentialsForIdentity for a user whose custom:department is sales, with rules on it: ${list}; then GetCallerIdentity`

const takes = (expect: Expect, { role, lease }: Taken, name: string) =>
  expect(role, 'role of the credentials').toBe(namedRole(lease, name))

/** A rule that matches gives its role, past one of the same type that is near and does not match. */
const matches = (type: string, title: string, list: string) =>
  identityPool.check(13, `rule-${type}`, {
    says: `A rule of type ${title}, and gives its role`,
    sends: asksWith(list),
    basis: matching,
    breaks: 'Users get the role of a rule that is not about them, or that of none.',
    needs: ['role-mapping', 'sts'],
    unless: rolesUnknown('matched', 'near'),
    judge: (expect, taken: Taken) => takes(expect, taken, 'matched'),
  })

export const ruleEquals = matches(
  'equals',
  'Equals matches a claim that is its value, and none that begins with it',
  'Equals sale, then Equals sales',
)
export const ruleContains = matches(
  'contains',
  'Contains matches a claim with its value somewhere inside, and no other',
  'Contains alse, then Contains ale',
)
export const ruleStartsWith = matches(
  'starts-with',
  'StartsWith matches a claim that begins with its value, and none that has it further on',
  'StartsWith ales, then StartsWith sal',
)
export const ruleNotEqual = matches(
  'not-equal',
  'NotEqual matches a claim that is not its value, and none that is',
  'NotEqual sales, then NotEqual research',
)

export const firstRule = identityPool.check(13, 'rule-first-match', {
  says: 'Of two rules that match, the first gives the role',
  sends: asksWith('Equals and StartsWith on it, which both match'),
  basis: rules('Rules are evaluated in order, and the role for the first matching rule is used.'),
  also: [
    identityApi(
      'RulesConfigurationType',
      'Contents, Rules',
      'Rules are evaluated in order. The first one to match specifies the role.',
    ),
  ],
  breaks: 'Exceptions that stand before the general rule have no effect.',
  needs: ['role-mapping', 'sts'],
  unless: rolesUnknown('first', 'second'),
  judge: (expect, taken: Taken) => takes(expect, taken, 'first'),
})

/** Some role was taken, and not that of a rule that does not apply: which one it was is judged elsewhere. */
const passesOver = (name: string) => ({
  needs: ['role-mapping', 'sts'] as const,
  unless: rolesUnknown(name),
  judge: (expect: Expect, { role, lease }: Taken) =>
    expect(role, 'role of the credentials').toDifferFrom(namedRole(lease, name)),
})

export const notEqualAbsent = identityPool.check(13, 'rule-not-equal-absent', {
  says: 'A NotEqual rule on a claim that the token does not have gives no role',
  sends: asksWith(
    'Equals on the claim department, NotEqual on a claim that the token does not have, Equals on custom:department',
  ),
  basis: rules('If the match type is NotEqual and the claim does not exist, the rule is not evaluated.'),
  breaks: 'Users of whom nothing is known get the role of those who are known to be something else.',
  ...passesOver('absent'),
})

export const customPrefix = identityPool.check(13, 'rule-needs-custom-prefix', {
  says: 'A rule on the name of a custom attribute without custom: before it is met by no such attribute',
  sends: asksWith(
    'Equals on the claim department, NotEqual on a claim that the token does not have, Equals on custom:department',
  ),
  basis: rules('Custom attributes require the custom: prefix to distinguish them from standard attributes.'),
  breaks: 'A rule about a standard claim is met by whatever an application calls its own attribute.',
  ...passesOver('unprefixed'),
})

export const ruleOnProvider = identityPool.check(13, 'rule-on-provider-claim', {
  says: 'A rule finds the claims of an OpenID Connect provider’s ID token, whichever these are',
  sends:
    'GetCredentialsForIdentity with the ID token of an OpenID Connect provider whose locale is Sacramento, with a rule that Equals it; then GetCallerIdentity',
  basis: roleBasedAccess(
    'Token claims to use in rule-based mapping, OpenID',
    'All of the claims in the OpenID token are available for rule-based mapping.',
  ),
  also: [
    rules('The example gives users whose locale Equals Sacramento at an OIDC provider a role of their own.'),
  ],
  breaks: 'Roles can be mapped for users of user pools alone.',
  needs: ['role-mapping', 'oidc-logins', 'sts'],
  unless: rolesUnknown('matched'),
  judge: (expect, taken: Taken) => takes(expect, taken, 'matched'),
})

const noMatch = rules(
  'If no rules match, the role resolution setting is applied: the default authenticated role, or deny the request.',
)
const NOBODY_MATCHES = 'GetCredentialsForIdentity for a user of whose claims no rule holds'

export const noRuleDenied = identityPool.check(13, 'no-rule-denied', {
  says: 'Where no rule matches and AmbiguousRoleResolution is Deny, no credentials are given',
  sends: NOBODY_MATCHES,
  basis: noMatch,
  admits: 'Any error: its type is documented nowhere.',
  breaks: 'Everybody gets in whom no rule lets in.',
  needs: ['role-mapping'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const noRuleDeniedError = identityPool.check(13, 'no-rule-denied-error', {
  says: 'Where no rule matches and AmbiguousRoleResolution is Deny, the answer is 400 NotAuthorizedException, which names the provider’s ambiguous role mapping rules',
  sends: NOBODY_MATCHES,
  basis: publicRecord(
    'aws-amplify/amplify-js#3621',
    'Exception of GetCredentialsForIdentity, rules for Google',
    'aws-amplify/amplify-js/issues/3621',
    '2019-07',
    'NotAuthorizedException: The ambiguous role mapping rules for: accounts.google.com denied this request.',
  ),
  also: [
    publicRecord(
      'aws-amplify/amplify-js#8644',
      'Title',
      'aws-amplify/amplify-js/issues/8644',
      '2021-07',
      'The ambiguous role mapping rules denied this request.',
    ),
  ],
  admits: 'Any name of the provider.',
  breaks: 'Applications that tell “not for you” from “try again” by this type cannot.',
  needs: ['role-mapping'],
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({
      type: 'NotAuthorizedException',
      message: /^The ambiguous role mapping rules for: \S+ denied this request\.?$/,
    }),
})

export const noRuleAuthenticated = identityPool.check(13, 'no-rule-authenticated', {
  says: 'Where no rule matches and AmbiguousRoleResolution is AuthenticatedRole, the credentials are of the authenticated role',
  sends: `${NOBODY_MATCHES}; then GetCallerIdentity`,
  basis: noMatch,
  breaks: 'Users without a rule of their own are shut out.',
  needs: ['role-mapping', 'sts'],
  unless: rolesUnknown('authenticated'),
  judge: (expect, taken: Taken) => takes(expect, taken, 'authenticated'),
})
