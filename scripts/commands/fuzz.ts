/** `cognito-conformance fuzz`: attacks an HTTP API of the user's own with altered tokens, and says which it should not have taken. */
import { randomBytes, randomInt } from 'node:crypto'
import { type Command, Option } from 'commander'
import { DEFAULT_RUNS } from '../../fixtures/fuzzing/campaign.ts'
import { recipeText } from '../../fixtures/fuzzing/recipe.ts'
import { createRedactor } from '../../fixtures/protocol/redaction.ts'
import { loadTarget } from '../../fixtures/targets/index.ts'
import type { LeasedApi } from '../../fixtures/targets/lease.ts'
import { plain } from '../../reports/index.ts'
import { attackVariant } from '../../suites/token-validation/attack.ts'
import { ownApiFlow, ownApiFlowWithoutKey } from '../../suites/token-validation/own-api/flow.ts'
import { ownApiSurface } from '../../suites/token-validation/own-api/surface.ts'
import { besidesOf } from '../fuzz/besides.ts'
import { openCanary } from '../fuzz/canary.ts'
import { checkWays, commandOf, type FuzzFlags, httpUrl, statuses } from '../fuzz/command-line.ts'
import { catalogueOf, fuzz, type Opened } from '../fuzz/fuzz.ts'
import { headerOf } from '../fuzz/header.ts'
import { lenderOfApi, withApi } from '../fuzz/lender.ts'
import { meet, SetUp } from '../fuzz/meet.ts'
import { startMockIssuer } from '../fuzz/mock-issuer.ts'
import { tokensOf } from '../fuzz/tokens.ts'
import { openHost } from '../run/host.ts'
import { outOf, tellOutcome, version, Wrong } from './common.ts'
import { checkRecipe } from './recipes.ts'
import { recipeOf, wholeNumber } from './values.ts'

const HELP = `
The API must be your own, or you must be asked by its owner: it is sent a thousand and more forged tokens, as fast as it
answers or as --rate says. What takes much memory or time is sent to this machine (localhost, 127.0.0.1) alone. Only the
one address is asked, and redirects are not followed.

Tokens never stand on the command line, where every program of this machine can read them, and your shell remembers them:
  --token-file FILE   one token; read again while it is used, so that something may renew it
  --token-env NAME    of an environment variable that holds one
  --target FILE       signs in, with a user of that target (see \`run --target\`)
  --mock-issuer PORT  where the API can be told whom to trust: a mock identity provider becomes the issuer. Then tokens
                      with wrong claims are properly signed too, which is most of what an API gets wrong. Configure,
                      before the run or while it waits (--max-wait):
                      issuer:     http://localhost:PORT/t/fuzz
                      discovery:  http://localhost:PORT/t/fuzz/.well-known/openid-configuration
                      key set:    http://localhost:PORT/t/fuzz/jwks

What is always sent comes first: some six hundred cases, or eleven hundred with --mock-issuer, a request each and a few for
each finding. Nothing passes without them, so neither --fuzz-runs nor --fuzz-time bounds them: at --rate 10 they take one to
two minutes. Then cases are drawn, --fuzz-runs of them or for --fuzz-time, whichever ends first. Ctrl-C ends either: what was
found stands in record and reports, and what was not finished is without a verdict.

  cognito-conformance fuzz --url http://localhost:3000/me --issuer https://idp.example --token-env TOKEN
  cognito-conformance fuzz --url http://localhost:3000/me --mock-issuer 9400 --use id --client my-client

Exit codes are those of \`run\`; 2 also where the API does not accept the untouched token, 3 where it does not answer.`

/** Loopback, where nobody else is harmed. */
const isHere = ({ hostname }: URL): boolean =>
  /^(?:localhost|.+\.localhost|127\.[\d.]+|\[::1\])$/.test(hostname)

/** So many requests a second at most. @throws {Wrong} */
const rateOf = (given: string): number => {
  const rate = Number(given)
  if (!(rate > 0 && rate <= 100_000))
    throw new Wrong(`--rate takes a number of requests a second, not ${JSON.stringify(given)}`)
  return rate
}

const portOf = (given: string): number => {
  const port = Number(given)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Wrong(`--mock-issuer takes a port, not ${JSON.stringify(given)}`)
  return port
}

