/** Two flows send the same spoilt SAML responses: what one of them calls documented, the other does too. */
import { describe, expect, it } from 'vitest'
import { samlMisbehaviours } from '../../mock-idp/misbehaviours/saml-all.ts'
import { basisOf } from '../../suites/federation/attacks/bases.ts'
import type { RowClass } from '../../suites/token-validation/classes.ts'
import { samlEncrypted } from '../../suites/token-validation/surfaces/saml-encrypted.ts'
import { samlResponse } from '../../suites/token-validation/surfaces/saml-response.ts'

const both = [samlResponse, samlEncrypted].flatMap(({ surface: { family, place }, owed }) =>
  family.rows.flatMap((row) => {
    const misbehaviour = samlMisbehaviours.find(({ id }) => id === row.id)
    const owing = owed[row.class as RowClass]
    if (misbehaviour === undefined || owing === undefined || row.verdict(place) !== 'refuse') return []
    return [
      {
        id: row.id,
        class: row.class,
        alone: basisOf(misbehaviour),
        ofClass: 'level' in owing ? owing : owing.basis,
      },
    ]
  }),
)

const ADDRESSED = ['saml-audience', 'saml-address', 'saml-no-address', 'saml-relay-state']

describe('a SAML response that both flows of federation and of token validation refuse', () => {
  it('is required to be refused in both, or in neither', () => {
    const required = ({ level }: { readonly level: string }) => level === 'required'
    expect(
      both.filter(({ alone, ofClass }) => required(alone) !== required(ofClass)).map(({ id }) => id),
    ).toEqual([])
    expect(both.length).toBeGreaterThan(50)
  })

  it('stands on the same word where it is for another audience or recipient, or answers another request', () => {
    const addressed = both.filter(({ class: of }) => ADDRESSED.includes(of))
    expect(addressed.length).toBeGreaterThan(25)
    expect(addressed.filter(({ alone, ofClass }) => alone !== ofClass).map(({ id }) => id)).toEqual([])
  })
})
