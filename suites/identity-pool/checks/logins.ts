/** Steps 10 and 12: what is no proof of a sign-in is refused where an identity is asked for, and where credentials are. */
import type { Check } from '../../../fixtures/flow/flow.ts'
import { type Basis, publicRecord } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { identityPool } from '../flow.ts'
import { accessTokenRecord, authenticationFlow, flowPage, identityApi, publicProviders } from '../sources.ts'

const NOT_AUTHORIZED = 'NotAuthorizedException'

/** A login that is not to be taken, and what is known of the answer. */
interface BadLogin {
  /** Begins the names of its checks. */
  readonly name: string
  /** What it is, as the object of "refuses". */
  readonly what: string
  /** What Logins holds. */
  readonly logins: string
  /** What in particular is said of it. */
  readonly rule: Basis
  readonly breaks: string
  /** The answer of the real service, where one is on record. */
  readonly answered?: {
    readonly message: string | RegExp
    readonly says: string
    readonly basis: Basis
    readonly also?: readonly Basis[]
  }
}

/** Of what refuses one login: by GetId, with which answer, and by GetCredentialsForIdentity. */
export interface LoginChecks {
  readonly atGetId: Check<Answer>
  readonly answer?: Check<Answer>
  readonly atCredentials: Check<Answer>
}

/** Said of every provider; the particulars, of public ones. */
const validated = flowPage(
  'Step 10: the identity pool validates the token or assertion against configured identity providers.',
)
const eachWith400 = (operation: 'GetId' | 'GetCredentialsForIdentity') =>
  identityApi(
    operation,
    'Errors',
    'Each client fault of the operation is listed with HTTP Status Code: 400; NotAuthorizedException is for users who are not authorized.',
  )

const validatedAgain = identityApi(
  'GetCredentialsForIdentity',
  'Introduction',
  'Any logins that are provided are validated against the supported login providers.',
)

function refusals({ name, what, logins, rule, breaks, answered }: BadLogin): LoginChecks {
  const sends = `GetId with ${logins}`
  const atGetId = identityPool.check(10, `${name}-refused`, {
    says: `GetId refuses ${what}, with status 400`,
    sends,
    basis: validated,
    also: [rule, publicProviders, eachWith400('GetId')],
    breaks,
    refusal: true,
    judge: (expect, answer: Answer) => expect(answer).toBeRefusal(),
  })
  const atCredentials = identityPool.check(12, `${name}-refused`, {
    says: `GetCredentialsForIdentity, too, refuses ${what}, with status 400: the identity id does not stand in for a valid login`,
    sends: `GetCredentialsForIdentity with the user’s own identity id and ${logins}`,
    basis: validatedAgain,
    also: [rule, publicProviders, eachWith400('GetCredentialsForIdentity')],
    breaks,
    needs: ['enhanced-flow'],
    refusal: true,
    judge: (expect, answer: Answer) => expect(answer).toBeRefusal(),
  })
  if (answered === undefined) return { atGetId, atCredentials }
  const { message, says, also = [] } = answered
  const answer = identityPool.check(10, `${name}-answer`, {
    says: `The refusal of ${what} is NotAuthorizedException, “${says}”`,
    sends,
    basis: answered.basis,
    ...(also.length > 0 ? { also } : {}),
    breaks:
      'Applications that tell people by this text to sign in again, or developers what is set up wrong, tell nothing.',
    refusal: true,
    judge: (expect, refused: Answer) => expect(refused).toBeRefusal({ type: NOT_AUTHORIZED, message }),
  })
  return { atGetId, answer, atCredentials }
}

const validates = (states: string) =>
  authenticationFlow('Authentication flow API operations overview, GetId, Authenticated access', states)

const issue = (path: string, month: string, states: string, section = 'Error') => {
  const [owner, repository, , number] = path.split('/')
  return publicRecord(`${owner}/${repository}#${number}`, section, path, month, states)
}

