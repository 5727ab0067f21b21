/** Cases and counterexamples, from the journal to every report; and one cause for each defect that they show. */
import { expect, test } from 'vitest'
import { casesOf } from '../../reports/cases.ts'
import { groupByCause, withCauses } from '../../reports/cause.ts'
import { holdToControls } from '../../reports/controls.ts'
import { fold } from '../../reports/fold.ts'
import { renderHtml } from '../../reports/html/index.ts'
import { junitXml } from '../../reports/junit.ts'
import type {
  CheckResult,
  Counterexample,
  JournalEvent,
  Plan,
  PlannedCheck,
  RunRecord,
} from '../../reports/record.ts'
import { summarize } from '../../reports/summary.ts'
import { validateEvent, validateRecord } from '../../reports/validate.ts'
import { NOBODY_SIGNED } from '../../suites/token-validation/classes.ts'
import { samlRows } from '../../suites/token-validation/rows/saml/all.ts'
import { examplePlan } from './example-record.ts'

const FLOW = 'token-validation'

/** What came of a check, and what else is told of that. */
type Came = string | Pick<Counterexample, 'came' | 'question' | 'unsigned'>
type Results = Readonly<Record<string, Came | undefined>>

const cameOf = (came: Came) => (typeof came === 'string' ? { came } : came)

const counterexample = (row: string, came: Came): Counterexample => ({
  row,
  recipe: [{ row, with: { quoted: "it's" } }],
  changed: [`${row}: something of it is left out.`],
  owed: 'a refusal',
  ...cameOf(came),
  replay: '',
  exchanges: [],
})

const COUNTS = { generated: 5, applied: 4, judged: 3 }

/** Results by `surface/class-question`: what came, or nothing where it passed. */
function recordOf(results: Results): {
  record: RunRecord
  events: JournalEvent[]
} {
  const planned = Object.keys(results).map((name): PlannedCheck => {
    const [variant = ''] = name.split('/')
    const { source } = examplePlan.checks[0]!
    return {
      id: `${FLOW}/${name}`,
      flow: FLOW,
      variant,
      step: 1,
      level: 'required',
      source,
      says: `${name} holds`,
    }
  })
  const plan: Plan = {
    ...examplePlan,
    options: { target: './my pool.yaml' },
    target: { ...examplePlan.target, claims: [FLOW] },
    flows: [
      {
        id: FLOW,
        title: 'Attacks',
        claimed: true,
        steps: [
          {
            number: 1,
            name: 'get-user',
            title: 'GetUser',
            actor: 'application',
            receiver: 'user-pool',
            target: true,
          },
        ],
        notTested: [],
      },
    ],
    checks: planned,
  }
  const events: JournalEvent[] = planned.map(({ id, variant }): JournalEvent => {
    const name = id.slice(FLOW.length + 1)
    const came = results[name]
    const of = name.split('/')[1]!.replace(/-[a-z]+$/, '')
    return {
      event: 'check',
      check: {
        key: { check: id, variant },
        cases: { ...COUNTS, rows: [{ row: of, ...COUNTS }] },
        durationMs: 1,
        exchanges: [],
        ...(came === undefined
          ? { verdict: 'passed' }
          : {
              verdict: 'failed',
              reason: `${of}: something of it is left out: expected a refusal, received ${cameOf(came).came}`,
              expected: 'a refusal',
              actual: cameOf(came).came,
              counterexamples: [counterexample(of, came)],
            }),
      },
    }
  })
  const all: JournalEvent[] = [
    { event: 'plan', plan },
    ...events,
    { event: 'end', endedAt: examplePlan.startedAt },
  ]
  return { record: fold(all).record, events: all }
}

const causesOf = (results: Results) =>
  groupByCause(recordOf(results).record).map(({ checks }) =>
    checks.map(({ id }) => id.slice(FLOW.length + 1)).sort(),
  )

test('events and records with cases are valid, and fold to themselves', () => {
  const { record, events } = recordOf({
    'get-user/unsigned-refused': { came: 'accepted: 200', question: 'refused', unsigned: true },
    'get-user/content-refused': undefined,
  })
  for (const event of events) expect(validateEvent(event)).toMatchObject({ ok: true })
  expect(validateRecord(record)).toMatchObject({ ok: true })
  expect(fold([...events, ...events].reverse()).record).toEqual(record)
  expect(record.checks[0]?.cases).toMatchObject(COUNTS)
})

