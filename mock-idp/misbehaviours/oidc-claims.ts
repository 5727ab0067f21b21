/** ID tokens that the provider signed well, and that say something wrong: of another issuer, for another client. */
import { put } from '../oidc/members.ts'
import { claiming, ofIdToken, rewritten } from './oidc-make.ts'

const ISSUER = 'OpenID Connect Core 1.0 section 3.1.3.7, item 2'
const AUDIENCE = 'OpenID Connect Core 1.0 section 3.1.3.7, item 3'
const AUTHORIZED = 'OpenID Connect Core 1.0 section 3.1.3.7, items 4 and 5'

export const oidcClaims = [
  ofIdToken(
    'iss-foreign',
    'iss is another provider',
    'refusal',
    ISSUER,
    claiming(() => ({ iss: 'https://other-idp.example' })),
  ),
  ofIdToken(
    'iss-trailing-slash',
    'A slash follows iss',
    'refusal',
    ISSUER,
    rewritten('iss', (iss) => `${iss}/`),
  ),
  ofIdToken(
    'iss-upper-case',
    'The host in iss is in upper case',
    'refusal',
    ISSUER,
    rewritten('iss', (iss) =>
      iss.replace(/^(https?:\/\/)([^/]+)/, (_whole, scheme, host) => `${scheme}${host.toUpperCase()}`),
    ),
  ),
  ofIdToken(
    'iss-other-scheme',
    'iss has another scheme',
    'refusal',
    ISSUER,
    rewritten('iss', (iss) =>
      iss.startsWith('https:') ? iss.replace('https:', 'http:') : iss.replace('http:', 'https:'),
    ),
  ),
  ofIdToken(
    'iss-longer',
    'iss begins with the provider and goes on',
    'refusal',
    ISSUER,
    rewritten('iss', (iss) => `${iss}.other-idp.example`),
  ),
  ofIdToken(
    'iss-prefix',
    'iss is the beginning of the provider',
    'refusal',
    ISSUER,
    rewritten('iss', (iss) => iss.slice(0, -4)),
    ['CVE-2024-53861'],
  ),
  ofIdToken(
    'iss-as-user-name',
    'iss names the provider before an at sign, and another host after it',
    'refusal',
    ISSUER,
    rewritten('iss', (iss) => `${iss}@other-idp.example`),
  ),
  ofIdToken(
    'iss-absent',
    'iss is missing',
    'refusal',
    ISSUER,
    claiming(() => ({ iss: undefined })),
  ),
  ofIdToken(
    'iss-null',
    'iss is null',
    'refusal',
    ISSUER,
    claiming(() => ({ iss: null })),
  ),
  ofIdToken(
    'iss-empty',
    'iss is the empty text',
    'refusal',
    ISSUER,
    claiming(() => ({ iss: '' })),
  ),
  ofIdToken(
    'iss-list',
    'iss is a list that holds the right one',
    'refusal',
    'RFC 7519 section 4.1.1',
    rewritten('iss', (iss) => ['https://other-idp.example', iss]),
    ['CVE-2025-30144'],
  ),
  ofIdToken(
    'iss-twice-wrong-last',
    'The right iss comes first, a foreign one after it',
    'refusal',
    'RFC 7519 section 4',
    {
      idToken: (claims, facts) => facts.signed([...claims, ['iss', '"https://other-idp.example"']]),
    },
  ),
  ofIdToken(
    'iss-twice-wrong-first',
    'A foreign iss comes first, the right one after it',
    'refusal-or-genuine',
    'RFC 7519 section 4',
    {
      idToken: (claims, facts) => facts.signed([['iss', '"https://other-idp.example"'], ...claims]),
    },
  ),

  ofIdToken(
    'aud-foreign',
    'aud is another client of the same provider',
    'refusal',
    AUDIENCE,
    claiming(() => ({ aud: 'another-client' })),
  ),
  ofIdToken(
    'aud-absent',
    'aud is missing',
    'refusal',
    AUDIENCE,
    claiming(() => ({ aud: undefined })),
  ),
  ofIdToken(
    'aud-empty',
    'aud is the empty text',
    'refusal',
    AUDIENCE,
    claiming(() => ({ aud: '' })),
  ),
  ofIdToken(
    'aud-empty-list',
    'aud is an empty list',
    'refusal',
    AUDIENCE,
    claiming(() => ({ aud: [] })),
    ['CVE-2020-26160'],
  ),
  ofIdToken(
    'aud-list-without-ours',
    'aud is a list of other clients',
    'refusal',
    AUDIENCE,
    claiming(() => ({ aud: ['another-client', 'a-third-client'] })),
    ['CVE-2020-26160'],
  ),
  ofIdToken(
    'aud-nested-list',
    'aud is a list in a list',
    'refusal',
    AUDIENCE,
    rewritten('aud', (aud) => [[aud]]),
  ),
  ofIdToken(
    'aud-null',
    'aud is null',
    'refusal',
    AUDIENCE,
    claiming(() => ({ aud: null })),
  ),
  ofIdToken(
    'aud-number',
    'aud is a number',
    'refusal',
    AUDIENCE,
    claiming(() => ({ aud: 0 })),
  ),
  ofIdToken(
    'aud-object',
    'aud is an object whose only member is the client',
    'refusal',
    AUDIENCE,
    rewritten('aud', (aud) => ({ [aud]: true })),
  ),
  ofIdToken(
    'aud-other-case',
    'aud is the client in capitals',
    'refusal',
    AUDIENCE,
    rewritten('aud', (aud) => aud.toUpperCase()),
  ),
  ofIdToken(
    'aud-longer',
    'aud begins with the client and goes on',
    'refusal',
    AUDIENCE,
    rewritten('aud', (aud) => `${aud}-2`),
  ),
  ofIdToken(
    'aud-prefix',
    'aud is the beginning of the client',
    'refusal',
    AUDIENCE,
    rewritten('aud', (aud) => aud.slice(0, -2)),
  ),
  ofIdToken(
    'aud-joined',
    'aud is the client and another, in one text',
    'refusal',
    AUDIENCE,
    rewritten('aud', (aud) => `another-client ${aud}`),
  ),
  ofIdToken('client-id-for-aud', 'The client stands in client_id, and aud is missing', 'refusal', AUDIENCE, {
    idToken: (claims, facts) => facts.signed(put(claims, { aud: undefined, client_id: facts.clientId })),
  }),
  ofIdToken(
    'azp-foreign',
    'aud is the client, azp another one',
    'unsettled',
    AUTHORIZED,
    claiming(() => ({ azp: 'another-client' })),
  ),
  ofIdToken(
    'azp-absent',
    'Several audiences, and no azp',
    'unsettled',
    AUTHORIZED,
    rewritten('aud', (aud) => [aud, 'another-client']),
  ),
  ofIdToken(
    'azp-ours-aud-foreign',
    'azp is the client, aud another one',
    'refusal',
    AUDIENCE,
    claiming((_claims, { clientId }) => ({ aud: 'another-client', azp: clientId })),
  ),
]