export const wrongIssuer = refusals({
  name: 'other-issuer',
  what: 'a token under the name of a user pool that did not issue it, and that the identity pool does not have',
  logins: 'the user’s ID token under the key of another user pool, which is not configured',
  rule: validates('The token must be from the configured provider.'),
  breaks: 'The pool cannot tell whose users it lets in.',
  answered: {
    message: "Invalid login token. Issuer doesn't match providerName",
    says: "Invalid login token. Issuer doesn't match providerName",
    basis: issue(
      'amazon-archives/amazon-cognito-identity-js/issues/40',
      '2016-05',
      'A key with another user pool’s id than the token’s is answered with this NotAuthorizedException.',
    ),
  },
})

export const expired = refusals({
  name: 'expired-token',
  what: 'a token ten minutes after it has expired',
  logins: 'the user’s ID token, ten minutes after its exp',
  rule: validates('The token must not be expired.'),
  breaks: 'A token that was stolen once is good for ever.',
  answered: {
    message: /^Invalid login token\. Token expired: \d+ >= \d+\.?$/,
    says: 'Invalid login token. Token expired: <now> >= <exp>',
    basis: issue(
      'aws-amplify/aws-sdk-ios/issues/2570',
      '2020-05',
      'An expired token is answered with “Invalid login token. Token expired: 1589092400 >= 1589092129”.',
    ),
    also: [
      issue(
        'qqaatw/JciHitachiHA/issues/33',
        '2022-11',
        'The same text with NotAuthorizedException, two years later.',
      ),
    ],
  },
})

export const otherClient = refusals({
  name: 'other-client',
  what: 'a token for an app client that the identity pool does not name',
  logins: 'the ID token of a sign-in at another app client of the same user pool',
  rule: validates('The token must match the application identifier that the pool has for the provider.'),
  breaks: 'A sign-in to any application of the user pool opens what belongs to this one.',
  answered: {
    message: 'Token is not from a supported provider of this identity pool.',
    says: 'Token is not from a supported provider of this identity pool.',
    basis: issue(
      'amazon-archives/amazon-cognito-identity-js/issues/7',
      '2016-04',
      'The text goes away when the app client id in the identity pool is that of the application.',
      'Comment of 26 April 2016',
    ),
    also: [
      issue('aws-amplify/amplify-js/issues/2067', '2018-11', 'The same text; the pool had wrong client ids.'),
    ],
  },
})

export const notAToken = refusals({
  name: 'made-up-token',
  what: 'a text that is no token',
  logins: 'a text without any dot under the key of the user pool',
  rule: validates('The token must be valid.'),
  breaks: 'Nobody needs to sign in.',
})

export const oneOfTwoBad = refusals({
  name: 'one-bad-login',
  what: 'two logins of which one is not valid',
  logins: 'the user’s valid ID token, and a made-up one of a provider that the pool does not have',
  rule: authenticationFlow(
    'Authentication flow API operations overview, GetOpenIdToken, Authenticated access',
    'All tokens passed in must pass the validation; if any of them fails, the whole call fails.',
  ),
  breaks: 'Who has one account links that of anybody else to it.',
})

export const tampered = refusals({
  name: 'tampered-signature',
  what: 'a token whose signature is another',
  logins: 'the user’s ID token with one character of its signature changed',
  rule: validates('The token must be valid.'),
  breaks: 'Whoever writes a token is believed.',
  answered: {
    message: "Invalid login token. Couldn't verify signed token.",
    says: "Invalid login token. Couldn't verify signed token.",
    basis: issue(
      'amazon-archives/amazon-cognito-identity-js/issues/91',
      '2016-07',
      'The body is {"__type":"NotAuthorizedException","message":"Invalid login token. Couldn\'t verify signed token."}.',
      'Error body',
    ),
  },
})

export const changedClaims = refusals({
  name: 'changed-claims',
  what: 'a token that speaks of somebody else than its signature does',
  logins: 'the user’s ID token with another sub, under the old signature',
  rule: validates('The token must be valid, and match the user identifier.'),
  breaks: 'Every user can be every other.',
})

