/** STS takes the identity pool's own token: AssumeRoleWithWebIdentity of the basic flow. */
import type { Cast } from '../../../fixtures/actors/actors.ts'
import { NotLent } from '../../../fixtures/actors/actors.ts'
import { type JwtDraft, type JwtScene, jwtFamily, type MadeJwt } from '../../../fixtures/fuzzing/jwt/draft.ts'
import type { Reply } from '../../../fixtures/fuzzing/model.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { bodyXml } from '../../../fixtures/protocol/aws-xml.ts'
import { bodyJson, isValue, readString } from '../../../fixtures/protocol/reading.ts'
import { readStsCredentials } from '../../../fixtures/protocol/session-credentials.ts'
import { CLIENT, POOL } from '../../identity-pool/pools.ts'
import { exceptionOfSts, stsApi } from '../../identity-pool/sources.ts'
import { loginOf } from '../../identity-pool/steps-1-to-8.ts'
import { answered } from '../../shared/answers.ts'
import { WELL_AFTER } from '../../shared/expiry.ts'
import { jwtRows } from '../rows/jwt/all.ts'
import type { AttackedSurface } from '../surfaces.ts'
import { COMMON_OF_STS, commonOfSts } from './common-errors.ts'
import { identityOf } from './identity-pool-logins.ts'
import { openIdTokenOf } from './identity-pool-user-pool.ts'
import { allOf, owedToBadShape, owedToForgeries } from './owed.ts'
import { ifGiven, sceneAt, signsIn, takenOnce, textIn, tokenWhileFresh } from './pool-tokens.ts'
import { errorType, replyOf, unlessOwnError } from './replies.ts'

const ASSUME = 'AssumeRoleWithWebIdentity'
const validated = stsApi(
  ASSUME,
  'Introduction',
  'The identity of the caller is validated by using a token of the web identity provider.',
)
const notValid = stsApi(
  ASSUME,
  'Errors',
  'InvalidIdentityToken, 400: the token could not be validated. ExpiredTokenException, 400: it is expired or not valid. IDPRejectedClaim, 403: the claim can be invalid, expired or revoked.',
)
const algorithms = stsApi(
  ASSUME,
  'Request Parameters, WebIdentityToken',
  'Tokens must be signed with RSA keys (RS256, RS384, RS512) or with ECDSA keys (ES256, ES384, ES512).',
)

/** Errors of the operation, as its page names them and as the model does that the SDK is made from. */
export const OWN_ERRORS = [
  'ExpiredToken',
  'ExpiredTokenException',
  'IDPCommunicationError',
  'IDPRejectedClaim',
  'InvalidIdentityToken',
  'MalformedPolicyDocument',
  'PackedPolicyTooLarge',
  'RegionDisabled',
  'RegionDisabledException',
] as const

/** Errors of the caller, by where they are listed; the last by the page on trust policies. */
const CODES: ReadonlySet<string> = new Set([...OWN_ERRORS, ...COMMON_OF_STS, 'AccessDenied'])

/** Anything else may be refused as a form or a text, before anybody has looked for a token in it. */
const isPlain = (text: string): boolean => /^[ -~]+$/.test(text) && text.length <= LONGEST

/** The longest that an identity pool's token is good for where no developer asks for more, in seconds. */
const LIFE = 900

/** A token of the identity pool. @throws {NotPerformed} it gives none */
async function ownToken(cast: Cast, user = cast.user): Promise<{ token: string; refreshToken: string }> {
  const { idToken, refreshToken = '' } = await signsIn(cast, { user })
  const identityId = await identityOf(cast, loginOf(cast.lease), idToken)
  return { token: await openIdTokenOf(cast, identityId, idToken), refreshToken }
}

/** One that has run out; nothing where the clock cannot be moved. */
const expired = takenOnce(async (cast) => {
  if (cast.clock.mode !== 'virtual') return undefined
  const { token } = await ownToken(cast)
  await cast.clock.pass(LIFE + WELL_AFTER)
  return token
})

