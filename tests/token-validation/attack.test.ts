/** What is made of a surface: its checks by class and question, their levels and controls, and its variant. */
import { describe, expect, it } from 'vitest'
import type { Cast } from '../../fixtures/actors/actors.ts'
import type { Attack } from '../../fixtures/actors/attack.ts'
import { collect, keyText } from '../../fixtures/flow/script.ts'
import { advisory, documented } from '../../fixtures/flow/source.ts'
import { walkVariant } from '../../fixtures/flow/walk.ts'
import type { JwtDraft, JwtScene, MadeJwt } from '../../fixtures/fuzzing/jwt/draft.ts'
import { whyUndecided } from '../../reports/attack-causes.ts'
import type { CheckResult } from '../../reports/record.ts'
import { attackVariant } from '../../suites/token-validation/attack.ts'
import { checksOf } from '../../suites/token-validation/checks.ts'
import { namesAreNotFollowed } from '../../suites/token-validation/questions.ts'
import type { AttackedSurface } from '../../suites/token-validation/surfaces.ts'
import { acceptedAs, allRows, castOf, gate, headerOf, payloadOf, rows } from '../fuzzing/gate.ts'
import { madeUpLease } from '../proofs/lending.ts'

type Attacked = AttackedSurface<JwtDraft, JwtScene, MadeJwt>

const page = documented('A page', 'A section', 'https://example.com/page', '2026-11', 'It is so.')
const standard = advisory('A standard', 'A section', 'https://example.com/rfc', '2026-11', 'It is so.')

/** The application’s step: the rows of the gate are judged as there. */
const attacked = (more: Partial<Attacked> = {}): Attacked => ({
  step: 16,
  title: 'A gate',
  options: { pool: { mfa: 'off' }, client: {}, user: {}, does: ['signs-in'] },
  surface: gate(),
  owed: { genuine: page, unsigned: page, content: standard, 'honest-dress': standard },
  effect: page,
  ...more,
})

/** By the end of their ids: the level, and whether they are refusals. */
function asked(more: Partial<Attacked> = {}): Readonly<Record<string, string>> {
  const { genuineAccepted, classes, throughout } = checksOf(attacked(more))
  return Object.fromEntries(
    [genuineAccepted, ...classes.flatMap(({ checks }) => checks), ...throughout].map(
      ({ id, basis, refusal }) => [
        id.replace('token-validation/application/', ''),
        `${basis.level}${refusal === true ? ', a refusal' : ''}`,
      ],
    ),
  )
}

const of = (all: Readonly<Record<string, string>>, start: string) =>
  Object.fromEntries(
    Object.entries(all)
      .filter(([id]) => id.startsWith(`${start}-`))
      .map(([id, what]) => [id.slice(start.length + 1), what]),
  )

