/**
 * A response and its assertion as data, and as text in canonical form. The honest one is drafted here; a
 * misbehaviour changes a member of the draft before it is signed, or the text after.
 *
 * @see SAML 2.0 Core, sections 2.3, 2.4, 2.5, 2.7 and 3.3.3; SAML 2.0 Profiles, section 4.1.4.2
 */
import { randomUUID } from 'node:crypto'
import type { ClaimValue } from '../control.ts'
import { type Attributes, bound, element, instant, named, ns, text } from './xml.ts'

export const formats = {
  persistent: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  transient: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient',
  email: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
  unspecified: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
  entity: 'urn:oasis:names:tc:SAML:2.0:nameid-format:entity',
} as const
export const bearer = 'urn:oasis:names:tc:SAML:2.0:cm:bearer'
export const status = (code: string): string => `urn:oasis:names:tc:SAML:2.0:status:${code}`
export const basic = 'urn:oasis:names:tc:SAML:2.0:attrname-format:basic'

export interface AttributeDraft {
  readonly name: string
  readonly more?: Attributes
  /** Text of each value, or XML of the whole element `AttributeValue`. */
  readonly values: readonly (string | { readonly xml: string })[]
}

export interface Confirmation {
  readonly method: string
  /** None: the element `SubjectConfirmationData` is left out. */
  readonly data?: Attributes | undefined
  /** XML inside the data. */
  readonly inside?: string
}

/** An assertion; a part that is undefined is left out. */
export interface AssertionDraft {
  readonly prefix: string
  /** Namespaces that it declares beside its own. */
  readonly declares: Attributes
  readonly attributes: Attributes
  readonly issuer: string | undefined
  readonly issuerAttributes: Attributes
  readonly nameId: string | { readonly xml: string } | undefined
  readonly nameIdAttributes: Attributes
  /** False: without the element `Subject`. */
  readonly hasSubject: boolean
  readonly confirmations: readonly Confirmation[]
  /** Attributes of `Conditions`; undefined: the element is left out. */
  readonly conditions: Attributes | undefined
  /** One list of audiences for each `AudienceRestriction`. */
  readonly audiences: readonly (readonly string[])[]
  /** More XML inside `Conditions`. */
  readonly furtherConditions: string
  /** XML between `Conditions` and the statements. */
  readonly advice: string
  readonly authn: { readonly attributes: Attributes; readonly context: string } | undefined
  readonly statements: readonly (readonly AttributeDraft[])[]
  /** Puts the attribute statements before the authentication statement. */
  readonly attributesFirst: boolean
}

export interface ResponseDraft {
  readonly prefix: string
  readonly declares: Attributes
  readonly attributes: Attributes
  readonly issuer: string | undefined
  readonly issuerAttributes: Attributes
  /** XML of the element `Extensions`, or nothing. */
  readonly extensions: string
  /** XML of the element `Status`, or nothing. */
  readonly status: string
  readonly assertion: AssertionDraft
}

const values = (value: ClaimValue): string[] => {
  if (value === null) return []
  if (Array.isArray(value)) return value.flatMap((each: ClaimValue) => values(each))
  return [typeof value === 'object' ? JSON.stringify(value) : String(value)]
}

/** Claims as attributes, in their order; null has no attribute, an object is given as JSON. */
export const attributesOf = (claims: Readonly<Record<string, ClaimValue>>): AttributeDraft[] =>
  Object.entries(claims)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => ({ name, more: { NameFormat: basic }, values: values(value) }))

export interface Occasion {
  /** Milliseconds since 1970. */
  readonly now: number
  readonly entityId: string
  readonly audience: string
  /** To whom it is addressed: Destination and Recipient. */
  readonly recipient: string
  /** The request that is answered; none where nobody asked. */
  readonly inResponseTo: string | undefined
  readonly sessionIndex: string
  /** Milliseconds until the assertion is no longer good. */
  readonly validFor?: number
}

const minutes = 60_000
export const newId = (): string => `_${randomUUID()}`

export const statusXml = (inner: string, prefix = 'samlp'): string =>
  element(named(prefix, 'Status'), {}, inner)
export const statusCode = (value: string | undefined, inner = '', prefix = 'samlp'): string =>
  element(named(prefix, 'StatusCode'), { Value: value }, inner)

