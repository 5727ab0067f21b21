/** For whom, when and by which confirmation an assertion is good: honestly signed, and wrong. */
import { signed, trusted } from '../saml/compose.ts'
import { rows } from '../saml/define.ts'
import { type AssertionDraft, bearer, type Confirmation } from '../saml/draft.ts'
import type { SamlMisbehaviour, Scene } from '../saml/scene.ts'
import { type Attributes, element, instant } from '../saml/xml.ts'

const minute = 60_000
const day = 86_400_000
const year = 365 * day
/** The genuine response, its assertion changed before both are signed. */
const assertion = (change: (a: AssertionDraft, s: Scene) => Partial<AssertionDraft>) => (s: Scene) =>
  signed(
    { ...s.genuine, assertion: { ...s.genuine.assertion, ...change(s.genuine.assertion, s) } },
    'both',
    trusted(s),
  )
const conditions = (change: (s: Scene) => Attributes) =>
  assertion((a, s) => ({ conditions: { ...a.conditions, ...change(s) } }))
const confirmed = (change: (one: Confirmation, s: Scene) => Confirmation) =>
  assertion((a, s) => ({ confirmations: a.confirmations.map((one) => change(one, s)) }))
const data = (change: (s: Scene) => Attributes) =>
  confirmed((one, s) => ({ ...one, data: { ...one.data, ...change(s) } }))
const audiences = (of: (s: Scene) => readonly (readonly string[])[]) =>
  assertion((_, s) => ({ audiences: of(s) }))

const amazon = (text: string): string => `Amazon Cognito Developer Guide, SAML things to know: ${text}`
const audienceClause = `SAML 2.0 Core 2.5.1.4: the audience is the relying party; ${amazon('AudienceRestriction')}`
const recipientClause = `SAML 2.0 Profiles 4.1.4.3: Recipient; ${amazon('Recipient of SubjectConfirmationData')}`

const forWhom = rows(
  'saml-conditions',
  { owed: 'refusal', clause: audienceClause, proof: { verifies: true } },
  {
    id: 'saml-recipient-foreign',
    says: 'The confirmation names another recipient.',
    clause: recipientClause,
    bend: data(() => ({ Recipient: 'https://elsewhere.example/saml2/idpresponse' })),
  },
  {
    id: 'saml-recipient-missing',
    says: 'The confirmation names no recipient.',
    clause: recipientClause,
    bend: data(() => ({ Recipient: undefined })),
  },
  {
    id: 'saml-audience-of-other-pool',
    says: 'The audience is another user pool.',
    bend: audiences(() => [['urn:amazon:cognito:sp:us-east-1_AnotherOne']]),
  },
  {
    id: 'saml-audience-of-other-product',
    says: 'The audience is another product altogether.',
    bend: audiences(() => [['https://elsewhere.example/saml/metadata']]),
  },
  {
    id: 'saml-audience-restriction-missing',
    says: 'There is no AudienceRestriction.',
    seenIn: ['CVE-2026-9093'],
    bend: audiences(() => []),
  },
  {
    id: 'saml-audience-restriction-empty',
    says: 'The AudienceRestriction is empty.',
    bend: audiences(() => [[]]),
  },
  {
    id: 'saml-audience-empty',
    says: 'The audience is empty.',
    bend: audiences(() => [['']]),
  },
  ...(
    [
      ['upper-case', 'in capitals', (own: string) => own.toUpperCase()],
      ['with-slash', 'with a slash behind it', (own: string) => `${own}/`],
      ['cut-short', 'without its last character', (own: string) => own.slice(0, -1)],
      ['with-suffix', 'with more behind it', (own: string) => `${own}.elsewhere.example`],
      [
        'percent-encoded',
        'with a percent-encoded character',
        (own: string) => own.replace(/.$/, (c) => `%${c.charCodeAt(0).toString(16)}`),
      ],
    ] as const
  ).map(([name, says, of]) => ({
    id: `saml-audience-${name}`,
    says: `The audience is the relying party ${says}.`,
    bend: audiences((s) => [[of(s.audience)]]),
  })),
  {
    id: 'saml-audience-with-space',
    says: 'A space stands behind the audience.',
    owed: 'unsettled',
    bend: audiences((s) => [[`${s.audience} `]]),
  },
  {
    id: 'saml-audience-one-of-two-restrictions',
    says: 'One of two AudienceRestrictions is not for the relying party.',
    clause: 'SAML 2.0 Core 2.5.1.4: every restriction holds',
    bend: audiences((s) => [[s.audience], ['https://elsewhere.example/saml/metadata']]),
  },
  {
    id: 'saml-conditions-missing',
    says: 'There are no Conditions.',
    bend: assertion(() => ({ conditions: undefined })),
  },
  {
    id: 'saml-one-time-use',
    says: 'The conditions ask for use once, which this is.',
    owed: 'acceptance',
    clause: 'SAML 2.0 Core 2.5.1.5: OneTimeUse',
    bend: assertion(() => ({ furtherConditions: element('saml:OneTimeUse', {}) })),
  },
)

