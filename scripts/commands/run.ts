/** `cognito-conformance run`: drives the selected flows against a target and writes record and reports. */
import { randomInt } from 'node:crypto'
import type { Command } from 'commander'
import { Option } from 'commander'
import { AGENTS, type AgentName } from '../../fixtures/actors/agent-choice.ts'
import { findBrowser } from '../../fixtures/actors/browser.ts'
import { DEFAULT_RUNS } from '../../fixtures/fuzzing/campaign.ts'
import type { Recipe } from '../../fixtures/fuzzing/model.ts'
import { loadTarget } from '../../fixtures/targets/index.ts'
import type { Level } from '../../reports/record.ts'
import { type Catalogue, loadCatalogue } from '../catalogue.ts'
import { isOfOwnApi } from '../fuzz/checks.ts'
import { run } from '../run/run.ts'
import { loadFaults, outOf, tellOutcome, version, Wrong } from './common.ts'
import { checkRecipe } from './recipes.ts'
import { recipeOf, wholeNumber } from './values.ts'

interface Flags {
  readonly target: string
  readonly flow: string[]
  readonly variant: string[]
  readonly check: string[]
  readonly out: string
  readonly seed?: number
  readonly level: Level
  readonly agent: AgentName
  readonly browser?: string
  readonly maxWait: number
  readonly fault: string[]
  readonly fuzzRuns: number
  readonly fuzzTime?: number
  readonly replay?: Recipe
  readonly json?: true
  readonly quiet?: true
}

/** What is asked of an API of the user's own stands in no target's catalogue, though `explain` knows it. @throws {Wrong} */
function checkAskable({ check }: Flags): void {
  if (check.length > 0 && check.every(isOfOwnApi))
    throw new Wrong(
      `${check.join(', ')}: that is asked of an HTTP API of your own, and of no target. \`fuzz --url URL\` asks it.`,
    )
}

/** A case belongs to one surface, and what it is made of is known there. @throws {Wrong} */
function checkReplay(catalogue: Catalogue, { replay, flow, variant }: Flags): void {
  if (replay === undefined) return
  const attacking = catalogue.variants.map((one) => one.variant).filter((one) => one.flow.id === ATTACKS)
  const surfaces = attacking.map(({ id }) => id)
  const [surface, ...others] = variant
  if (
    surface === undefined ||
    others.length > 0 ||
    !surfaces.includes(surface) ||
    flow.some((id) => id !== ATTACKS)
  )
    throw new Wrong(
      `--replay makes one case of one surface again: name it with --flow ${ATTACKS} --variant, as the finding does. There are: ${surfaces.join(', ')}.`,
    )
  checkRecipe(replay, attacking.find(({ id }) => id === surface)?.options ?? {}, surface)
}

/** The flow whose variants are surfaces, and whose cases can be made again. */
const ATTACKS = 'token-validation'

/** Where CI tools say what is being built, in the order asked. */
const environment = (...names: string[]) => names.map((name) => process.env[name]).find((value) => value)

export function addRun(program: Command): void {
  program
    .command('run', { isDefault: false })
    .description('drive the documented flows against a target, judge every step, write record and reports')
    .option('-t, --target <name|file>', 'a preset (see `list --targets`) or a target file', 'reference')
    .option('-f, --flow <id...>', 'only these flows', [])
    .option('-v, --variant <id...>', 'only these variants', [])
    .option('-c, --check <glob...>', 'only checks whose id matches, such as "api-authentication/11/*"', [])
    .option('-o, --out <dir>', 'where record and reports go', 'conformance-report')
    .option('--seed <n>', 'seed of everything random that is judged', wholeNumber('--seed', 0))
    .addOption(
      new Option('-l, --level <level>', 'the weakest level that counts as required')
        .choices(['required', 'observed', 'advisory'])
        .default('required'),
    )
    .addOption(
      new Option(
        '-a, --agent <kind>',
        'who visits the pages: an http client, a real browser, or a browser where a page needs its scripts',
      )
        .choices(AGENTS)
        .default('auto'),
    )
    .option('-b, --browser <path>', 'the Chromium or Chrome to use (else $CHROMIUM, else that on PATH)')
    .option(
      '--max-wait <seconds>',
      'how long a variant may wait for something to expire',
      wholeNumber('--max-wait', 0),
      600,
    )
    .option(
      '--fuzz-runs <n>',
      'cases that the attack suite draws for each surface, beside those that it always sends',
      wholeNumber('--fuzz-runs', 0),
      DEFAULT_RUNS,
    )
    .option(
      '--fuzz-time <seconds>',
      'the longest that it draws cases for one surface, after those that it always sends: it does not cut them short',
      wholeNumber('--fuzz-time', 1),
    )
    .option(
      '--replay <recipe>',
      'one case of the attack suite, as a finding prints it; with one --variant; without --out its reports go to conformance-report-replay',
      recipeOf,
    )
    .option('--fault <id...>', 'bend rules of the reference target (see `faults`)', [])
    .option('--json', 'print the outcome and the totals as JSON instead of a summary')
    .option('-q, --quiet', 'no progress')
    .action(async (flags: Flags, given: Command) => {
      checkAskable(flags)
      const catalogue = await loadCatalogue()
      checkReplay(catalogue, flags)
      const loaded = await loadTarget(flags.target)
      if (flags.fault.length > 0) {
        const faults = await loadFaults()
        const unknown = flags.fault.find((id) => !faults.some((fault) => fault.id === id))
        if (unknown !== undefined) throw new Wrong(`no fault is called ${unknown}. \`faults\` lists them.`)
        if (loaded.file.kind !== 'reference')
          throw new Wrong(`faults are bent rules of the reference target, and ${loaded.file.name} is none`)
      }
      const browser = findBrowser(flags.browser)
      if ('none' in browser && (flags.agent === 'browser' || flags.browser !== undefined))
        throw new Wrong(`--agent ${flags.agent}: ${browser.none}`)
      const revision = environment('GITHUB_SHA', 'CI_COMMIT_SHA', 'GIT_COMMIT')
      const ciUrl = environment('CI_JOB_URL', 'BUILD_URL')
      const { record, html, out } = await run(catalogue, loaded, {
        selection: { flows: flags.flow, variants: flags.variant, checks: flags.check },
        level: flags.level,
        targetOption: flags.target,
        out: outOf(given, flags),
        seed: flags.seed ?? randomInt(2 ** 31),
        agent: { name: flags.agent, browser },
        maxWait: flags.maxWait,
        faults: flags.fault,
        attack: {
          runs: flags.fuzzRuns,
          ...(flags.fuzzTime === undefined ? {} : { timeMs: flags.fuzzTime * 1000 }),
          ...(flags.replay === undefined ? {} : { replay: flags.replay }),
        },
        quiet: flags.quiet === true,
        version,
        ...(revision === undefined ? {} : { revision }),
        ...(ciUrl === undefined ? {} : { ciUrl }),
      })
      tellOutcome(record, { html, out, json: flags.json === true })
    })
}