test('a row is counted once, whatever number of questions is asked of it', () => {
  const { record } = recordOf({
    'get-user/unsigned-refused': undefined,
    'get-user/unsigned-form': undefined,
    'user-info/unsigned-refused': undefined,
  })
  expect(casesOf(record.checks)).toEqual({ generated: 10, applied: 8, judged: 6 })
  expect(casesOf([])).toBeUndefined()
})

const ANOTHER = { came: 'accepted: 200, taken for somebody else', question: 'effect' }

test.each<[string, Results, string[][]]>([
  [
    'whoever takes changed content takes all that nobody signed',
    {
      'get-user/content-refused': 'accepted: 200',
      'get-user/signature-refused': 'accepted: 200',
      'get-user/unsigned-refused': 'accepted: 200',
      'get-user/unsigned-no-effect': 'accepted: 200',
      'get-user/expiry-refused': 'accepted: 200',
    },
    [
      [
        'get-user/content-refused',
        'get-user/signature-refused',
        'get-user/unsigned-no-effect',
        'get-user/unsigned-refused',
      ],
      ['get-user/expiry-refused'],
    ],
  ],
  [
    'whoever takes honest tokens for somebody else takes odd ones so too, but what must be refused is its own',
    {
      'user-info/honest-dress-accepted': ANOTHER,
      'user-info/honest-dress-no-effect': { ...ANOTHER, came: `${ANOTHER.came}; seen once` },
      'user-info/other-algorithm-no-effect': ANOTHER,
      'user-info/expiry-refused': 'accepted: 200',
      'user-info/expiry-no-effect': ANOTHER,
      'get-user/other-algorithm-no-effect': ANOTHER,
    },
    [
      [
        'user-info/honest-dress-accepted',
        'user-info/honest-dress-no-effect',
        'user-info/other-algorithm-no-effect',
      ],
      ['user-info/expiry-no-effect', 'user-info/expiry-refused'],
      ['get-user/other-algorithm-no-effect'],
    ],
  ],
  [
    'whoever refuses honest tokens takes odd ones for somebody else for another reason',
    {
      'get-user/honest-dress-accepted': 'refused: 400',
      'get-user/other-algorithm-no-effect': ANOTHER,
    },
    [['get-user/honest-dress-accepted'], ['get-user/other-algorithm-no-effect']],
  ],
  [
    'whoever asks for no token takes every token',
    {
      'http-api/no-token-refused': 'accepted: 200',
      'http-api/content-refused': 'accepted: 200',
      'http-api/unsigned-refused': 'accepted: 200',
      'http-api/expiry-refused': 'accepted: 200',
      'http-api/parts-form': 'accepted: 200',
      'user-info/expiry-refused': 'accepted: 200',
    },
    [
      [
        'http-api/content-refused',
        'http-api/expiry-refused',
        'http-api/no-token-refused',
        'http-api/unsigned-refused',
      ],
      ['http-api/parts-form'],
      ['user-info/expiry-refused'],
    ],
  ],
  [
    'whoever may be asked without a token, and verifies those that are shown, errs in each for another reason',
    {
      'http-api/no-token-refused': 'accepted: 200',
      'http-api/content-refused': undefined,
      'http-api/expiry-refused': 'accepted: 200',
    },
    [['http-api/expiry-refused'], ['http-api/no-token-refused']],
  ],
  [
    'one class at two surfaces is one defect, two classes are two',
    {
      'get-user/unsigned-refused': 'accepted: 200',
      'user-info/unsigned-refused': 'accepted: 200',
      'get-user/key-confusion-refused': 'accepted: 200',
    },
    [['get-user/unsigned-refused', 'user-info/unsigned-refused'], ['get-user/key-confusion-refused']],
  ],
  [
    'one wrong answer to many classes is one defect',
    {
      'get-user/unsigned-no-server-error': 'refused: 500 InternalError',
      'get-user/parts-no-server-error': 'refused: 500 InternalError',
      'get-user/parts-form': 'refused: 401',
    },
    [['get-user/parts-no-server-error', 'get-user/unsigned-no-server-error'], ['get-user/parts-form']],
  ],
])('%s', (_, results, expected) => {
  expect(causesOf(results)).toEqual(expected)
})

