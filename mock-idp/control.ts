/**
 * The control API in shapes: what a test run asks of the mock identity provider, and what it is told. Plain JSON over
 * HTTP on the provider's own port below `/control`, with a bearer token.
 *
 * A *tenant* is one identity provider of its own: issuer or entity id, keys, client, people, clock. Sign-ins at two
 * tenants never touch. Whatever concerns an endpoint that carries no sign-in (keys, discovery, metadata) is a
 * misbehaviour of the whole tenant, so that no honest sign-in beside it is hit.
 */

/** Which protocol a tenant speaks, and with whose habits. */
export type Dialect = 'oidc' | 'saml' | 'google' | 'facebook' | 'amazon' | 'apple'

export interface TenantOptions {
  readonly dialect: Dialect
  /** Stands in its addresses: lower-case letters, digits and hyphens. Default: one that nobody can guess. */
  readonly id?: string
  /** Of ID tokens. Default RS256. */
  readonly signing?: 'RS256' | 'ES256'
  /** How its client may authenticate at the token endpoint. Default: both. */
  readonly clientAuthentication?: readonly ('client_secret_post' | 'client_secret_basic')[]
  /** The one method that userInfo takes. Default: both. */
  readonly userInfoMethod?: 'GET' | 'POST'
  readonly saml?: {
    /** Default `both`. */
    readonly signs?: 'assertion' | 'response' | 'both'
    /** Encrypts assertions to the certificate of its relying party. Default false. */
    readonly encrypts?: boolean
    /** How long assertions are good for, in seconds. Default 300. */
    readonly validFor?: number
  }
  /** Of the whole tenant: one that concerns an endpoint which carries no sign-in. */
  readonly misbehaviour?: string
  /** Add to the local clock, in milliseconds: the time by which it stamps and judges. */
  readonly clockOffsetMs?: number
}

export interface Tenant {
  readonly id: string
  readonly dialect: Dialect
  /** Issuer identifier, or entity id. */
  readonly issuer: string
  /** Below this everything of the tenant answers; no final slash. */
  readonly baseUrl: string
  /** At its OAuth 2.0 endpoints; empty for SAML. */
  readonly clientId: string
  /** Empty for SAML, and for Apple, whose clients sign one. */
  readonly clientSecret: string
  /** Absolute; those that the dialect does not have are left out. */
  readonly endpoints: {
    readonly authorization?: string
    readonly token?: string
    readonly userInfo?: string
    readonly jwks?: string
    /** SSO by redirect and by POST, and single logout. */
    readonly singleSignOn?: string
    readonly singleLogout?: string
    readonly metadata?: string
    /** Where a sign-in begins that no relying party asked for; takes `RelayState`. */
    readonly initiate?: string
  }
  /** SAML metadata, as XML. */
  readonly metadata?: string
  /** What a client of Sign in with Apple makes its secret from; the key is a PKCS#8 PEM. */
  readonly apple?: { readonly teamId: string; readonly keyId: string; readonly privateKey: string }
}

/** The relying party that a tenant answers to, as far as its protocol wants to know. */
export interface RelyingParty {
  /** Ids of the tenants that it knows. Default: all that were told of one with its entity id or a redirect URI of its. */
  readonly providers?: readonly string[]
  readonly redirectUris?: readonly string[]
  /** SAML: entity id, assertion consumer service and single logout service. */
  readonly entityId?: string
  readonly assertionConsumerService?: string
  /** Where else its requests may want their answers: the same service by other names. */
  readonly furtherAssertionConsumerServices?: readonly string[]
  /**
   * What answers name as their Destination and Recipient, where the browser is to bring them to another address than
   * that: an application which hands on what is meant for AWS.
   */
  readonly recipient?: string
  readonly singleLogoutService?: string
  /** X.509, Base64 of DER or PEM. With it, signatures of requests are verified. */
  readonly signingCertificate?: string
  readonly encryptionCertificate?: string
}

/** A claim or SAML attribute; several values where it is a list of strings. */
export type ClaimValue =
  | string
  | number
  | boolean
  | null
  | readonly ClaimValue[]
  | { readonly [name: string]: ClaimValue }

