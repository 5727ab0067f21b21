/**
 * `npm run mutants`: how much of the reference target's own verifying the attack suite watches. Every condition of the
 * files that verify tokens and assertions is dropped or inverted, one at a time, and the sweep of the surfaces behind
 * them is run. A mutant is caught when a check fails that passes without it.
 *
 * All of them take hours: unless told otherwise (`npm run mutants -- --every 1`) it tries one in twelve, in the order in
 * which they stand. Files can be named, from the folder of the reference target.
 *
 * A mutant with which the target does not answer any more is told apart: that is no catch.
 */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { print } from '../commands/common.ts'
import { type Mutant, mutantsOf } from './conditions.ts'
import type { Tried } from './trial.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const target = 'fixtures/reference-target'

/** What verifies, and behind which surfaces it stands. */
const VERIFIERS: readonly { readonly surfaces: readonly string[]; readonly files: readonly string[] }[] = [
  {
    surfaces: ['get-user', 'user-info', 'identity-pool-user-pool', 'http-authorizer'],
    files: ['crypto/jwt.ts'],
  },
  { surfaces: ['get-user', 'access-token-operations'], files: ['sign-in/access-token.ts'] },
  { surfaces: ['user-info'], files: ['domain/user-info.ts'] },
  { surfaces: ['revocation-endpoint'], files: ['domain/revoke.ts'] },
  { surfaces: ['identity-pool-user-pool'], files: ['identity-pools/logins/user-pool.ts'] },
  {
    surfaces: ['identity-pool-oidc'],
    files: ['identity-pools/logins/open-id.ts'],
  },
  { surfaces: ['sts'], files: ['identity-pools/own-token.ts', 'sts/web-identity.ts'] },
  { surfaces: ['rest-authorizer', 'http-authorizer'], files: ['gateway/authorize.ts'] },
  { surfaces: ['oidc-id-token'], files: ['federation/oidc/id-token.ts'] },
  {
    surfaces: ['saml-response'],
    files: [
      'federation/saml/signature.ts',
      'federation/saml/message.ts',
      'federation/saml/judge.ts',
      'federation/saml/shape.ts',
      'rules/saml-signatures.ts',
    ],
  },
]

const HANGS_AFTER_MS = 300_000

/** @returns nothing where the process ended without an answer */
function attempt(surfaces: readonly string[], mutant?: Mutant): Promise<Tried | undefined> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [`${root}scripts/mutants/trial.ts`, ...surfaces], {
      // The reference target is a process of that one's, and inherits what it is told.
      env: {
        ...process.env,
        NODE_OPTIONS: `--import ${pathToFileURL(`${root}scripts/mutants/replace.ts`).href}`,
        ...(mutant === undefined ? {} : { MUTANT: JSON.stringify(mutant) }),
      },
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: HANGS_AFTER_MS,
    })
    let text = ''
    child.stdout.on('data', (piece: Buffer) => {
      text += piece.toString()
    })
    child.on('close', () => {
      try {
        resolve(JSON.parse(text) as Tried)
      } catch {
        resolve(undefined)
      }
    })
  })
}

interface Outcome {
  readonly mutant: Mutant
  readonly by: readonly string[]
  readonly silent: boolean
}

const usual = 12
const { values, positionals: wanted } = parseArgs({
  options: { every: { type: 'string', default: String(usual) } },
  allowPositionals: true,
})
const every = Number(values.every)
const outcomes: Outcome[] = []

for (const { surfaces, files } of VERIFIERS) {
  const chosen = files.filter((file) => wanted.length === 0 || wanted.includes(file))
  if (chosen.length === 0) continue
  const sound = await attempt(surfaces)
  if (sound === undefined) throw new Error(`${surfaces.join(', ')}: the suite does not run without a mutant`)
  const queue = chosen.flatMap((file) => {
    const path = `${target}/${file}`
    return mutantsOf(path, readFileSync(`${root}${path}`, 'utf8')).filter((_, index) => index % every === 0)
  })
  const work = async () => {
    for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
      const tried = await attempt(surfaces, mutant)
      const by = Object.entries(tried?.red ?? {})
        .filter(([id, verdict]) => verdict === 'failed' && sound.red[id] === undefined)
        .map(([id]) => id)
      outcomes.push({ mutant, by, silent: tried === undefined })
      const says = by.length > 0 ? 'caught' : tried === undefined ? 'silent' : 'SURVIVED'
      const { file, line, was, becomes } = mutant
      print(
        `${says.padEnd(9)}${file}:${line}  ${flat(was)}  →  ${flat(becomes)}${by[0] === undefined ? '' : `  (${by.length}: ${by[0]})`}`,
      )
    }
  }
  await Promise.all(Array.from({ length: Math.max(1, availableParallelism() - 1) }, work))
}

function flat(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 70)
}

const caught = outcomes.filter(({ by }) => by.length > 0).length
const silent = outcomes.filter((one) => one.silent).length
print(
  `\n${outcomes.length} mutants: ${caught} caught, ${silent} did not answer, ${outcomes.length - caught - silent} survived`,
)
