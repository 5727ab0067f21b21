/** Step 9: what attribute mapping makes of a provider's claims, beyond the plain ones. */
import type { Check } from '../../../fixtures/flow/flow.ts'
import { readJwt } from '../../../fixtures/protocol/jwt.ts'
import { claim } from '../../shared/tokens.ts'
import { federation } from '../flow.ts'
import { errorResponses, mappingPage, oidcFlow, samlRequirements } from '../sources.ts'
import { type CameBack, nobodySignedIn, signedIn } from './came-back.ts'
import { attribute, type Profile } from './profile.ts'

const sends = 'AdminGetUser with the name that the federated user has in the user pool, after the sign-in'

const mapping = (states: string) => mappingPage('Things to know about mappings', states)

export const severalValues = federation.check(9, 'several-values', {
  says: 'Several values of one attribute come as one string in square brackets, separated by commas, each form-encoded but for . - * and _',
  sends,
  basis: mapping(
    'Several values are flattened into one comma-delimited string in square brackets; non-alphanumeric characters except . - * _ are URL form-encoded.',
  ),
  admits: 'A blank after each comma; %20 for +; small letters in the code of a character.',
  breaks: 'Applications cannot take the values apart again.',
  judge: (
    expect,
    { user, values, to }: Profile & { readonly values: readonly string[]; readonly to: string },
  ) => {
    const found = attribute(user, to)
    expect(found, to).toMatch(/^\[.*\]$/s, 'a string in square brackets')
    const parts = typeof found === 'string' ? found.slice(1, -1).split(/, ?/) : []
    for (const part of parts) expect(part, 'an encoded value').toMatch(/^[\w.*+%-]*$/, 'nothing unencoded')
    expect(
      parts.map((part) => new URLSearchParams(`v=${part}`).get('v')),
      'values, decoded',
    ).toEqual(values)
  },
})

/** A sign-in, the profile that came of it, and what one attribute of it is to be. */
export interface OneAttribute extends Profile {
  readonly to: string
  readonly value: string
}

const hasValue: Check<OneAttribute>['judge'] = (expect, { user, to, value }) =>
  expect(attribute(user, to), to).toBe(value)

export const fromUserInfo = federation.check(9, 'claims-of-user-info', {
  says: 'A mapped claim that the provider tells at userInfo alone reaches the profile',
  sends,
  basis: oidcFlow(
    'How a user pool processes claims from an OIDC provider',
    'The user pool checks the ID token and the userInfo response, and writes all claims that match mapping rules.',
  ),
  breaks: 'Providers with small ID tokens leave profiles empty.',
  judge: hasValue,
})

export const uriNames = federation.check(9, 'uri-attribute-names', {
  says: 'A SAML attribute whose name is a URI is mapped by that URI',
  sends: 'AdminGetUser after a sign-in at a SAML provider that names the e-mail address by a URI',
  basis: mappingPage(
    'To specify a SAML provider attribute mapping',
    'Some providers use simple names, others URL-formatted ones such as …/identity/claims/emailaddress.',
  ),
  breaks: 'Nothing that ADFS and Entra ID say of people reaches the profile.',
  judge: hasValue,
})

export const longestValue = federation.check(9, 'longest-value', {
  says: 'A mapped value of 2,048 characters reaches the profile whole',
  sends,
  basis: mapping('The maximum length of a mapped value is 2,048 characters.'),
  breaks: 'Long values are cut, and signatures over them break.',
  judge: hasValue,
})

export const tokenMapped = federation.check(9, 'token-mapped', {
  says: 'The provider’s ID token, mapped to a custom attribute, reaches the profile',
  sends,
  basis: mapping(
    'Tokens of the provider can be mapped to custom attributes, with access_token or id_token as the source.',
  ),
  breaks: 'Applications cannot call the provider’s API for their user.',
  judge: (expect, { user, to, subject }: Profile & { readonly to: string; readonly subject: string }) => {
    const token = attribute(user, to)
    expect(token, to).toBeA('non-empty string')
    expect(claim(readJwt(String(token)), 'sub'), `sub of the token in ${to}`).toBe(subject)
  },
})

