/** The checks of one surface: one for each class of rows and each question, made from what the surface owes. */
import type { Check, CheckDefinition, Flow } from '../../fixtures/flow/flow.ts'
import { NotApplicable } from '../../fixtures/flow/not-performed.ts'
import { isApplicable } from '../../fixtures/fuzzing/campaign.ts'
import { baseLost, type Control, type Ledger, type Question } from '../../fixtures/fuzzing/ledger.ts'
import type { BaseScene, Verdict } from '../../fixtures/fuzzing/model.ts'
import type { Level } from '../../reports/record.ts'
import { CLASSES, NOBODY_SIGNED, type RowClass } from './classes.ts'
import { tokenValidation } from './flow.ts'
import { confidential, inTime, serverErrors, subjects } from './questions.ts'
import type { AskedEverywhere, AttackedSurface, Owing } from './surfaces.ts'

/** Of these nobody who may sign has signed a word: whoever they name has not spoken. */
const FORGED: ReadonlySet<RowClass> = new Set<RowClass>([
  ...NOBODY_SIGNED,
  'made-up',
  'altered',
  'saml-signature',
  'saml-wrapping',
  'saml-reference',
  'saml-parsing',
  'saml-encryption',
])

const isForged = (of: string): boolean => FORGED.has(of as RowClass)

/** Whether effects of a class are looked for behind its refusals. */
export const looksBehind = (
  { looksBehind: besides = [] }: Pick<AttackedSurface, 'looksBehind'>,
  of: string,
): boolean => isForged(of) || besides.includes(of as RowClass)

/** What a check of a class looks at: what was learned of it, and whether nothing but one recipe was sent. */
export interface Learned {
  readonly ledger: Ledger
  readonly replayed: boolean
}

/** What became of the untouched base, before everything and after. */
export interface Bases {
  readonly before: Control
  readonly after: Control
}

export interface ClassChecks {
  readonly class: RowClass
  readonly checks: readonly Check<Learned>[]
}

export interface SurfaceChecks {
  readonly genuineAccepted: Check<Bases>
  readonly classes: readonly ClassChecks[]
  /** Over all classes. */
  readonly throughout: readonly Check<Learned>[]
}

/** So many reasons are named. */
const NAMED = 3

interface Asked {
  readonly questions: readonly Question[]
  /** The rows that are asked. */
  readonly rows: ReadonlySet<string>
  /** Nothing can be said where nobody knows whose the base is. */
  readonly ofBearer?: true
}

/** From the strongest to the weakest. */
const LEVELS: readonly Level[] = ['required', 'observed', 'advisory']

const weaker = (one: Level, other: Level): Level =>
  LEVELS.indexOf(one) > LEVELS.indexOf(other) ? one : other

type Sources = Required<Pick<CheckDefinition<unknown>, 'basis'>> & Pick<CheckDefinition<unknown>, 'also'>

const sourcesOf = (owing: Owing): Sources => ('level' in owing ? { basis: owing } : owing)

