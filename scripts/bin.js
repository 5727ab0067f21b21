#!/usr/bin/env node
// Starts the command line: the TypeScript itself in the repository, what was compiled where the package is installed.
// Plain JavaScript, and old: it must run on the Node that is there, to say which one is needed.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const source = new URL('./cli.ts', import.meta.url)
const cli = existsSync(source) ? source : new URL('../dist/scripts/cli.js', import.meta.url)
const brought = new URL('../node_modules/node/bin/node', import.meta.url)
const [major, minor] = process.versions.node.split('.').map(Number)

if (major >= 24 || (major === 22 && minor >= 19)) {
  await import(cli.href)
} else if (cli === source && existsSync(brought)) {
  // Ctrl-C reaches both; the command line cleans up, and this one waits for it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {})
  const { status } = spawnSync(fileURLToPath(brought), process.argv.slice(1), { stdio: 'inherit' })
  process.exitCode = status === null ? 4 : status
} else {
  const remedy = cli === source ? 'install Node 24, or run npm ci without --ignore-scripts, which brings one' : 'install Node 24'
  console.error(`cognito-conformance needs Node 22.19 or newer, or 24 or newer, and this is ${process.version}: ${remedy}.`)
  process.exitCode = 2
}
