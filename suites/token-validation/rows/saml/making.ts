/** What rows about SAML share: where they count, and changes of one part of what the provider says. */
import fc from 'fast-check'
import type { Place, Verdict } from '../../../../fixtures/fuzzing/model.ts'
import type { SamlDraft } from '../../../../fixtures/fuzzing/saml/draft.ts'
import type { AssertionDraft, Confirmation, ResponseDraft } from '../../../../mock-idp/saml/draft.ts'

/** The same wherever a SAML response is taken. */
export const atSaml =
  (verdict: Verdict) =>
  ({ use }: Place): Verdict | undefined =>
    use === 'assertion' ? verdict : undefined

/**
 * Changes one part, where no other row has: what one row spoiled another must not put right.
 * @param part the name that the change goes by
 */
export function saying(
  draft: SamlDraft,
  part: string,
  change: (says: ResponseDraft) => ResponseDraft,
): SamlDraft | undefined {
  if (draft.bent !== undefined || draft.touched.includes(part)) return undefined
  return { ...draft, says: change(draft.says), touched: [...draft.touched, part] }
}

/** The same of the assertion. */
export const asserting = (
  draft: SamlDraft,
  part: string,
  change: (assertion: AssertionDraft) => AssertionDraft,
): SamlDraft | undefined => saying(draft, part, (says) => ({ ...says, assertion: change(says.assertion) }))

/** An attribute of the data of every confirmation. */
export const confirming = (a: AssertionDraft, values: NonNullable<Confirmation['data']>): AssertionDraft => ({
  ...a,
  confirmations: a.confirmations.map((one) => ({ ...one, data: { ...one.data, ...values } })),
})

/** How a text is nearly itself. */
export type NearMiss =
  | { readonly do: 'append' | 'prepend' | 'put'; readonly at: number; readonly text: string }
  | { readonly do: 'drop' | 'cut'; readonly at: number }

/** Letters of no meaning in URNs, URLs and identifiers; no white space, which some readers take away. */
const TEXTS = ['x', '0', '-', '%2F', '\u0430', '\u200b', '.evil.example', '?a=b', '#f'] as const

export const nearMiss: fc.Arbitrary<NearMiss> = fc.oneof(
  fc.record({
    do: fc.constantFrom('append' as const, 'prepend' as const, 'put' as const),
    at: fc.nat({ max: 60 }),
    text: fc.constantFrom(...TEXTS),
  }),
  fc.record({ do: fc.constantFrom('drop' as const, 'cut' as const), at: fc.nat({ max: 60 }) }),
)

export const NEAR_MISSES: readonly NearMiss[] = [
  { do: 'append', at: 0, text: 'x' },
  { do: 'prepend', at: 0, text: 'x' },
  { do: 'put', at: 8, text: '\u0430' },
  { do: 'drop', at: 3 },
  { do: 'cut', at: 4 },
]

/** Another text than it was, always. */
export function nearly(text: string, miss: NearMiss): string {
  const at = text.length === 0 ? 0 : miss.at % text.length
  switch (miss.do) {
    case 'append':
      return `${text}${miss.text}`
    case 'prepend':
      return `${miss.text}${text}`
    case 'put':
      return `${text.slice(0, at)}${miss.text}${text.slice(at)}`
    case 'drop':
      return `${text.slice(0, at)}${text.slice(at + 1)}`
    case 'cut':
      return text.slice(0, Math.max(1, at))
  }
}