const judgeBy =
  ({ questions, rows, ofBearer }: Asked): CheckDefinition<Learned>['judge'] =>
  (expect, { ledger, replayed }) => {
    if (ofBearer === true && ledger.anonymous === true)
      throw new NotApplicable('the surface does not tell whom it takes the base for')
    const own = ledger.tallies.filter(({ row }) => rows.has(row))
    const sum = (of: 'generated' | 'applied' | 'judged') => own.reduce((total, tally) => total + tally[of], 0)
    const counts = { generated: sum('generated'), applied: sum('applied'), judged: sum('judged'), rows: own }
    expect.tally(counts, own.length === 0 ? [] : ledger.replayed)
    expect.noCounterexample(
      ledger.findings.filter(({ row, question }) => rows.has(row) && questions.includes(question)),
    )
    const undecided = ledger.undecided.filter(
      ({ row, question }) => rows.has(row) && (question === undefined || questions.includes(question)),
    )
    if (undecided.length > 0) {
      const named = undecided.slice(0, NAMED)
      const told = [...Map.groupBy(named, ({ reason }) => reason)].map(
        ([reason, those]) => `${those.map(({ row }) => row).join(', ')}: ${reason}`,
      )
      const more = undecided.length > NAMED ? `; and ${undecided.length - NAMED} more` : ''
      expect.undecided(`${undecided.length} of ${rows.size} without a verdict. ${told.join('; ')}${more}`)
    }
    const tried = own.filter(({ judged }) => judged > 0)
    // A row of which anything was accepted is not tried further.
    const isAccepted = (one: string) =>
      ledger.findings.some(({ row, question }) => row === one && question === 'refused')
    if (questions.includes('form') && tried.length > 0 && tried.every(({ row }) => isAccepted(row)))
      throw new NotApplicable('nothing was refused')
    if (tried.length > 0) return
    if (replayed) throw new NotApplicable('nothing was sent but the recipe of --replay')
    const leftOut = ledger.leftOut.filter(({ row }) => rows.has(row))
    if (leftOut.length < rows.size) expect.undecided('nothing that was sent was judged')
    const reasons = [...new Set(leftOut.map(({ reason }) => reason))]
    throw new NotApplicable(`none of its ${rows.size} can be tried here: ${reasons.join('; ')}`)
  }

