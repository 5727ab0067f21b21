/**
 * Published versions of packages that read SAML responses, each with an advisory. They are asked whom a response names;
 * what they leave to their user is judged by rows of other classes than those that must catch them.
 */
import { createRequire } from 'node:module'
import { pem } from '../../mock-idp/saml/certificate.ts'
import type { Scene } from '../../mock-idp/saml/scene.ts'
import { fieldOf } from '../../scripts/bench/fuzz/saml-reader.ts'
import type { Animal } from './animal.ts'
import { samlAnimal } from './saml-habitat.ts'

const load = createRequire(import.meta.url)

const POST = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST'
const SKEW_MS = 120_000

const certificatesOf = ({ keys }: Scene): readonly string[] =>
  [keys.signing, keys.second].map(({ certificate }) => pem(certificate))

const bare = (certificate: string): string => certificate.replace(/-----[^-]+-----|\s/g, '')

/** Turns a callback with an error first into a promise. */
const called = <T>(start: (done: (error: unknown, value?: T) => void) => void): Promise<T | undefined> =>
  new Promise((resolve, reject) => start((error, value) => (error ? reject(error) : resolve(value))))

const SAYS = ['log', 'warn', 'error'] as const

/** Packages tell the console whatever they do not like; the zoo has nothing to do with that. */
async function quietly<T>(work: () => T | Promise<T>): Promise<T> {
  const said = SAYS.map((name) => [name, console[name]] as const)
  for (const name of SAYS) console[name] = () => {}
  try {
    return await work()
  } finally {
    for (const [name, say] of said) console[name] = say
  }
}

const packaged = (...[id, says, by, open]: Parameters<typeof samlAnimal>): Animal =>
  samlAnimal(
    id,
    says,
    by,
    () => {
      const party = open()
      return (form, scene) => quietly(() => party(form, scene))
    },
    'real',
  )

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

const samlify = load('vulnerable-samlify') as {
  setSchemaValidator: (validator: object) => void
  IdentityProvider: (options: object) => object
  ServiceProvider: (options: object) => {
    parseLoginResponse: (
      idp: object,
      binding: string,
      request: object,
    ) => Promise<{ extract: { nameID?: unknown } }>
  }
}
samlify.setSchemaValidator({ validate: async () => 'not looked at' })

type PostReader = new (
  options: object,
) => {
  validatePostResponseAsync: (form: object) => Promise<{ profile?: { nameID?: unknown } | null }>
}
const nodeSaml = load('vulnerable-node-saml') as { SAML: PostReader }

const passportSaml = load('vulnerable-passport-saml') as {
  SAML: new (
    options: object,
  ) => {
    validatePostResponse: (
      form: object,
      done: (error: unknown, profile?: { nameID?: unknown }) => void,
    ) => void
  }
}

const saml2 = load('vulnerable-saml2-js') as {
  ServiceProvider: new (
    options: object,
  ) => {
    post_assert: (
      idp: object,
      options: object,
      done: (error: unknown, response?: { user?: { name_id?: unknown } }) => void,
    ) => void
  }
  IdentityProvider: new (options: object) => object
}

const xmlCrypto = load('vulnerable-xml-crypto') as {
  SignedXml: new () => {
    keyInfoProvider: object
    references: readonly { readonly uri: string }[]
    loadSignature: (node: object) => void
    checkSignature: (xml: string) => boolean
  }
  xpath: (node: object, path: string) => readonly XmlNode[]
}
interface XmlNode {
  readonly parentNode: XmlNode & { getAttribute: (name: string) => string }
  readonly textContent: string
}
/** The parser that a package brings along. */
const xmldomOf = (name: string) =>
  createRequire(load.resolve(name))('xmldom') as {
    DOMParser: new () => { parseFromString: (xml: string) => object }
  }
const xmldom = xmldomOf('vulnerable-xml-crypto')
const xmldomOfSaml2 = xmldomOf('vulnerable-saml2-js')

