/** What is told on standard error while a run goes on. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Progress, showProgress } from '../../scripts/run/progress.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => void vi.useRealTimers())

function told(isTTY: boolean, tell: (progress: Progress) => void, quiet = false): string {
  let text = ''
  const write = (chunk: string) => {
    text += chunk
    return true
  }
  tell(showProgress(3, { isTTY, columns: 200, write } as unknown as NodeJS.WriteStream, quiet))
  return text
}

const surface = { flow: 'token-validation', variant: 'get-user' }
const attack = (progress: Progress) => {
  progress.cases({ ...surface, part: 'sweep', tried: 20, of: 600 })
  progress.cases({ ...surface, part: 'drawn', tried: 30, of: 1000 })
}
const SWEPT = 'token-validation [get-user]: 20 of 600 cases of the sweep · 0 of 3 checks'
const DRAWN = 'token-validation [get-user]: 30 of 1000 drawn cases · 0 of 3 checks'

test('on a terminal an attack is told in one line, which is written over', () => {
  expect(told(true, attack)).toBe(`\r\u001b[2K${SWEPT}\r\u001b[2K${DRAWN}`)
})

test('elsewhere it is told in lines, and not with each case', () => {
  expect(told(false, attack)).toBe(`${SWEPT}\n`)
  const slowly = (progress: Progress) => {
    attack(progress)
    vi.advanceTimersByTime(2_001)
    attack(progress)
  }
  expect(told(false, slowly)).toBe(`${SWEPT}\n${SWEPT}\n`)
})

test('whoever wants no progress is told nothing', () => {
  expect(told(true, attack, true)).toBe('')
})
