/** Capabilities: how they are named, and what is said to stand on them. */
import { expect, test } from 'vitest'
import { capabilities } from '../../fixtures/targets/capabilities.ts'
import { flowsWith, loadCatalogue } from '../../scripts/catalogue.ts'

test('they are named once, and in kebab case', () => {
  const names = capabilities.map(({ name }) => name as string)
  expect(new Set(names).size).toBe(names.length)
  expect(names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))).toEqual([])
})

test('the flows of one are those of which a variant, an act or a check stands on it', async () => {
  const catalogue = await loadCatalogue()
  // Of a whole variant, of an act, of a check, and of nothing.
  expect(flowsWith(catalogue, 'saml-encryption')).toEqual(['federation', 'token-validation'])
  expect(flowsWith(catalogue, 'refresh')).toEqual(['api-authentication', 'managed-login', 'token-validation'])
  expect(flowsWith(catalogue, 'cors')).toEqual(['api-authentication', 'managed-login', 'identity-pool'])
  expect(flowsWith(catalogue, 'passkeys')).toEqual([])
})
