/** What the provider publishes and answers keeps to the schemas of OASIS and W3C. */
import { readdirSync, readFileSync } from 'node:fs'
import {
  XmlBufferInputProvider,
  XmlDocument,
  XsdValidator,
  xmlCleanupInputProvider,
  xmlRegisterInputProvider,
} from 'libxml2-wasm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { samlMisbehaviours } from '../../mock-idp/misbehaviours/saml-all.ts'
import { answer, openProvider, responseOf } from './saml-stage.ts'

const folder = new URL('./schemas/', import.meta.url)
const file = (name: string): Uint8Array => readFileSync(new URL(name, folder))
/** The addresses at which the schemas know one another, whatever folder they are named in. */
const addresses = [
  'http://www.w3.org/TR/2002/REC-xmldsig-core-20020212/',
  'http://www.w3.org/TR/2002/REC-xmlenc-core-20021210/',
  'http://www.w3.org/2001/',
  'schemas/',
]

const validators = new Map<string, XsdValidator>()
beforeAll(() => {
  const names = readdirSync(folder).filter((name) => name.endsWith('.xsd'))
  const known = names.flatMap((name) =>
    addresses.map((address) => [`${address}${name}`, file(name)] as const),
  )
  xmlRegisterInputProvider(new XmlBufferInputProvider(Object.fromEntries(known)))
  for (const name of ['metadata', 'protocol']) {
    const schema = `saml-schema-${name}-2.0.xsd`
    validators.set(
      name,
      XsdValidator.fromDoc(XmlDocument.fromBuffer(file(schema), { url: `schemas/${schema}` })),
    )
  }
})
afterAll(() => {
  for (const validator of validators.values()) validator.dispose()
  xmlCleanupInputProvider()
})

/** What a schema has against a document. */
const objections = (schema: string, xml: string | Buffer): string | undefined => {
  const document = XmlDocument.fromBuffer(Buffer.from(xml))
  try {
    validators.get(schema)?.validate(document)
    return undefined
  } catch (error) {
    return (error as Error).message
  } finally {
    document.dispose()
  }
}

test('the schemas object to what is wrong', async () => {
  const provider = await openProvider()
  const metadata = provider.samlify.getMetadata()
  expect(
    objections(
      'metadata',
      metadata.replace('<NameIDFormat>', '<NameFormat>').replace('</NameIDFormat>', '</NameFormat>'),
    ),
  ).toContain('NameFormat')
  expect(
    objections('protocol', responseOf(answer(provider)).toString().replace('Version="2.0"', '')),
  ).toContain('Version')
})

test('metadata is valid', async () => {
  expect(objections('metadata', (await openProvider()).samlify.getMetadata())).toBeUndefined()
})

test.each([
  { signs: 'assertion' },
  { signs: 'response' },
  { signs: 'both' },
  { signs: 'both', encrypts: true },
] as const)('responses are valid: %o', async (saml) => {
  expect(objections('protocol', responseOf(answer(await openProvider(saml))))).toBeUndefined()
})

test('what must be accepted is valid as well', async () => {
  const provider = await openProvider()
  const benign = samlMisbehaviours.filter(({ owed, at }) => owed === 'acceptance' && at === 'answer')
  const invalid = benign
    .map((one) => [one.id, objections('protocol', responseOf(answer(provider, one)))] as const)
    .filter(([, objection]) => objection !== undefined)
  expect(invalid).toEqual([])
})
