/** How a misbehaviour of SAML is written down: what its topic's rows have in common is said once. */
import type { Topic } from '../misbehaviours/misbehaviour.ts'
import type { SamlMisbehaviour } from './scene.ts'

type Common = 'topic' | 'dialects' | 'wholeTenant' | 'exhausts' | 'at' | 'forges'
export type Row = Omit<SamlMisbehaviour, Common | 'owed' | 'clause'> & Partial<SamlMisbehaviour>

/** Rows of a topic; what a row leaves out is that of the topic, then the usual: an answer that forges nobody. */
export const rows = (
  topic: Topic,
  usual: Pick<SamlMisbehaviour, 'owed' | 'clause'> & Partial<SamlMisbehaviour>,
  ...list: readonly Row[]
): SamlMisbehaviour[] =>
  list.map((row) => ({
    topic,
    dialects: ['saml'],
    wholeTenant: false,
    exhausts: false,
    forges: false,
    at: 'answer',
    ...usual,
    ...row,
  }))

export const clauses = {
  posted: 'SAML 2.0 Profiles 4.1.4.5: an assertion that is posted is signed',
  trusted:
    'SAML 2.0 Profiles 4.1.4.3: the signature is verified with a key of the provider that is configured',
  validation: 'XML Signature 3.2: reference validation and signature validation',
  schema: 'XML Signature 4.2 to 4.5: the schema of a signature',
  reference: 'SAML 2.0 Core 5.4.2: one reference, to the identifier of the signed assertion or message',
  transforms: 'SAML 2.0 Core 5.4.4: no transform but enveloped signature and exclusive canonicalization',
  enveloped: 'SAML 2.0 Core 5.4.1: the signature is enveloped',
  seen: 'XML Signature 8.1.1 and 8.1.3: only what was signed is secure, only what is seen is signed',
} as const
