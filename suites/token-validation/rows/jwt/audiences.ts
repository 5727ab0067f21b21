/** Tokens for another client: in `aud`, in `client_id` of access tokens, and in `azp`. */
import fc from 'fast-check'
import type { JwtRow } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { jwtRow } from '../../../../fixtures/fuzzing/jwt/row.ts'
import {
  ALL,
  APPLICATION,
  allBut,
  another,
  audienceClaim,
  beside,
  HTTP,
  OPERATION,
  OWN_API,
  owed,
  POOL,
  POOL_OIDC,
  PROVIDER,
  REST,
  STS,
  signedWith,
  USER_INFO,
  type VerdictOf,
  wrongAudience,
  wrongClient,
} from './claims.ts'
import { partOf } from './making.ts'

/** Client ids that are not the scene's. */
const foreign = (client: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_one, index) => `${another(client)}${index === 0 ? '' : index}`)

const CLIENTS = ['another', 'of-this-pool'] as const

const anotherAudience = jwtRow<(typeof CLIENTS)[number]>({
  id: 'another-audience',
  says: 'Names another client as its audience',
  class: 'audience',
  layer: 'claims',
  gravity: 1,
  signs: true,
  verdict: wrongClient,
  sweep: CLIENTS,
  parameter: fc.constantFrom(...CLIENTS),
  apply: (draft, which, { client, others }) => {
    const claim = audienceClaim(draft)
    const theirs = partOf(others['other-client'], 1)
    const value = which === 'another' ? another(client) : (theirs?.['aud'] ?? theirs?.['client_id'])
    return claim === undefined || value === undefined
      ? undefined
      : signedWith(draft, { [claim]: value, ...beside(draft, value) })
  },
})

/** `aud` decides where it is present, whatever stands in `client_id`: applications look at the latter in access tokens. */
const clientIdBesideWrongAudience: VerdictOf = (place) =>
  place.kind === APPLICATION && place.use === 'access' ? 'either' : wrongAudience(place)

const wrongAudienceRightClient = jwtRow<null>({
  id: 'another-audience-beside-the-right-client-id',
  says: 'Names another client in aud, and the right one in client_id',
  class: 'audience',
  layer: 'claims',
  gravity: 1,
  signs: true,
  verdict: clientIdBesideWrongAudience,
  divides: 'client-id',
  sweep: [null],
  parameter: fc.constant(null),
  apply: (draft, _none, { client }) => signedWith(draft, { aud: another(client), client_id: client }),
})

/** HTTP APIs look at `client_id` where `aud` is absent, and only there. */
const clientIdAlone = jwtRow<null>({
  id: 'client-id-and-no-audience',
  says: 'Names the right client in client_id, and nobody in aud',
  class: 'documented-dress',
  layer: 'claims',
  gravity: 3,
  signs: true,
  verdict: ({ kind }) => (kind === HTTP ? 'accept' : undefined),
  sweep: [null],
  parameter: fc.constant(null),
  apply: (draft, _none, { client }) =>
    draft.payload.has('aud') ? signedWith(draft, { aud: undefined, client_id: client }) : undefined,
})

const clientIdForAudience = jwtRow<null>({
  id: 'client-id-in-place-of-the-audience',
  says: 'Names the right client in client_id, where it is wanted in aud',
  class: 'missing-claim',
  layer: 'claims',
  gravity: 1,
  signs: true,
  verdict: owed({ refuse: [POOL, POOL_OIDC, STS, PROVIDER], either: [REST, APPLICATION, OWN_API] }),
  sweep: [null],
  parameter: fc.constant(null),
  apply: (draft, _none, { client }) =>
    draft.payload.has('aud') ? signedWith(draft, { aud: undefined, client_id: client }) : undefined,
})

const audienceBesideWrongClient = jwtRow<null>({
  id: 'right-audience-beside-another-client-id',
  says: 'Names the right client in aud, and another in client_id',
  class: 'documented-dress',
  layer: 'claims',
  gravity: 3,
  signs: true,
  verdict: owed({ accept: [HTTP], either: allBut(HTTP, OPERATION, USER_INFO) }),
  divides: 'client-id',
  sweep: [null],
  parameter: fc.constant(null),
  apply: (draft, _none, { client }) => signedWith(draft, { aud: client, client_id: another(client) }),
})

const foreignAudiences = jwtRow<number>({
  id: 'audiences-of-others',
  says: 'Names a list of other clients as its audience',
  class: 'audience-spelling',
  layer: 'claims',
  gravity: 1,
  signs: true,
  verdict: wrongClient,
  sweep: [1, 2, 50],
  parameter: fc.integer({ min: 1, max: 50 }),
  apply: (draft, count, { client }) =>
    draft.payload.has('aud')
      ? signedWith(draft, { aud: foreign(client, count), ...beside(draft, another(client)) })
      : undefined,
})

type Among = { readonly others: number; readonly at: number }

const among = (party: boolean) =>
  ({
    class: 'documented-dress',
    layer: 'claims',
    gravity: 3,
    signs: true,
    divides: 'audience-array',
    sweep: [
      { others: 1, at: 0 },
      { others: 1, at: 1 },
      { others: 5, at: 3 },
    ],
    parameter: fc.record({ others: fc.integer({ min: 1, max: 5 }), at: fc.integer({ min: 0, max: 5 }) }),
    apply: (draft, { others, at }, { client }) => {
      if (!draft.payload.has('aud')) return undefined
      const aud = foreign(client, others).toSpliced(Math.min(at, others), 0, client)
      return signedWith(draft, { aud, ...(party ? { azp: client } : {}) })
    },
  }) satisfies Omit<Parameters<typeof jwtRow<Among>>[0], 'id' | 'says' | 'verdict'>