export const fourBytes = federation.check(9, 'four-byte-characters', {
  says: 'A SAML attribute with a character of four bytes does not reach the profile',
  sends: 'A sign-in at a SAML provider that says of the person a name with U+1F610',
  basis: samlRequirements(
    'Encode non-alphanumeric characters',
    'Amazon Cognito does not accept four-byte UTF-8 characters in attribute values.',
  ),
  admits: 'A sign-in that is refused, and one that goes on without the attribute.',
  breaks: 'What works at one provider’s test account fails for the first real person.',
  refusal: true,
  judge: (expect, { page, user, to, value }: OneAttribute) => {
    const code = page.callback?.parameters['code']
    const known = user.status === 200 ? attribute(user, to) : undefined
    expect(known === value ? 'the value' : 'another or none', `${to} of the profile`).toBe('another or none')
    if (user.status !== 200) expect(code, 'authorization code').toBeAbsent()
  },
})

export const base64Accepted = federation.check(9, 'encoded-value', {
  says: 'A SAML attribute that is Base64 reaches the profile as it is',
  sends: 'AdminGetUser after a sign-in at a SAML provider that says of the person a name in Base64',
  basis: samlRequirements(
    'Encode non-alphanumeric characters',
    'The character can be encoded to Base64 and passed as text; such a claim is accepted.',
  ),
  breaks: 'The documented way round is closed.',
  judge: hasValue,
})

export const tooLong = federation.check<CameBack>(9, 'value-too-long', {
  says: 'A sign-in with a mapped value of 2,049 characters ends in an error',
  sends: 'A sign-in at a provider that says of the person a mapped value of 2,049 characters',
  basis: mapping(
    'The limit of 2,048 characters must be large enough for what comes from the provider; else an error is reported at sign-in.',
  ),
  admits: 'An error at the application, or a page of the user pool.',
  breaks: 'Values are cut without a word.',
  refusal: true,
  judge: nobodySignedIn,
})

export const requiredMissing = federation.check(9, 'required-attribute-missing', {
  says: 'A sign-in without a value for an attribute that the user pool requires ends in an error',
  sends: 'A sign-in at a provider that says nothing of the e-mail address, which is required and mapped',
  basis: errorResponses(
    'Managed login and federation error responses',
    'A sign-in ends with an error when the provider sends no claims that map to required attributes.',
  ),
  also: [mapping('A mapping must be there for each attribute that the user pool requires.')],
  admits: 'An error at the application, or a page of the user pool.',
  breaks: 'Users without an e-mail address come into a pool that promises one.',
  refusal: true,
  judge: nobodySignedIn,
})

export const optionalMissing = federation.check(9, 'optional-attribute-missing', {
  says: 'A mapped claim that does not come keeps nobody from signing in, where its attribute is not required',
  sends: 'A sign-in at a provider that says nothing of one mapped attribute, which is not required',
  basis: oidcFlow(
    'How a user pool processes claims from an OIDC provider',
    'Attributes that match a mapping rule, are not required and are not found in the claims are ignored.',
  ),
  breaks: 'Everybody without a nickname is shut out.',
  judge: signedIn,
})

export const immutableRefused = federation.check(9, 'immutable-attribute-refused', {
  says: 'A later sign-in at which the provider sends a value for a mapped immutable attribute ends in an error',
  sends: 'A second sign-in, before which the provider began to send a value for a mapped immutable attribute',
  basis: mapping(
    'If the provider sends a value for a mapped immutable attribute, an error is returned and sign-in fails.',
  ),
  admits: 'An error at the application, or a page of the user pool.',
  breaks: 'What the application takes for settled changes with the provider.',
  refusal: true,
  judge: nobodySignedIn,
})

export const mutableTaken = federation.check(9, 'custom-attribute-updated', {
  says: 'A value that the provider begins to send for a mapped mutable custom attribute reaches the profile',
  sends: 'AdminGetUser after a second sign-in, before which the provider began to send a mapped claim',
  basis: mapping('Mutable custom attributes that are mapped are updated when the user signs in.'),
  breaks: 'Custom attributes stay as they were at the first sign-in.',
  judge: hasValue,
})