export const unsignedToken = refusals({
  name: 'unsigned-token',
  what: 'a token that says of itself that it is not signed (alg none)',
  logins: 'the claims of the user’s ID token with alg none and no signature',
  rule: validates('The token must be valid.'),
  breaks: 'Whoever writes a token is believed.',
})

export const foreignKey = refusals({
  name: 'foreign-key',
  what: 'a token signed with a key that is not the user pool’s, under the id of one that is',
  logins: 'the claims and the kid of the user’s ID token, signed with a key that was just made',
  rule: validates('The token must be valid and from the configured provider.'),
  breaks: 'Whoever has a key of their own is believed.',
})

export const accessToken = identityPool.check(10, 'access-token-answer', {
  says: 'GetId refuses a user pool’s access token with NotAuthorizedException, “Invalid login token. Missing a required claim: aud”',
  sends: 'GetId with the user’s access token under the key of the user pool',
  basis: accessTokenRecord,
  also: [
    authenticationFlow('External provider authflow', 'Of user pools, identity pools accept the ID token.'),
    issue(
      'amazon-archives/amazon-cognito-identity-js/issues/7',
      '2016-04',
      'The same, with the ID token as the way out.',
    ),
  ],
  breaks: 'Developers are not told that they send the wrong one of the two tokens.',
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({
      type: NOT_AUTHORIZED,
      message: 'Invalid login token. Missing a required claim: aud',
    }),
})

export const accessTokenForCredentials = identityPool.check(12, 'access-token-refused', {
  says: 'GetCredentialsForIdentity refuses a user pool’s access token with NotAuthorizedException',
  sends: 'GetCredentialsForIdentity with the user’s identity id and access token',
  basis: accessTokenRecord,
  also: [validatedAgain],
  breaks: 'A token that is meant for APIs of the application opens AWS.',
  needs: ['enhanced-flow'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ type: NOT_AUTHORIZED }),
})

const NOT_CONFIGURED = [
  "Logins don't match. Please include at least one valid login for this identity or identity pool.",
  'Token is not from a supported provider of this identity pool.',
] as const

export const notConfigured = identityPool.check(10, 'provider-not-configured-refused', {
  says: 'GetId refuses the token of a provider that the identity pool does not have, with status 400',
  sends: 'GetId with the user’s ID token at an identity pool that does not have the user pool as a provider',
  basis: validated,
  also: [validates('The token must be from the configured provider.'), publicProviders, eachWith400('GetId')],
  breaks: 'Anybody’s users get in.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal(),
})

export const notConfiguredAnswer = identityPool.check(10, 'provider-not-configured-answer', {
  says: 'The refusal of a provider that the identity pool does not have is NotAuthorizedException, and says that the pool has no identity providers, that the logins do not match, or that the token is not from a supported provider',
  sends: 'GetId with the user’s ID token at an identity pool that does not have the user pool as a provider',
  basis: issue(
    'jonsaw/amazon-cognito-identity-dart/issues/80',
    '2020-07',
    '400 NotAuthorizedException, “Identity pool - … does not have identity providers configured.”',
  ),
  also: [
    issue('aws-amplify/aws-sdk-ios/issues/3034', '2020-09', 'The same from another client.'),
    issue(
      'amazon-archives/amazon-cognito-identity-js/issues/68',
      '2016-06',
      "An engineer of AWS: “Logins don't match…” comes where the pool only supports unauthenticated access.",
      'Comment of 22 June 2016',
    ),
    issue(
      'amazon-archives/amazon-cognito-identity-js/issues/153',
      '2016-09',
      '“Token is not from a supported provider of this identity pool” where another user pool is configured.',
    ),
  ],
  admits: 'Any of the three texts: each is on record for a provider that is not configured.',
  breaks: 'Developers are not told what is missing.',
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({
      type: NOT_AUTHORIZED,
      message: new RegExp(
        `^Identity pool - \\S+ does not have identity providers configured\\.?$|^${NOT_CONFIGURED.map((text) => text.replace(/\.$/, '\\.?')).join('$|^')}$`,
      ),
    }),
})
