#!/usr/bin/env node
// Starts the command line: compiled where the package is installed, the TypeScript itself in the repository.
// Plain JavaScript, and old: it must run on the Node that is there, to say which one is needed.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const source = new URL('./cli.ts', import.meta.url)
const here = existsSync(source) ? source : new URL('./cli.js', import.meta.url)
const [major, minor] = process.versions.node.split('.').map(Number)

// 22.18 and 24 run TypeScript as it is; compiled JavaScript is content with 22.12.
const enough = major >= 24 || (major === 22 && minor >= (here === source ? 18 : 12))

if (enough) {
  await import(here.href)
} else {
  const brought = new URL('../node_modules/node/bin/node', import.meta.url)
  if (existsSync(brought)) {
    const { status } = spawnSync(fileURLToPath(brought), process.argv.slice(1), { stdio: 'inherit' })
    process.exitCode = status === null ? 4 : status
  } else {
    console.error(
      `cognito-conformance needs Node 22.12 or newer, and this is ${process.version}. ` +
        'Install Node 24, or run npm ci without --ignore-scripts: that brings Node 24 along.',
    )
    process.exitCode = 2
  }
}