const audienceAmongOthers = jwtRow<Among>({
  id: 'audience-among-others',
  says: 'Names the right client in a list of several, and no authorized party',
  // OpenID Connect Core, section 3.1.3.7: where there are several, the client should see that azp is there.
  verdict: owed({ either: allBut(OPERATION, USER_INFO) }),
  ...among(false),
})

const partyAmongOthers = jwtRow<Among>({
  id: 'authorized-party-among-audiences',
  says: 'Names the right client in a list of several, and as the authorized party',
  verdict: owed({ accept: [PROVIDER], either: allBut(PROVIDER, OPERATION, USER_INFO) }),
  ...among(true),
})

const NEAR: Readonly<Record<string, (client: string) => unknown>> = {
  'one-more': (client) => `${client}x`,
  'one-less': (client) => client.slice(0, -1),
  'without-first': (client) => client.slice(1),
  first: (client) => client.slice(0, 1),
  inside: (client) => `x${client}x`,
  case: (client) => client.toUpperCase(),
  'space-after': (client) => `${client} `,
  'space-before': (client) => ` ${client}`,
  comma: (client) => `${client},${another(client)}`,
  space: (client) => `${another(client)} ${client}`,
}

const nearAudience = jwtRow<string>({
  id: 'audience-near-miss',
  says: 'Spells its audience nearly as it should be',
  class: 'audience-spelling',
  layer: 'claims',
  gravity: 1,
  signs: true,
  verdict: wrongClient,
  sweep: Object.keys(NEAR),
  parameter: fc.constantFrom(...Object.keys(NEAR)),
  apply: (draft, how, { client }) => {
    const claim = audienceClaim(draft)
    const value = NEAR[how]?.(client)
    return claim === undefined || value === undefined || value === client
      ? undefined
      : signedWith(draft, { [claim]: value, ...beside(draft, value) })
  },
})

const EMPTY: Readonly<Record<string, (client: string) => unknown>> = {
  'empty-list': () => [],
  'empty-text': () => '',
  'list-of-empty': () => [''],
  'list-of-null': () => [null],
  'list-of-empty-list': () => [[]],
  'list-of-list': (client) => [[client]],
}

const emptyAudience = jwtRow<string>({
  id: 'audience-empty',
  says: 'Names nobody as its audience, or hides the right one in lists',
  class: 'audience-spelling',
  layer: 'claims',
  gravity: 1,
  signs: true,
  verdict: wrongClient,
  sweep: Object.keys(EMPTY),
  parameter: fc.constantFrom(...Object.keys(EMPTY)),
  apply: (draft, how, { client }) =>
    draft.payload.has('aud')
      ? signedWith(draft, { aud: EMPTY[how]?.(client), ...beside(draft, another(client)) })
      : undefined,
})

/** Identity pools are documented to look at `azp` first; whether they really take this is not known. */
const partyBesideWrongAudience: VerdictOf = owed({
  refuse: [HTTP, PROVIDER, APPLICATION],
  either: [POOL, POOL_OIDC, STS, REST],
})

const partyForAudience = jwtRow<null>({
  id: 'authorized-party-beside-another-audience',
  says: 'Names another client in aud, and the right one in azp',
  class: 'audience',
  layer: 'claims',
  gravity: 1,
  signs: true,
  verdict: (place) => (place.kind === OWN_API ? wrongClient(place) : partyBesideWrongAudience(place)),
  sweep: [null],
  parameter: fc.constant(null),
  apply: (draft, _none, { client }) =>
    draft.payload.has('aud')
      ? signedWith(draft, { aud: another(client), azp: client, ...beside(draft, another(client)) })
      : undefined,
})

const anotherParty = jwtRow<null>({
  id: 'another-authorized-party',
  says: 'Names the right client in aud, and another in azp',
  class: 'authorized-party',
  layer: 'claims',
  gravity: 1,
  signs: true,
  verdict: owed({
    refuse: [POOL_OIDC, PROVIDER],
    either: allBut(POOL_OIDC, PROVIDER, OPERATION, USER_INFO),
  }),
  divides: 'authorized-party',
  sweep: [null],
  parameter: fc.constant(null),
  apply: (draft, _none, { client }) =>
    draft.payload.has('aud') ? signedWith(draft, { azp: another(client) }) : undefined,
})

const ODD_PARTIES = ['list', 'number', 'null', 'empty'] as const

const oddParty = jwtRow<(typeof ODD_PARTIES)[number]>({
  id: 'authorized-party-of-another-type',
  says: 'Names its authorized party in a list, or by something that is no text',
  class: 'authorized-party',
  layer: 'claims',
  gravity: 3,
  signs: true,
  verdict: owed({ either: ALL.filter((kind) => kind !== OPERATION && kind !== USER_INFO) }),
  divides: 'authorized-party',
  sweep: ODD_PARTIES,
  parameter: fc.constantFrom(...ODD_PARTIES),
  apply: (draft, how, { client }) =>
    signedWith(draft, { azp: { list: [client], number: 5, null: null, empty: '' }[how] }),
})

export const audienceRows: readonly JwtRow[] = [
  anotherAudience,
  wrongAudienceRightClient,
  clientIdForAudience,
  foreignAudiences,
  nearAudience,
  emptyAudience,
  partyForAudience,
  anotherParty,
  oddParty,
  clientIdAlone,
  audienceBesideWrongClient,
  audienceAmongOthers,
  partyAmongOthers,
]
