/** The report as a browser shows it, opened as a file: addresses open what they name, views can be linked, nothing runs. */

import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { renderHtml } from '../../reports/html/index.ts'
import { exampleRecord, HOSTILE } from '../reports/example-record.ts'

const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
const FAILED = 'check:api-authentication/15/refresh-keeps-subject:password-totp'
const PASSED = 'check:api-authentication/5/password-is-checked:password-totp'

describe.skipIf(!existsSync(CHROMIUM))('the report in Chromium', { timeout: 60_000 }, () => {
  let browser: Browser
  let folder: string
  let report: string
  let page: Page
  let said: string[]

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'report-html-'))
    const file = join(folder, 'index.html')
    await writeFile(file, renderHtml(exampleRecord()))
    report = pathToFileURL(file).href
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
    })
  }, 60_000)

  afterAll(async () => {
    await browser?.close()
    await rm(folder, { recursive: true, force: true })
  })

  afterEach(async () => {
    await page.close()
    expect(said).toEqual([])
  })

  async function open(hash = '', width = 1280): Promise<Page> {
    page = await browser.newPage({ viewport: { width, height: 900 } })
    said = []
    page.on('console', (message) => said.push(message.text()))
    page.on('pageerror', (error) => said.push(error.message))
    page.on('dialog', (dialog) => said.push(dialog.message()))
    page.on('requestfinished', (request) => request.url().startsWith(report) || said.push(request.url()))
    await page.goto(report + hash)
    return page
  }

  const byId = (id: string) => page.locator(`[id="${id}"]`)
  const isOpen = (id: string) =>
    byId(id).evaluate((element) => (element as unknown as { open: boolean }).open)
  const hash = () => page.evaluate('location.hash')

  it.each([1280, 400])(
    'at %i px nothing is wider than the page, even with everything open',
    async (width) => {
      await open('', width)
      await page.evaluate(
        'document.querySelectorAll("details").forEach((details) => { details.open = true })',
      )
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    },
  )

  it.each([PASSED, 'exchange:api-authentication.srp-totp:1', 'step:api-authentication/1'])(
    'opens %s and brings it into view',
    async (id) => {
      await open(`#${id}`)
      expect(await isOpen(id)).toBe(true)
      await expect.poll(() => byId(id).locator('summary').first().isVisible()).toBe(true)
      await expect.poll(async () => (await byId(id).boundingBox())?.y).toBeLessThan(700)
      expect((await byId(id).boundingBox())?.y).toBeGreaterThan(0)
    },
  )

  it('keeps the filters in the address, counts, and shows the same again when it is opened there', async () => {
    await open()
    const shown = () => page.locator('#shown').textContent()
    expect(await shown()).toBe('Showing all 30 results')
    await page.getByRole('checkbox', { name: 'failed 7', exact: true }).check()
    await page.getByRole('checkbox', { name: 'required' }).check()
    const left = await visible()
    expect(left).toBeLessThan(7)
    expect(await shown()).toBe(`Showing ${left} of 30 results; ${30 - left} hidden by the filters`)
    await page.locator('select[name=variant]').selectOption('password-totp')
    await page.getByRole('searchbox').fill('SUBJECT refreshed')
    await expect.poll(hash).toBe('#verdict=failed&level=required&variant=password-totp&q=SUBJECT+refreshed')
    expect(await visible()).toBe(1)
    const view = page.url()
    await page.close()
    await open(view.slice(report.length))
    expect(await visible()).toBe(1)
    expect(await byId(FAILED).isVisible()).toBe(true)
    await page.getByRole('button', { name: 'Show all' }).click()
    expect(await visible()).toBe(30)
    expect(page.url()).toBe(report)
  })

  const visible = () => page.locator('details.result:not([hidden])').count()

  it('follows a link within a view, and lets go of the filters only where they hide what it leads to', async () => {
    await open('#verdict=failed')
    const before = await visible()
    await page.locator(`.cause a[href="#${FAILED}"]`).first().click()
    await expect.poll(hash).toBe(`#verdict=failed&at=${FAILED}`)
    expect(await visible()).toBe(before)
    await page.evaluate(`location.hash = 'verdict=failed&at=${PASSED}'`)
    await expect.poll(hash).toBe(`#${PASSED}`)
    expect(await visible()).toBe(30)
    expect(await isOpen(PASSED)).toBe(true)
    await page.goBack()
    await expect.poll(visible).toBe(before)
  })

  it('shows the diagram for the variant that is chosen, and keeps the choice in the address', async () => {
    await open()
    await page.getByLabel('Verdicts in the diagram of User pool API').selectOption('srp-totp')
    const diagrams = page.locator('section.lanes').first().locator('.diagram:not([hidden])')
    expect(await diagrams.count()).toBe(1)
    expect(await diagrams.getAttribute('data-variant')).toBe('srp-totp')
    expect(await hash()).toBe('#diagram.api-authentication=srp-totp')
    await diagrams.locator('a').nth(3).focus()
    await page.keyboard.press('Enter')
    await expect.poll(hash).toBe('#diagram.api-authentication=srp-totp&at=step:api-authentication/4')
    expect(await isOpen('step:api-authentication/4')).toBe(true)
  })

  it('shows an exchange beside the check that looked at it', async () => {
    await open(`#${FAILED}`)
    const peek = byId(FAILED).locator('.peek').first()
    await peek.locator('summary').press('Enter')
    await expect.poll(() => peek.locator('.wire pre').count()).toBe(3)
    expect(await page.locator('[id="exchange:api-authentication.password-totp:1"]').count()).toBe(1)
  })

  it('copies the command that is shown', async () => {
    await open(`#${FAILED}`)
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await byId(FAILED).getByRole('button', { name: 'Copy command' }).click()
    await expect
      .poll(() => page.evaluate('navigator.clipboard.readText()'))
      .toBe(
        'npx cognito-conformance run --target acme-cognito --check api-authentication/15/refresh-keeps-subject --variant password-totp',
      )
  })

  it('would run neither a script nor a handler nor a style, had one got in', async () => {
    const page = renderHtml(exampleRecord()).replace(
      '<main id="top">',
      `<main id="top"><script>document.title = 'owned'</script>${HOSTILE.attribute.slice(2)}
      <img src="data:," onerror="document.title = 'owned'"><svg onload="document.title = 'owned'"></svg>
      <style>main { display: none }</style><iframe src="https://example.com/"></iframe>`,
    )
    await writeFile(join(folder, 'injected.html'), page)
    const kept = report
    report = pathToFileURL(join(folder, 'injected.html')).href
    const opened = await open()
    report = kept
    expect(await opened.locator('main').isVisible()).toBe(true)
    expect(await opened.title()).toBe('Fault of the harness: acme-cognito · cognito-conformance')
    expect(said.filter((text) => !/Content Security Policy|chrome-error/.test(text))).toEqual([])
    said = []
  })
})
