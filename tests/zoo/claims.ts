/** Animals that verify the signature, and not what it is under. */
import type { Animal } from './animal.ts'
import { animal } from './habitat.ts'
import { type Claims, sound } from './verifier.ts'

const texts = (value: unknown): readonly string[] => [value].flat().map(String)

export const claims: readonly Animal[] = [
  animal('no-expiry', 'Never looks at exp', ['expiry'], () => ({ hasNotExpired: () => true })),
  animal('expiry-if-truthy', 'Looks at exp where it is neither 0 nor missing', ['times'], () => ({
    hasNotExpired: ({ exp }, now) => !exp || Number(exp) > now,
  })),
  animal('expiry-as-text', 'Compares exp as text', ['times', 'claim-types'], () => ({
    hasNotExpired: ({ exp }, now) => String(exp) > String(now),
  })),
  animal('expiry-in-milliseconds', 'Takes exp for milliseconds', ['expiry'], () => ({
    hasNotExpired: ({ exp }, now) => Number(exp) * 1000 > now,
  })),
  animal('expiry-a-day-late', 'Allows a day for clocks that differ', ['expiry'], () => ({
    hasNotExpired: ({ exp }, now) => typeof exp === 'number' && exp + 86_400 > now,
  })),
  animal('no-not-before', 'Never looks at nbf', ['not-before'], () => ({ hasBegun: () => true })),
  animal('no-issuer', 'Never looks at iss', ['issuer'], () => ({ issuerHolds: () => true })),
  animal('issuer-begins', 'Takes issuers that begin as the expected one does', ['issuer-spelling'], () => ({
    issuerHolds: (issuer, expected) => String(issuer).startsWith(expected),
  })),
  animal('issuer-ends', 'Takes issuers that end as the expected one does', ['issuer-spelling'], () => ({
    issuerHolds: (issuer, expected) => String(issuer).endsWith(expected),
  })),
  animal(
    'issuer-within',
    'Takes issuers that stand somewhere in the expected one',
    ['issuer-spelling'],
    () => ({
      issuerHolds: (issuer, expected) => typeof issuer === 'string' && expected.includes(issuer),
    }),
  ),
  animal('issuer-normalised', 'Compares issuers as normalised URLs', ['issuer-spelling'], () => ({
    issuerHolds: (issuer, expected) =>
      typeof issuer === 'string' &&
      new URL(issuer.toLowerCase()).href.replace(/\/$/, '') === new URL(expected.toLowerCase()).href,
  })),
  animal(
    'issuer-in-a-list',
    'Takes a list of issuers that has the expected one',
    ['issuer-spelling', 'claim-types'],
    () => ({
      issuerHolds: (issuer, expected) => texts(issuer).includes(expected),
    }),
  ),
  animal('no-audience', 'Never looks at aud', ['audience'], () => ({ audienceHolds: () => true })),
  animal(
    'audience-if-text',
    'Looks at aud where it is text, and lets lists pass',
    ['audience-spelling'],
    () => ({
      audienceHolds: (all, expected) => Array.isArray(all['aud']) || sound.audienceHolds(all, expected),
    }),
  ),
  animal(
    'audience-every',
    'Asks that every audience is its own, which holds of none',
    ['audience-spelling'],
    () => ({
      audienceHolds: ({ aud }, { client }) =>
        Array.isArray(aud) ? aud.every((one) => one === client) : aud === client,
    }),
  ),
  animal('audience-within', 'Looks for the client within the text of aud', ['audience-spelling'], () => ({
    audienceHolds: ({ aud }, { client }) => JSON.stringify(aud ?? '').includes(client),
  })),
  animal(
    'client-id-beside-audience',
    'Takes client_id where aud is another’s',
    ['audience'],
    () => ({
      audienceHolds: ({ aud, client_id }, { client }) => aud === client || client_id === client,
    }),
    { kind: 'http-authorizer' },
  ),
  animal(
    'authorized-party-instead',
    'Lets azp stand for a wrong aud',
    ['audience'],
    () => ({
      audienceHolds: ({ aud, azp }, { client }) => aud === client || azp === client,
    }),
    { kind: 'oidc-id-token' },
  ),
  animal('no-use', 'Never looks at token_use', ['token-kind', 'token-use'], () => ({
    useHolds: () => true,
    audienceHolds: ({ aud, client_id }, { client }) => aud === client || client_id === client,
  })),
  animal('use-by-part', 'Looks for the use within the text of token_use', ['token-use'], () => ({
    useHolds: (use, { use: expected }) => texts(use).join(' ').toLowerCase().includes(expected),
  })),
  animal(
    'scope-by-part',
    'Looks for the scope within the text of scope',
    ['scope-spelling'],
    () => ({
      scopeHolds: ({ scope }, { scope: expected }) => String(scope).includes(expected ?? ''),
    }),
    { kind: 'http-authorizer', scoped: true },
  ),
  animal(
    'scope-case',
    'Compares scopes without their case',
    ['scope-spelling'],
    () => ({
      scopeHolds: ({ scope }, { scope: expected }) =>
        String(scope).toLowerCase().split(' ').includes(String(expected).toLowerCase()),
    }),
    { kind: 'http-authorizer', scoped: true },
  ),
  animal(
    'scope-if-there',
    'Looks at the scope where there is one',
    ['scope'],
    () => ({
      scopeHolds: (all, expected) => !all['scope'] || sound.scopeHolds(all, expected),
    }),
    { kind: 'http-authorizer', scoped: true },
  ),
  animal(
    'loose-equality',
    'Compares claims loosely, so that a list of one is that one',
    ['issuer-spelling', 'audience-spelling', 'token-use', 'claim-types'],
    () => ({
      issuerHolds: (issuer, expected) => String(issuer) === expected,
      audienceHolds: ({ aud }, { client }) => String(aud) === client,
      useHolds: (use, expected) => String(use) === expected.use,
    }),
  ),
  animal(
    'merges-prototypes',
    'Merges claims into a plain object, where __proto__ gives what is missing',
    ['claim-names', 'token-use'],
    () => ({
      parse(bytes) {
        const own = sound.parse(bytes) as Claims | undefined
        const inherited = own && Object.getOwnPropertyDescriptor(own, '__proto__')?.value
        return own === undefined || inherited === null || typeof inherited !== 'object'
          ? own
          : { ...inherited, ...own }
      },
    }),
  ),
  animal(
    'nearly-named',
    'Reads claims whatever the case of their names, and whatever is added to them',
    ['claim-names', 'token-use'],
    () => ({
      parse(bytes) {
        const own = sound.parse(bytes)
        return (
          own &&
          Object.fromEntries(
            Object.entries(own).map(([name, one]) => [name.toLowerCase().replace(/[^a-z_:]/g, ''), one]),
          )
        )
      },
    }),
  ),
  animal('nested-claims', 'Finds claims one level down', ['claim-types'], () => ({
    parse(bytes) {
      const own = sound.parse(bytes)
      const inner = own?.['claims'] ?? own?.['payload']
      return inner !== null && typeof inner === 'object' ? { ...own, ...inner } : own
    },
  })),
  animal(
    'folds-subjects',
    'Folds the subject before it looks the user up',
    ['subject'],
    () => ({
      subjectOf: ({ sub }) =>
        typeof sub === 'string' ? sub.normalize('NFKC').trim().toLowerCase().replace(/\0/g, '') : undefined,
    }),
    { kind: 'oidc-id-token' },
  ),
]
