/**
 * The classes of rows: what the rows of one have in common is what a surface owes them, and on whose word. Each surface
 * has a check for each class and question.
 */

/** `what` completes the sentence “A token … is refused”. */
export const CLASSES = {
  // Nobody who may sign has signed this. Anybody can make it.
  unsigned: 'that nobody signed, and whose header says so or says nothing',
  algorithm: 'whose algorithm is unknown, odd or no signature, and which the issuer never signed',
  'key-confusion': 'with a MAC under a key that is public or can be guessed',
  'offered-key': 'signed with a key that it brings along or points to',
  'key-id': 'whose key id names no key of the issuer, and which the issuer never signed',
  signature: 'under a signature that is not the one of its content',
  content: 'whose content was changed after it was signed',
  encrypted: 'that is encrypted in place of being signed',
  serialization: 'of forged content in another serialization of JWS',
  parts: 'that is not three parts',
  'extra-parts': 'that is genuine, with parts before or after it',
  exhausting: 'made to exhaust memory or time, and which the issuer never signed',
  // Somebody signed it, for another purpose or another time.
  expiry: 'that expired ten minutes ago or more',
  'not-before': 'that is not valid yet',
  issuer: 'of another issuer',
  audience: 'for another client',
  'token-kind': 'that is genuine and of another kind',
  scope: 'without the scope that is asked for',
  revoked: 'that was revoked, or whose user was signed out',
  'foreign-pool': 'of another user pool',
  'retired-key': 'under a key that its issuer publishes no more',
  'key-set': 'whose issuer publishes no usable key for it',
  'key-use': 'under a published key that is weak, or not meant for signatures',
  // Properly signed, and wrong.
  'issuer-spelling': 'whose issuer is spelled nearly as it should be',
  'audience-spelling': 'whose audience is spelled nearly as it should be, or hides it among others',
  'authorized-party': 'for another authorized party',
  'missing-claim': 'that lacks a claim which it must have',
  'missing-standard-claim': 'that lacks a claim which its standard wants, and on which no trust stands',
  'token-use': 'that does not say what it is for, or says another use',
  'claim-types': 'with a claim of the wrong type',
  'claim-names': 'with claims twice, under look-alike names or in the prototype',
  times: 'whose times are no numbers, or impossible',
  'scope-spelling': 'whose scope is spelled nearly as it should be',
  subject: 'whose subject is odd, or somebody else’s but for its spelling',
  'sign-in': 'whose nonce or hashes are not those of its sign-in',
  privileges: 'with claims that its issuer has no right to give',
  'other-algorithm': 'that the issuer signed with another algorithm than its surface takes',
  'issuer-key-id': 'that the issuer signed, and whose key id is missing or names another key or none',
  padding: 'whose signature has the right key and the wrong padding, input or encoding',
  critical: 'that names an extension as critical which nobody knows',
  'too-long': 'that its issuer signed, and that is too long or nested too deep',
  'header-json': 'whose header is no JSON object, or one only to a lenient parser',
  payload: 'whose payload is no JSON object, or one only to a lenient parser',
  // Genuine, in an odd dress or an odd place.
  spelling: 'that is genuine and spelled otherwise than a compact JWS',
  carriage: 'that is brought in another way than the surface documents',
  'no-token': 'that is missing, while something else pretends to be one',
  cache: 'that shares its beginning with one that was just accepted',
  'made-up': 'that is made up',
  altered: 'that was altered after it was issued',
  // Properly signed, and right.
  'documented-dress': 'that is genuine and unusual in a way that is documented of its surface',
  'honest-dress': 'that is genuine and unusual in a way that its standard allows',
  genuine: 'that is genuine and nothing else',
  // SAML.
  'saml-signature': 'whose signature is missing, foreign or broken',
  'saml-algorithm': 'whose signature is made or placed otherwise than the standard has it',
  'saml-wrapping': 'that holds a signed assertion beside a forged one',
  'saml-reference': 'whose signature covers something else than what is read',
  'saml-parsing': 'that names somebody else to one parser, and not to another',
  'saml-reading': 'of its bearer’s own, written so that two parsers may differ over it',
  'saml-encryption': 'that is encrypted, and which the provider never signed',
  'saml-unencrypted': 'that is in plain text where it is to be encrypted',
  'saml-ciphertext': 'whose ciphertext is broken, odd or not of one assertion',
  'saml-audience': 'that is for another service provider',
  'saml-address': 'that is for another recipient, for nearly this audience, or answers another request',
  'saml-no-address': 'that names no audience, no recipient or no request',
  'saml-conditions': 'whose conditions do not hold or cannot be read',
  'saml-subject': 'that names no subject',
  'saml-blank-subject': 'whose subject has a name of nothing',
  'saml-relay-state': 'whose RelayState is not that of the request',
  'saml-binding': 'that is of another issuer, version or status, or comes by another way',
  'saml-honest-dress': 'that is genuine and unusual in a way that its standard allows',
  // What an OpenID Connect provider says beside the ID token.
  'user-info': 'beside which userInfo says something else',
  'user-info-denied': 'beside which userInfo denies the access token',
} as const

export type RowClass = keyof typeof CLASSES

/** Classes of tokens of which nobody who may sign has signed a word. */
export const NOBODY_SIGNED = [
  'unsigned',
  'algorithm',
  'key-confusion',
  'offered-key',
  'key-id',
  'signature',
  'content',
  'encrypted',
  'serialization',
  'parts',
  'exhausting',
] as const satisfies readonly RowClass[]
