/**
 * `npm run allure [DIR]`: the Allure report of a run, served until Ctrl-C.
 *
 * Allure's page loads Google Analytics and has no option against it; a report of sign-ins should call nobody.
 */
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const [dir = 'conformance-report'] = process.argv.slice(2)
const results = join(dir, 'allure-results')
const report = 'allure-report'
const allure = fileURLToPath(new URL('../node_modules/allure/cli.js', import.meta.url))

if (existsSync(results)) {
  execFileSync(process.execPath, [allure, 'generate', results, '--output', report], { stdio: 'inherit' })
  const page = join(report, 'index.html')
  const html = readFileSync(page, 'utf8')
  writeFileSync(
    page,
    html.replace(
      /<script async src="https:\/\/www\.googletagmanager\.com[^>]*><\/script>\s*<script>[\s\S]*?<\/script>/,
      '',
    ),
  )
  spawn(process.execPath, [allure, 'open', report], { stdio: 'inherit' })
} else {
  console.error(`${results} is not there. Run \`npm start\` first, or name the folder of a run.`)
  process.exitCode = 2
}
