/** Properly signed, and wrong: for somebody else, in answer to something else, for another time. */
import fc from 'fast-check'
import { type SamlRow, samlRow } from '../../../../fixtures/fuzzing/saml/draft.ts'
import { status, statusCode, statusXml } from '../../../../mock-idp/saml/draft.ts'
import { instant } from '../../../../mock-idp/saml/xml.ts'
import { asserting, atSaml, confirming, NEAR_MISSES, nearly, nearMiss, saying } from './making.ts'

const PARTS = ['both', 'response', 'confirmation'] as const

const addresses: readonly SamlRow[] = [
  samlRow({
    id: 'audience-nearly-ours',
    says: 'The audience is spelled nearly as the user pool’s entity id.',
    class: 'saml-address',
    layer: 'claims',
    gravity: 1,
    signs: true,
    verdict: atSaml('refuse'),
    sweep: NEAR_MISSES,
    parameter: nearMiss,
    apply: (draft, miss, { idp }) =>
      asserting(draft, 'audience', (a) => ({ ...a, audiences: [[nearly(idp.audience, miss)]] })),
  }),
  samlRow({
    id: 'recipient-nearly-ours',
    says: 'The Recipient of the confirmation is spelled nearly as the address of the user pool.',
    class: 'saml-address',
    layer: 'claims',
    gravity: 1,
    signs: true,
    verdict: atSaml('refuse'),
    sweep: NEAR_MISSES,
    parameter: nearMiss,
    apply: (draft, miss, { idp }) =>
      asserting(draft, 'recipient', (a) => confirming(a, { Recipient: nearly(idp.recipient, miss) })),
  }),
  samlRow({
    id: 'destination-nearly-ours',
    says: 'The Destination of the signed response is spelled nearly as the address of the user pool.',
    class: 'saml-binding',
    layer: 'claims',
    gravity: 2,
    signs: true,
    verdict: atSaml('refuse'),
    sweep: NEAR_MISSES,
    parameter: nearMiss,
    apply: (draft, miss, { idp }) =>
      saying(draft, 'destination', (says) => ({
        ...says,
        attributes: { ...says.attributes, Destination: nearly(idp.recipient, miss) },
      })),
  }),
  samlRow({
    id: 'request-nearly-ours',
    says: 'InResponseTo is spelled nearly as the identifier of the request, in the response, in the confirmation, or in both.',
    class: 'saml-address',
    layer: 'claims',
    gravity: 1,
    signs: true,
    verdict: atSaml('refuse'),
    sweep: PARTS.flatMap((of) => NEAR_MISSES.slice(0, 3).map((miss) => ({ of, miss }))),
    parameter: fc.record({ of: fc.constantFrom(...PARTS), miss: nearMiss }),
    apply: (draft, { of, miss }, { idp }) => {
      if (idp.inResponseTo === undefined) return undefined
      const InResponseTo = nearly(idp.inResponseTo, miss)
      return saying(draft, 'request', (says) => ({
        ...says,
        ...(of === 'confirmation' ? {} : { attributes: { ...says.attributes, InResponseTo } }),
        ...(of === 'response' ? {} : { assertion: confirming(says.assertion, { InResponseTo }) }),
      }))
    },
  }),
  samlRow({
    id: 'issuer-nearly-ours',
    says: 'The Issuer of the assertion, of the response, or of both is spelled nearly as the provider’s entity id.',
    class: 'saml-binding',
    layer: 'claims',
    gravity: 2,
    signs: true,
    verdict: atSaml('refuse'),
    sweep: (['both', 'response', 'assertion'] as const).flatMap((of) =>
      NEAR_MISSES.slice(0, 3).map((miss) => ({ of, miss })),
    ),
    parameter: fc.record({
      of: fc.constantFrom('both' as const, 'response' as const, 'assertion' as const),
      miss: nearMiss,
    }),
    apply: (draft, { of, miss }, { idp }) => {
      const issuer = nearly(idp.entityId, miss)
      return saying(draft, 'issuer', (says) => ({
        ...says,
        ...(of === 'assertion' ? {} : { issuer }),
        assertion: of === 'response' ? says.assertion : { ...says.assertion, issuer },
      }))
    },
  }),
  samlRow({
    id: 'relay-state-nearly-ours',
    says: 'RelayState is nearly the one that came with the request.',
    // An end more or less may be nothing to who decodes it: that it has to be refused is the standard's word.
    class: 'saml-binding',
    layer: 'form',
    gravity: 2,
    verdict: atSaml('refuse'),
    sweep: NEAR_MISSES,
    parameter: nearMiss,
    apply: (draft, miss, { idp }) =>
      idp.relayState === undefined || draft.fields.length > 0
        ? undefined
        : {
            ...draft,
            fields: [
              (fields) =>
                fields.map(([name, value]) =>
                  name === 'RelayState' ? [name, nearly(value, miss)] : [name, value],
                ),
            ],
          },
  }),
]

/** Ten minutes lie outside of any skew that is allowed. */
const LATE = 600
const YEARS = 315_360_000
const LIMITS = ['conditions', 'confirmation', 'both'] as const
/** How a stamp is written; all name the same moment. */
const WRITTEN = ['Z', '.000Z', '.000000Z'] as const
const written = (seconds: number, ending: (typeof WRITTEN)[number]): string =>
  instant(seconds * 1000).replace(/Z$/, ending)

const UNREADABLE = [
  '',
  'never',
  '0',
  '9999999999',
  '2099-02-30T00:00:00Z',
  '2099-13-01T00:00:00Z',
  '2099-01-01T25:00:00Z',
  '2099-01-01',
  '01/01/2099',
  'P1D',
] as const

