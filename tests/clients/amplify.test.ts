/**
 * A real application on the reference target: aws-amplify in real Chromium signs somebody in with `signInWithRedirect`,
 * and lives on what it got.
 *
 * Amplify asks for `https://` at the domain, whatever it is told. The reference target has no certificate, so the test
 * stands where TLS ends: it takes each request to the domain from the browser, and asks the target without TLS.
 */
import { createServer, type IncomingMessage, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findBrowser } from '../../fixtures/actors/browser.ts'
import { type ReferenceTarget, startReferenceTarget } from '../../fixtures/reference-target/index.ts'
import { buildDomain, type DomainHouse } from '../reference-target/browser.ts'
import { password, username } from '../reference-target/house.ts'

const found = findBrowser()
const why = 'none' in found ? ` (left out: ${found.none})` : ''
const isLeftOut = 'none' in found && process.env['LEAVE_NOTHING_OUT'] === undefined

async function bundle(): Promise<string> {
  const entry = fileURLToPath(new URL('amplify-page.js', import.meta.url))
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, lib: { entry, formats: ['es'], fileName: 'page' } },
  })
  const [output] = [built].flat()
  if (output === undefined || !('output' in output)) throw new Error('nothing was bundled')
  return output.output[0].code
}

/** Where TLS ends: what the browser asks of `https://{host}` is asked of the target, redirects and cookies untouched. */
async function endTls(context: BrowserContext, page: Page, { host, instance }: DomainHouse): Promise<void> {
  const cdp = await context.newCDPSession(page)
  cdp.on('Fetch.requestPaused', async ({ requestId, request: { url, method, headers, postData } }) => {
    const { pathname, search } = new URL(url)
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const out = send(
        `${instance.endpoint}${pathname}${search}`,
        { method, headers: { ...headers, host } },
        resolve,
      )
      out.on('error', reject).end(postData)
    })
    const chunks: Buffer[] = []
    for await (const chunk of answer) chunks.push(chunk as Buffer)
    const pairs = answer.rawHeaders.flatMap((name, index, all) =>
      index % 2 === 0
        ? [{ name, value: (all[index + 1] ?? '').replace(`http://${host}`, `https://${host}`) }]
        : [],
    )
    await cdp
      .send('Fetch.fulfillRequest', {
        requestId,
        responseCode: answer.statusCode ?? 500,
        responseHeaders: pairs.filter(
          ({ name }) => !/^(?:transfer-encoding|connection|keep-alive)$/i.test(name),
        ),
        body: Buffer.concat(chunks).toString('base64'),
      })
      .catch(() => undefined)
  })
  await cdp.send('Fetch.enable', { patterns: [{ urlPattern: `https://${host}/*` }] })
}

describe.skipIf(isLeftOut)(`aws-amplify in Chromium${why}`, { timeout: 90_000 }, () => {
  let browser: Browser
  let target: ReferenceTarget
  let script: string

  beforeAll(async () => {
    if ('none' in found) throw new Error(found.none)
    ;[target, script, browser] = await Promise.all([
      startReferenceTarget(),
      bundle(),
      chromium.launch({
        executablePath: found.path,
        args: [
          '--no-sandbox',
          '--disable-background-networking',
          '--host-resolver-rules=MAP localhost 127.0.0.1,MAP *.localhost 127.0.0.1',
        ],
      }),
    ])
  }, 60_000)

  afterAll(async () => {
    await browser?.close()
    await target?.close()
  })

  /** The application's server: one page, and its script. */
  async function serve() {
    let configuration: unknown
    const server = createServer(({ url = '/' }, response) => {
      if (url === '/page.js')
        return response.writeHead(200, { 'content-type': 'text/javascript' }).end(script)
      response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
        .end(
          `<!doctype html><title>The application</title><script>window.configuration = ${JSON.stringify(configuration)}</script><script type="module" src="/page.js"></script>`,
        )
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    return {
      origin: `http://localhost:${(server.address() as AddressInfo).port}`,
      configure: (given: unknown) => {
        configuration = given
      },
      async [Symbol.asyncDispose]() {
        server.closeAllConnections()
        await new Promise((closed) => server.close(closed))
      },
    }
  }

  test.each([
    ['the classic hosted UI', 1],
    ['managed login', 2],
  ] as const)('signs in over %s, refreshes, and signs out', async (_, version) => {
    await using site = await serve()
    const [home, out] = [`${site.origin}/`, `${site.origin}/signed-out`]
    const instance = await target.open()
    const house = await buildDomain(instance, version, {
      client: {
        CallbackURLs: [home],
        LogoutURLs: [out],
        AllowedOAuthScopes: ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'],
      },
    })
    site.configure({
      Auth: {
        Cognito: {
          userPoolId: house.poolId,
          userPoolClientId: house.clientId,
          userPoolEndpoint: instance.endpoint,
          loginWith: {
            oauth: {
              domain: house.host,
              scopes: ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'],
              redirectSignIn: [home],
              redirectSignOut: [out],
              responseType: 'code',
            },
          },
        },
      },
    })
    const context = await browser.newContext()
    const page = await context.newPage()
    await endTls(context, page, house)
    const app = (call: string) => page.evaluate(`app.${call}`)

    await page.goto(home)
    expect(await app('user()')).toEqual({ error: 'UserUnAuthenticatedException' })
    await app("signIn({ customState: 'where I was' })")
    await page.waitForURL(`https://${house.host}/**`)
    await page.locator('input[name=username]:visible').fill(username)
    await page.locator('input[name=password]:visible').fill(password)
    await page.locator('[type=submit]:visible').first().click()

    await page.waitForURL((url) => url.origin === site.origin)
    await expect.poll(() => app('events'), { timeout: 15_000 }).toContain('signInWithRedirect')
    expect(await app('events')).toContain('customOAuthState')
    // The code is used up, and gone from the address.
    expect(new URL(page.url()).search).toBe('')
    const user = (await app('user()')) as { username: string; userId: string }
    expect(user.username).toBe(username)
    expect(await app('attributes()')).toMatchObject({ sub: user.userId })

    const first = (await app('tokens()')) as { access: Record<string, unknown>; id: Record<string, unknown> }
    expect(first.access).toMatchObject({ client_id: house.clientId, token_use: 'access', sub: user.userId })
    expect(first.id).toMatchObject({ aud: house.clientId, token_use: 'id', sub: user.userId })
    const second = (await app('tokens({ forceRefresh: true })')) as typeof first
    expect(second.access).toMatchObject({ sub: user.userId, origin_jti: first.access['origin_jti'] })
    expect(second.access['jti']).not.toBe(first.access['jti'])

    await app('signOut()')
    await page.waitForURL(out)
    expect(await app('user()')).toEqual({ error: 'UserUnAuthenticatedException' })
    // The session at the domain is over too: it asks for the password again.
    await app('signIn()')
    await page.waitForURL(`https://${house.host}/login**`)
    await page.locator('input[name=password]:visible').waitFor()
    await context.close()
  })
})