/** What an honest provider says of somebody on an occasion. */
export const draft = (
  who: { readonly subject: string; readonly claims: Readonly<Record<string, ClaimValue>> },
  occasion: Occasion,
): ResponseDraft => {
  const { now, entityId, inResponseTo, validFor = 5 * minutes } = occasion
  return {
    prefix: 'samlp',
    declares: {},
    attributes: {
      ID: newId(),
      Version: '2.0',
      IssueInstant: instant(now),
      Destination: occasion.recipient,
      InResponseTo: inResponseTo,
    },
    issuer: entityId,
    issuerAttributes: {},
    extensions: '',
    status: statusXml(statusCode(status('Success'))),
    assertion: {
      prefix: 'saml',
      declares: {},
      attributes: { ID: newId(), Version: '2.0', IssueInstant: instant(now) },
      issuer: entityId,
      issuerAttributes: {},
      nameId: who.subject,
      nameIdAttributes: { Format: formats.persistent },
      hasSubject: true,
      confirmations: [
        {
          method: bearer,
          data: {
            InResponseTo: inResponseTo,
            NotOnOrAfter: instant(now + validFor),
            Recipient: occasion.recipient,
          },
        },
      ],
      conditions: { NotBefore: instant(now - 2 * minutes), NotOnOrAfter: instant(now + validFor) },
      audiences: [[occasion.audience]],
      furtherConditions: '',
      advice: '',
      authn: {
        attributes: { AuthnInstant: instant(now), SessionIndex: occasion.sessionIndex },
        context: 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport',
      },
      statements: [attributesOf(who.claims)],
      attributesFirst: false,
    },
  }
}

const attributeXml = (prefix: string, attribute: AttributeDraft): string =>
  element(
    named(prefix, 'Attribute'),
    { Name: attribute.name, ...attribute.more },
    ...attribute.values.map((value) =>
      typeof value === 'string' ? element(named(prefix, 'AttributeValue'), {}, text(value)) : value.xml,
    ),
  )

const subjectXml = (a: AssertionDraft): string => {
  const p = (local: string): string => named(a.prefix, local)
  const name =
    a.nameId === undefined
      ? ''
      : element(p('NameID'), a.nameIdAttributes, typeof a.nameId === 'string' ? text(a.nameId) : a.nameId.xml)
  const confirmations = a.confirmations.map(({ method, data, inside }) =>
    element(
      p('SubjectConfirmation'),
      { Method: method },
      data === undefined ? '' : element(p('SubjectConfirmationData'), data, inside ?? ''),
    ),
  )
  return element(p('Subject'), {}, name, ...confirmations)
}

const conditionsXml = (a: AssertionDraft): string => {
  const p = (local: string): string => named(a.prefix, local)
  const restrictions = a.audiences.map((audiences) =>
    element(p('AudienceRestriction'), {}, ...audiences.map((each) => element(p('Audience'), {}, text(each)))),
  )
  return element(p('Conditions'), a.conditions ?? {}, ...restrictions, a.furtherConditions)
}

/** The text of an assertion in canonical form, with a signature where the schema puts it. */
export const assertionXml = (a: AssertionDraft, signature = ''): string => {
  const p = (local: string): string => named(a.prefix, local)
  const authn =
    a.authn === undefined
      ? []
      : [
          element(
            p('AuthnStatement'),
            a.authn.attributes,
            element(p('AuthnContext'), {}, element(p('AuthnContextClassRef'), {}, text(a.authn.context))),
          ),
        ]
  const attributes = a.statements
    .filter((statement) => statement.length > 0)
    .map((statement) =>
      element(
        p('AttributeStatement'),
        {},
        ...statement.map((attribute) => attributeXml(a.prefix, attribute)),
      ),
    )
  return element(
    p('Assertion'),
    { ...bound(a.prefix, ns.assertion), ...a.declares, ...a.attributes },
    a.issuer === undefined ? '' : element(p('Issuer'), a.issuerAttributes, text(a.issuer)),
    signature,
    a.hasSubject ? subjectXml(a) : '',
    a.conditions === undefined ? '' : conditionsXml(a),
    a.advice,
    ...(a.attributesFirst ? [...attributes, ...authn] : [...authn, ...attributes]),
  )
}

/** The text of a response around whatever stands in the place of its assertion. */
export const responseXml = (r: ResponseDraft, inside: string, signature = ''): string =>
  element(
    named(r.prefix, 'Response'),
    { ...bound(r.prefix, ns.protocol), ...r.declares, ...r.attributes },
    r.issuer === undefined
      ? ''
      : element(
          named(r.assertion.prefix, 'Issuer'),
          { ...bound(r.assertion.prefix, ns.assertion), ...r.issuerAttributes },
          text(r.issuer),
        ),
    signature,
    r.extensions,
    r.status,
    inside,
  )