const limits = 'SAML 2.0 Core 2.5.1.2: NotBefore and NotOnOrAfter'
const dates = 'SAML 2.0 Core 1.3.3: time values are xs:dateTime in UTC'
const when = rows(
  'saml-conditions',
  { owed: 'refusal', clause: limits, proof: { verifies: true } },
  {
    id: 'saml-assertion-expired',
    says: 'The conditions were over a quarter of an hour ago.',
    bend: conditions((s) => ({
      NotBefore: instant(s.now - 20 * minute),
      NotOnOrAfter: instant(s.now - 15 * minute),
    })),
  },
  {
    id: 'saml-assertion-expired-long-ago',
    says: 'The conditions were over ten years ago.',
    bend: conditions((s) => ({
      NotBefore: instant(s.now - 10 * year - minute),
      NotOnOrAfter: instant(s.now - 10 * year),
    })),
  },
  {
    id: 'saml-assertion-not-yet-valid',
    says: 'The conditions begin in a quarter of an hour.',
    bend: conditions((s) => ({
      NotBefore: instant(s.now + 15 * minute),
      NotOnOrAfter: instant(s.now + 20 * minute),
    })),
  },
  {
    id: 'saml-assertion-never-valid',
    says: 'The conditions end an hour before they begin, on either side of now.',
    bend: conditions((s) => ({
      NotBefore: instant(s.now + 30 * minute),
      NotOnOrAfter: instant(s.now - 30 * minute),
    })),
  },
  {
    id: 'saml-confirmation-expired',
    says: 'The confirmation was over a quarter of an hour ago; the conditions are not.',
    clause: 'SAML 2.0 Profiles 4.1.4.3: NotOnOrAfter of SubjectConfirmationData',
    bend: data((s) => ({ NotOnOrAfter: instant(s.now - 15 * minute) })),
  },
  {
    id: 'saml-confirmation-without-end',
    says: 'The confirmation has no end.',
    clause: 'SAML 2.0 Profiles 4.1.4.2: SubjectConfirmationData has NotOnOrAfter',
    bend: data(() => ({ NotOnOrAfter: undefined })),
  },
  {
    id: 'saml-confirmation-with-beginning',
    says: 'The confirmation has a beginning, which is past.',
    owed: 'unsettled',
    clause: 'SAML 2.0 Profiles 4.1.4.2: SubjectConfirmationData has no NotBefore',
    bend: data((s) => ({ NotBefore: instant(s.now - minute) })),
  },
  ...(
    [
      ['empty', ''],
      ['word', 'never'],
      ['number', '1900000000'],
      ['thirtieth-of-february', '2037-02-30T00:00:00Z'],
      ['hour-24', '2037-01-01T24:00:01Z'],
      ['year-0000', '0000-01-01T00:00:00Z'],
    ] as const
  ).map(([name, value]) => ({
    id: `saml-expiry-unreadable-${name}`,
    says: `The conditions end at ${JSON.stringify(value)}.`,
    clause: dates,
    bend: conditions(() => ({ NotOnOrAfter: value })),
  })),
  ...(
    [
      ['without-zone', (ms: number) => instant(ms).slice(0, -1)],
      ['with-offset', (ms: number) => `${instant(ms + 120 * minute).slice(0, -1)}+02:00`],
      ['nine-fraction-digits', (ms: number) => `${instant(ms).slice(0, -1)}.123456789Z`],
    ] as const
  ).flatMap(([name, write]) => [
    {
      id: `saml-expiry-${name}`,
      says: `The conditions end in five minutes, written ${name.replaceAll('-', ' ')}.`,
      owed: 'unsettled' as const,
      clause: dates,
      bend: conditions((s) => ({ NotOnOrAfter: write(s.now + 5 * minute) })),
    },
    {
      id: `saml-expiry-past-${name}`,
      says: `The conditions were over a day ago, written ${name.replaceAll('-', ' ')}.`,
      clause: `${dates}; ${limits}`,
      bend: conditions((s) => ({
        NotBefore: instant(s.now - 2 * day),
        NotOnOrAfter: write(s.now - day),
      })),
    },
  ]),
  {
    id: 'saml-expiry-leap-second',
    says: 'The conditions end at a sixtieth second.',
    owed: 'unsettled',
    clause: `${dates}: no leap seconds`,
    bend: conditions((s) => ({ NotOnOrAfter: `${instant(s.now + 5 * minute).slice(0, 17)}60Z` })),
  },
  {
    id: 'saml-expiry-year-10000',
    says: 'The conditions end in the year 10000.',
    owed: 'unsettled',
    clause: dates,
    bend: conditions(() => ({ NotOnOrAfter: '10000-01-01T00:00:00Z' })),
  },
  {
    id: 'saml-expiry-of-many-digits',
    says: 'The end of the conditions has two hundred thousand digits.',
    exhausts: true,
    clause: dates,
    seenIn: ['CVE-2018-6519'],
    bend: conditions(() => ({ NotOnOrAfter: `2037-01-01T00:00:00.${'1'.repeat(200_000)}Z` })),
  },
  {
    id: 'saml-session-over',
    says: 'The session at the provider was over a day ago.',
    clause: 'SAML 2.0 Core 2.7.2: SessionNotOnOrAfter',
    bend: assertion((a, s) => ({
      authn: authn(a, { SessionNotOnOrAfter: instant(s.now - day) }),
    })),
  },
  ...(
    [
      ['future', 'in an hour', (now: number) => now + 60 * minute],
      ['long-ago', 'ten years ago', (now: number) => now - 10 * year],
    ] as const
  ).map(([name, says, at]) => ({
    id: `saml-authentication-${name}`,
    says: `The person was authenticated ${says}.`,
    owed: 'unsettled' as const,
    clause: 'SAML 2.0 Core 2.7.2: AuthnInstant',
    bend: assertion((a, s) => ({ authn: authn(a, { AuthnInstant: instant(at(s.now)) }) })),
  })),
  {
    id: 'saml-initiated-issued-long-ago',
    says: 'A sign-in that begins at the provider brings a response and an assertion issued ten minutes ago; their conditions hold.',
    at: 'initiate',
    clause: 'Amazon Cognito Developer Guide, SAML session initiation: issued within the last six minutes',
    bend: (s) => {
      const IssueInstant = instant(s.now - 10 * minute)
      const a = s.genuine.assertion
      const conditionsThen = {
        NotBefore: instant(s.now - 12 * minute),
        NotOnOrAfter: instant(s.now + 10 * minute),
      }
      return signed(
        {
          ...s.genuine,
          attributes: { ...s.genuine.attributes, IssueInstant },
          assertion: { ...a, attributes: { ...a.attributes, IssueInstant }, conditions: conditionsThen },
        },
        'both',
        trusted(s),
      )
    },
  },
)
const authn = (a: AssertionDraft, attributes: Attributes): AssertionDraft['authn'] =>
  a.authn === undefined ? undefined : { ...a.authn, attributes: { ...a.authn.attributes, ...attributes } }

