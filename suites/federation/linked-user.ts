/** People whose identity an administrator linked to a local user, and what becomes of them without the link. */
import type { Cast, PersonAtProvider, User } from '../../fixtures/actors/actors.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import { succeeded } from '../shared/answers.ts'
import { NOBODY } from '../shared/requests.ts'
import {
  idTokenFirst,
  type Linked,
  linkedByAttribute,
  listsIdentity,
  localStillSignsIn,
  nobodyToLink,
  notInGroup,
  signsInAsLocal,
  unlinkedIsNew,
  updatesLocal,
} from './checks/linking.ts'
import { federation } from './flow.ts'
import { signsInAnew, tokensOf } from './further-sign-ins.ts'
import { clientOf, OIDC, poolWith } from './pools.ts'
import { profileOf, signInThrough } from './steps-1-to-10.ts'
import { redeemCode } from './steps-11-to-17.ts'

const SUBJECT = 'Cognito_Subject'
const NEEDS = { needs: ['admin-api', 'user-linking'] } as const

const administers = ({ application, lease }: Cast, operation: string, input: object): Promise<Answer> =>
  application.call(operation, { UserPoolId: lease.userPool.id, ...input }, { signed: true })

const getsUser = (cast: Cast, { username }: Pick<User, 'username'>): Promise<Answer> =>
  administers(cast, 'AdminGetUser', { Username: username })

const links = (cast: Cast, username: string, name: string, value: string): Promise<Answer> =>
  administers(cast, 'AdminLinkProviderForUser', {
    DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: username },
    SourceUser: {
      ProviderName: cast.provider().name,
      ProviderAttributeName: name,
      ProviderAttributeValue: value,
    },
  })

/** Somebody who has not signed in yet, and whom userInfo calls by another nickname than the ID token. */
async function ambiguous(cast: Cast): Promise<PersonAtProvider> {
  const provider = cast.provider()
  const { claims } = await provider.newPerson()
  return provider.newPerson({
    claims,
    userInfo: { ...claims, nickname: `unsigned-${String(claims['nickname'])}` },
  })
}

federation.variant(
  'linked-user',
  'A person whose identity is linked to a local user',
  {
    lacking: ['hosted-domain', 'federation-oidc', 'user-linking', 'admin-api'],
    pool: poolWith(OIDC),
    client: { ...clientOf(OIDC.name), uses: ['ALLOW_USER_PASSWORD_AUTH'] },
    user: {},
    secondUser: {},
    does: ['signs-in', 'changes'],
  },
  (context) => {
    const { probe, attempt, check } = context
    const made = probe(
      1,
      async (cast) => {
        const person = await ambiguous(cast)
        const before = succeeded(await getsUser(cast, cast.user))
        succeeded(await links(cast, cast.user.username, SUBJECT, person.subject))
        return { person, before }
      },
      NEEDS,
    )
    const signedIn = signInThrough(context, { mfa: false, person: async () => made.value.person })
    const tokens = redeemCode(context, signedIn)
    const linked = probe(
      9,
      async (cast): Promise<Linked> => ({
        ...signedIn.returned.value,
        issued: tokens.value,
        user: cast.lease.user,
        before: made.value.before,
        after: await getsUser(cast, cast.user),
      }),
      NEEDS,
    )
    for (const one of [signsInAsLocal, listsIdentity, updatesLocal, idTokenFirst, notInGroup])
      check(one, linked)

    const local = probe(
      9,
      async ({ application, user }) => ({
        answer: await application.initiateAuth('USER_PASSWORD_AUTH', {
          USERNAME: user.username,
          PASSWORD: user.password,
        }),
      }),
      { needs: ['user-linking', 'password'] },
    )
    check(localStillSignsIn, local)

    const byAddress = probe(
      9,
      async (cast) => {
        const person = await cast.provider().newPerson()
        const before = succeeded(await getsUser(cast, cast.secondUser))
        succeeded(await links(cast, cast.secondUser.username, 'email', String(person.claims['email'])))
        const came = await signsInAnew(cast, person, 'by-address')
        return { ...came, issued: await tokensOf(cast, came), user: cast.secondUser, before }
      },
      NEEDS,
    )
    check(linkedByAttribute, byAddress)

    const nobody = attempt(9, (cast) => links(cast, NOBODY, SUBJECT, 'of-nobody'), NEEDS)
    check(nobodyToLink, nobody, { check: signsInAsLocal })

    const unlinked = probe(
      9,
      async (cast) => {
        const { person, provider } = signedIn.returned.value
        succeeded(
          await administers(cast, 'AdminDisableProviderForUser', {
            User: {
              ProviderName: provider.name,
              ProviderAttributeName: SUBJECT,
              ProviderAttributeValue: person.subject,
            },
          }),
        )
        const came = await signsInAnew(cast, person, 'unlinked')
        return {
          ...(await profileOf(cast, came)),
          issued: await tokensOf(cast, came),
          local: made.value.before,
        }
      },
      NEEDS,
    )
    check(unlinkedIsNew, unlinked)
  },
)