/** Makes the checks of a surface. @param flow where its step stands */
export function checksOf<D, S extends BaseScene, M>(
  attacked: AttackedSurface<D, S, M>,
  flow: Flow = tokenValidation as unknown as Flow,
): SurfaceChecks {
  const {
    step,
    base,
    owed,
    effect,
    effectOf,
    form,
    formOf,
    surface,
    admits,
    validator,
    mayLockOut,
    unasked = [],
    listens,
  } = attacked
  const asks = (question: AskedEverywhere) => !unasked.includes(question)
  const { place, family } = surface
  const name = flow.steps[step - 1]?.name ?? String(step)
  const where =
    validator === true ? 'By the harness’s own validator, given the key set of this target' : `At ${name}`
  const thing = place.kind === 'saml-response' ? 'response' : 'token'
  const applicable = family.rows.filter((row) => isApplicable(row, place))
  const rowsOf = (wanted: readonly Verdict[], of?: RowClass): ReadonlySet<string> =>
    new Set(
      applicable
        .filter((row) => of === undefined || row.class === of)
        .filter((row) => wanted.includes(row.verdict(place) as Verdict))
        .map(({ id }) => id),
    )
  const every = ['refuse', 'either', 'accept'] as const
  const make = <T>(id: string, definition: CheckDefinition<T>): Check<T> => flow.check(step, id, definition)

  const genuineAccepted = make<Bases>('genuine-accepted', {
    says: `${where}, the untouched ${thing} is accepted as its bearer’s own, before it is attacked and after.`,
    sends: `The ${thing} that every case starts from${base === undefined ? '' : `: ${base}`}`,
    ...sourcesOf(owed.genuine),
    breaks: 'Nobody gets in, and no refusal means anything.',
    judge(expect, { before, after }) {
      const silent = [before, after].find((one) => one.silent)
      if (silent !== undefined) expect.undecided(silent.shown)
      if (mayLockOut === true && before.accepted && !after.accepted) expect.undecided(baseLost(after.shown))
      expect(before.accepted ? 'accepted' : before.shown, 'the untouched base, before').toBe('accepted')
      expect(after.accepted ? 'accepted' : after.shown, 'the untouched base, after').toBe('accepted')
    },
  })

  const checksOfClass = (of: RowClass): ClassChecks => {
    const what = `${thing} ${CLASSES[of]}`
    // The base itself has the plain name.
    const prefix = of === 'genuine' ? 'other-genuine' : of
    const sends = `Each ${what}, first in every way that there is, then in ways drawn by a seed`
    const owing = owed[of]
    const looks = surface.changed !== undefined && looksBehind(attacked, of)
    const ownForm = formOf?.[of] ?? (form?.except?.includes(of) === true ? undefined : form)
    const [lethal, benign, all] = [rowsOf(['refuse'], of), rowsOf(['accept'], of), rowsOf(every, of)]
    const notOnlyBenign = rowsOf(['refuse', 'either'], of)
    const checks: Check<Learned>[] = []
    const add = (
      question: string,
      asked: Asked,
      about: Pick<CheckDefinition<Learned>, 'says' | 'basis' | 'also' | 'admits' | 'breaks' | 'refusal'>,
    ) => {
      if (asked.rows.size > 0)
        checks.push(make(`${prefix}-${question}`, { ...about, sends, judge: judgeBy(asked) }))
    }
    if (owing !== undefined) {
      const sources = sourcesOf(owing)
      add(
        'refused',
        { questions: ['refused'], rows: lethal },
        {
          says: `${where}, a ${what} is refused.`,
          ...sources,
          ...(admits === undefined ? {} : { admits }),
          breaks: 'Whoever can make one is let in.',
          refusal: true,
        },
      )
      add(
        'accepted',
        { questions: ['accepted', 'effect'], rows: benign },
        {
          says: `${where}, a ${what} is accepted, and taken for what it is.`,
          ...sources,
          breaks: 'Users with honest tokens are locked out.',
        },
      )
      if (ownForm !== undefined)
        add(
          'form',
          { questions: ['form'], rows: lethal },
          {
            says: `${where}, where a ${what} is refused, it is refused ${ownForm.says}.`,
            basis: { ...ownForm.basis, level: weaker(ownForm.basis.level, sources.basis.level) },
            ...(ownForm.also === undefined ? {} : { also: ownForm.also }),
            breaks: 'A client cannot tell that it has to sign in again.',
            refusal: true,
          },
        )
    }
    if (effect !== undefined)
      add(
        'no-effect',
        { questions: ['effect'], rows: notOnlyBenign, ...(looks ? {} : { ofBearer: true }) },
        {
          says: looks
            ? `${where}, a ${what} changes nothing when it is refused, and is taken for nobody else when it is not.`
            : `${where}, a ${what} is taken for nobody else.`,
          ...sourcesOf(effectOf?.[of] ?? (isForged(of) ? effect : subjects)),
          breaks: 'One user acts as another.',
        },
      )
    if (asks('no-server-error'))
      add(
        'no-server-error',
        { questions: ['no-server-error'], rows: all },
        {
          says: `${where}, a ${what} meets no server error.`,
          basis: serverErrors,
          breaks: 'What anybody can send breaks the server, and is retried and alarmed over.',
        },
      )
    if (asks('in-time'))
      add(
        'in-time',
        { questions: ['in-time'], rows: all },
        {
          says: `${where}, a ${what} is answered within a second, or ten times what a plain one takes.`,
          basis: inTime(of),
          breaks: 'A handful of requests keeps the server from serving anybody.',
        },
      )
    return { class: of, checks }
  }

  const throughout: Check<Learned>[] = []
  const ofAll = (
    question: Question,
    about: Pick<CheckDefinition<Learned>, 'says' | 'basis' | 'breaks'>,
  ): void => {
    const sends = `Every ${thing} of all classes`
    const judge = judgeBy({ questions: [question], rows: rowsOf(every) })
    throughout.push(make<Learned>(question, { ...about, sends, judge }))
  }
  if (asks('no-echo'))
    ofAll('no-echo', {
      says: `${where}, no refusal repeats the content or the signature of the ${thing}.`,
      basis: confidential,
      breaks: 'Whoever reads logs of errors can be somebody else.',
    })
  if (listens !== undefined)
    ofAll('no-fetch', {
      says: `${where}, nothing is fetched from an address that only the ${thing} names.`,
      basis: listens,
      breaks: 'Anybody can make the server send requests inside its own network.',
    })

  const present = (Object.keys(CLASSES) as RowClass[]).filter((of) => rowsOf(every, of).size > 0)
  return { genuineAccepted, classes: present.map(checksOfClass), throughout }
}
