/** Whatever text a person's data hold, it arrives as it was: by samlify's signature, by our own, and encrypted. */
import { SAML, ValidateInResponseTo } from '@node-saml/node-saml'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { pem } from '../../mock-idp/saml/certificate.ts'
import { signed } from '../../mock-idp/saml/compose.ts'
import type { Provider } from '../../mock-idp/saml/provider.ts'
import type { SamlMisbehaviour } from '../../mock-idp/saml/scene.ts'
import {
  asking,
  assertionConsumerService,
  audience,
  decrypted,
  isLeftOut,
  openProvider,
  partyKeys,
  responseOf,
  verifies,
} from './saml-stage.ts'

/** Every character that XML 1.0 has; the first is no white space, since the reader drops values that are nothing else. */
const character = fc.oneof(
  fc.constantFrom(
    '<',
    '>',
    '&',
    '"',
    "'",
    '\r',
    '\n',
    '\t',
    '\r\n',
    ']]>',
    '{ID}',
    '$&',
    '&amp;',
    '\u0085',
    '\u2028',
    '😀',
  ),
  fc.integer({ min: 0x20, max: 0xd7ff }).map((code) => String.fromCodePoint(code)),
  fc.integer({ min: 0x10000, max: 0x10ffff }).map((code) => String.fromCodePoint(code)),
)
const text = fc.array(character, { maxLength: 12 }).map((all) => `x${all.join('')}`)

/**
 * The reader takes these two for line breaks at times, as XML 1.1 does; before it verifies, unless they come as references.
 */
const asRead = (value: string): string => value.replaceAll(/[\u0085\u2028]/g, '\n')

let ways: readonly (readonly [Provider, SamlMisbehaviour | undefined])[]
beforeAll(async () => {
  const ours: Partial<SamlMisbehaviour> = {
    bend: (scene) => signed(scene.genuine, 'both', { key: scene.keys.signing }),
  }
  const plain = await openProvider()
  ways = [
    [plain, undefined],
    [plain, ours as SamlMisbehaviour],
    [await openProvider({ encrypts: true }), undefined],
  ]
})

test('names and attributes arrive whole', async () => {
  await fc.assert(
    fc.asyncProperty(text, text, text, async (subject, one, two) => {
      for (const [provider, misbehaviour] of ways) {
        if (misbehaviour !== undefined && subject + one + two !== asRead(subject + one + two)) continue
        const who = { subject, claims: { single: one, several: [one, two] } }
        const bent = misbehaviour && { misbehaviour, victim: who, reached: () => {} }
        const form = provider.answer(asking(), who, 'session', bent)
        const saml = new SAML({
          issuer: audience,
          audience,
          callbackUrl: assertionConsumerService,
          idpCert: pem(provider.keys.signing.certificate),
          validateInResponseTo: ValidateInResponseTo.never,
          decryptionPvk: partyKeys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
        })
        const { profile } = await saml.validatePostResponseAsync({
          SAMLResponse: responseOf(form).toString('base64'),
        })
        const read = [profile?.nameID, profile?.['single'], profile?.['several']].flat().map(String)
        expect(read.map(asRead)).toEqual([subject, one, one, two].map(asRead))
      }
    }),
    { seed: 20_261_121, numRuns: 25 },
  )
})

test.skipIf(isLeftOut)('honest signatures are good by the word of xmlsec1, whatever the values', async () => {
  const odd = 'x \r\n\t\u0085\u2028\r <&>"\' ]]> {ID} $& 😀 '
  const who = { subject: odd, claims: { single: odd, several: [odd, odd] } }
  const found: [string, boolean][] = []
  for (const signs of ['assertion', 'response', 'both'] as const) {
    for (const encrypts of [false, true]) {
      const provider = await openProvider({ signs, encrypts })
      const xml = responseOf(provider.answer(asking(), who, 'session', undefined)).toString()
      const [assertion = ''] = encrypts ? decrypted(xml) : []
      if (encrypts && signs !== 'response')
        found.push([`${signs}, decrypted`, await verifies(assertion, provider.keys.signing)])
      if (encrypts && signs === 'assertion') continue
      for (let n = 1; n <= (signs === 'both' && !encrypts ? 2 : 1); n++) {
        const path = `(//*[local-name()='Signature'])[${n}]`
        found.push([`${signs}, ${n}`, await verifies(xml, provider.keys.signing, path)])
      }
    }
  }
  expect(found.length).toBe(8)
  expect(found.filter(([, good]) => !good)).toEqual([])
})
