/** Animals that are right, each in a way of its own. Nothing may be found in them. */
import { honestRules } from '../../fixtures/reference-target/rules/index.ts'
import type { Animal } from './animal.ts'
import { animal } from './habitat.ts'
import { samlAnimal } from './saml-habitat.ts'
import { partyBy } from './saml-parties.ts'
import { sound } from './verifier.ts'

const withoutPadding = (part: string) => part.replace(/=+$/, '')

export const healthy: readonly Animal[] = [
  animal('sound', 'The validator that all others are made from', [], () => ({})),
  animal('sound-authorizer', 'The same in front of an HTTP API', [], () => ({}), { kind: 'http-authorizer' }),
  animal('sound-authorizer-of-scopes', 'The same where a scope is asked for', [], () => ({}), {
    kind: 'http-authorizer',
    scoped: true,
  }),
  animal('sound-relying-party', 'The same as a relying party', [], () => ({}), { kind: 'oidc-id-token' }),
  animal('strict', 'Refuses padding and unused bits in the signature', [], () => ({
    decodeSignature(part) {
      const bytes = sound.decodeSignature(part)
      return bytes?.toString('base64url') === part ? bytes : undefined
    },
  })),
  animal('lenient-in-the-signature', 'Takes whatever Base64 the signature is written in', [], () => ({
    split(token) {
      const [header, payload, signature, ...more] = String(token).split('.')
      return header === undefined || payload === undefined || signature === undefined || more.length > 0
        ? undefined
        : { header, payload, signature: withoutPadding(signature) }
    },
    decodeSignature: (part) => Buffer.from(part, 'base64'),
  })),
  animal('five-minutes', 'Allows five minutes for clocks that differ', [], () => ({
    hasNotExpired: ({ exp }, now) => typeof exp === 'number' && Number.isFinite(exp) && exp + 300 > now,
    hasBegun: (all, now) => sound.hasBegun(all, now + 300),
  })),
  animal('to-the-second', 'Takes a token in its last second, and refuses equal names', [], () => ({
    hasNotExpired: ({ exp }, now) => typeof exp === 'number' && Number.isFinite(exp) && exp >= now,
    parse(bytes) {
      const own = sound.parse(bytes)
      const names = [...bytes.toString().matchAll(/"((?:[^"\\]|\\.)*)"\s*:/g)].map(([, name]) => name)
      return own !== undefined && Object.keys(own).length <= new Set(names).size ? own : undefined
    },
  })),
  animal('algorithm-of-the-key', 'Goes by what the key says of its algorithm', [], () => ({
    keyFor: (keys, header, claims) => {
      const key = sound.keyFor(keys, header, claims)
      return (key?.alg ?? header['alg']) === header['alg'] ? key : undefined
    },
  })),
  samlAnimal('sound-service-provider', 'The service provider that all others are made from', [], () =>
    partyBy(honestRules),
  ),
]
