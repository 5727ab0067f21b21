/**
 * Numbers of the curves that JWS uses, and signatures made of them without a key.
 *
 * @see FIPS 186-5, section 6.4.2 (r and s lie between 1 and n - 1); RFC 8032, section 5.1.7
 */

export type Curve = 'ES256' | 'ES384' | 'ES512'

/** `n` is the order of the base point, `p` the prime of the field. */
const CURVES: Readonly<Record<Curve, { readonly bytes: number; readonly n: bigint; readonly p: bigint }>> = {
  ES256: {
    bytes: 32,
    n: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
    p: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
  },
  ES384: {
    bytes: 48,
    n: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
    p: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
  },
  ES512: {
    bytes: 66,
    n: 0x1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
    p: 2n ** 521n - 1n,
  },
}

/** Values of r and s that make the equations hold, or that wrap around to ones that do. */
export const EDGES = ['0', '1', 'n-1', 'n', 'p'] as const
export type Edge = (typeof EDGES)[number]

const big = (value: bigint, bytes: number): Buffer =>
  Buffer.from(value.toString(16).padStart(bytes * 2, '0'), 'hex')

function edge(curve: Curve, name: Edge): Buffer {
  const { bytes, n, p } = CURVES[curve]
  return big({ '0': 0n, '1': 1n, 'n-1': n - 1n, n, p }[name], bytes)
}

/** An INTEGER of DER. No number here is as long as to need more than one byte of length. */
function integer(value: Buffer): Buffer {
  const first = value.findIndex((byte) => byte !== 0)
  const short = first === -1 ? Buffer.from([0]) : value.subarray(first)
  const positive = short[0]! & 0x80 ? Buffer.concat([Buffer.from([0]), short]) : short
  return Buffer.concat([Buffer.from([2, positive.length]), positive])
}

/** r and s as JWS writes them, side by side, or as X.509 does. */
export function edgeSignature(curve: Curve, r: Edge, s: Edge, encoding: 'raw' | 'der'): Buffer {
  const [first, second] = [edge(curve, r), edge(curve, s)]
  if (encoding === 'raw') return Buffer.concat([first, second])
  const body = Buffer.concat([integer(first), integer(second)])
  const length = body.length < 0x80 ? [body.length] : [0x81, body.length]
  return Buffer.concat([Buffer.from([0x30, ...length]), body])
}

/** Encodings of points of edwards25519 whose order divides eight; the first are those of order 1, 2 and 4. */
export const SMALL_POINTS = [
  `01${'00'.repeat(31)}`,
  `ec${'ff'.repeat(30)}7f`,
  '00'.repeat(32),
  `${'00'.repeat(31)}80`,
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
] as const
