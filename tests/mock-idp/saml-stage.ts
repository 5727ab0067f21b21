/** A SAML provider without a server around it, and the third verifier: xmlsec1, where it is installed. */
import { execFile, execFileSync } from 'node:child_process'
import { constants, createDecipheriv, generateKeyPairSync, privateDecrypt } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { RelyingParty, TenantOptions } from '../../mock-idp/control.ts'
import { keyRing } from '../../mock-idp/keys.ts'
import { certificate, pem } from '../../mock-idp/saml/certificate.ts'
import type { SigningKey } from '../../mock-idp/saml/keys.ts'
import { type Asking, Provider } from '../../mock-idp/saml/provider.ts'
import type { Posting, SamlMisbehaviour } from '../../mock-idp/saml/scene.ts'
import { ns } from '../../mock-idp/saml/xml.ts'
import type { TenantState } from '../../mock-idp/tenant.ts'

export const audience = 'urn:amazon:cognito:sp:us-east-1_Stage'
export const assertionConsumerService = 'https://stage.example/saml2/idpresponse'
const ring = keyRing(4)

/** A key pair of the relying party with its certificate. */
export const partyKeys = (() => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const now = Date.now()
  const der = certificate({
    subject: 'relying party',
    key: publicKey,
    signedWith: privateKey,
    notBefore: now - 86_400_000,
    notAfter: now + 86_400_000,
  })
  return { privateKey, publicKey, certificate: pem(der) }
})()

const party: RelyingParty = {
  entityId: audience,
  assertionConsumerService,
  singleLogoutService: 'https://stage.example/saml2/logout',
  encryptionCertificate: partyKeys.certificate,
}

export const openProvider = (saml: NonNullable<TenantOptions['saml']> = {}): Promise<Provider> => {
  const tenant: TenantState = {
    id: 'stage',
    options: { dialect: 'saml', saml },
    baseUrl: 'http://idp.localhost:9/t/stage',
    now: Date.now,
    keys: ring,
    relyingParty: () => party,
    people: new Map(),
    sessions: new Map(),
    bentWhole: () => undefined,
    takeBent: () => undefined,
    misbehaved: () => [],
    asked: [],
    canary: new Map(),
  }
  return Provider.open(tenant)
}

export const person = {
  subject: 'GENUINE-subject',
  claims: { email: 'GENUINE@mail.example', name: 'GENUINE name', groups: ['GENUINE one', 'GENUINE two'] },
}
export const victim = {
  subject: 'VICTIM-subject',
  claims: { email: 'VICTIM@mail.example', name: 'VICTIM name', groups: ['VICTIM one'] },
}

export const asking = (): Asking => ({
  id: '_request-that-is-answered',
  relayState: 'relay-state',
  audience,
  assertionConsumerService,
})

/** What a provider posts, honest or bent. */
export const answer = (provider: Provider, misbehaviour?: SamlMisbehaviour): Posting => {
  const earlier: Asking = { ...asking(), id: '_request-that-waits', relayState: 'relay-state-that-waits' }
  provider.expect(earlier)
  const asked = misbehaviour?.at === 'initiate' ? { ...asking(), id: undefined } : asking()
  provider.expect(asked)
  const bent = misbehaviour === undefined ? undefined : { misbehaviour, victim, reached: () => {} }
  return provider.answer(asked, person, 'session', bent)
}

export const responseOf = (form: Posting): Buffer =>
  Buffer.from(form.fields.find(([name]) => name === 'SAMLResponse')?.[1] ?? '', 'base64')

