/** Attributes for access control: claims as principal tags, seen through policies that hold them. */
import type { Cast, SessionCredentials } from '../../fixtures/actors/actors.ts'
import { NotPerformed } from '../../fixtures/flow/not-performed.ts'
import { readJwt } from '../../fixtures/protocol/jwt.ts'
import { isValue } from '../../fixtures/protocol/reading.ts'
import type { PolicyStatement } from '../../fixtures/targets/lease-identity.ts'
import { claim } from '../shared/tokens.ts'
import { tagsDescribed } from './checks/role-settings.ts'
import {
  defaultClientTag,
  defaultTagCloses,
  defaultUserTag,
  tagCloses,
  tagOfUser,
  tagOpens,
  tagSessionMissing,
} from './checks/tags.ts'
import { CLIENT_OF_DEPARTMENTS, DEPARTMENT, POOL_OF_DEPARTMENTS, userOf } from './departments.ts'
import { identityPool } from './flow.ts'
import { CLIENT, POOL, poolOf } from './pools.ts'
import { identifies, NO_RIGHTS } from './roles.ts'
import { loginOf, type SignedIn, signInByApi, signsInAside } from './steps-1-to-8.ts'
import { obtainIdentity } from './steps-9-to-11.ts'
import { asksForCredentials, credentialed, obtainCredentials } from './steps-12-to-15.ts'

const writesBelow = (tag: string): PolicyStatement => ({
  Effect: 'Allow',
  Action: 's3:PutObject',
  Resource: `arn:aws:s3:::{bucket}/\${aws:PrincipalTag/${tag}}/*`,
})

const puts = ({ application }: Cast, folder: string, credentials: SessionCredentials) =>
  application.aws.object('PUT', `${folder}/note.txt`, credentials, { body: 'a note' })

identityPool.variant(
  'principal-tags',
  'A claim as a principal tag',
  {
    lacking: ['enhanced-flow', 'principal-tags'],
    pool: POOL_OF_DEPARTMENTS,
    client: CLIENT_OF_DEPARTMENTS,
    user: userOf('sales'),
    secondUser: userOf('legal'),
    identityPool: {
      roles: { authenticated: { tagSession: true, statements: [writesBelow('department')] } },
      principalTags: { 'user-pool': { department: DEPARTMENT } },
    },
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, probe, check } = context
    const came = obtainCredentials(context, obtainIdentity(context, signInByApi(context)))
    check(
      tagOpens,
      probe(18, (cast) => puts(cast, 'sales', came.value.credentials)),
    )
    check(
      tagCloses,
      attempt(18, (cast) => puts(cast, 'legal', came.value.credentials)),
      { check: tagOpens },
    )
    const other = probe(18, async (cast) => {
      const { logins } = await signsInAside(cast, { user: cast.secondUser })
      const answer = await asksForCredentials(cast, await identifies(cast, logins))
      return puts(cast, 'legal', credentialed(answer, cast).credentials)
    })
    check(tagOfUser, other)

    const settings = probe(13, async ({ application, lease }) => {
      const input = { IdentityPoolId: poolOf(lease).id, IdentityProviderName: loginOf(lease) }
      return { answer: await application.aws.identityPool.call('GetPrincipalTagAttributeMap', input), lease }
    })
    check(tagsDescribed, settings)
  },
)

identityPool.variant(
  'principal-tags-untrusted',
  'Principal tags, and a role that does not take them',
  {
    lacking: ['enhanced-flow', 'principal-tags'],
    pool: POOL_OF_DEPARTMENTS,
    client: CLIENT_OF_DEPARTMENTS,
    user: userOf('sales'),
    identityPool: {
      roles: { authenticated: NO_RIGHTS },
      principalTags: { 'user-pool': { department: DEPARTMENT } },
    },
    does: ['signs-in'],
  },
  (context) => {
    const who = obtainIdentity(context, signInByApi(context))
    const refused = context.attempt(13, (cast) => asksForCredentials(cast, who.value))
    context.check(tagSessionMissing, refused, { check: tagOpens, variant: 'principal-tags' })
  },
)

/** @throws {NotPerformed} the ID token does not name its user */
function subjectOf({ tokens }: SignedIn): string {
  const sub = claim(readJwt(tokens.idToken), 'sub')
  if (isValue(sub) && typeof sub === 'string' && sub !== '') return sub
  throw new NotPerformed('the ID token has no sub', 'sub as text', String(sub))
}

identityPool.variant(
  'principal-tags-defaults',
  'The default tags of a user pool',
  {
    lacking: ['enhanced-flow', 'principal-tags'],
    pool: POOL,
    client: CLIENT,
    user: {},
    identityPool: {
      roles: {
        authenticated: { tagSession: true, statements: [writesBelow('username'), writesBelow('client')] },
      },
      principalTags: { 'user-pool': 'defaults' },
    },
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, probe, check } = context
    const signedIn = signInByApi(context)
    const came = obtainCredentials(context, obtainIdentity(context, signedIn))
    check(
      defaultUserTag,
      probe(18, (cast) => puts(cast, subjectOf(signedIn.value), came.value.credentials)),
    )
    check(
      defaultTagCloses,
      attempt(18, (cast) => puts(cast, 'somebody-else', came.value.credentials)),
      { check: defaultUserTag },
    )
    check(
      defaultClientTag,
      probe(18, (cast) => puts(cast, cast.lease.client.id, came.value.credentials)),
    )
  },
)