export function addFuzz(program: Command): void {
  program
    .command('fuzz')
    .description('attack an HTTP API of your own with altered tokens: does it take one that it should not?')
    .requiredOption('-u, --url <url>', 'what is asked; it must want a token')
    .option(
      '-i, --issuer <url>',
      'whom the API trusts; with --mock-issuer: the origin by which the API reaches it',
    )
    .option(
      '--header <header>',
      'how the token is brought, in single quotes; any other $NAME is taken from the environment and kept as a secret',
      'Authorization: Bearer $token',
    )
    .option(
      '--accept <status>',
      'what it answers when it accepts; several with commas',
      statuses('--accept'),
      [200],
    )
    .option('--refuse <status>', 'and when it refuses', statuses('--refuse'), [401, 403])
    .option('-X, --method <method>', 'by which it is asked', 'GET')
    .option('--token-file <file>', 'holds a valid token')
    .option('--token-env <name>', 'an environment variable that holds a valid token')
    .option('-t, --target <name|file>', 'signs in there for tokens')
    .addOption(
      new Option('--mock-issuer [port]', 'be the issuer that the API trusts').argParser(portOf).preset('0'),
    )
    .option(
      '--max-wait <seconds>',
      'how long the API may take until it trusts the mock issuer, or a pool that was made for the run',
      wholeNumber('--max-wait', 0),
      120,
    )
    .option(
      '--client <id>',
      'whom the API is for: aud, or client_id of access tokens; default: as the token has it, and access tokens of others may pass',
    )
    .addOption(new Option('--use <use>', 'which kind of token it takes').choices(['access', 'id']))
    .option('--scope <scope>', 'without which it refuses access tokens')
    .option('--rate <n>', 'requests a second, at most', rateOf)
    .option('--seed <n>', 'seed of what is drawn', wholeNumber('--seed', 0))
    .option(
      '--fuzz-runs <n>',
      'cases that are drawn beside those that are always sent',
      wholeNumber('--fuzz-runs', 0),
      DEFAULT_RUNS,
    )
    .option(
      '--fuzz-time <seconds>',
      'the longest that cases are drawn, after those that are always sent: it does not cut them short',
      wholeNumber('--fuzz-time', 1),
    )
    .option(
      '--replay <recipe>',
      'one case again, as a finding prints it; without --out its reports go to fuzz-report-replay',
      recipeOf,
    )
    .addOption(
      new Option('-l, --level <level>', 'the weakest level that counts as required')
        .choices(['required', 'observed', 'advisory'])
        .default('required'),
    )
    .option('-o, --out <dir>', 'where record and reports go', 'fuzz-report')
    .option('--json', 'print the outcome and the totals as JSON instead of a summary')
    .option('-q, --quiet', 'no progress')
    .addHelpText('after', HELP)
    .action(attack)
}

