/**
 * The rows about SAML against a relying party that is right: the reference target's own, without a pool around it.
 * Whatever must be refused is, with every parameter of the sweep and some that are drawn; what must be taken is.
 */

import { SAML, ValidateInResponseTo } from '@node-saml/node-saml'
import fc from 'fast-check'
import { assert, describe, expect, it } from 'vitest'
import { type Json, LAYERS, type Place } from '../../fixtures/fuzzing/model.ts'
import { standAloneKeys, standAloneScene } from '../../fixtures/fuzzing/saml/alone.ts'
import {
  makeSaml,
  type SamlRow,
  type SamlScene,
  samlDraft,
  samlFamily,
} from '../../fixtures/fuzzing/saml/draft.ts'
import { honestRules } from '../../fixtures/reference-target/rules/index.ts'
import { pem } from '../../mock-idp/saml/certificate.ts'
import type { Posting } from '../../mock-idp/saml/scene.ts'
import { fieldOf, signedInBy } from '../../scripts/bench/fuzz/saml-reader.ts'
import { CLASSES } from '../../suites/token-validation/classes.ts'
import { samlRows } from '../../suites/token-validation/rows/saml/all.ts'
import { encryptedRows } from '../../suites/token-validation/rows/saml/misbehaviours.ts'

const PLACE: Place = {
  kind: 'saml-response',
  holdsKey: true,
  publishes: false,
  inHeader: false,
  use: 'assertion',
}
const DRAWN = 5
const keys = await standAloneKeys()
const family = samlFamily(samlRows)
const every = [...samlRows, ...encryptedRows]

/** Whom it is taken for, or nobody. */
const taken = (form: Posting, scene: SamlScene): string | undefined =>
  signedInBy(
    honestRules,
    form,
    scene,
    scene.encryptsTo === undefined ? undefined : keys[0].encryption.privateKey,
  )

/** A relying party that takes encrypted assertions alone. */
function encryptedScene(): SamlScene {
  const { idp, ...scene } = standAloneScene(keys)
  const encryptsTo = keys[0].encryption.certificate.toString('base64')
  const party = { ...idp.party, encryptionCertificate: encryptsTo }
  return { ...scene, idp: { ...idp, party }, encryptsTo }
}

/** @returns nothing where the row changes nothing */
function made(
  row: SamlRow,
  parameter: Json,
  scene = standAloneScene(keys),
): { form: Posting; scene: SamlScene } | undefined {
  if (row.unless?.(scene) !== undefined) return undefined
  const draft = row.apply(samlDraft(scene), parameter, scene)
  if (draft === undefined) return undefined
  const form = makeSaml(draft, scene)
  return family.isBase(form, scene) ? undefined : { form, scene }
}

const isLeftOut = (row: SamlRow): boolean => row.unless?.(standAloneScene(keys)) !== undefined

const nodeSaml = ({ idp }: SamlScene): SAML =>
  new SAML({
    idpCert: [idp.keys.signing, idp.keys.second].map(({ certificate }) => pem(certificate)),
    issuer: idp.audience,
    callbackUrl: idp.assertionConsumerService,
    audience: idp.audience,
    wantAuthnResponseSigned: false,
    wantAssertionsSigned: true,
    validateInResponseTo: ValidateInResponseTo.never,
    acceptedClockSkewMs: 120_000,
  })

describe('rows about SAML', () => {
  it('have names of their own, a class and a layer', () => {
    expect(new Set(every.map(({ id }) => id)).size).toBe(every.length)
    for (const { id, class: of, layer, sweep } of every) {
      expect(Object.keys(CLASSES), id).toContain(of)
      expect(LAYERS, id).toContain(layer)
      expect(sweep.length, id).toBeGreaterThan(0)
    }
    expect(every.length).toBeGreaterThan(250)
  })

  it('start from a response that two relying parties take', async () => {
    const scene = standAloneScene(keys)
    const form = makeSaml(samlDraft(scene), scene)
    expect(taken(form, scene)).toBe(scene.self)
    const { profile } = await nodeSaml(scene).validatePostResponseAsync({
      SAMLResponse: fieldOf(form, 'SAMLResponse') ?? '',
    })
    expect(profile?.nameID).toBe(scene.self)
  })

  it.each(
    samlRows.filter((row) => !isLeftOut(row) && row.exhausts !== true).map((row) => [row.id, row] as const),
  )('%s', (_, row) => {
    const due = row.verdict(PLACE)
    const drawn = fc.sample(row.parameter, { numRuns: DRAWN, seed: 7 })
    const cases = [...row.sweep, ...(row.sweep.length === 1 && row.sweep[0] === null ? [] : drawn)]
    const applied = cases.flatMap((parameter) => {
      const one = made(row, parameter)
      return one === undefined ? [] : [{ parameter, who: taken(one.form, one.scene), self: one.scene.self }]
    })
    expect(applied.length, 'cases in which it changes something').toBeGreaterThan(0)
    for (const { parameter, who, self } of applied) {
      const admitted = due === 'refuse' ? [undefined] : due === 'accept' ? [self] : [undefined, self]
      expect(admitted, JSON.stringify(parameter)).toContain(who)
    }
  })

  it.each(encryptedRows.map((row) => [row.id, row] as const))('%s, encrypted', (_, row) => {
    const due = row.verdict(PLACE)
    const one = made(row, null, encryptedScene())
    assert(one !== undefined, 'it changes nothing in an encrypted response')
    const { self } = one.scene
    const admitted = due === 'refuse' ? [undefined] : due === 'accept' ? [self] : [undefined, self]
    expect(admitted).toContain(taken(one.form, one.scene))
  })

  it('start from an encrypted response where that is asked for', () => {
    const scene = encryptedScene()
    expect(taken(makeSaml(samlDraft(scene), scene), scene)).toBe(scene.self)
    const plain = standAloneScene(keys)
    expect(taken(makeSaml(samlDraft(plain), plain), { ...plain, encryptsTo: 'asked for' })).toBeUndefined()
  })

  it('believe nobody else where another library judges', async () => {
    const forging = samlRows.filter(({ id }) =>
      /^(forged-|signed-by-another|content-edited|digest-)/.test(id),
    )
    for (const row of forging)
      for (const parameter of row.sweep) {
        const one = made(row, parameter)
        if (one === undefined) continue
        const SAMLResponse = fieldOf(one.form, 'SAMLResponse') ?? ''
        const who = await nodeSaml(one.scene)
          .validatePostResponseAsync({ SAMLResponse })
          .then(
            ({ profile }) => profile?.nameID,
            () => undefined,
          )
        expect([undefined, one.scene.self], `${row.id} ${JSON.stringify(parameter)}`).toContain(who)
      }
  })
})
