/** Misbehaviours and oddities of the dialect of Google. */
import { put, without } from '../oidc/members.ts'
import { claiming, instead } from './oidc-make.ts'
import {
  email,
  entries,
  error,
  foreignKey,
  GOOGLE,
  profile,
  publicKeyAsSecret,
  social,
  unsigned,
  VALIDATION,
} from './social-make.ts'
export const googleMisbehaviours = [
  social(
    'google-id-token-unsigned',
    'Nobody signed the ID token (alg none)',
    'refusal',
    VALIDATION,
    unsigned,
    { forges: true },
  ),
  social('google-id-token-foreign-key', 'A stranger signed the ID token', 'refusal', VALIDATION, foreignKey, {
    forges: true,
  }),
  social(
    'google-id-token-hs256-public-key',
    "HS256 with Google's public key for a secret",
    'refusal',
    'RFC 8725 section 3.1',
    publicKeyAsSecret,
    { forges: true },
  ),
  social(
    'google-id-token-aud-foreign',
    'The ID token is for another client',
    'refusal',
    VALIDATION,
    claiming(() => ({
      aud: '1-other.apps.googleusercontent.com',
      azp: '1-other.apps.googleusercontent.com',
    })),
  ),
  social(
    'google-id-token-iss-foreign',
    'iss is another provider',
    'refusal',
    VALIDATION,
    claiming(() => ({ iss: 'https://other-idp.example' })),
  ),
  social(
    'google-id-token-iss-without-scheme',
    "iss has no scheme, as Google's once had",
    'unsettled',
    GOOGLE,
    claiming((_claims, { issuer }) => ({ iss: issuer.replace(/^https?:\/\//, '') })),
  ),
  social(
    'google-id-token-expired',
    'The ID token ended a quarter of an hour ago',
    'refusal',
    VALIDATION,
    claiming((_claims, { now }) => ({ exp: now - 900 })),
  ),
  social(
    'google-hosted-domain-foreign',
    'hd is another organisation',
    'acceptance',
    GOOGLE,
    claiming(() => ({ hd: 'other-organisation.example' })),
  ),
  social('google-email-unverified', 'email_verified is false, in both sources', 'acceptance', GOOGLE, {
    ...claiming(() => ({ email_verified: false })),
    ...profile((honest) => put(honest, { emailAddresses: undefined })),
  }),
  social('google-email-absent', 'There is no e-mail address, in either source', 'unsettled', GOOGLE, {
    ...claiming(() => ({ email: undefined, email_verified: undefined })),
    ...profile((honest) => without(honest, 'emailAddresses')),
  }),
  social(
    'google-people-without-primary',
    'No e-mail address of the profile is the primary one',
    'unsettled',
    GOOGLE,
    profile((honest) =>
      put(honest, {
        emailAddresses: entries(false, { value: 'second@idp.example' }, { value: 'third@idp.example' }),
      }),
    ),
  ),
  social(
    'google-people-two-addresses',
    'The profile has two primary e-mail addresses',
    'unsettled',
    GOOGLE,
    profile((honest) =>
      put(honest, {
        emailAddresses: entries(true, { value: 'second@idp.example' }, { value: 'third@idp.example' }),
      }),
    ),
  ),
  social(
    'google-people-without-lists',
    'The profile is the resource name alone',
    'unsettled',
    GOOGLE,
    profile((honest) => honest.filter(([name]) => name === 'resourceName')),
  ),
  social(
    'google-people-of-another',
    "The profile is the victim's",
    'unsettled',
    'OpenID Connect Core 1.0 section 5.3.2',
    profile((honest, facts) =>
      put(honest, {
        resourceName: `people/${facts.victim.subject}`,
        emailAddresses: entries(true, { value: email(facts) }),
      }),
    ),
  ),
  social('google-people-error-403', 'The profile is refused with status 403', 'unsettled', GOOGLE, {
    userInfoAnswer: () =>
      instead(
        403,
        '{"error":{"code":403,"message":"refused","status":"PERMISSION_DENIED"}}',
        'application/json',
      ),
  }),
  social(
    'google-cancelled',
    'The answer is access_denied',
    'refusal',
    'RFC 6749 section 4.1.2.1',
    error(['error', 'access_denied']),
  ),
  social(
    'google-answers-like-facebook',
    'The token answer is that of Facebook: no ID token',
    'refusal',
    VALIDATION,
    {
      tokenMembers: (honest) =>
        put(without(honest, 'id_token', 'scope'), { token_type: 'bearer', expires_in: 5_183_944 }),
    },
  ),
]