async function attack(flags: FuzzFlags, given: Command): Promise<void> {
  const out = outOf(given, flags)
  const say = (...lines: readonly string[]) => void process.stderr.write(`${lines.map(plain).join('\n')}\n`)
  checkWays(flags)
  const url = httpUrl('--url', flags.url)
  if (flags.issuer !== undefined) httpUrl('--issuer', flags.issuer)
  const header = headerOf(flags.header, process.env)
  for (const name of header.short)
    say(`the value of $${name} is too short to be told from other text: reports may show it`)
  const loaded = flags.target === undefined ? undefined : await loadTarget(flags.target)
  const ending = new AbortController()
  const mock =
    flags.mockIssuer === undefined ? undefined : await startMockIssuer(flags.mockIssuer, flags.issuer)
  const canary = isHere(url) ? await openCanary() : undefined
  let unmet: SetUp | undefined
  try {
    const tokens = await tokensOf({ flags, mock, canary: canary?.address, say })
    if (mock !== undefined) tellOf({ issuer: mock.own.issuer, keys: mock.keys, client: tokens.client }, say)
    const { use, options, scene, holdsKey } = tokens
    const statusesOf = { accept: new Set(flags.accept), refuse: new Set(flags.refuse) }
    const surface = ownApiSurface({
      ...statusesOf,
      header: header.sent,
      use,
      holdsKey,
      options,
      scene,
      ...(flags.scope === undefined ? {} : { scope: flags.scope }),
      // Whoever names a client says that the API is for it.
      ...(flags.client === undefined ? {} : { ofOneClient: true }),
      ...(canary === undefined ? {} : { fetched: canary.visits }),
      meet: (sendsBase, { issuer, client, keysBase }) =>
        meet(sendsBase, {
          api: statusesOf,
          token:
            loaded === undefined ? tokens.says : `${tokens.says}, from ${issuer} for the client ${client}`,
          // Whom the API is to trust was made a moment ago.
          patienceMs: mock !== undefined || loaded?.file.provision === true ? flags.maxWait * 1000 : 0,
          onWait: (why) => {
            if (mock === undefined)
              tellOf({ issuer, client, keys: `${keysBase.replace(/\/+$/, '')}/.well-known/jwks.json` }, say)
            say(`${why.replace(/\.$/, '')}.`, `Waiting for up to ${flags.maxWait} s until the API accepts.`)
          },
          signal: ending.signal,
        }).catch((error: unknown) => {
          if (error instanceof SetUp) unmet = error
          throw error
        }),
    })
    const command = commandOf(flags, mock?.port)
    const variant = attackVariant(surface, {
      flow: ownApiFlow as never,
      replayLine: (recipe) => `${command} --replay '${recipe}'`,
    })
    const flow = holdsKey ? ownApiFlow : ownApiFlowWithoutKey
    const catalogue = catalogueOf(variant, flow as never)
    checkRecipe(flags.replay, variant.options, 'this API')
    const api: LeasedApi = {
      url: url.href,
      method: flags.method.toUpperCase(),
      ...(flags.rate === undefined ? {} : { rate: flags.rate }),
    }
    const sparing = isHere(url) ? undefined : 'what takes much memory or time is sent to this machine alone'
    // What was typed is recorded as it was, though parts of it are sent beside a token.
    const known = [JSON.stringify(catalogue.checks), command, flags.header, flags.url].join('\n')
    const secrets = [tokens.secrets, header.secrets].flatMap((some) => Object.entries(some))
    const { record, html } = await fuzz({
      catalogue,
      target: {
        name: `The API at ${url.host}`,
        kind: 'endpoint',
        version: 'unknown',
        claims: [ownApiFlow.id],
        lacks: [],
        settings: { url: `${url.origin}${url.pathname}`, method: api.method, tokens: tokens.says },
      },
      options: {
        command,
        ...(tokens.issuer === '' ? {} : { issuer: tokens.issuer }),
        header: flags.header,
        accept: flags.accept,
        refuse: flags.refuse,
        use,
        fuzzRuns: flags.fuzzRuns,
        ...(flags.fuzzTime === undefined ? {} : { fuzzTime: flags.fuzzTime }),
        ...(flags.replay === undefined ? {} : { replay: recipeText(flags.replay) }),
      },
      attack: {
        seed: flags.seed ?? randomInt(2 ** 31),
        runs: flags.fuzzRuns,
        ...(flags.fuzzTime === undefined ? {} : { timeMs: flags.fuzzTime * 1000 }),
        ...(flags.replay === undefined ? {} : { replay: flags.replay }),
      },
      level: flags.level,
      out,
      quiet: flags.quiet === true,
      version,
      unmet: () => unmet,
      ending,
      async open(journal): Promise<Opened> {
        if (loaded !== undefined) {
          const host = await openHost(loaded, {
            runId: randomBytes(4).toString('hex'),
            maxWait: flags.maxWait,
            known,
            journal,
          })
          for (const [name, value] of secrets) host.redactor.add(value, name)
          const lender = { ...host.lender, beforehand: host.redactor.entries() }
          return { ...host, lender: withApi(lender, api, sparing) }
        }
        const salt = randomBytes(16).toString('hex')
        const redactor = createRedactor({ salt, known })
        for (const [name, value] of secrets) redactor.add(value, name)
        const { issuer, client } = tokens
        const lender = lenderOfApi({ api, issuer, client, sparing, redactor, salt, known })
        return { lender, redactor, close: async () => undefined }
      },
    })
    // Of an API that was not attacked, or was for one case, nothing is expected to be complete.
    const isWhole = !holdsKey && flags.replay === undefined && unmet === undefined
    const besides = besidesOf(record, isWhole)
    tellOutcome(record, {
      html,
      out,
      json: flags.json === true,
      ...(besides === undefined ? {} : { besides }),
    })
  } finally {
    await Promise.all([mock?.close(), canary?.close()])
  }
}

interface ToTrust {
  readonly issuer: string
  readonly client: string
  /** Where its key set is. */
  readonly keys: string
}

/** What an API has to be told before it takes a token of ours. */
function tellOf({ issuer, client, keys }: ToTrust, say: (...lines: readonly string[]) => void): void {
  say('The API has to trust', `  issuer    ${issuer}`, `  key set   ${keys}`, `  audience  ${client}`)
}