describe('the checks of a surface', () => {
  it('are asked of each class on the word that the surface gives', () => {
    const all = asked()
    expect(all['genuine-accepted']).toBe('required')
    expect(of(all, 'unsigned')).toEqual({
      refused: 'required, a refusal',
      'no-effect': 'required',
      'no-server-error': 'advisory',
      'in-time': 'advisory',
    })
    expect(of(all, 'content')).toMatchObject({ refused: 'advisory, a refusal', 'no-effect': 'required' })
    expect(all['no-echo']).toBe('advisory')
  })

  it('ask of fetches where somebody listens, and not for what cannot go wrong', () => {
    expect(Object.keys(asked())).not.toContain('no-fetch')
    expect(asked({ listens: namesAreNotFollowed })['no-fetch']).toBe('advisory')
    const all = asked({ unasked: ['no-echo', 'no-server-error'] })
    expect(of(all, 'unsigned')).toEqual({
      refused: 'required, a refusal',
      'no-effect': 'required',
      'in-time': 'advisory',
    })
    expect(Object.keys(all)).not.toContain('no-echo')
  })

  it('ask of honest rows that they be accepted, and nothing of effects', () => {
    expect(of(asked(), 'honest-dress')).toEqual({
      accepted: 'advisory',
      'no-server-error': 'advisory',
      'in-time': 'advisory',
    })
  })

  it('leave unasked whether a class is refused on which nobody has a word', () => {
    expect(of(asked(), 'expiry')).toEqual({
      'no-effect': 'advisory',
      'no-server-error': 'advisory',
      'in-time': 'advisory',
    })
  })

  it('ask for the form of refusals where one is documented, and of the classes of which it is', () => {
    const form = { says: 'with 401', basis: page, except: ['content'] } as const
    const all = asked({ form })
    expect(of(all, 'unsigned')['form']).toBe('required, a refusal')
    expect(of(all, 'content')['form']).toBeUndefined()
    expect(of(all, 'honest-dress')['form']).toBeUndefined()
    expect(of(all, 'expiry')['form']).toBeUndefined()
  })

  it('ask for the form no more strongly than for the refusal, and on the word of whoever speaks of the class', () => {
    const form = { says: 'with 401', basis: page } as const
    expect(of(asked({ form }), 'content')['form']).toBe('advisory, a refusal')
    const formOf = { unsigned: { says: 'with 400', basis: standard } }
    expect(of(asked({ form, formOf }), 'unsigned')['form']).toBe('advisory, a refusal')
  })

  it('ask for effects on the word of whoever speaks of the class, and where nobody speaks at all, not', () => {
    expect(of(asked({ effectOf: { content: standard } }), 'content')['no-effect']).toBe('advisory')
    const { effect: _, ...silent } = attacked()
    const { classes } = checksOf(silent)
    const ids = classes.flatMap(({ checks }) => checks).map(({ id }) => id)
    expect(ids.filter((id) => id.endsWith('/unsigned-no-effect'))).toEqual([])
  })

  it('are made of the rows that can be sent there', () => {
    const surface = gate()
    const all = asked({ surface: { ...surface, place: { ...surface.place, holdsKey: false } } })
    expect(of(all, 'honest-dress')).toEqual({})
    expect(of(all, 'audience')).toEqual({})
    expect(of(all, 'unsigned')['refused']).toBe('required, a refusal')
  })

  it('speak of classes in the order in which those are listed', () => {
    const { classes } = checksOf(attacked())
    expect(classes.map((one) => one.class)).toEqual([
      'unsigned',
      'content',
      'parts',
      'exhausting',
      'expiry',
      'audience',
      'spelling',
      'honest-dress',
    ])
  })
})

/** Walks the variant of a surface, and gives the verdicts by the ends of the ids. */
async function walked(
  surface: Attacked['surface'],
  attack: Partial<Attack> = {},
  only?: readonly string[],
): Promise<{ readonly verdicts: Readonly<Record<string, string>>; readonly reasons: readonly string[] }> {
  const variant = attackVariant(attacked({ surface }))
  const lease = madeUpLease('http://127.0.0.1:9', variant.options)
  const cast = {
    ...castOf(),
    lease,
    attack: { seed: 1, runs: 0, exhausting: true, waitedMs: () => 0, ...attack },
    offTheRecord: async () => castOf(),
  } as unknown as Cast
  const keys = only?.map((id) => `token-validation/application/${id} [application]`)
  const walk = walkVariant(variant, {
    lacks: {},
    answering: {},
    ...(keys === undefined ? {} : { only: new Set(keys) }),
    interrupted: () => false,
    exchange: () => undefined,
    step: () => undefined,
    stage: async () => ({ lease, cast, close: async () => undefined }),
  })
  const verdicts: Record<string, string> = {}
  const reasons: string[] = []
  for (const bound of walk.script.checks) {
    if (keys !== undefined && !keys.includes(keyText(bound.key))) continue
    const judgement = await walk.judge(bound)
    verdicts[bound.key.check.replace('token-validation/application/', '')] = judgement.verdict
    if (judgement.reason !== undefined) reasons.push(judgement.reason)
  }
  await walk.finish(true)
  return { verdicts, reasons }
}

const not = (verdicts: Readonly<Record<string, string>>, verdict: string) =>
  Object.keys(verdicts).filter((id) => verdicts[id] !== verdict)

/** Takes whatever says that nobody signed it, for the bearer of the base. */
const takesNone = gate((token, honest) => {
  const isNone =
    token.split('.').length === 3 && String(headerOf(token.trim())['alg']).toLowerCase() === 'none'
  return isNone ? acceptedAs('alice') : honest()
})

