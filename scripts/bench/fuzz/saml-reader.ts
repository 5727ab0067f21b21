/** The reference target's reader of SAML responses, as the user pool has it, without a pool around it. */
import type { KeyObject } from 'node:crypto'
import type { SamlScene } from '../../../fixtures/fuzzing/saml/draft.ts'
import { judgeMessage } from '../../../fixtures/reference-target/federation/saml/judge.ts'
import { type Reader, readMessage } from '../../../fixtures/reference-target/federation/saml/read.ts'
import type { Rules } from '../../../fixtures/reference-target/rules/index.ts'
import type { ProviderKeys } from '../../../mock-idp/saml/keys.ts'
import type { Posting, Scene } from '../../../mock-idp/saml/scene.ts'

/** @returns undefined where the form has no such field */
export const fieldOf = ({ fields }: Posting, name: string): string | undefined =>
  fields.find(([field]) => field === name)?.[1]

/** The sign-in that is answered, as the relying party knows it. */
type SignIn = Pick<Scene, 'keys' | 'entityId' | 'audience' | 'recipient' | 'inResponseTo' | 'now'> & {
  readonly neighbour: Pick<Scene['neighbour'], 'keys'>
}

interface RelyingParty extends Pick<Reader, 'privateKey' | 'encrypted'> {
  /** Claims that it wants. */
  readonly mapped: readonly string[]
}

/** Whom a response names, in Base64, or nothing where it is refused. */
export function identityIn(
  rules: Rules,
  response: string,
  { keys, neighbour, entityId, audience, recipient, inResponseTo, now }: SignIn,
  { privateKey, encrypted, mapped }: RelyingParty,
) {
  const bytes = rules.samlResponseBytes(response)
  if (bytes === undefined) return undefined
  const published = ({ signing, second }: ProviderKeys) =>
    [signing, second].map(({ certificate }) => certificate.toString('base64'))
  const provider = published(keys)
  const message = readMessage(rules, bytes, {
    certificates: { provider, everybody: [...provider, ...published(neighbour.keys)] },
    privateKey,
    encrypted,
  })
  if ('fault' in message) return undefined
  const judged = judgeMessage(rules, message, {
    provider: entityId,
    audience,
    here: recipient,
    asked: inResponseTo,
    mapped,
    used: new Map(),
    scope: '',
    now,
  })
  return typeof judged === 'string' ? undefined : judged.identity
}

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
  if (fieldOf(form, 'RelayState') !== idp.relayState) return undefined
  const party = { privateKey, encrypted: privateKey !== undefined, mapped: ['email'] }
  return identityIn(rules, fieldOf(form, 'SAMLResponse') ?? '', idp, party)?.subject
}
