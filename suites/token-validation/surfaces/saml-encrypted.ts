/** The user pool takes the response of a SAML provider whose assertions are to come encrypted. */
import { NotPerformed } from '../../../fixtures/flow/not-performed.ts'
import { advisory } from '../../../fixtures/flow/source.ts'
import type { SamlDraft } from '../../../fixtures/fuzzing/saml/draft.ts'
import type { Posting } from '../../../mock-idp/saml/scene.ts'
import { ENCRYPTING_SAML } from '../../federation/pools.ts'
import {
  samlAddresses,
  samlAnswer,
  samlAudience,
  samlEncryptedOnly,
  samlSigned,
  samlSigning,
} from '../../federation/sources.ts'
import { encryptedRows } from '../rows/saml/misbehaviours.ts'
import type { AttackedSurface } from '../surfaces.ts'
import { optionsWith, type SamlSignInScene, samlScene, takesSaml } from './saml-sign-in.ts'
import { effects, unusual, xml } from './saml-sources.ts'

const decrypted = samlSigning(
  'Accepting encrypted SAML responses from your IdP',
  'The user pool decrypts the response with the private key of the provider and signs the user in.',
)
const ciphertext = advisory(
  'W3C, XML Encryption Syntax and Processing 1.1',
  '4.4 and 5.2.4',
  'https://www.w3.org/TR/xmlenc-core1/',
  '2026-11',
  'What does not decrypt is an error, as is a tag that does not match; what was decrypted is what its Type says.',
)

export const samlEncrypted: AttackedSurface<SamlDraft, SamlSignInScene, Posting> = {
  step: 17,
  title: 'A sign-in with a SAML response that is badly or oddly encrypted, or not at all',
  options: optionsWith(ENCRYPTING_SAML, 'saml-encryption'),
  surface: takesSaml(encryptedRows, async (cast) => {
    const scene = await samlScene(cast)
    const encryptsTo = scene.idp.party.encryptionCertificate
    if (encryptsTo !== undefined) return { ...scene, encryptsTo }
    throw new NotPerformed('nobody can encrypt to the user pool', 'a certificate for encryption', 'none')
  }),
  owed: {
    'saml-encryption': samlSigned,
    'saml-unencrypted': samlEncryptedOnly,
    'saml-ciphertext': ciphertext,
    'saml-wrapping': xml,
    'saml-audience': samlAudience,
    'saml-conditions': samlAnswer,
    'saml-honest-dress': unusual,
    genuine: decrypted,
  },
  effect: samlSigned,
  effectOf: effects,
  listens: samlAddresses,
}
