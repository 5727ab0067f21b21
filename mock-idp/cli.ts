/**
 * The mock identity provider as a program of its own: it starts, says how it is steered, and serves until it is
 * interrupted. Of use to whoever tests a relying party that has nothing to do with user pools.
 */
import { parseArgs } from 'node:util'
import { mockIdpAt } from './client.ts'
import type { Dialect, Tenant } from './control.ts'
import { misbehaviours } from './misbehaviours/all.ts'
import type { Misbehaviour } from './misbehaviours/misbehaviour.ts'
import { type MockIdp, startMockIdp } from './server.ts'

export const usage = `Usage: cognito-conformance mock-idp [options]

A SAML 2.0 and OpenID Connect identity provider that can misbehave on demand.

  --port N                 listen there; default: a port that is free
  --host H                 listen on that address; default 127.0.0.1
  --public-url URL         how the outside reaches it, where that is not http://idp.localhost:N
  --token T                of the control API; default: made at start
  --demo                   open one tenant of each dialect, with somebody who can sign in
  --redirect-uri URI       register it at the tenants of --demo; may be given more than once
  --list-misbehaviours     print what it can be told to do wrong, and end
  --json                   with --list-misbehaviours: as JSON
  --help                   print this, and end
`

/** Where a program writes, and how it is told to end. */
export interface Surroundings {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Resolves when it is to end. */
  readonly interrupted: Promise<unknown>
}

const DEMO: readonly Dialect[] = ['oidc', 'saml', 'google', 'facebook', 'amazon', 'apple']
const PASSWORD = 'correct horse battery staple'

/**
 * @param argv what follows `mock-idp` on the command line
 * @returns the exit code: 0, or 2 for wrong usage
 */
export async function run(argv: readonly string[], around: Surroundings = ofThisProcess()): Promise<number> {
  const options = optionsOf(argv)
  if (typeof options === 'string') {
    around.err(`${options}\n\n${usage}`)
    return 2
  }
  if (options.help) {
    around.out(usage)
    return 0
  }
  if (options['list-misbehaviours']) {
    around.out(options.json ? `${JSON.stringify(misbehaviours.map(shown), undefined, 2)}\n` : listing())
    return 0
  }
  const { host, token } = options
  let idp: MockIdp
  try {
    idp = await startMockIdp({
      ...(options.port === undefined ? {} : { port: Number(options.port) }),
      ...(host === undefined ? {} : { host }),
      ...(options['public-url'] === undefined ? {} : { publicUrl: options['public-url'] }),
      ...(token === undefined ? {} : { token }),
    })
  } catch (error) {
    around.err(
      `The mock identity provider cannot start: ${error instanceof Error ? error.message : String(error)}\n`,
    )
    return 2
  }
  around.out(greeting(idp))
  if (options.demo) around.out(await demo(idp, options['redirect-uri'] ?? []))
  await around.interrupted
  await idp.close()
  return 0
}

/** @returns the options, or what is wrong with them */
function optionsOf(argv: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        'public-url': { type: 'string' },
        token: { type: 'string' },
        demo: { type: 'boolean', default: false },
        'redirect-uri': { type: 'string', multiple: true },
        'list-misbehaviours': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
    if (values.port !== undefined && !(/^\d+$/.test(values.port) && Number(values.port) <= 65_535)) {
      return `--port is a number from 0 to 65535, not ${values.port}`
    }
    const url = values['public-url']
    if (url !== undefined && !/^https?:\/\/[^/?#]+$/.test(url.replace(/\/+$/, ''))) {
      return `--public-url is an origin such as https://idp.example.com, not ${url}`
    }
    return values
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function greeting({ origin, control, token }: MockIdp): string {
  return `Mock identity provider at ${origin}
Control API at ${control}
Token        ${token}

Open a tenant, let somebody in, switch a misbehaviour for the next sign-in, and read what was asked:

  curl -H 'Authorization: Bearer ${token}' ${control}/tenants -d '{"dialect":"oidc"}'
  curl -H 'Authorization: Bearer ${token}' ${control}/tenants/ID/relying-party -X PUT -d '{"redirectUris":["https://app.example/callback"]}'
  curl -H 'Authorization: Bearer ${token}' ${control}/tenants/ID/people -d '{"username":"alice","password":"secret","subject":"1","claims":{"email":"alice@idp.example"}}'
  curl -H 'Authorization: Bearer ${token}' ${control}/tenants/ID/people/alice/misbehaviours -d '{"misbehaviour":"oidc-id-token-alg-none"}'
  curl -H 'Authorization: Bearer ${token}' ${control}/tenants/ID/asked

`
}

async function demo(idp: MockIdp, redirectUris: readonly string[]): Promise<string> {
  const control = mockIdpAt(idp.control, idp.token)
  const told: string[] = []
  for (const dialect of DEMO) {
    const tenant = await control.openTenant({ dialect })
    const steer = control.tenant(tenant.id)
    await steer.setRelyingParty({ redirectUris })
    await steer.addPerson({
      username: 'alice',
      password: PASSWORD,
      subject: `alice-at-${dialect}`,
      claims: { email: 'alice@idp.example', email_verified: true, name: 'Alice Example' },
    })
    told.push(described(tenant))
  }
  return `${told.join('\n')}\nEverywhere: user name alice, password ${PASSWORD}\n`
}

function described({ dialect, id, issuer, clientId, clientSecret, endpoints }: Tenant): string {
  const lines: [string, string][] = [
    ['tenant', id],
    ['issuer', issuer],
    ...(clientId === '' ? [] : [['client id', clientId] as [string, string]]),
    ...(clientSecret === '' ? [] : [['client secret', clientSecret] as [string, string]]),
    ...Object.entries(endpoints),
  ]
  return `${dialect}\n${lines.map(([name, value]) => `  ${name.padEnd(14)} ${value}`).join('\n')}\n`
}

function shown({
  id,
  topic,
  dialects,
  says,
  owed,
  forges,
  wholeTenant,
  exhausts,
  clause,
  seenIn,
}: Misbehaviour): object {
  return { id, topic, dialects, says, owed, forges, wholeTenant, exhausts, clause, seenIn }
}

/** By topic: the name, what it says, what is owed to it. */
function listing(): string {
  const topics = [...new Set(misbehaviours.map(({ topic }) => topic))]
  const parts = topics.map((topic) => {
    const own = misbehaviours.filter((one) => one.topic === topic)
    const lines = own.map(
      (one) => `  ${one.id}\n      ${one.says}\n      owed: ${owedTo(one)}; ${one.clause}`,
    )
    return `${topic} (${own.length})\n${lines.join('\n')}\n`
  })
  return `${parts.join('\n')}\n${misbehaviours.length} misbehaviours\n`
}

function owedTo({ owed, wholeTenant, exhausts }: Misbehaviour): string {
  const words: Readonly<Record<Misbehaviour['owed'], string>> = {
    refusal: 'refusal',
    'refusal-or-genuine': 'refusal, or exactly what was signed',
    acceptance: 'acceptance',
    unsettled: 'nobody says',
  }
  return [words[owed], wholeTenant ? 'of a whole tenant' : '', exhausts ? 'exhausts' : '']
    .filter(Boolean)
    .join(', ')
}

function ofThisProcess(): Surroundings {
  return {
    out: (text) => {
      process.stdout.write(text)
    },
    err: (text) => {
      process.stderr.write(text)
    },
    interrupted: new Promise((resolve) => {
      process.once('SIGINT', resolve)
      process.once('SIGTERM', resolve)
    }),
  }
}
