/** Every row about SAML responses. */
import type { SamlRow } from '../../../../fixtures/fuzzing/saml/draft.ts'
import { conditionRows } from './conditions.ts'
import { dressRows } from './dress.ts'
import { misbehaviourRows } from './misbehaviours.ts'
import { signatureRows } from './signature.ts'
import { textRows } from './texts.ts'
import { arrangedRows } from './wrapping.ts'

export const samlRows: readonly SamlRow[] = [
  ...misbehaviourRows,
  ...signatureRows,
  ...arrangedRows,
  ...textRows,
  ...conditionRows,
  ...dressRows,
]