/** Somebody who can sign in at a tenant. */
export interface Person {
  readonly username: string
  readonly password: string
  /** Base32; with it the tenant asks for a TOTP code after the password. */
  readonly totpSecret?: string
  /** `sub`, `id`, `user_id`, or NameID. */
  readonly subject: string
  readonly claims: Readonly<Record<string, ClaimValue>>
  /** Claims of userInfo alone, where they are to differ from those of the ID token. */
  readonly userInfo?: Readonly<Record<string, ClaimValue>>
}

/** One misbehaviour, for the next sign-in of one person. */
export interface Switched {
  readonly misbehaviour: string
  /** Who is forged: the identity that nobody signed in as. */
  readonly victim?: { readonly subject: string; readonly claims: Readonly<Record<string, ClaimValue>> }
}

/** A private key, PKCS#8 PEM, and the certificate that goes with it, Base64 of DER. */
export interface CertifiedKey {
  readonly privateKey: string
  readonly certificate: string
}

/** The keys of a tenant, for who mints in its name. Secrets, but for those that are nobody's. */
export interface TenantKeys {
  /** Signs ID tokens; PKCS#8 PEM. */
  readonly idTokens?: {
    readonly kid: string
    readonly algorithm: 'RS256' | 'ES256'
    readonly privateKey: string
  }
  /** What each is for stands in `saml/keys.ts`. */
  readonly saml?: Readonly<
    Record<'signing' | 'second' | 'authority' | 'encryption' | 'retired' | 'foreign', CertifiedKey>
  >
}

/** What a tenant is about to answer: somebody has signed in, and the relying party has not come with the code. */
export interface PendingAnswer {
  /** The honest ID token. Asked for again it is the same one. */
  readonly idToken?: string
  /** The honest members of userInfo. */
  readonly userInfo: Readonly<Record<string, unknown>>
}

/** What it is to answer instead, verbatim, in that one sign-in. */
export interface AnswerInstead {
  /** The value of `id_token` in the answer of the token endpoint, whatever it is. */
  readonly idToken?: ClaimValue
  readonly userInfo?: {
    /** Default 200. */
    readonly status?: number
    /** Default `application/json`. */
    readonly contentType?: string
    readonly body: string
  }
}

export type Endpoint =
  | 'discovery'
  | 'authorization'
  | 'login'
  | 'mfa'
  | 'token'
  | 'user-info'
  | 'jwks'
  | 'metadata'
  | 'single-sign-on'
  | 'single-logout'
  | 'initiate'
  | 'canary'

/** One request that the tenant was sent. */
export interface Asked {
  /** Counts from 0 in the order of arrival. */
  readonly n: number
  readonly endpoint: Endpoint
  readonly method: string
  /** Below the tenant's base URL, as it came: `/token`, `/canary/jku`. */
  readonly path: string
  /** Milliseconds since 1970, by the tenant's clock. */
  readonly at: number
  /**
   * Of query and form body, decoded, in their order. Secrets (code, client secret, tokens, passwords) are given as
   * `sha256:` and 12 hexadecimal digits.
   */
  readonly query: readonly (readonly [string, string])[]
  readonly form: readonly (readonly [string, string])[]
  /** `user-agent`, `content-type`, `accept`, and of `authorization` the scheme alone. */
  readonly headers: Readonly<Record<string, string>>
  /** Whose sign-in it belongs to, where that is known. */
  readonly username?: string
  /** SAML: the message that came, as XML, and whether its signature was there and good. */
  readonly saml?: {
    /** Local name of the document element: `AuthnRequest`, `LogoutRequest`. */
    readonly root: string
    /** Its attributes as sent: `ID`, `IssueInstant`, `Destination`, `AssertionConsumerServiceURL`, … */
    readonly attributes: Readonly<Record<string, string>>
    /** Text of its `Issuer`, of its `NameID` and of its `SessionIndex`, where it has them. */
    readonly issuer?: string
    readonly nameId?: string
    readonly sessionIndex?: string
    readonly xml: string
    readonly signature: 'absent' | 'good' | 'bad' | 'unverified'
  }
  readonly status: number
}

/** What became of a switched misbehaviour. */
export interface Misbehaved {
  readonly misbehaviour: string
  readonly username: string
  /** The bent message left the tenant. */
  readonly reached: boolean
}
