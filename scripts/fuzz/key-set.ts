/** The key set of an issuer, as its discovery document names it, or where Amazon Cognito has it. */
import { NoAnswer } from '../../fixtures/protocol/answer.ts'
import { bodyJson, isValue, readArray, readString } from '../../fixtures/protocol/reading.ts'
import { createRedactor } from '../../fixtures/protocol/redaction.ts'
import { openTransport } from '../../fixtures/protocol/transport.ts'

export type FoundKeySet = { readonly text: string } | { readonly none: string }

export async function fetchKeySet(issuer: string): Promise<FoundKeySet> {
  const transport = openTransport({
    record: undefined,
    clock: { now: Date.now },
    // What is published is no secret.
    redactor: createRedactor(),
  })
  const base = issuer.replace(/\/+$/, '')
  try {
    const discovery = await transport.send({ method: 'GET', url: `${base}/.well-known/openid-configuration` })
    const named = discovery.status === 200 ? readString(bodyJson(discovery), 'jwks_uri') : undefined
    const url = named !== undefined && isValue(named) ? named : `${base}/.well-known/jwks.json`
    const { status, body } = await transport.send({ method: 'GET', url, as: 'text' })
    const text = body.kind === 'text' ? body.text : ''
    if (status !== 200) return { none: `${url} answered ${status}` }
    return hasKeys(text) ? { text } : { none: `${url} answered no key set` }
  } catch (error) {
    if (error instanceof NoAnswer) return { none: `there was no answer: ${error.why}` }
    throw error
  } finally {
    await transport.close()
  }
}

function hasKeys(text: string): boolean {
  try {
    const keys = readArray(JSON.parse(text), 'keys')
    return isValue(keys) && keys.length > 0
  } catch {
    return false
  }
}
