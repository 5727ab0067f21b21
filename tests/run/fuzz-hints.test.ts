/** What `fuzz` tells beside its verdict of an API that answers whatever it is sent with a status that counts as accepted. */
import { expect, test } from 'vitest'
import { type ApiOptions, fuzz, testApi, testIssuer } from './own-api.ts'

/** However its lines are broken. */
const words = (printed: string): string => printed.replace(/\s+/g, ' ')

const SAYS_NO_IN_BODIES = 'Even what is no token'

async function told(first: ApiOptions['first']): Promise<string> {
  const issuer = await testIssuer()
  const api = await testApi({ keys: `${issuer.url}/keys`, issuer: issuer.url, ...(first && { first }) })
  const { stdout } = await fuzz(
    ['--url', api.url, '--issuer', issuer.url, '--token-env', 'OWN_TOKEN', '--fuzz-runs', '0'],
    { OWN_TOKEN: await issuer.token() },
  )
  return words(stdout)
}

test.concurrent('an API that wants a token and says no in a body: the verdict is told to be about the status', async () => {
  const printed = await told(({ headers }, response) => {
    const isWithout = !/^Bearer \S/.test(headers.authorization ?? '')
    response.writeHead(isWithout ? 401 : 200).end('{"errors":["no such token"]}')
    return true
  })
  expect(printed).toContain(SAYS_NO_IN_BODIES)
  expect(printed).not.toContain('without any token')
})

test.concurrent('an API that takes everybody: that it takes what is no token is not told beside', async () => {
  const printed = await told((_request, response) => {
    response.writeHead(200).end()
    return true
  })
  expect(printed).toContain('without any token')
  expect(printed).not.toContain(SAYS_NO_IN_BODIES)
})

test.concurrent('an API that takes what nobody signed, and refuses what is no token, is not excused', async () => {
  const printed = await told(({ headers }, response) => {
    const isToken = /^Bearer [\w-]+\.[\w-]+\.[\w-]*$/.test(headers.authorization ?? '')
    response.writeHead(isToken ? 200 : 401).end()
    return true
  })
  expect(printed).not.toMatch(/Even what is no token|without any token/)
})
