/** What STS refuses in the basic flow, and identity pools whose role mapping closes that flow. */
import { NotApplicable } from '../../fixtures/flow/not-performed.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import { readWireError } from '../../fixtures/protocol/wire-error.ts'
import { refused } from '../shared/answers.ts'
import { MADE_UP_TOKEN, withOtherSignature } from '../shared/tokens.ts'
import { mappedPool, mappedPoolMessage, openIdTokenComes } from './checks/basic-flow.ts'
import { stsLongDuration } from './checks/sts.ts'
import {
  badSessionName,
  badSessionNameError,
  belowMinimum,
  beyondMaximum,
  beyondMaximumError,
  longPolicy,
  longSessionName,
  longSessionNameError,
  malformedPolicy,
  policyTaken,
} from './checks/sts-constraints.ts'
import {
  errorEnvelope,
  forgedToken,
  noJwt,
  noJwtCode,
  noJwtMessage,
  roleOfAnotherPool,
  roleOfGuests,
  roleOfOtherProvider,
  roleOfProvider,
  roleOfUsers,
  unknownIssuer,
  untrustedError,
  userPoolToken,
} from './checks/sts-errors.ts'
import { preferredRole } from './checks/token-roles.ts'
import { identityPool } from './flow.ts'
import { legible } from './own-token.ts'
import { CLIENT, POOL } from './pools.ts'
import { arnOfRole, FIRST_PREFERRED, identifies, NO_RIGHTS, roleReached, THREE_ROLES } from './roles.ts'
import { signInByApi } from './steps-1-to-8.ts'
import { obtainIdentity } from './steps-9-to-11.ts'
import { obtainCredentials } from './steps-12-to-15.ts'
import { asksSts, obtainSession, takesSession, takesToken, tokenOf } from './sts-session.ts'

/** A session policy for so many objects, each of which takes some 35 characters. */
const policyFor = (objects: number): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: Array.from({ length: objects }, (_, n) => `arn:aws:s3:::conformance/object-${100 + n}`),
    },
  })

/** @throws {NotPerformed} it is none */
const errorIn = (answer: Answer): Answer =>
  answer.status >= 400 ? answer : refused(answer, 'an error, of whichever code')

/** An answer to a policy’s plain text. @throws {NotApplicable} it is to its packed size, whose limit nobody knows */
function ofPlainText(answer: Answer): Answer {
  if (readWireError(answer).type !== 'PackedPolicyTooLarge') return answer
  throw new NotApplicable('the packed size of the policy was too large, before its length was')
}

