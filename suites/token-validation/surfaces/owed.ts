/** What surfaces owe alike: to tokens of which nobody who may sign has signed a word, and to genuine ones in bad shape. */
import { advisory } from '../../../fixtures/flow/source.ts'
import { NOBODY_SIGNED, type RowClass } from '../classes.ts'
import { joseSignature } from '../sources.ts'
import type { Owing } from '../surfaces.ts'

type Owed = Readonly<Partial<Record<RowClass, Owing>>>

/** The same for several classes. */
export const allOf = (classes: readonly RowClass[], owing: Owing): Owed =>
  Object.fromEntries(classes.map((one) => [one, owing]))

/** What everybody owes whose page says that a token must be valid, or signed by its issuer. */
export const owedToForgeries = (owing: Owing): Owed => allOf([...NOBODY_SIGNED, 'cache'], owing)

export const base64url = joseSignature(
  '2',
  'Base64url has no line breaks, white space or other additional characters, and no padding.',
)

/** What standards owe to genuine tokens that are not spelled as they should be. */
export const owedToBadShape: Owed = {
  'extra-parts': joseSignature('3.1', 'A compact JWS is three parts, with two dots between them.'),
  spelling: {
    basis: base64url,
    also: [joseSignature('7.1', 'Between the parts of a compact JWS stand dots.')],
  },
  padding: advisory(
    'RFC 8017, PKCS #1: RSA Cryptography Specifications',
    'Section 8.2.2',
    'https://www.rfc-editor.org/rfc/rfc8017#section-8.2.2',
    '2026-11',
    'A signature that is not as long as the modulus, that is no number below it, or under which stands anything but the one encoding of the hash, is invalid.',
  ),
}