/** What can be decrypted of a message, as the relying party would: the texts of its ciphertexts, and what is in them. */
export const decrypted = (xml: string): string[] =>
  [...xml.matchAll(/<xenc:EncryptedData.*?<\/xenc:EncryptedData>/gs)].flatMap(([sealed]) => {
    const [wrapped = '', octets = ''] = [...sealed.matchAll(/<xenc:CipherValue>([^<]*)</g)].map(
      ([, value]) => value,
    )
    const padding = sealed.includes('rsa-1_5')
      ? constants.RSA_PKCS1_PADDING
      : constants.RSA_PKCS1_OAEP_PADDING
    const [, bits, mode] = /xmlenc1?1?#aes(\d+)-(cbc|gcm)/.exec(sealed) ?? []
    try {
      const key = privateDecrypt(
        { key: partyKeys.privateKey, padding, oaepHash: 'sha1' },
        Buffer.from(wrapped, 'base64'),
      )
      const plain = opened(key, `aes-${bits}-${mode}`, Buffer.from(octets, 'base64'))
      return [plain, ...decrypted(plain)]
    } catch {
      return []
    }
  })

const opened = (key: Buffer, method: string, octets: Buffer): string => {
  if (!method.endsWith('gcm')) {
    const aes = createDecipheriv(method, key, octets.subarray(0, 16))
    return aes.update(octets.subarray(16), undefined, 'utf8') + aes.final('utf8')
  }
  const aes = createDecipheriv(method as 'aes-256-gcm', key, octets.subarray(0, 12), { authTagLength: 16 })
  aes.setAuthTag(octets.subarray(-16))
  return aes.update(octets.subarray(12, -16), undefined, 'utf8') + aes.final('utf8')
}

const installed = (() => {
  try {
    execFileSync('xmlsec1', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()
/** Without xmlsec1 what needs it is left out, unless nothing may be. */
export const isLeftOut = !installed && process.env['LEAVE_NOTHING_OUT'] === undefined
if (isLeftOut)
  console.log('xmlsec1 is not installed (Debian: apt-get install xmlsec1): nothing is verified with it.')

/** Elements whose identifier a signature may name, as xmlsec1 wants to be told without a schema. */
const identified: readonly (readonly [attribute: string, element: string])[] = [
  ...['Assertion', 'AttributeStatement', 'Subject'].map((name) => ['ID', `${ns.assertion}:${name}`] as const),
  ...['Response', 'LogoutResponse'].map((name) => ['ID', `${ns.protocol}:${name}`] as const),
  ...['Object', 'Manifest'].map((name) => ['Id', `${ns.signature}:${name}`] as const),
  ['ID', 'note'],
]
const ids = identified.flatMap(([attribute, element]) => [`--id-attr:${attribute}`, element])

const run = promisify(execFile)
const first = "(//*[local-name()='Signature'])[1]"

/** One run of xmlsec1 over files of a folder; whether it found every signature good. */
const xmlsec = async (folder: string, path: string, files: readonly string[]): Promise<boolean> => {
  const key = ['--enabled-key-data', 'rsa', '--pubkey-cert-pem', 'key.pem']
  try {
    await run('xmlsec1', ['--verify', ...key, ...ids, '--node-xpath', path, ...files], { cwd: folder })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error
    return false
  }
}

const inFolder = async <T>(key: SigningKey, work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), 'saml-'))
  try {
    writeFileSync(join(folder, 'key.pem'), pem(key.certificate))
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Whether xmlsec1 finds a signature good under a key. @param signature XPath; the first of the document if left out */
export const verifies = (xml: string | Buffer, key: SigningKey, signature = first): Promise<boolean> =>
  inFolder(key, (folder) => {
    writeFileSync(join(folder, 'message.xml'), xml)
    return xmlsec(folder, signature, ['message.xml'])
  })

/** The names of those messages whose first signature xmlsec1 does not find good; asks for many at once. */
export const allVerify = async (
  messages: readonly { readonly name: string; readonly xml: string | Buffer; readonly key: SigningKey }[],
): Promise<string[]> => {
  const bad: string[] = []
  for (const key of new Set(messages.map((message) => message.key))) {
    const own = messages.filter((message) => message.key === key)
    await inFolder(key, async (folder) => {
      for (const { name, xml } of own) writeFileSync(join(folder, `${name}.xml`), xml)
      if (
        await xmlsec(
          folder,
          first,
          own.map(({ name }) => `${name}.xml`),
        )
      )
        return
      for (const { name } of own) {
        if (!(await xmlsec(folder, first, [`${name}.xml`]))) bad.push(name)
      }
    })
  }
  return bad
}
