/** Everything that is done to a JSON Web Token. */
import type { JwtRow } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { algorithmRows } from './algorithms.ts'
import { audienceRows } from './audiences.ts'
import { cacheRows } from './cache.ts'
import { carriageRows } from './carriage.ts'
import { claimNameRows } from './claim-names.ts'
import { claimTypeRows } from './claim-types.ts'
import { contentRows } from './contents.ts'
import { criticalRows } from './critical.ts'
import { ellipticRows } from './elliptic.ts'
import { encodingRows } from './encodings.ts'
import { encryptedRows } from './encrypted.ts'
import { exhaustingRows } from './exhausting.ts'
import { genuineRows } from './genuine.ts'
import { headerJsonRows } from './header-json.ts'
import { headerMemberRows } from './header-members.ts'
import { honestDressRows } from './honest-dress.ts'
import { honestSpellingRows } from './honest-spelling.ts'
import { issuerRows } from './issuers.ts'
import { keyConfusionRows } from './key-confusion.ts'
import { keyIdRows } from './key-ids.ts'
import { keySetRows } from './key-sets.ts'
import { missingClaimRows } from './missing-claims.ts'
import { offeredKeyRows } from './offered-keys.ts'
import { otherAlgorithmRows } from './other-algorithms.ts'
import { otherTokenRows } from './other-tokens.ts'
import { paddingRows } from './paddings.ts'
import { partRows } from './parts.ts'
import { payloadRows } from './payloads.ts'
import { publishedKeyRows } from './published-keys.ts'
import { scopeRows } from './scopes.ts'
import { serializationRows } from './serializations.ts'
import { signatureRows } from './signatures.ts'
import { signedKeyIdRows } from './signed-key-ids.ts'
import { spellingRows } from './spellings.ts'
import { subjectRows } from './subjects.ts'
import { timeRows } from './times.ts'
import { unsignedRows } from './unsigned.ts'

export const jwtRows: readonly JwtRow[] = [
  ...unsignedRows,
  ...signatureRows,
  ...contentRows,
  ...keyConfusionRows,
  ...offeredKeyRows,
  ...algorithmRows,
  ...encryptedRows,
  ...serializationRows,
  ...partRows,
  ...keyIdRows,
  ...otherAlgorithmRows,
  ...paddingRows,
  ...ellipticRows,
  ...signedKeyIdRows,
  ...criticalRows,
  ...headerJsonRows,
  ...headerMemberRows,
  ...otherTokenRows,
  ...cacheRows,
  ...timeRows,
  ...issuerRows,
  ...audienceRows,
  ...missingClaimRows,
  ...claimTypeRows,
  ...claimNameRows,
  ...scopeRows,
  ...subjectRows,
  ...payloadRows,
  ...encodingRows,
  ...keySetRows,
  ...publishedKeyRows,
  ...exhaustingRows,
  ...spellingRows,
  ...carriageRows,
  ...honestDressRows,
  ...honestSpellingRows,
  ...genuineRows,
]
