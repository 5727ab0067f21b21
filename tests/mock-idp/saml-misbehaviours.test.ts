/** Each SAML misbehaviour: in form, in what it names, and by the word of a verifier that is not ours. */
import { beforeAll, describe, expect, test } from 'vitest'
import { samlMisbehaviours } from '../../mock-idp/misbehaviours/saml-all.ts'
import type { Provider } from '../../mock-idp/saml/provider.ts'
import type { Posting } from '../../mock-idp/saml/scene.ts'
import { allVerify, answer, decrypted, isLeftOut, openProvider, responseOf, verifies } from './saml-stage.ts'

const answers = samlMisbehaviours.filter(({ at }) => at === 'answer' || at === 'initiate')
let provider: Provider
let honest: string
beforeAll(async () => {
  provider = await openProvider()
  honest = shape(answer(provider))
})

/** Whether the victim is named anywhere, in whichever encoding, encrypted or not. */
const namesVictim = (form: Posting): boolean => {
  const bytes = responseOf(form)
  if (decrypted(bytes.toString()).some((plain) => plain.includes('VICTIM'))) return true
  return (['utf8', 'utf16le'] as const).some((encoding) => bytes.includes(Buffer.from('VICTIM', encoding)))
}

/** A message without what every message has of its own: identifiers, stamps, digests and values. */
const shape = (form: Posting): string =>
  JSON.stringify({
    ...form,
    fields: form.fields.map(([name, value]) => [
      name,
      name === 'SAMLResponse' ? faceless(Buffer.from(value, 'base64')) + whiteSpace(value) : value,
    ]),
  })
const faceless = (bytes: Buffer): string =>
  bytes
    .toString('latin1')
    .replaceAll(/<([\w:]+)([^<>]*)><\/\1>/g, '<$1$2/>')
    .replaceAll(/_[0-9a-f]{8}-[0-9a-f-]{27}/g, '_')
    .replaceAll(/(DigestValue|SignatureValue)>[^<]*/g, '$1>')
/** What a lenient reader of Base64 overlooks. */
const whiteSpace = (value: string): string => value.replaceAll(/[A-Za-z0-9+/]/g, '')

test('the catalogue is large, and no two share a name', () => {
  const ids = samlMisbehaviours.map(({ id }) => id)
  expect(ids.filter((id, n) => ids.indexOf(id) !== n)).toEqual([])
  expect(ids.length).toBeGreaterThanOrEqual(150)
  expect(ids.filter((id) => !/^saml-[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([])
})

test('each says what is wrong in one sentence and names a clause', () => {
  const poor = samlMisbehaviours.filter(({ says, clause }) => !/^[A-Z].*\.$/.test(says) || clause.length < 10)
  expect(poor.map(({ id }) => id)).toEqual([])
})

describe.each(answers)('$id', (misbehaviour) => {
  test('differs from the honest message, and names the victim exactly when it forges', () => {
    const form = answer(provider, misbehaviour)
    expect(namesVictim(form)).toBe(misbehaviour.forges)
    expect(responseOf(form).includes('EncryptedAssertion')).toBe(misbehaviour.encrypted === true)
    if (misbehaviour.at === 'answer') expect(shape(form)).not.toBe(honest)
  })
})

describe.skipIf(isLeftOut)('by the word of xmlsec1', () => {
  const proven = answers.flatMap((one) => (one.proof === undefined ? [] : [{ ...one, proof: one.proof }]))
  const good = proven.filter(({ proof }) => proof.verifies)

  test(`the ${good.length} signatures that are meant to be good are`, async () => {
    const messages = good.map((one) => ({
      name: one.id,
      xml: responseOf(answer(provider, one)),
      key: one.proof.key?.(provider.keys) ?? provider.keys.signing,
    }))
    expect(await allVerify(messages)).toEqual([])
  })

  test.concurrent.each(proven.filter(({ proof }) => !proof.verifies))(
    'the signature of $id is not good',
    async (one) => {
      const xml = responseOf(answer(provider, one))
      expect(await verifies(xml, provider.keys.signing, one.proof.signature)).toBe(false)
    },
  )
})
