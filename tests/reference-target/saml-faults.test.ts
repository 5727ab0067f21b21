/**
 * The faults of the SAML service provider, each held against the misbehaviours whose checks should catch it: a fault that
 * deceives nobody proves nothing.
 */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Fault } from '../../fixtures/reference-target/faults/index.ts'
import { samlAnswerFaults } from '../../fixtures/reference-target/faults/saml-answers.ts'
import { samlConditionFaults } from '../../fixtures/reference-target/faults/saml-conditions.ts'
import { samlReferenceFaults } from '../../fixtures/reference-target/faults/saml-references.ts'
import { samlRequestFaults } from '../../fixtures/reference-target/faults/saml-requests.ts'
import { samlSignatureFaults } from '../../fixtures/reference-target/faults/saml-signatures.ts'
import { samlStrictnessFaults } from '../../fixtures/reference-target/faults/saml-strictness.ts'
import { samlTextFaults } from '../../fixtures/reference-target/faults/saml-texts.ts'
import { type ReferenceTarget, startReferenceTarget } from '../../fixtures/reference-target/index.ts'
import { honestRules, type Rules } from '../../fixtures/reference-target/rules/index.ts'
import { samlMisbehaviours } from '../../mock-idp/misbehaviours/saml-all.ts'
import type { SamlMisbehaviour } from '../../mock-idp/saml/scene.ts'
import { judged, type Lectern, openLectern, postedBy } from './saml-lectern.ts'
import { openStage, play, type Stage } from './saml-misbehaving.ts'

const faults: readonly Fault[] = [
  ...samlSignatureFaults,
  ...samlReferenceFaults,
  ...samlTextFaults,
  ...samlConditionFaults,
  ...samlAnswerFaults,
  ...samlStrictnessFaults,
  ...samlRequestFaults,
]

const byId = new Map(samlMisbehaviours.map((one) => [one.id, one]))

interface Claim {
  readonly misbehaviour: SamlMisbehaviour
  readonly what: 'signs-nobody-in' | 'taken-whole' | 'refused' | 'accepted'
}

/** The checks of misbehaviours that a fault says it is caught by. */
const claims = ({ caughtBy }: Fault): readonly Claim[] =>
  caughtBy.flatMap((check) => {
    const [, id = '', what] =
      /^federation\/9\/(saml-.+)-(signs-nobody-in|taken-whole|refused|accepted)$/.exec(check) ?? []
    const misbehaviour = byId.get(id)
    return misbehaviour ? [{ misbehaviour, what: what as Claim['what'] }] : []
  })

const FAILS: { readonly [what in Claim['what']]: readonly string[] } = {
  'signs-nobody-in': ['victim', 'mixture'],
  'taken-whole': ['victim', 'mixture', 'somebody else'],
  refused: ['genuine', 'victim', 'mixture', 'somebody else', 'led astray'],
  accepted: ['refused'],
}

/** Where a name is told in two parts, the victim has the first of them. */
const names = ({ topic, owed }: SamlMisbehaviour) =>
  topic === 'saml-parsing' && owed === 'refusal-or-genuine'
    ? { genuine: 'evil.genuine', evil: 'evil' }
    : { genuine: 'genuine', evil: 'evil' }

/** Told by RelayState alone, so that no document shows it. */
const onWire = ({ misbehaviour }: Claim) => misbehaviour.id.startsWith('saml-relay-state')

let target: ReferenceTarget
let stage: Stage
let lectern: Lectern

beforeAll(async () => {
  target = await startReferenceTarget()
  stage = await openStage(await target.open())
  lectern = await openLectern()
})
afterAll(() => target.close())

describe('a fault', () => {
  it('has a name of its own, and checks that catch it', () => {
    expect(new Set(faults.map(({ id }) => id)).size).toBe(faults.length)
    expect(faults.length).toBeGreaterThan(50)
    expect(faults.filter(({ caughtBy }) => caughtBy.length === 0).map(({ id }) => id)).toEqual([])
  })

  it('is caught by nothing that nobody knows', () => {
    const unknown = faults
      .flatMap(({ caughtBy }) => caughtBy)
      .map(
        (check) =>
          /^federation\/9\/(saml-.+)-(signs-nobody-in|taken-whole|refused|accepted)$/.exec(check)?.[1],
      )
      .filter((id) => id !== undefined && !byId.has(id))
    expect(unknown).toEqual([])
  })

  const told = faults.flatMap((fault) => claims(fault).map((claim) => [fault, claim] as const))
  it.each(
    told
      .filter(([, claim]) => !onWire(claim))
      .map(([fault, claim]) => [fault.id, claim.misbehaviour.id, claim.what, fault, claim] as const),
  )('%s is caught by %s-%s', (_fault, _misbehaviour, what, { bend }, { misbehaviour }) => {
    const bent: Rules = { ...honestRules, ...bend(honestRules) }
    const posted = postedBy(lectern, misbehaviour, names(misbehaviour))
    const on = { names: names(misbehaviour), posted }
    expect(FAILS[what]).not.toContain(judged(lectern, honestRules, misbehaviour, on))
    expect(FAILS[what]).toContain(judged(lectern, bent, misbehaviour, on))
  })
  it.each(
    told
      .filter(([, claim]) => onWire(claim))
      .map(([fault, claim]) => [fault.id, claim.misbehaviour.id, fault, claim] as const),
  )('%s is caught by %s on the wire', async (_fault, _misbehaviour, fault, { misbehaviour, what }) => {
    stage.instance.bend([fault])
    const outcome = await play(stage, misbehaviour)
    const { bent } = stage.instance
    stage.instance.bend([])
    expect(FAILS[what]).toContain(outcome)
    expect(bent[fault.id]).toBeGreaterThan(0)
  })
})

describe('a misbehaviour that forges', () => {
  it('deceives under some fault: its check can fail', () => {
    const deceives = new Set(
      faults
        .flatMap(claims)
        .filter(({ what }) => what === 'signs-nobody-in')
        .map(({ misbehaviour }) => misbehaviour.id),
    )
    const never = samlMisbehaviours
      .filter(({ forges, exhausts, at }) => forges && !exhausts && (at === 'answer' || at === 'initiate'))
      .map(({ id }) => id)
      .filter((id) => !deceives.has(id))
    expect(never).toEqual([])
  })
})
