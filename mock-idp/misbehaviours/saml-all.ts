/** Every misbehaviour of the SAML dialect, in the order of the catalogue. */
import type { SamlMisbehaviour } from '../saml/scene.ts'
import { benignRows } from './saml-benign.ts'
import { dressRows } from './saml-benign-dress.ts'
import { bindingRows } from './saml-binding.ts'
import { conditionRows } from './saml-conditions.ts'
import { encryptionRows } from './saml-encryption.ts'
import { logoutRows } from './saml-logout.ts'
import { parsingRows } from './saml-parsing.ts'
import { documentRows } from './saml-parsing-documents.ts'
import { referenceRows } from './saml-reference.ts'
import { signedInfoRows } from './saml-reference-signed-info.ts'
import { transformRows } from './saml-reference-transforms.ts'
import { signature } from './saml-signature.ts'
import { signatureAlgorithms } from './saml-signature-algorithms.ts'
import { subjectRows } from './saml-subject.ts'
import { wrappingRows } from './saml-wrapping.ts'

export const samlMisbehaviours: readonly SamlMisbehaviour[] = [
  ...signature,
  ...signatureAlgorithms,
  ...referenceRows,
  ...transformRows,
  ...signedInfoRows,
  ...wrappingRows,
  ...encryptionRows,
  ...parsingRows,
  ...documentRows,
  ...conditionRows,
  ...subjectRows,
  ...bindingRows,
  ...logoutRows,
  ...benignRows,
  ...dressRows,
]
