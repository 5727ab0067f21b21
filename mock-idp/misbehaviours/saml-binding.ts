/** The fields of the protocol around an assertion: who answers whom, at which address, to what, with which state. */
import { signed, signedAround, trusted } from '../saml/compose.ts'
import { rows } from '../saml/define.ts'
import {
  type AssertionDraft,
  formats,
  newId,
  type ResponseDraft,
  status,
  statusCode,
  statusXml,
} from '../saml/draft.ts'
import { type Posting, posting, type SamlMisbehaviour, type Scene } from '../saml/scene.ts'
import { type Attributes, element, ns, text } from '../saml/xml.ts'

const response = (change: (r: ResponseDraft, s: Scene) => Partial<ResponseDraft>) => (s: Scene) =>
  signed({ ...s.genuine, ...change(s.genuine, s) }, 'both', trusted(s))
const assertion = (change: (a: AssertionDraft, s: Scene) => Partial<AssertionDraft>) =>
  response((r, s) => ({ assertion: { ...r.assertion, ...change(r.assertion, s) } }))
const attributes = (change: (s: Scene) => Attributes) =>
  response((r, s) => ({ attributes: { ...r.attributes, ...change(s) } }))
const confirming = (a: AssertionDraft, change: Attributes): AssertionDraft['confirmations'] =>
  a.confirmations.map((one) => ({ ...one, data: { ...one.data, ...change } }))
/** The honest message under another state. */
const relayed =
  (state: (honest: string, s: Scene) => string | undefined) =>
  (s: Scene): Posting =>
    posting({ ...s, relayState: state(s.relayState ?? '', s) }, signed(s.genuine, 'both', trusted(s)))

const destinationClause = 'SAML 2.0 Core 3.2.2: a message for another Destination is discarded'
const where = rows(
  'saml-binding',
  { owed: 'refusal', clause: destinationClause, proof: { verifies: true } },
  ...(
    [
      ['host', 'on another host', (own: string) => own.replace(/\/\/[^/]+/, '//elsewhere.example')],
      ['path', 'at another path', (own: string) => `${own}/elsewhere`],
      ['domain', 'of another user pool', (own: string) => own.replace('//', '//another-')],
    ] as const
  ).map(([name, says, of]) => ({
    id: `saml-destination-other-${name}`,
    says: `The Destination of the signed response is ${says}.`,
    bend: attributes((s) => ({ Destination: of(s.recipient) })),
  })),
  {
    id: 'saml-destination-missing',
    says: 'The signed response has no Destination.',
    owed: 'unsettled',
    clause: 'SAML 2.0 Bindings 3.5.5.2: a signed message has a Destination',
    bend: attributes(() => ({ Destination: undefined })),
  },
)

const issuerClause =
  'SAML 2.0 Profiles 4.1.4.2 and Core 2.3.3: the Issuer is the entity identifier of the provider'
const who = rows(
  'saml-binding',
  { owed: 'refusal', clause: issuerClause, proof: { verifies: true } },
  {
    id: 'saml-issuer-foreign',
    says: 'The Issuer of the assertion is another provider.',
    bend: assertion(() => ({ issuer: 'https://elsewhere.example/metadata' })),
  },
  {
    id: 'saml-issuer-missing',
    says: 'The assertion has no Issuer.',
    bend: assertion(() => ({ issuer: undefined })),
  },
  {
    id: 'saml-issuer-empty',
    says: 'The Issuer of the assertion is empty.',
    bend: assertion(() => ({ issuer: '' })),
  },
  {
    id: 'saml-issuer-with-slash',
    says: 'A slash stands behind the Issuer of the assertion.',
    bend: assertion((_, s) => ({ issuer: `${s.entityId}/` })),
  },
  {
    id: 'saml-response-issuer-foreign',
    says: 'The Issuer of the signed response is another provider; that of the assertion is right.',
    bend: response(() => ({ issuer: 'https://elsewhere.example/metadata' })),
  },
  {
    id: 'saml-issuer-format-unknown',
    says: 'The Issuer of the assertion has another Format than that of entities.',
    owed: 'unsettled',
    clause: 'SAML 2.0 Profiles 4.1.4.2: the Format of an Issuer is left out or that of entities',
    bend: assertion(() => ({ issuerAttributes: { Format: formats.unspecified } })),
  },
  {
    id: 'saml-issuer-qualified',
    says: 'The Issuer of the assertion has a NameQualifier.',
    owed: 'unsettled',
    clause: 'SAML 2.0 Core 8.3.6: an entity identifier has no qualifier',
    bend: assertion(() => ({ issuerAttributes: { NameQualifier: 'somebody' } })),
  },
)