test.each(NOBODY_SIGNED.filter((of) => of !== 'content'))(
  'whoever takes changed content takes the class %s for no other reason',
  (of) => {
    const names = ['get-user/content-refused', `get-user/${of}-refused`]
    expect(causesOf(Object.fromEntries(names.map((name) => [name, 'accepted: 200'])))).toEqual([names.sort()])
  },
)

test('what could not be judged for one reason is one cause, and that of the base where it is lost', () => {
  const { record } = recordOf({ 'get-user/genuine-accepted': 'refused: 400' })
  const [genuine] = record.checks
  const as = (name: string, rest: Partial<CheckResult>) =>
    ({ ...genuine, id: `${FLOW}/${name}`, cause: undefined, counterexamples: [], ...rest }) as CheckResult
  const open = (name: string, reason: string) => as(name, { verdict: 'indeterminate', reason })
  const lost = 'the untouched base is not accepted any more (400 X)'
  const silent = 'no answer came'
  const checks = withCauses([
    as('get-user/genuine-accepted', {}),
    open('get-user/unsigned-refused', `2 of 9 without a verdict. one-row, another-row: ${lost}`),
    open('get-user/content-form', `1 of 3 without a verdict. a-row: ${lost}`),
    as('get-user/parts-refused', {
      verdict: 'blocked',
      reason: 'blocked by the untouched base was not accepted (400 X)',
      blockedBy: { step: 1, reason: 'the untouched base was not accepted (400 X)' },
    }),
    open('user-info/unsigned-refused', `1 of 3 without a verdict. a-row: ${silent}`),
    open(
      'user-info/content-refused',
      `4 of 4 without a verdict. row-1, row-2: ${silent}; row-3: it was not sent; and 1 more`,
    ),
  ])
  const causes = groupByCause({ checks }).map(({ checks: held }) => held.length)
  expect(causes).toEqual([4, 2])
})

test('what an interruption left open is one cause, and comes after what was found', () => {
  const { record } = recordOf({ 'get-user/unsigned-refused': 'accepted: 200' })
  const [found] = record.checks as [CheckResult]
  const open = (name: string, rows: string): CheckResult => ({
    ...found,
    ...{ id: `${FLOW}/get-user/${name}`, verdict: 'indeterminate', counterexamples: [] },
    reason: `2 of 9 without a verdict. ${rows}: the run was interrupted`,
  })
  const unjudged = [open('content-refused', 'a-row, another'), open('parts-refused', 'a-third')].map(
    ({ cause: _, ...rest }) => rest,
  )
  const causes = groupByCause({ checks: withCauses([found, ...unjudged]) })
  expect(causes.map(({ checks, representative }) => [representative.verdict, checks.length])).toEqual([
    ['failed', 1],
    ['indeterminate', 2],
  ])
})

test('a counterexample needs no other control than the base that it was judged beside', () => {
  const { record } = recordOf({ 'get-user/unsigned-refused': 'accepted: 200' })
  const [refused] = record.checks as [CheckResult]
  const control = { check: `${FLOW}/get-user/genuine-accepted`, variant: refused.variant }
  const genuine: CheckResult = { ...refused, id: control.check, counterexamples: [] }
  const verdicts = (result: CheckResult) =>
    holdToControls([{ ...result, control }, genuine]).map(({ verdict }) => verdict)
  expect(verdicts(refused)).toEqual(['failed', 'failed'])
  expect(verdicts({ ...refused, counterexamples: [] })).toEqual(['blocked', 'failed'])
  expect(verdicts({ ...refused, verdict: 'passed', counterexamples: [] })).toEqual(['blocked', 'failed'])
})

test('what was changed, what came, and how to make it again stand in every report', () => {
  const { record } = recordOf({ 'get-user/unsigned-refused': 'accepted: 200' })
  const again =
    `npx cognito-conformance run --target './my pool.yaml' --flow ${FLOW} --variant get-user ` +
    `--replay '[["unsigned",{"quoted":"it\\u0027s"}]]'`
  const terminal = summarize(record, { columns: 200 })
  expect(terminal).toContain(again)
  expect(terminal).toContain('unsigned: something of it is left out')
  expect(terminal).toContain('5 cases generated, 4 applied, 3 judged')
  expect(terminal).toContain('get-user✗')
  const junit = junitXml(record)
  expect(junit).toContain(
    'Counterexample: unsigned: something of it is left out: expected a refusal, received accepted: 200',
  )
  // Nothing of it twice.
  expect(junit).not.toMatch(/^(?:Reason|Expected|Received): /m)
  expect(junit).toContain('Cases: 5 cases generated, 4 applied, 3 judged')
  expect(junit).toContain('--replay')
  const html = renderHtml({ record, hars: new Map() })
  expect(html).toContain('unsigned: something of it is left out.')
  expect(html).toContain('1 counterexample')
  expect(html).toContain('command that makes this case again')
})

