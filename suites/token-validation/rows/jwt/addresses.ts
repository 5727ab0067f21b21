/**
 * Addresses for members of a header that say where a key is: one of ours that nobody has a reason to visit, dressed up as
 * the issuer's, and some that lead nowhere. None is anybody else's.
 */
import type { JwtScene } from '../../../../fixtures/fuzzing/jwt/draft.ts'

/** Ours; where there is no listener, a name that is reserved so that it never resolves (RFC 6761, section 6.4). */
export const canaryAddress = ({ canary }: JwtScene, path: string): string =>
  canary?.(path) ?? `https://attacker.invalid${path}`

/** @param keySet the attacker's, as JSON text */
type Spell = (scene: JwtScene, path: string, keySet: string) => string

const bent =
  (bend: (address: URL, issuer: string) => string): Spell =>
  (scene, path) => {
    const address = new URL(canaryAddress(scene, path))
    return bend(address, scene.issuer.replace(/^\w+:\/\//, ''))
  }

const hostOf = (issuer: string) => issuer.split('/')[0]!.split(':')[0]!

/** A name below the canary's, or below one that is the loopback interface by definition (RFC 6761, section 6.3). */
const below = ({ hostname, port }: URL): string =>
  `${/^[\d.]+$|^\[/.test(hostname) ? 'localhost' : hostname}${port === '' ? '' : `:${port}`}`

const at = (host: string, { protocol, port, pathname }: URL): string =>
  `${protocol}//${host}${port === '' ? '' : `:${port}`}${pathname}`

/** The first is the canary as it is. */
export const ADDRESSES = {
  plain: canaryAddress,
  'issuer-as-user': bent(
    ({ protocol, host, pathname }, issuer) => `${protocol}//${hostOf(issuer)}@${host}${pathname}`,
  ),
  'issuer-as-prefix': bent(
    (address, issuer) => `${address.protocol}//${hostOf(issuer)}.${below(address)}${address.pathname}`,
  ),
  'issuer-as-path': bent(({ origin, pathname }, issuer) => `${origin}/${issuer}${pathname}`),
  'issuer-as-fragment': bent(({ href }, issuer) => `${href}#https://${issuer}/.well-known/jwks.json`),
  'issuer-before-nul': bent(({ href }, issuer) => `${href}%00https://${issuer}/.well-known/jwks.json`),
  'no-tls': bent(({ host, pathname }) => `http://${host}${pathname}`),
  'no-scheme': bent(({ host, pathname }) => `//${host}${pathname}`),
  loopback: bent((address) => at('127.0.0.1', address)),
  'loopback-six': bent((address) => at('[::1]', address)),
  'link-local': bent((address) => at('169.254.0.1', address)),
  data: (_scene, _path, keySet) => `data:application/json;base64,${Buffer.from(keySet).toString('base64')}`,
  file: () => 'file:///dev/null',
} as const satisfies Readonly<Record<string, Spell>>

export type Address = keyof typeof ADDRESSES
export const ADDRESS_NAMES = Object.keys(ADDRESSES) as readonly Address[]
