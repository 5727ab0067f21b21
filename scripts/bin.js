#!/usr/bin/env node
// Starts the command line: the TypeScript itself in the repository, what was compiled where the package is installed.
// Plain JavaScript, and old: it must run on the Node that is there, to say which one is needed.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const source = new URL('./cli.ts', import.meta.url)
const cli = existsSync(source) ? source : new URL('../dist/scripts/cli.js', import.meta.url)
const brought = new URL('../node_modules/node/bin/node', import.meta.url)
const [major, minor] = process.versions.node.split('.').map(Number)

if (major >= 24 || (major === 22 && minor >= 19)) {
  if (process.env.COGNITO_CONFORMANCE_STARTER === String(process.ppid) && process.connected) {
    // Started by the lines below: when the starter is killed, this process must not go on alone.
    process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
    process.channel.unref()
  }
  await import(cli.href)
} else if (cli === source && existsSync(brought)) {
  const child = spawn(fileURLToPath(brought), process.argv.slice(1), {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, COGNITO_CONFORMANCE_STARTER: String(process.pid) },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (status) => process.exit(status === null ? 4 : status))
} else {
  const remedy = cli === source ? ', or run npm ci without --ignore-scripts: it brings Node 24 along' : ''
  console.error(
    `cognito-conformance needs Node 22.19, or 24 and newer, and this is ${process.version}. Install it${remedy}.`,
  )
  process.exitCode = 2
}