describe('the variant of a surface', () => {
  const variant = attackVariant(attacked())
  const { checks, acts } = collect(variant)

  it('attacks, and names the rows that it sends', () => {
    expect(variant).toMatchObject({ id: 'application', options: { attacks: true } })
    expect(variant.options.rows).toEqual(allRows.map(({ id }) => id))
  })

  it('holds refusals to the untouched base, and nothing else', () => {
    for (const { check, control } of checks)
      expect(control?.check, check.id).toBe(
        check.refusal === true ? 'token-validation/application/genuine-accepted' : undefined,
      )
  })

  it('sweeps a class for its own checks, and for those over all classes', () => {
    const sweeps = acts.filter(({ alone }) => alone !== false)
    expect(sweeps).toHaveLength(checksOf(attacked()).classes.length)
    for (const { alone } of sweeps) {
      expect(alone).toContain('token-validation/application/no-echo')
      expect(alone).not.toContain('token-validation/application/genuine-accepted')
    }
  })

  it('passes where a validator is right; what changes nothing is nobody’s', async () => {
    const { verdicts } = await walked(gate())
    expect(not(verdicts, 'passed')).toEqual(not(verdicts, 'passed').filter((id) => id.startsWith('parts-')))
  })

  it('fails where it is not, for the class in question alone', async () => {
    const { verdicts } = await walked(takesNone)
    expect(Object.keys(verdicts).filter((id) => verdicts[id] === 'failed')).toEqual(['unsigned-refused'])
  })

  it('sends what few checks want, where few are asked for', async () => {
    const sent: string[] = []
    const seen = gate((token, honest) => {
      sent.push(token)
      return honest()
    })
    const { verdicts } = await walked(seen, {}, ['content-refused', 'genuine-accepted'])
    expect(verdicts).toEqual({ 'genuine-accepted': 'passed', 'content-refused': 'passed' })
    // The base before and after, the one case, and the base behind it.
    expect(sent.length).toBeLessThanOrEqual(1 + rows.stale.sweep.length + 2)
  })

  it('sends its sweep in full, however short the time is for what is drawn', async () => {
    const asked = async (attack: Partial<Attack>) => {
      let sent = 0
      const counting = gate((_, honest) => {
        sent += 1
        return honest()
      })
      const { verdicts } = await walked(counting, attack)
      return { sent, open: Object.values(verdicts).filter((verdict) => verdict === 'indeterminate') }
    }
    const alone = await asked({ runs: 0 })
    expect(alone.open).toEqual([])
    // The untouched base once more.
    expect(await asked({ runs: 1000, timeMs: 0 })).toEqual({ ...alone, sent: alone.sent + 1 })
  })

  it('passes nothing of a class that was cut short, and fails what was found by then', async () => {
    const ending = new AbortController()
    const cut = gate((token, honest) => {
      const { aud } = token.split('.').length === 3 ? payloadOf(token.trim()) : {}
      if (aud === 'other') ending.abort()
      return token.endsWith('.') ? acceptedAs('alice') : honest()
    })
    const { verdicts, reasons } = await walked(cut, { runs: 100, signal: ending.signal })
    expect(verdicts).toMatchObject({
      'genuine-accepted': 'passed',
      'unsigned-refused': 'failed',
      'content-refused': 'passed',
      'audience-in-time': 'indeterminate',
      'spelling-in-time': 'indeterminate',
      'honest-dress-accepted': 'indeterminate',
      'no-echo': 'indeterminate',
    })
    const reason = '2 of 2 without a verdict. extra-member, past-not-before: the run was interrupted'
    expect(reasons).toContainEqual(reason)
    // The reports find it there, and tell once what one interruption left open.
    expect(whyUndecided({ reason } as CheckResult)).toBe('the run was interrupted')
  })

  it('sends nothing but a recipe, where it has one', async () => {
    const replay = [{ row: 'algorithm-none', with: 'none' }]
    const { verdicts } = await walked(takesNone, { replay })
    expect(verdicts).toMatchObject({
      'genuine-accepted': 'passed',
      'unsigned-refused': 'failed',
      'unsigned-in-time': 'passed',
      'content-refused': 'not-applicable',
    })
  })

  it('cannot say anything of a recipe whose parameter its row does not know', async () => {
    const { verdicts, reasons } = await walked(gate(), { replay: [{ row: 'padded', with: -1 }] })
    expect(Object.values(verdicts)).not.toContain('errored')
    expect(Object.values(verdicts)).not.toContain('failed')
    expect(verdicts['spelling-in-time']).toBe('indeterminate')
    expect(reasons).toContainEqual(expect.stringContaining('padded: what the recipe asks for cannot be made'))
  })

  it('is blocked where the base is not taken', async () => {
    const { verdicts } = await walked(gate(() => ({ verdict: 'refused', shown: '401', status: 401 })))
    expect(verdicts['genuine-accepted']).toBe('failed')
    expect(verdicts['unsigned-refused']).toBe('blocked')
  })
})
