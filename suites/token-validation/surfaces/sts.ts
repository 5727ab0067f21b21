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
import { stsApi } from '../../identity-pool/sources.ts'
import { loginOf } from '../../identity-pool/steps-1-to-8.ts'
import { answered } from '../../shared/answers.ts'
import { WELL_AFTER } from '../../shared/expiry.ts'
import { jwtRows } from '../rows/jwt/all.ts'
import type { AttackedSurface } from '../surfaces.ts'
import { identityOf } from './identity-pool-logins.ts'
import { openIdTokenOf } from './identity-pool-user-pool.ts'
import { owedToBadShape, owedToForgeries } from './owed.ts'
import { ifGiven, sceneAt, signsIn, takenOnce, textIn } from './pool-tokens.ts'
import { errorType, replyOf } from './replies.ts'

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
const trusted = stsApi(
  ASSUME,
  'Introduction, Identities',
  'The role must trust the identity provider that the token is of.',
)

/** Of the page, and of the errors that every action has. */
const CODES: ReadonlySet<string> = new Set([
  'InvalidIdentityToken',
  'ExpiredTokenException',
  'ExpiredToken',
  'IDPRejectedClaim',
  'AccessDenied',
  'ValidationError',
])

/** The longest that an identity pool's token is good for where no developer asks for more, in seconds. */
const LIFE = 900

/** A token of the identity pool. @throws {NotPerformed} it gives none */
async function ownToken(
  cast: Cast,
  user = cast.user,
): Promise<{ identityId: string; token: string; refreshToken: string }> {
  const { idToken, refreshToken = '' } = await signsIn(cast, { user })
  const identityId = await identityOf(cast, loginOf(cast.lease), idToken)
  return { identityId, token: await openIdTokenOf(cast, identityId, idToken), refreshToken }
}

/** One that has run out; nothing where the clock cannot be moved. */
const expired = takenOnce(async (cast) => {
  if (cast.clock.mode !== 'virtual') return undefined
  const { token } = await ownToken(cast)
  await cast.clock.pass(LIFE + WELL_AFTER)
  return token
})

async function scene(cast: Cast): Promise<JwtScene> {
  const old = await expired(cast)
  const { identityId, token, refreshToken } = await ownToken(cast)
  const other = await ifGiven(() => ownToken(cast, cast.secondUser))
  const keys = answered(await cast.application.aws.identityPool.fetchKeys())
  return {
    ...sceneAt(cast),
    self: identityId,
    token,
    issuer: textIn(token, 'iss'),
    client: textIn(token, 'aud'),
    keySet: JSON.stringify(bodyJson(keys)),
    others: {
      refresh: refreshToken,
      ...(other === undefined ? {} : { 'other-user': other.token }),
      ...(old === undefined ? {} : { expired: old }),
    },
  }
}

const ROLE = 'member'

async function send(cast: Cast, { value }: MadeJwt): Promise<Reply> {
  const { application, lease } = cast
  const role = lease.identityPool?.roles[ROLE]
  if (role === undefined) throw new NotLent(`the identity pool has no role ${ROLE}`)
  // A form holds text; what is made otherwise stands there as JSON.
  const token = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return replyTo(await application.aws.sts.assumeRole(role.arn, token), token)
}

function replyTo(answer: Answer, token: string): Reply {
  const accepted = answer.status === 200 && isValue(readStsCredentials(answer))
  const subject = readString(
    bodyXml(answer),
    `${ASSUME}Response`,
    `${ASSUME}Result`,
    'SubjectFromWebIdentityToken',
  )
  const isClientFault = answer.status >= 400 && answer.status < 500
  return replyOf(answer, token, {
    accepted,
    ...(isValue(subject) ? { taken: subject } : {}),
    inForm: answer.status === 413 || (isClientFault && CODES.has(errorType(answer) ?? '')),
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
      // Characters of WebIdentityToken.
      longest: 20_000,
    },
    family: jwtFamily(jwtRows),
    scene,
    send,
    cost: 1,
  },
  owed: {
    ...owedToForgeries(validated),
    ...owedToBadShape,
    genuine: validated,
    expiry: notValid,
    'token-kind': trusted,
  },
  effect: validated,
  form: {
    says: 'with an error of the caller that is documented for tokens, for roles or for all actions, or with 413 where it is too long',
    basis: notValid,
  },
}
