/** What checks of wrong signatures share, whichever service refuses: how they judge, and the pages about it. */
import type { Check } from '../../../fixtures/flow/flow.ts'
import type { Basis } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { bodyXml } from '../../../fixtures/protocol/aws-xml.ts'
import { isValue, member } from '../../../fixtures/protocol/reading.ts'
import type { Capability } from '../../../fixtures/targets/capabilities.ts'
import { identityPool } from '../flow.ts'
import { opensNothing } from '../parameter.ts'
import { iamGuide } from '../sources.ts'

/** The page on what goes wrong when requests are signed. */
export const troubleshooting = (section: string, states: string): Basis =>
  iamGuide(
    'reference_sigv-troubleshooting',
    'Troubleshoot Signature Version 4 signing for AWS API requests',
    section,
    states,
  )

interface Wrong {
  readonly name: string
  /** Capabilities beside signatures that are verified. */
  readonly needs: readonly Capability[]
  readonly says: string
  readonly sends: string
  readonly basis: Basis
  readonly also?: readonly Basis[]
  readonly admits?: string
  readonly breaks: string
  /** What the refusal looks like; or that no caller is named, whatever comes, where who is asked depends on the request. */
  readonly shape:
    | {
        readonly status: number | 'any'
        readonly type?: string | readonly string[]
        readonly message?: RegExp
      }
    | 'names nobody'
    | 'opens nothing'
}

/** Whether an answer tells a caller who they are. */
const naming = (answer: Answer): string =>
  isValue(member(bodyXml(answer), 'GetCallerIdentityResponse', 'GetCallerIdentityResult'))
    ? 'a GetCallerIdentityResult'
    : 'none'

/** A check of a request that is signed wrongly. */
export const refusedSignature = ({
  name,
  needs,
  says,
  sends,
  basis,
  also,
  admits,
  breaks,
  shape,
}: Wrong): Check<Answer> =>
  identityPool.check(17, name, {
    says,
    sends,
    basis,
    ...(also === undefined ? {} : { also }),
    ...(admits === undefined ? {} : { admits }),
    breaks,
    needs: [...needs, 'iam-policies'],
    refusal: true,
    judge: (expect, answer: Answer) => {
      if (shape === 'names nobody') expect(naming(answer), 'the caller’s identity').toBe('none')
      else if (shape === 'opens nothing') opensNothing(expect, answer)
      else expect(answer).toBeRefusal(shape)
    },
  })

export const mismatch = troubleshooting(
  'Introduction',
  'A request might return an error if its signature is not the one that the service calculated; with HTTP 403 SignatureDoesNotMatch one might be told so.',
)
/** That this ends in a refusal, and in which is left open. */
export const notVerified = troubleshooting(
  'Key signing errors; Canonical request and signing string errors',
  'Where the secret access key is not that of the access key id, the signature that the service calculates is another, and the verification of the signature fails.',
)
export const ANY_REFUSAL = 'Any status from 400 to 499 and any code.'
export const WRONG_SECRET = 'signed with a secret key whose last character is another'

export const tokenNeeded = iamGuide(
  'id_credentials_temp_use-resources',
  'Use temporary credentials with AWS resources',
  'Introduction',
  'A call with temporary security credentials must include the session token; AWS validates the credentials with it.',
)

export const expired = troubleshooting(
  'Credential scope errors, Date',
  'If the request has expired, the signature verification step fails.',
)
export const ofTheFuture = troubleshooting(
  'Credential scope errors, Date',
  'If the request specifies a time in the future, the signature verification step fails.',
)
export const HOW_OLD =
  'Any status from 400 to 499 and any code. How old a signature may be differs between services: 15 minutes at most.'

export const notSigned = troubleshooting(
  'Credential errors',
  'A request that is not signed might be answered with the error Missing Authentication Token.',
)
