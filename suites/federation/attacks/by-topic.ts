/** The misbehaviours of a topic that can be judged, with their checks. */
import { misbehaviours } from '../../../mock-idp/index.ts'
import type { Misbehaviour, Topic } from '../../../mock-idp/misbehaviours/misbehaviour.ts'
import { type AttackChecks, checksOf } from './attack.ts'
import { wordsOf, wordsOfTrust } from './bases.ts'
import { whyNotJudged } from './not-judged.ts'

/** How the provider is set up: as usual; so that it encrypts; so that sign-ins may begin there. */
export type Setting = 'usual' | 'encrypts' | 'begins'

const settingOf = ({ id, topic }: Misbehaviour): Setting => {
  if (topic === 'saml-encryption' || id.startsWith('saml-encrypted-')) return 'encrypts'
  return id.startsWith('saml-initiated-') ? 'begins' : 'usual'
}

export interface Chosen {
  readonly setting?: Setting
  /** Those that take much of the target's memory or time, in place of those that do not. */
  readonly exhausts?: boolean
}

/** Of a person's sign-in at a provider that is otherwise in order, so that one provider serves all of them. */
export const attacksOn = (
  topic: Topic,
  dialect: string,
  { setting = 'usual', exhausts = false }: Chosen = {},
): readonly AttackChecks[] =>
  misbehaviours
    .filter((one) => one.topic === topic && one.dialects.some((it) => it === dialect))
    .filter((one) => one.exhausts === exhausts && settingOf(one) === setting)
    .filter((one) => !one.wholeTenant && whyNotJudged(one) === undefined)
    .map((one) => checksOf(one, { words: wordsOf(one), trust: wordsOfTrust(one) }))

/** Of an endpoint that carries no sign-in: each needs a provider of its own. */
export const tenantAttacksOn = (topic: Topic): readonly AttackChecks[] =>
  misbehaviours
    .filter(
      (one) => one.topic === topic && one.wholeTenant && !one.exhausts && whyNotJudged(one) === undefined,
    )
    .map((one) => checksOf(one, { words: wordsOf(one), trust: wordsOfTrust(one) }))