const requestClause =
  'SAML 2.0 Profiles 4.1.4.3: InResponseTo is the request that was sent; Amazon Cognito Developer Guide, SAML things to know'
const toWhat = rows(
  'saml-binding',
  { owed: 'refusal', clause: requestClause, proof: { verifies: true } },
  {
    id: 'saml-in-response-to-unknown',
    says: 'The response answers a request that nobody sent.',
    bend: attributes(() => ({ InResponseTo: newId() })),
  },
  {
    id: 'saml-in-response-to-another',
    says: 'The response answers another request that waits at this provider (one that nobody sent, where none waits).',
    bend: attributes((s) => ({ InResponseTo: s.another?.id ?? newId() })),
  },
  {
    id: 'saml-in-response-to-missing',
    says: 'The response answers no request, though there was one.',
    bend: attributes(() => ({ InResponseTo: undefined })),
  },
  {
    id: 'saml-confirmation-in-response-to-unknown',
    says: 'The confirmation is for a request that nobody sent.',
    bend: assertion((a) => ({ confirmations: confirming(a, { InResponseTo: newId() }) })),
  },
  {
    id: 'saml-confirmation-in-response-to-missing',
    says: 'The confirmation is for no request, though there was one.',
    bend: assertion((a) => ({ confirmations: confirming(a, { InResponseTo: undefined }) })),
  },
  {
    id: 'saml-response-unsolicited',
    says: 'The response is one that nobody asked for: without InResponseTo and without RelayState.',
    clause:
      'Amazon Cognito Developer Guide, SAML session initiation: only where the provider is allowed to begin',
    bend: (s) => posting({ ...s, relayState: undefined }, unasked(s)),
  },
  {
    id: 'saml-initiated-with-in-response-to',
    says: 'A sign-in that begins at the provider answers a request.',
    at: 'initiate',
    clause:
      'Amazon Cognito Developer Guide, SAML session initiation: no InResponseTo where the provider begins',
    bend: (s) => {
      const InResponseTo = newId()
      const a = { ...s.genuine.assertion, confirmations: confirming(s.genuine.assertion, { InResponseTo }) }
      return signed(
        { ...s.genuine, attributes: { ...s.genuine.attributes, InResponseTo }, assertion: a },
        'both',
        trusted(s),
      )
    },
  },
)
const unasked = (s: Scene): string =>
  signed(
    {
      ...s.genuine,
      attributes: { ...s.genuine.attributes, InResponseTo: undefined },
      assertion: {
        ...s.genuine.assertion,
        confirmations: confirming(s.genuine.assertion, { InResponseTo: undefined }),
      },
    },
    'both',
    trusted(s),
  )

const versionClause = 'SAML 2.0 Core 4.1: versions that are not known are not processed'
const versions = rows(
  'saml-binding',
  { owed: 'refusal', clause: versionClause, proof: { verifies: true } },
  ...(
    [
      ['1-1', '1.1'],
      ['2-1', '2.1'],
      ['2', '2'],
      ['missing', undefined],
    ] as const
  ).flatMap(([name, Version]) => [
    {
      id: `saml-response-version-${name}`,
      says: `The Version of the response is ${Version ?? 'missing'}.`,
      bend: attributes(() => ({ Version })),
    },
    {
      id: `saml-assertion-version-${name}`,
      says: `The Version of the assertion is ${Version ?? 'missing'}.`,
      bend: assertion((a) => ({ attributes: { ...a.attributes, Version } })),
    },
  ]),
  {
    id: 'saml-names-of-version-1',
    says: 'The namespaces of the whole message are those of SAML 1.1.',
    clause: 'SAML 2.0 Core 4.2: namespaces go with versions',
    bend: (s) => {
      const one = (xml: string): string =>
        xml
          .replaceAll(ns.protocol, 'urn:oasis:names:tc:SAML:1.0:protocol')
          .replaceAll(ns.assertion, 'urn:oasis:names:tc:SAML:1.0:assertion')
      return one(signed(s.genuine, 'both', trusted(s)))
    },
    proof: { verifies: false },
  },
)