identityPool.variant(
  'basic-flow-refusals',
  'Roles, names and durations that STS refuses',
  {
    lacking: ['basic-flow', 'sts'],
    pool: POOL,
    client: CLIENT,
    user: {},
    identityPool: {
      guests: true,
      classicFlow: true,
      roles: {
        member: { ...NO_RIGHTS, maxSession: 7200 },
        visitor: { ...NO_RIGHTS, amr: 'unauthenticated' },
        foreign: { ...NO_RIGHTS, trustsAnotherPool: true },
        provider: { ...NO_RIGHTS, amr: 'cognito-idp.*' },
        facebook: { ...NO_RIGHTS, amr: 'graph.facebook.com' },
      },
    },
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, probe, check } = context
    const signedIn = signInByApi(context)
    const { token } = obtainSession(context, obtainIdentity(context, signedIn), 'member')
    const taken = { performed: 14 } as const

    const foreign = attempt(14, (cast) => asksSts(cast, 'foreign', token.value))
    check(roleOfAnotherPool, foreign, taken)
    check(untrustedError, foreign, taken)
    const asVisitor = attempt(14, (cast) => asksSts(cast, 'visitor', token.value))
    check(roleOfGuests, asVisitor, taken)
    const asMember = attempt(
      14,
      async (cast) => {
        const { identityId } = await identifies(cast)
        return asksSts(cast, 'member', await takesToken(cast, identityId))
      },
      { needs: ['guest-access'] },
    )
    check(roleOfUsers, asMember, taken)

    check(
      roleOfProvider,
      probe(14, (cast) => asksSts(cast, 'provider', token.value)),
    )
    check(
      roleOfOtherProvider,
      attempt(14, (cast) => asksSts(cast, 'facebook', token.value)),
      { check: roleOfProvider },
    )

    const ofUserPool = attempt(14, ({ application, lease }) =>
      application.aws.sts.assumeRole(arnOfRole(lease, 'member'), signedIn.value.tokens.idToken),
    )
    check(userPoolToken, ofUserPool, taken)
    check(unknownIssuer, ofUserPool, taken)
    const noToken = attempt(14, ({ application, lease }) =>
      application.aws.sts.assumeRole(arnOfRole(lease, 'member'), MADE_UP_TOKEN),
    )
    for (const one of [noJwt, noJwtCode, noJwtMessage]) check(one, noToken, taken)
    check(
      errorEnvelope,
      probe(14, () => errorIn(noToken.value)),
    )

    const asked = (more: Readonly<Record<string, string>>) =>
      attempt(14, (cast) => asksSts(cast, 'member', token.value, more))
    const named = asked({ RoleSessionName: 'a:visitor' })
    check(badSessionName, named, taken)
    check(badSessionNameError, named, taken)
    const long = asked({ RoleSessionName: 'visitor'.padEnd(65, '-') })
    check(longSessionName, long, taken)
    check(longSessionNameError, long, taken)
    check(belowMinimum, asked({ DurationSeconds: '899' }), taken)
    check(
      stsLongDuration,
      probe(14, (cast) => takesSession(cast, 'member', token.value, { DurationSeconds: '7200' })),
    )
    const beyond = asked({ DurationSeconds: '7201' })
    check(beyondMaximum, beyond, { check: stsLongDuration })
    check(beyondMaximumError, beyond, { check: stsLongDuration })

    check(malformedPolicy, asked({ Policy: 'Everything but S3' }), taken)
    const limited = probe(14, (cast) => asksSts(cast, 'member', token.value, { Policy: policyFor(1) }))
    check(policyTaken, limited)
    const tooLong = attempt(14, async (cast) =>
      ofPlainText(await asksSts(cast, 'member', token.value, { Policy: policyFor(70) })),
    )
    check(longPolicy, tooLong, { check: policyTaken })
  },
)

identityPool.variant(
  'basic-flow-forged',
  'A token of the identity pool with another signature',
  {
    lacking: ['basic-flow', 'sts'],
    attacks: true,
    pool: POOL,
    client: CLIENT,
    user: {},
    identityPool: { classicFlow: true, roles: { member: NO_RIGHTS } },
    does: ['signs-in'],
  },
  (context) => {
    const who = obtainIdentity(context, signInByApi(context))
    const { token } = obtainSession(context, who, 'member')
    const forged = context.attempt(14, ({ application, lease }) =>
      application.aws.sts.assumeRole(
        arnOfRole(lease, 'member'),
        withOtherSignature(tokenOf(legible(token.value))),
      ),
    )
    context.check(forgedToken, forged, { performed: 14 })
  },
)

identityPool.variant(
  'basic-flow-role-mappings',
  'The basic flow, where a role mapping decides',
  {
    lacking: ['basic-flow', 'sts', 'enhanced-flow', 'role-mapping', 'groups'],
    pool: POOL,
    client: CLIENT,
    user: FIRST_PREFERRED,
    identityPool: {
      classicFlow: true,
      roles: THREE_ROLES,
      roleMappings: { 'user-pool': { type: 'Token', ambiguous: 'Deny' } },
    },
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, check } = context
    const who = obtainIdentity(context, signInByApi(context))
    const refused = attempt(13, ({ application }) =>
      application.aws.identityPool.getOpenIdToken(who.value.identityId, who.value.logins),
    )
    const twin = { check: openIdTokenComes, variant: 'basic-flow' }
    check(mappedPool, refused, twin)
    check(mappedPoolMessage, refused, twin)
    check(preferredRole, roleReached(context, obtainCredentials(context, who)))
  },
)