const bearerClause = 'SAML 2.0 Profiles 4.1.4.2: a SubjectConfirmation by bearer with its data'
const confirmation = rows(
  'saml-conditions',
  { owed: 'refusal', clause: bearerClause, proof: { verifies: true } },
  {
    id: 'saml-confirmation-missing',
    says: 'There is no SubjectConfirmation.',
    clause: `${bearerClause}; ${amazon('SubjectConfirmationData is required')}`,
    bend: assertion(() => ({ confirmations: [] })),
  },
  {
    id: 'saml-confirmation-data-missing',
    says: 'The SubjectConfirmation has no data.',
    clause: `${bearerClause}; ${amazon('SubjectConfirmationData is required')}`,
    bend: confirmed(({ method }) => ({ method })),
  },
  ...(
    [
      ['holder-of-key', 'urn:oasis:names:tc:SAML:2.0:cm:holder-of-key'],
      ['sender-vouches', 'urn:oasis:names:tc:SAML:2.0:cm:sender-vouches'],
      ['unknown', `${bearer}-of-news`],
    ] as const
  ).map(([name, method]) => ({
    id: `saml-confirmation-method-${name}`,
    says: `The only SubjectConfirmation has the method ${method}.`,
    bend: confirmed((one) => ({ ...one, method })),
  })),
  {
    id: 'saml-authentication-statement-missing',
    says: 'There is no AuthnStatement.',
    clause: 'SAML 2.0 Profiles 4.1.4.2: at least one AuthnStatement',
    bend: assertion(() => ({ authn: undefined })),
  },
)

export const conditionRows: readonly SamlMisbehaviour[] = [...forWhom, ...when, ...confirmation]