const times: readonly SamlRow[] = [
  samlRow({
    id: 'assertion-over',
    says: 'NotOnOrAfter of the conditions, of the confirmation, or of both has passed ten minutes ago or more.',
    class: 'saml-conditions',
    layer: 'claims',
    gravity: 1,
    signs: true,
    verdict: atSaml('refuse'),
    sweep: LIMITS.flatMap((of) => [LATE, YEARS].map((ago) => ({ of, ago, ending: 'Z' as const }))),
    parameter: fc.record({
      of: fc.constantFrom(...LIMITS),
      ago: fc.integer({ min: LATE, max: YEARS }),
      ending: fc.constantFrom(...WRITTEN),
    }),
    apply: (draft, { of, ago, ending }, { now }) => {
      const NotOnOrAfter = written(now - ago, ending)
      const NotBefore = written(now - ago - 300, ending)
      return asserting(draft, 'times', (a) => ({
        ...(of === 'conditions' ? a : confirming(a, { NotOnOrAfter })),
        ...(of === 'confirmation' ? {} : { conditions: { NotBefore, NotOnOrAfter } }),
      }))
    },
  }),
  samlRow({
    id: 'assertion-not-yet-good',
    says: 'NotBefore of the conditions is ten minutes away or more.',
    class: 'saml-conditions',
    layer: 'claims',
    gravity: 2,
    signs: true,
    verdict: atSaml('refuse'),
    sweep: [LATE, 86_400, YEARS],
    parameter: fc.integer({ min: LATE, max: YEARS }),
    apply: (draft, ahead, { now }) =>
      asserting(draft, 'times', (a) => ({
        ...a,
        conditions: { NotBefore: written(now + ahead, 'Z'), NotOnOrAfter: written(now + ahead + 300, 'Z') },
      })),
  }),
  samlRow({
    id: 'end-unreadable',
    says: 'NotOnOrAfter of the conditions or of the confirmation is no time.',
    class: 'saml-conditions',
    layer: 'claims',
    gravity: 2,
    signs: true,
    verdict: atSaml('refuse'),
    sweep: UNREADABLE.flatMap((text) =>
      (['conditions', 'confirmation'] as const).map((of) => ({ of, text })),
    ),
    parameter: fc.record({
      of: fc.constantFrom('conditions' as const, 'confirmation' as const),
      text: fc.constantFrom(...UNREADABLE),
    }),
    apply: (draft, { of, text }) =>
      asserting(draft, 'times', (a) =>
        of === 'confirmation'
          ? confirming(a, { NotOnOrAfter: text })
          : { ...a, conditions: { ...a.conditions, NotOnOrAfter: text } },
      ),
  }),
  samlRow({
    id: 'times-wide',
    says: 'The assertion is good from long ago until far away, and its stamps show fractions of seconds.',
    class: 'saml-honest-dress',
    layer: 'claims',
    gravity: 3,
    signs: true,
    verdict: atSaml('accept'),
    sweep: WRITTEN.map((ending) => ({ before: 300, after: 600, ending })),
    parameter: fc.record({
      before: fc.integer({ min: 300, max: 86_400 }),
      after: fc.integer({ min: 300, max: 86_400 }),
      ending: fc.constantFrom(...WRITTEN),
    }),
    apply: (draft, { before, after, ending }, { now }) =>
      asserting(draft, 'times', (a) => {
        const [NotBefore, NotOnOrAfter] = [written(now - before, ending), written(now + after, ending)]
        return { ...confirming(a, { NotOnOrAfter }), conditions: { NotBefore, NotOnOrAfter } }
      }),
  }),
]

const VERSIONS = ['1.0', '1.1', '2.1', '2.00', '02.0', '3.0', '2', '2.', '', 'two'] as const
const CODES = [
  'Requester',
  'Responder',
  'VersionMismatch',
  'AuthnFailed',
  'NoPassive',
  'RequestDenied',
  'success',
  'Successful',
] as const

const fields: readonly SamlRow[] = [
  samlRow({
    id: 'version-other',
    says: 'The version of the response or of the assertion is not 2.0.',
    class: 'saml-binding',
    layer: 'claims',
    gravity: 2,
    signs: true,
    verdict: atSaml('refuse'),
    sweep: VERSIONS.flatMap((version) => (['response', 'assertion'] as const).map((of) => ({ of, version }))),
    parameter: fc.record({
      of: fc.constantFrom('response' as const, 'assertion' as const),
      version: fc.constantFrom(...VERSIONS),
    }),
    apply: (draft, { of, version: Version }) =>
      saying(draft, 'version', (says) =>
        of === 'response'
          ? { ...says, attributes: { ...says.attributes, Version } }
          : {
              ...says,
              assertion: {
                ...says.assertion,
                attributes: { ...says.assertion.attributes, Version },
              },
            },
      ),
  }),
  samlRow({
    id: 'status-other',
    says: 'The status says that the sign-in failed, beside an assertion; a second code may say otherwise.',
    class: 'saml-binding',
    layer: 'claims',
    gravity: 1,
    signs: true,
    verdict: atSaml('refuse'),
    sweep: CODES.flatMap((code) => [false, true].map((success) => ({ code, success }))),
    parameter: fc.record({ code: fc.constantFrom(...CODES), success: fc.boolean() }),
    apply: (draft, { code, success }) =>
      saying(draft, 'status', (says) => ({
        ...says,
        status: statusXml(statusCode(status(code), success ? statusCode(status('Success')) : '')),
      })),
  }),
]

export const conditionRows: readonly SamlRow[] = [...addresses, ...times, ...fields]