export const samlPackages: readonly Animal[] = [
  packaged(
    'samlify-2.9.0',
    'samlify 2.9.0: reads another assertion than the one that is signed (CVE-2025-47949)',
    ['saml-wrapping'],
    () =>
      async (form, { idp }) => {
        const provider = samlify.IdentityProvider({
          entityID: idp.entityId,
          signingCert: certificatesOf(idp)[0],
          singleSignOnService: [{ Binding: POST, Location: idp.entityId }],
        })
        const party = samlify.ServiceProvider({
          entityID: idp.audience,
          wantAssertionsSigned: true,
          assertionConsumerService: [{ Binding: POST, Location: idp.assertionConsumerService }],
        })
        const { extract } = await party.parseLoginResponse(provider, 'post', {
          body: { SAMLResponse: fieldOf(form, 'SAMLResponse') },
        })
        return text(extract.nameID)
      },
  ),
  packaged(
    'node-saml-5.0.0',
    'node-saml 5.0.0: reads the assertion as it was sent, and not as it was signed (CVE-2025-54419)',
    ['saml-parsing', 'saml-reading'],
    () =>
      async (form, { idp }) => {
        const reader = new nodeSaml.SAML({
          idpCert: certificatesOf(idp),
          issuer: idp.audience,
          audience: idp.audience,
          callbackUrl: idp.assertionConsumerService,
          wantAuthnResponseSigned: false,
          wantAssertionsSigned: true,
          acceptedClockSkewMs: SKEW_MS,
        })
        const { profile } = await reader.validatePostResponseAsync({
          SAMLResponse: fieldOf(form, 'SAMLResponse'),
        })
        return text(profile?.nameID)
      },
  ),
  packaged(
    'passport-saml-1.3.5',
    'passport-saml 1.3.5: reads a document with several roots (CVE-2022-39299)',
    ['saml-wrapping', 'saml-reference'],
    () =>
      async (form, { idp }) => {
        const reader = new passportSaml.SAML({
          cert: certificatesOf(idp).map(bare),
          entryPoint: idp.entityId,
          issuer: idp.audience,
          audience: idp.audience,
          callbackUrl: idp.assertionConsumerService,
          acceptedClockSkewMs: SKEW_MS,
        })
        const SAMLResponse = fieldOf(form, 'SAMLResponse')
        const profile = await called<{ nameID?: unknown }>((done) =>
          reader.validatePostResponse({ SAMLResponse }, (error, found) => done(error, found)),
        )
        return text(profile?.nameID)
      },
  ),
  packaged(
    'saml2-js-1.12.4',
    'saml2-js 1.12.4: reads a name up to the first comment in it (CVE-2017-11429)',
    ['saml-parsing', 'saml-reading'],
    () =>
      async (form, { idp }) => {
        // What its parser throws at comes where nobody catches it, and would end the process.
        const xml = Buffer.from(fieldOf(form, 'SAMLResponse') ?? '', 'base64').toString()
        new xmldomOfSaml2.DOMParser().parseFromString(xml)
        const party = new saml2.ServiceProvider({
          entity_id: idp.audience,
          assert_endpoint: idp.assertionConsumerService,
          allow_unencrypted_assertion: true,
          private_key: '',
          certificate: '',
        })
        const provider = new saml2.IdentityProvider({
          sso_login_url: idp.entityId,
          sso_logout_url: idp.entityId,
          certificates: certificatesOf(idp),
        })
        const response = await called<{ user?: { name_id?: unknown } }>((done) =>
          party.post_assert(
            provider,
            {
              request_body: { SAMLResponse: fieldOf(form, 'SAMLResponse') },
              allow_unencrypted_assertion: true,
              ignore_timing: true,
            },
            done,
          ),
        )
        return text(response?.user?.name_id)
      },
  ),
  packaged(
    'xml-crypto-1.5.3',
    'xml-crypto 1.5.3: takes an HMAC under the certificate for a signature (GHSA-c27r-x354-4m68)',
    ['saml-signature'],
    () =>
      (form, { idp }) => {
        const xml = Buffer.from(fieldOf(form, 'SAMLResponse') ?? '', 'base64').toString()
        const document = new xmldom.DOMParser().parseFromString(xml)
        const [signature] = xmlCrypto.xpath(
          document,
          "/*/*[local-name(.)='Assertion']/*[local-name(.)='Signature']",
        )
        if (signature === undefined) return undefined
        const holder = signature.parentNode
        const verifier = new xmlCrypto.SignedXml()
        verifier.keyInfoProvider = { getKey: () => certificatesOf(idp)[0], getKeyInfo: () => '' }
        verifier.loadSignature(signature)
        const covers =
          verifier.references.length === 1 && verifier.references[0]?.uri === `#${holder.getAttribute('ID')}`
        const [name] = xmlCrypto.xpath(holder, "./*[local-name(.)='Subject']/*[local-name(.)='NameID']")
        return covers && verifier.checkSignature(xml) ? name?.textContent : undefined
      },
  ),
]