test('each counterexample has its own exchanges beside it, and the check none for all of them', () => {
  const { record } = recordOf({ 'get-user/unsigned-refused': 'accepted: 200' })
  const [one] = record.checks as [CheckResult]
  const [found] = one.counterexamples as [Counterexample]
  const counterexamples = [3, 8].map((n) => ({ ...found, exchanges: [n] }))
  const html = renderHtml({
    record: { ...record, checks: [{ ...one, exchanges: [3, 8], counterexamples }] },
    hars: new Map(),
  })
  const [, ...parts] = html.split('<div class="counterexample">')
  // The first stands with its cause, too.
  expect(parts.map((part) => /exchange (\d+): not among/.exec(part)?.[1])).toEqual(['3', '3', '8'])
  expect(html.match(/: not among the transcripts/g)).toHaveLength(parts.length)
})

/** By check, of each counterexample: whether nobody signed what was taken. */
test.each<[string, Record<string, readonly boolean[]>, string[][]]>([
  [
    'whoever takes none for an algorithm takes it whatever else is said',
    {
      'get-user/unsigned-refused': [true, true],
      'get-user/key-id-refused': [true, true],
      'get-user/key-id-no-effect': [true],
      'get-user/algorithm-refused': [true],
    },
    [
      [
        'get-user/algorithm-refused',
        'get-user/key-id-no-effect',
        'get-user/key-id-refused',
        'get-user/unsigned-refused',
      ],
    ],
  ],
  [
    'what is taken with a real algorithm as well is a defect of its own',
    {
      'get-user/unsigned-refused': [true],
      'get-user/key-id-refused': [true, false],
      'get-user/algorithm-refused': [false],
    },
    [['get-user/algorithm-refused'], ['get-user/key-id-refused'], ['get-user/unsigned-refused']],
  ],
  [
    'none is no cause where it is refused',
    { 'get-user/unsigned-refused': [false, false], 'get-user/key-id-refused': [true] },
    [['get-user/key-id-refused'], ['get-user/unsigned-refused']],
  ],
])('%s', (_, unsigned, expected) => {
  const { record } = recordOf(
    Object.fromEntries(Object.keys(unsigned).map((name) => [name, 'accepted: 200'])),
  )
  const checks = record.checks.map(({ cause: _cause, ...check }): CheckResult => {
    const [one] = check.counterexamples ?? []
    const said = unsigned[check.id.slice(FLOW.length + 1)] ?? []
    const counterexamples = one && said.map((so) => ({ ...one, ...(so ? { unsigned: so } : {}) }))
    return { ...check, ...(counterexamples === undefined ? {} : { counterexamples }) }
  })
  const causes = groupByCause({ checks: withCauses(checks) })
  const names = causes.map((cause) => cause.checks.map(({ id }) => id.slice(FLOW.length + 1)).sort())
  expect(names.toSorted()).toEqual(expected)
})

test.each([
  { row: 'saml-content-subject-changed', causes: 2 },
  { row: 'content-edited', causes: 2 },
  { row: 'saml-signature-by-retired-key', causes: 4 },
])('whoever takes a response like $row has one of $causes causes for the rest', ({ row, causes }) => {
  const { unsigned } = samlRows.find(({ id }) => id === row)!
  const names = [
    'saml-signature-refused',
    'saml-signature-no-effect',
    'saml-wrapping-refused',
    'saml-reading-refused',
  ]
  const { record } = recordOf(
    Object.fromEntries(
      [...names, 'saml-conditions-refused'].map((name) => [`saml-response/${name}`, 'accepted: tokens']),
    ),
  )
  const checks = record.checks.map(({ cause: _cause, ...check }): CheckResult => {
    const [one] = check.counterexamples ?? []
    return check.id.endsWith('/saml-signature-refused') && one !== undefined
      ? {
          ...check,
          counterexamples: [
            { ...one, row: 'another' },
            { ...one, row, ...(unsigned === undefined ? {} : { unsigned }) },
          ],
        }
      : check
  })
  expect(groupByCause({ checks: withCauses(checks) })).toHaveLength(causes)
})
