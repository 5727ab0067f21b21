/** The form in which operations that a user authorizes refuse. */
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { errorType } from './replies.ts'

/** What the operations document of a client's faults, each with status 400. */
const DOCUMENTED: ReadonlySet<string | undefined> = new Set([
  'NotAuthorizedException',
  'InvalidParameterException',
  'ResourceNotFoundException',
  'UserNotFoundException',
  'UserNotConfirmedException',
  'PasswordResetRequiredException',
])

/** Of what is no string, or longer than a service may read, nothing is documented; a fault of the server is asked for on its own. */
const LONG = 8192

export const inApiForm = (answer: Answer, sent: unknown): boolean =>
  answer.status >= 500 ||
  typeof sent !== 'string' ||
  sent.length > LONG ||
  (answer.status === 400 && DOCUMENTED.has(errorType(answer)))