const statusClause = 'SAML 2.0 Core 3.2.2.2: any status but Success is a failure'
const refusing =
  (second: string, message = '') =>
  (s: Scene) =>
    signedAround(
      {
        ...s.genuine,
        status: statusXml(statusCode(status('Responder'), statusCode(status(second))) + message),
      },
      '',
      trusted(s),
    )
const outcomes = rows(
  'saml-binding',
  { owed: 'refusal', clause: statusClause, proof: { verifies: true } },
  ...['Requester', 'Responder', 'VersionMismatch'].map((code) => ({
    id: `saml-status-${code === 'VersionMismatch' ? 'version-mismatch' : code.toLowerCase()}`,
    says: `The status is ${code}, and a good assertion stands beside it.`,
    bend: response(() => ({ status: statusXml(statusCode(status(code))) })),
  })),
  {
    id: 'saml-status-unknown',
    says: 'The status is one that nobody knows, and a good assertion stands beside it.',
    bend: response(() => ({ status: statusXml(statusCode('urn:somewhere:else:Success')) })),
  },
  {
    id: 'saml-status-nested-success',
    says: 'The status is Responder, and Success below it.',
    bend: response(() => ({
      status: statusXml(statusCode(status('Responder'), statusCode(status('Success')))),
    })),
  },
  {
    id: 'saml-status-nested-failure',
    says: 'The status is Success, and AuthnFailed below it.',
    owed: 'unsettled',
    bend: response(() => ({
      status: statusXml(statusCode(status('Success'), statusCode(status('AuthnFailed')))),
    })),
  },
  {
    id: 'saml-status-missing',
    says: 'There is no Status.',
    clause: 'SAML 2.0 Core 3.2.2: Status is required',
    bend: response(() => ({ status: '' })),
  },
  ...(
    [
      ['failed', 'AuthnFailed', 'that the person could not be authenticated'],
      ['denied', 'RequestDenied', 'that it will not answer'],
    ] as const
  ).map(([name, code, says]) => ({
    id: `saml-authentication-${name}`,
    says: `The provider says honestly ${says}; there is no assertion.`,
    bend: refusing(code),
  })),
  {
    id: 'saml-authentication-failed-hostile-message',
    says: 'The provider says that it failed, in a StatusMessage with HTML and line breaks.',
    bend: refusing(
      'AuthnFailed',
      element('samlp:StatusMessage', {}, text('<script>alert(1)</script>\r\nSet-Cookie: owned=1\r\n\r\n"};')),
    ),
  },
)

const state = rows(
  'saml-binding',
  {
    owed: 'refusal',
    clause: 'SAML 2.0 Bindings 3.5.3: the RelayState is that of the request',
    proof: { verifies: true },
  },
  {
    id: 'saml-relay-state-changed',
    // Another letter in either case: a hexadecimal one may be read in both.
    says: 'One character in the middle of the RelayState is another.',
    bend: relayed((honest) => {
      const middle = Math.floor(honest.length / 2)
      return `${honest.slice(0, middle)}${honest[middle]?.toLowerCase() === 'a' ? 'B' : 'A'}${honest.slice(middle + 1)}`
    }),
  },
  {
    id: 'saml-relay-state-cut-short',
    says: 'Half of the RelayState is missing.',
    bend: relayed((honest) => honest.slice(0, Math.floor(honest.length / 2))),
  },
  { id: 'saml-relay-state-empty', says: 'The RelayState is empty.', bend: relayed(() => '') },
  { id: 'saml-relay-state-missing', says: 'There is no RelayState.', bend: relayed(() => undefined) },
  {
    id: 'saml-relay-state-of-another',
    says: 'The RelayState is that of another request that waits at this provider (an invented one, where none waits).',
    bend: relayed((_, s) => s.another?.relayState ?? newId()),
  },
  ...(
    [
      ['address', 'an address', 'https://elsewhere.example/landing'],
      ['script', 'a script', 'javascript:alert(1)'],
      ['network-path', 'an address without a scheme', '//elsewhere.example/landing'],
    ] as const
  ).map(([name, says, value]) => ({
    id: `saml-relay-state-is-${name}`,
    says: `The RelayState is ${says}.`,
    bend: relayed(() => value),
  })),
)

export const bindingRows: readonly SamlMisbehaviour[] = [
  ...where,
  ...who,
  ...toWhat,
  ...versions,
  ...outcomes,
  ...state,
]
