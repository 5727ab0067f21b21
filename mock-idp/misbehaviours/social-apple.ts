/** Misbehaviours and oddities of the dialect of Apple. */
import { claiming, instead, oauthError, ofVictim } from './oidc-make.ts'
import {
  APPLE,
  answered,
  email,
  error,
  foreignKey,
  publicKeyAsSecret,
  social,
  unsigned,
  VALIDATION,
} from './social-make.ts'
export const appleMisbehaviours = [
  social(
    'apple-id-token-unsigned',
    'Nobody signed the ID token (alg none)',
    'refusal',
    VALIDATION,
    unsigned,
    { forges: true },
  ),
  social('apple-id-token-foreign-key', 'A stranger signed the ID token', 'refusal', VALIDATION, foreignKey, {
    forges: true,
  }),
  social(
    'apple-id-token-hs256-public-key',
    "HS256 with Apple's public key for a secret",
    'refusal',
    'RFC 8725 section 3.1',
    publicKeyAsSecret,
    { forges: true },
  ),
  social(
    'apple-id-token-aud-foreign',
    'The ID token is for another Services ID',
    'refusal',
    VALIDATION,
    claiming(() => ({ aud: 'example.another.service' })),
  ),
  social(
    'apple-id-token-iss-foreign',
    'iss is another provider',
    'refusal',
    VALIDATION,
    claiming(() => ({ iss: 'https://other-idp.example' })),
  ),
  social(
    'apple-id-token-expired',
    'The ID token ended a quarter of an hour ago',
    'refusal',
    VALIDATION,
    claiming((_claims, { now }) => ({ exp: now - 900 })),
  ),
  social(
    'apple-state-absent',
    'The posted form has no state',
    'refusal',
    'RFC 6749 section 10.12',
    answered((honest) => honest.filter(([name]) => name !== 'state')),
  ),
  social(
    'apple-state-altered',
    'The state in the posted form is another',
    'refusal',
    'RFC 6749 section 10.12',
    answered((honest) =>
      honest.map(([name, value]) => [
        name,
        name === 'state' ? `${value.slice(0, 10)}${value[10] === 'x' ? 'y' : 'x'}${value.slice(11)}` : value,
      ]),
    ),
  ),
  social(
    'apple-state-of-another-browser',
    'The state is that of a sign-in that waits in another browser',
    'refusal',
    'RFC 6749 section 10.12',
    answered((honest, { states }) => {
      const other = states.waiting.at(-1)
      return other === undefined
        ? undefined
        : honest.map(([name, value]) => [name, name === 'state' ? other : value])
    }),
  ),
  social(
    'apple-user-of-another',
    "The user field, which nobody signed, names the victim's e-mail address",
    'refusal-or-genuine',
    APPLE,
    answered((honest, facts) => [
      ...honest.filter(([name]) => name !== 'user'),
      ['user', JSON.stringify({ name: { firstName: 'Victim', lastName: 'Victim' }, email: email(facts) })],
    ]),
  ),
  social(
    'apple-user-malformed',
    'The user field is no JSON',
    'unsettled',
    APPLE,
    answered((honest) => [...honest.filter(([name]) => name !== 'user'), ['user', '{"name":']]),
  ),
  social(
    'apple-id-token-beside-code',
    'An ID token of the victim stands beside the code in the form',
    'refusal-or-genuine',
    'OpenID Connect Core 1.0 section 3.3.2.11',
    answered((honest, facts) => [
      ...honest,
      [
        'id_token',
        facts.signed(
          ofVictim(
            [
              ['iss', JSON.stringify(facts.issuer)],
              ['aud', JSON.stringify(facts.clientId)],
              ['exp', String(facts.now + 600)],
            ],
            facts,
          ),
        ),
      ],
    ]),
  ),
  social(
    'apple-email-verified-text',
    'email_verified is the text true',
    'acceptance',
    APPLE,
    claiming(() => ({ email_verified: 'true' })),
  ),
  social(
    'apple-private-relay',
    'The e-mail address is a private relay',
    'acceptance',
    APPLE,
    claiming(() => ({
      email: 'abcdefghij@privaterelay.appleid.com',
      email_verified: true,
      is_private_email: 'true',
    })),
  ),
  social(
    'apple-email-absent',
    'The ID token has no e-mail address, as at a later sign-in',
    'unsettled',
    APPLE,
    claiming(() => ({ email: undefined, email_verified: undefined })),
  ),
  social(
    'apple-invalid-client',
    'The client secret is refused (invalid_client)',
    'refusal',
    'RFC 6749 section 5.2',
    {
      tokenAnswer: () => instead(400, oauthError('invalid_client'), 'application/json'),
    },
  ),
  social(
    'apple-cancelled',
    'The answer is user_cancelled_authorize',
    'refusal',
    APPLE,
    error(['error', 'user_cancelled_authorize']),
  ),
]
