/** The reference target's reader of SAML responses, as the user pool has it, without a pool around it. */
import type { KeyObject } from 'node:crypto'
import type { SamlScene } from '../../../fixtures/fuzzing/saml/draft.ts'
import { judgeMessage } from '../../../fixtures/reference-target/federation/saml/judge.ts'
import { readMessage } from '../../../fixtures/reference-target/federation/saml/read.ts'
import type { Rules } from '../../../fixtures/reference-target/rules/index.ts'
import type { Posting } from '../../../mock-idp/saml/scene.ts'

/** @returns undefined where the form has no such field */
export const fieldOf = ({ fields }: Posting, name: string): string | undefined =>
  fields.find(([field]) => field === name)?.[1]

/**
 * The `NameID` that a posted response signs in, or nothing where it is refused.
 * @param privateKey of a reader that takes encrypted assertions, and takes those alone
 */
export function signedInBy(
  rules: Rules,
  form: Posting,
  { idp }: SamlScene,
  privateKey?: KeyObject,
): string | undefined {
  const bytes = rules.samlResponseBytes(fieldOf(form, 'SAMLResponse') ?? '')
  if (bytes === undefined || fieldOf(form, 'RelayState') !== idp.relayState) return undefined
  const published = ({ signing, second }: typeof idp.keys) =>
    [signing, second].map(({ certificate }) => certificate.toString('base64'))
  const provider = published(idp.keys)
  const message = readMessage(rules, bytes, {
    certificates: { provider, everybody: [...provider, ...published(idp.neighbour.keys)] },
    privateKey,
    encrypted: privateKey !== undefined,
  })
  if ('fault' in message) return undefined
  const judged = judgeMessage(rules, message, {
    provider: idp.entityId,
    audience: idp.audience,
    here: idp.recipient,
    asked: idp.inResponseTo,
    mapped: ['email'],
    used: new Map(),
    scope: '',
    now: idp.now,
  })
  return typeof judged === 'string' ? undefined : judged.identity.subject
}
