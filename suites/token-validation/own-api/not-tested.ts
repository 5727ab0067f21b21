/** What is sent to an API of the user's own without asking whether it is refused, and why. */
import type { NotTested } from '../../../reports/record.ts'
import { left } from '../../managed-login/not-tested/left.ts'
import { tokenRevocation } from '../../shared/sources.ts'
import { httpSemantics, verifyingTokens } from '../sources.ts'
import { claims } from './owed.ts'

export const notTested: readonly NotTested[] = [
  left(
    httpSemantics(
      '5.4',
      'HTTP sets no limit to the length of a header; a server that is sent a longer one than it wishes to process answers with a 4xx status.',
    ),
    'How long or how deeply nested a signed token may be, each API says for itself. Where the token stands in another header than Authorization, such ones are sent, and server errors and time alone are judged.',
  ),
  left(
    tokenRevocation(
      'Things to know about revoking tokens',
      'Revoked tokens are still valid where a library verifies their signature and expiry.',
    ),
    'Whether an API asks for revocation beside that is its own affair: a revoked token may be taken or refused.',
  ),
  left(
    verifyingTokens(
      'Verify the claims',
      'token_use is access where access tokens alone are accepted, and id where ID tokens alone are used.',
    ),
    'Validators that were not made for Amazon Cognito know no token_use. What says another use, or none, may be taken or refused.',
  ),
]

/** Where nobody lends the key of the issuer. */
export const notSigned: NotTested = left(
  claims,
  'Nobody but its issuer can sign a token. Those that are properly signed and wrong (for another client, expired, not valid yet, with claims of other types) were not sent. Where the API can be told whom to trust, --mock-issuer sends them too.',
)
