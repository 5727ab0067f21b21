/** What the mock identity provider can do wrong, or oddly, and no check judges. */
import { misbehaviours } from '../../../mock-idp/misbehaviours/all.ts'
import type { NotTested } from '../../../reports/record.ts'
import { wordsOf } from '../attacks/bases.ts'
import { whyNotJudged } from '../attacks/not-judged.ts'

export const ofMisbehaviours: readonly NotTested[] = misbehaviours.flatMap((one) => {
  const reason = whyNotJudged(one)
  if (reason === undefined) return []
  return [
    { statement: `${one.id}: ${one.says.replace(/\.$/, '')}.`, source: wordsOf(one).basis.source, reason },
  ]
})