const ofOtherUser = tokenWhileFresh(async (cast) => {
  const other = await ifGiven(() => ownToken(cast, cast.secondUser))
  return other?.token
})

async function scene(cast: Cast): Promise<JwtScene> {
  const old = await expired(cast)
  const { token, refreshToken } = await ownToken(cast)
  const other = await ofOtherUser(cast)
  // Rows that need a key of it change nothing without.
  const keys = await ifGiven(async () =>
    bodyJson(answered(await cast.application.aws.identityPool.fetchKeys())),
  )
  return {
    ...sceneAt(cast),
    ...(await knownSubject(cast, token)),
    token,
    issuer: textIn(token, 'iss'),
    client: textIn(token, 'aud'),
    keySet: JSON.stringify(keys ?? { keys: [] }),
    others: {
      refresh: refreshToken,
      ...(other === undefined ? {} : { 'other-user': other }),
      ...(old === undefined ? {} : { expired: old }),
    },
  }
}

const ROLE = 'member'

/** Characters of WebIdentityToken. */
const LONGEST = 20_000

function asks({ application, lease }: Cast, token: string): Promise<Answer> {
  const role = lease.identityPool?.roles[ROLE]
  if (role === undefined) throw new NotLent(`the identity pool has no role ${ROLE}`)
  return application.aws.sts.assumeRole(role.arn, token)
}

async function send(cast: Cast, { value }: MadeJwt): Promise<Reply> {
  // A form holds text; what is made otherwise stands there as JSON.
  const token = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return replyTo(await asks(cast, token), token)
}

/** Whom STS takes a token for, where it says the subject of the token: some name the same subject whatever they are given. */
async function knownSubject(cast: Cast, token: string): Promise<Pick<JwtScene, 'self'>> {
  const { taken } = replyTo(await asks(cast, token), token)
  return taken !== undefined && taken === textIn(token, 'sub') ? { self: taken } : {}
}

function replyTo(answer: Answer, token: string): Reply {
  const accepted = answer.status === 200 && isValue(readStsCredentials(answer))
  const subject = readString(
    bodyXml(answer),
    `${ASSUME}Response`,
    `${ASSUME}Result`,
    'SubjectFromWebIdentityToken',
  )
  const code = errorType(answer)
  const isNamed = code !== undefined && (CODES.has(code) || !isPlain(token))
  const isInForm = answer.status === 413 || (answer.status >= 400 && answer.status < 500 && isNamed)
  return replyOf(answer, token, {
    accepted,
    ...(isValue(subject) ? { taken: subject } : {}),
    inForm: unlessOwnError(answer, isInForm),
  })
}

export const sts: AttackedSurface<JwtDraft, JwtScene, MadeJwt> = {
  step: 13,
  title: 'AssumeRoleWithWebIdentity with a forged, expired or odd token of the identity pool',
  options: {
    lacking: ['password', 'basic-flow', 'sts'],
    pool: POOL,
    client: CLIENT,
    user: {},
    secondUser: {},
    identityPool: { classicFlow: true, roles: { [ROLE]: { statements: [] } } },
    does: ['signs-in'],
  },
  surface: {
    place: {
      kind: 'sts',
      holdsKey: false,
      publishes: false,
      inHeader: false,
      use: 'id',
      longest: LONGEST,
    },
    family: jwtFamily(jwtRows),
    scene,
    send,
    cost: 1,
  },
  owed: {
    ...owedToForgeries(notValid),
    ...allOf(['unsigned', 'algorithm', 'key-confusion', 'encrypted'], {
      basis: algorithms,
      also: [notValid],
    }),
    ...owedToBadShape,
    genuine: validated,
    expiry: notValid,
    'token-kind': notValid,
  },
  effect: validated,
  form: {
    says: 'with an error of the caller that is listed for the operation or for all actions, with AccessDenied, with any where it is too long or holds more than printable ASCII, or with 413',
    basis: commonOfSts,
    also: [notValid, exceptionOfSts],
  },
}
