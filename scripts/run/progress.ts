/** Live progress on standard error: one line that is written over on a terminal, plain lines elsewhere. */

import type { CasesTried } from '../../fixtures/actors/actors.ts'
import { plain } from '../../reports/index.ts'
import type { Tick } from './vitest.ts'

/** How far an attack on a surface is: none of its checks is judged before its end. */
export interface CasesOf extends CasesTried {
  readonly flow: string
  readonly variant: string
}

export interface Progress {
  tick(tick: Tick): void
  cases(cases: CasesOf): void
  say(line: string): void
  end(): void
}

export function showProgress(planned: number, stream: NodeJS.WriteStream, quiet: boolean): Progress {
  if (quiet) return { tick: () => {}, cases: () => {}, say: () => {}, end: () => {} }
  const started = performance.now()
  const counts = new Map<string, number>()
  const open = new Map<string, number>()
  let done = 0
  let lastPlain = Number.NEGATIVE_INFINITY

  const line = ({ flow, variant, step }: Tick) => {
    const seconds = (performance.now() - started) / 1000
    const left =
      done > 20 && seconds > 5 ? `, about ${Math.ceil((seconds / done) * (planned - done))} s left` : ''
    const verdicts = [...counts].map(([verdict, count]) => `${count} ${verdict}`).join(', ')
    // A refusal that passes here is blocked in the record where its control did not pass.
    return `${done} of ${planned} checks of all levels (each by itself, before controls: ${verdicts}) · ${flow} step ${step} [${variant}]${left}`
  }
  const write = (text: string) => {
    if (stream.isTTY) stream.write(`\r\u001b[2K${plain(text).slice(0, (stream.columns ?? 80) - 1)}`)
    else stream.write(`${plain(text)}\n`)
  }
  /** Where lines stay they come less often. */
  const writeAtTimes = (text: string, must = false) => {
    if (!stream.isTTY) {
      if (!must && performance.now() - lastPlain <= 2_000) return
      lastPlain = performance.now()
    }
    write(text)
  }
  return {
    tick(tick) {
      done += 1
      counts.set(tick.verdict, (counts.get(tick.verdict) ?? 0) + 1)
      open.set(tick.variant, (open.get(tick.variant) ?? 0) + 1)
      writeAtTimes(line(tick), done === planned)
    },
    cases({ flow, variant, part, tried, of }) {
      const what = part === 'sweep' ? 'cases of the sweep' : 'drawn cases'
      writeAtTimes(`${flow} [${variant}]: ${tried} of ${of} ${what} · ${done} of ${planned} checks`)
    },
    say(text) {
      if (stream.isTTY) stream.write('\r\u001b[2K')
      stream.write(`${plain(text)}\n`)
    },
    end() {
      if (stream.isTTY) stream.write('\r\u001b[2K')
    },
  }
}
