/** Where a browser is looked for, and what is said when there is none. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { findBrowser, startBrowser } from '../../fixtures/actors/browser.ts'

const folder = mkdtempSync(join(tmpdir(), 'browser-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function program(...path: string[]): string {
  const file = join(folder, ...path)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, '#!/bin/sh\nexit 7\n')
  chmodSync(file, 0o755)
  return file
}

const chromium = program('one', 'chromium')
const chrome = program('two', 'google-chrome')
const PATH = [join(folder, 'none'), join(folder, 'two'), join(folder, 'one')].join(delimiter)

test('what is given comes before what the environment names, and that before PATH', () => {
  const env = { CHROMIUM: chromium, CHROME_PATH: chrome, PATH }
  expect(findBrowser(chrome, env, 'linux')).toEqual({ path: chrome })
  expect(findBrowser(undefined, env, 'linux')).toEqual({ path: chromium })
  expect(findBrowser(undefined, { CHROME_PATH: chrome, PATH }, 'linux')).toEqual({ path: chrome })
  expect(findBrowser(undefined, { CHROMIUM: '', PATH }, 'linux')).toEqual({ path: chrome })
})

test('what is named and is not there is not replaced by another', () => {
  const nowhere = join(folder, 'nowhere')
  expect(findBrowser(nowhere, { PATH })).toEqual({
    none: `--browser names ${nowhere}, and there is no such program`,
  })
  expect(findBrowser(undefined, { CHROMIUM: folder, PATH })).toEqual({
    none: `CHROMIUM names ${folder}, and there is no such program`,
  })
})

test('where installers of other systems put it', () => {
  const mac = program('Applications', 'Chromium.app', 'Contents', 'MacOS', 'Chromium')
  expect(findBrowser(undefined, { HOME: folder }, 'darwin')).toEqual({ path: mac })
  const none = findBrowser(undefined, { ProgramFiles: join(folder, 'none') }, 'win32')
  expect(none).toEqual({ none: expect.stringContaining('install one') })
})

test('one that does not start says which, and why', async () => {
  await expect(startBrowser(chromium)).rejects.toMatchObject({
    name: 'BrowserUnusable',
    exitCode: 2,
    message: expect.stringMatching(/chromium could not be started: ./),
  })
})
