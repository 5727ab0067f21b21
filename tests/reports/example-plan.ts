/** What is known of the example run before its first request: the 15 documented steps, the target, the checks. */
import type { Plan, PlannedCheck, StepDescription } from '../../reports/record.ts'
import type { Line } from './example-checks.ts'
import { API, lines, TOTP } from './example-checks.ts'
import { HOSTILE } from './example-hostile.ts'
import { initiateAuth, source } from './example-sources.ts'

const step = (number: number, actor: string, receiver: string, title: string): StepDescription => ({
  number,
  title,
  actor,
  receiver,
  target: actor === 'user-pool' || receiver === 'user-pool',
})

/** The 15 documented steps of the API authentication flow. */
export const exampleSteps: readonly StepDescription[] = [
  step(1, 'user', 'application', 'A user accesses your application.'),
  step(2, 'user', 'application', 'They select a "Sign in" link.'),
  step(3, 'user', 'application', 'They enter their username and password.'),
  step(
    4,
    'application',
    'user-pool',
    'The application invokes the method that makes an InitiateAuth API request.',
  ),
  step(5, 'user-pool', 'user-pool', "The user pool validates the user's credentials."),
  step(6, 'user-pool', 'application', 'The user pool responds with a challenge that requests an MFA code.'),
  step(7, 'application', 'user', 'The application generates a prompt that collects the MFA code.'),
  step(
    8,
    'application',
    'user-pool',
    'The application invokes the method that makes a RespondToAuthChallenge API request.',
  ),
  step(9, 'user-pool', 'user-pool', "The user pool validates the user's MFA code."),
  step(10, 'user-pool', 'application', "The user pool responds with the user's JWTs."),
  step(11, 'application', 'application', "The application decodes, validates, and stores the user's JWTs."),
  step(12, 'application', 'user', 'The application displays the requested access-controlled component.'),
  step(13, 'user', 'application', 'The user views their content.'),
  step(14, 'user', 'application', "Later, the user's access token has expired, and they ask again."),
  step(
    15,
    'application',
    'user-pool',
    'The application invokes InitiateAuth again with the refresh token and retrieves new tokens.',
  ),
]

const planned = ([name, variant, level, from, says, , more]: Line): PlannedCheck => ({
  id: `${API}/${name}`,
  flow: API,
  variant,
  ...more,
  step: Number(name.split('/')[0]),
  level,
  source: from,
  says,
})

export const notClaimed: PlannedCheck = {
  id: 'managed-login/11/nonce-echoed',
  flow: 'managed-login',
  variant: 'code-pkce',
  step: 11,
  level: 'required',
  source: source(
    'OpenID Connect Core 1.0',
    'section 3.1.3.7',
    'https://openid.net/specs/openid-connect-core-1_0.html',
  ),
  says: 'The ID token has the nonce of the authorization request',
}

export const examplePlan: Plan = {
  tool: { name: 'cognito-conformance', version: '0.1.0', catalogue: 'sha256-1f6e0b54a7' },
  selection: { flows: [], variants: [], checks: [] },
  seed: 20261107,
  agent: 'http',
  options: { 'max-wait': 600_000 },
  level: 'required',
  target: {
    name: 'acme-cognito',
    kind: 'process',
    version: `5.3.0 ${HOSTILE.markup}`,
    claims: [API],
    lacks: [{ capability: 'device-tracking', reason: 'devices are not implemented' }],
    settings: { region: 'eu-west-1', issuer: 'http://127.0.0.1:9229/{pool}' },
  },
  revision: '3f0c9d1',
  ciUrl: 'https://ci.example.com/runs/17',
  startedAt: '2026-11-21T09:30:00.000Z',
  flows: [
    {
      id: API,
      title: 'User pool API authentication with an AWS SDK',
      documentedVariant: TOTP,
      claimed: true,
      steps: exampleSteps,
      notTested: [
        {
          statement: 'A session is valid for as long as the app client says, 3 to 15 minutes.',
          source: initiateAuth,
          reason: 'the shortest session lasts 3 minutes, and the clock of the target cannot be moved',
        },
      ],
    },
    {
      id: 'managed-login',
      title: 'User pool authentication with managed login',
      documentedVariant: 'code-pkce',
      claimed: false,
      steps: [step(1, 'user', 'application', 'A user accesses your application.')],
      notTested: [],
    },
  ],
  checks: [...lines.map(planned), notClaimed],
}
