/** Two flows send the same spoilt SAML responses: what one of them calls documented, the other does too. */
import { describe, expect, it } from 'vitest'
import type { Basis } from '../../fixtures/flow/source.ts'
import { samlMisbehaviours } from '../../mock-idp/misbehaviours/saml-all.ts'
import { wordsOf, wordsOfTrust } from '../../suites/federation/attacks/bases.ts'
import type { RowClass } from '../../suites/token-validation/classes.ts'
import { samlEncrypted } from '../../suites/token-validation/surfaces/saml-encrypted.ts'
import { samlResponse } from '../../suites/token-validation/surfaces/saml-response.ts'
import type { Owing } from '../../suites/token-validation/surfaces.ts'

const levelOf = (owing: Owing | Basis) => ('level' in owing ? owing : owing.basis).level

const both = [samlResponse, samlEncrypted].flatMap((surface) => {
  const { family, place } = surface.surface
  return family.rows.flatMap((row) => {
    const misbehaviour = samlMisbehaviours.find(({ id }) => id === row.id)
    const ofClass = surface.owed[row.class as RowClass]
    if (misbehaviour === undefined || ofClass === undefined || row.verdict(place) !== 'refuse') return []
    const words = wordsOf(misbehaviour)
    return [
      {
        id: row.id,
        class: row.class,
        words,
        ofClass,
        refused: [words.basis.level, levelOf(ofClass)],
        ...(misbehaviour.forges
          ? {
              effect: [
                (wordsOfTrust(misbehaviour) ?? words).basis.level,
                levelOf(surface.effectOf?.[row.class as RowClass] ?? surface.effect ?? ofClass),
              ],
            }
          : {}),
      },
    ]
  })
})

const isRequiredOnce = ([one, other]: readonly string[]) => (one === 'required') !== (other === 'required')

const ADDRESSED = ['saml-audience', 'saml-address', 'saml-no-address', 'saml-relay-state']

describe('a SAML response that both flows of federation and of token validation refuse', () => {
  it('is required to be refused in both, or in neither', () => {
    expect(both.filter(({ refused }) => isRequiredOnce(refused)).map(({ id }) => id)).toEqual([])
    expect(both.length).toBeGreaterThan(50)
  })

  it('is required to sign nobody in whom it forges in both, or in neither', () => {
    const forging = both.flatMap(({ id, effect }) => (effect === undefined ? [] : [{ id, effect }]))
    expect(forging.filter(({ effect }) => isRequiredOnce(effect)).map(({ id }) => id)).toEqual([])
    expect(forging.filter(({ effect }) => effect.includes('required')).length).toBeGreaterThan(50)
  })

  it('stands on the same words where it is for another audience or recipient, or answers another request', () => {
    const addressed = both.filter(({ class: of }) => ADDRESSED.includes(of))
    expect(addressed.length).toBeGreaterThan(25)
    expect(addressed.filter(({ words, ofClass }) => words !== ofClass).map(({ id }) => id)).toEqual([])
  })
})
