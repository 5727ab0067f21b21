/** Cases and counterexamples of the attack suite, in words and as commands: for every report. Nothing is neutralised here. */
import { type Named, quoted, targetWords } from './html/commands.ts'
import { many } from './prose.ts'
import type { CaseCounts, Cases, CheckResult, Counterexample } from './record.ts'

/** `1,200 cases generated, 1,150 applied, 1,150 judged`. */
export const countsInWords = ({ generated, applied, judged }: CaseCounts): string =>
  `${many(generated, 'case')} generated, ${applied.toLocaleString('en-US')} applied, ${judged.toLocaleString('en-US')} judged`

/** Of several checks together, each row of a variant counted once, whatever number of questions was asked of it. */
export function casesOf(checks: readonly CheckResult[]): CaseCounts | undefined {
  const rows = new Map<string, Cases['rows'][number]>()
  for (const { variant, cases } of checks)
    for (const row of cases?.rows ?? []) rows.set(`${variant} ${row.row}`, row)
  if (rows.size === 0) return undefined
  const sum = (of: keyof CaseCounts) => [...rows.values()].reduce((total, row) => total + row[of], 0)
  return { generated: sum('generated'), applied: sum('applied'), judged: sum('judged') }
}

/** `what was changed: expected …, received …`. */
export const counterexampleInWords = ({ changed, owed, came }: Counterexample): string =>
  `${changed.map((one) => one.replace(/\.$/, '')).join('; ')}: expected ${owed}, received ${came}`

/** Of any other command than `run` the line is whole as it stands. */
const OF_ANOTHER = /^cognito-conformance (?!run )/

/** Makes the case again on fresh tokens. The parts of one line, each an option with its value. */
export const replayOf = (
  record: Named,
  { flow, variant }: Pick<CheckResult, 'flow' | 'variant'>,
  { recipe, replay }: Counterexample,
): string[] =>
  OF_ANOTHER.test(replay)
    ? [`npx ${replay}`]
    : [
        'npx cognito-conformance run',
        ...targetWords(record),
        `--flow ${flow}`,
        `--variant ${quoted(variant)}`,
        // As JSON may be written too, so that it goes between single quotes.
        `--replay '${JSON.stringify(recipe.map(({ row, with: parameter }) => [row, parameter])).replaceAll("'", '\\u0027')}'`,
      ]
