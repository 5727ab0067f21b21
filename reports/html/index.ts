/**
 * The HTML report: one file that needs no network and no server, made from the record and its transcripts.
 *
 * Everything is written as HTML here; the script in the page only hides, shows, opens and copies. The page's
 * Content-Security-Policy allows that one script and that one style sheet by their hashes, and nothing else.
 */

import { createHash } from 'node:crypto'
import type { RunRecord } from '../record.ts'
import { causesSection } from './causes.ts'
import { checksSection } from './checks.ts'
import { exchangesSection } from './exchanges.ts'
import { lanesSection } from './lanes.ts'
import { html, trusted } from './markup.ts'
import { notTestedSection } from './not-tested.ts'
import { SCRIPT } from './script.ts'
import { STYLE } from './style.ts'
import { outcomeWord, summarySection } from './summary.ts'
import { MARKS } from './verdicts.ts'
import { type Hars, viewOf } from './view.ts'

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

const POLICY = [
  "default-src 'none'",
  `script-src ${hash(SCRIPT)}`,
  `style-src ${hash(STYLE)}`,
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

const SECTIONS = [
  ['verdict', 'Verdict'],
  ['causes', 'Causes'],
  ['flows', 'Flows'],
  ['checks', 'Checks'],
  ['exchanges', 'Exchanges'],
  ['not-tested', 'Not tested'],
] as const

/**
 * @param hars the transcripts by `<flow>.<variant>`
 * @returns one HTML document
 */
export function renderHtml({ record, hars }: { readonly record: RunRecord; readonly hars: Hars }): string {
  const view = viewOf(record, hars)
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer"><meta name="generator" content="${record.tool.name} ${record.tool.version}">
<title>${outcomeWord(record)}: ${record.target.name} · cognito-conformance</title>
<style>${trusted(STYLE)}</style></head>
<body>${MARKS}<a class="skip" href="#verdict">Skip to the verdict</a>
<header><nav aria-label="Sections"><span class="name">cognito-conformance</span><ul>${SECTIONS.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)}</ul><button type="button" id="theme">Theme</button></nav></header>
<main id="top">${summarySection(view)}
${causesSection(view)}
${lanesSection(view)}
${checksSection(view)}
${exchangesSection(view)}
${notTestedSection(view)}</main>
<footer><p>Made by ${record.tool.name} ${record.tool.version} from <code>run.json</code> and the HAR files beside it. To make it again: <code>npx cognito-conformance report DIR</code></p></footer>
<script>${trusted(SCRIPT)}</script></body></html>
`
  return page.html
}
