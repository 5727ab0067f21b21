/**
 * The reports: made from a run's folder (`run.json` and its transcripts) and from nothing else, so that they can be
 * made again on another machine, a year later.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeAllureResults } from './allure.ts'
import type { Folded } from './fold.ts'
import { renderHtml } from './html/index.ts'
import { junitXml } from './junit.ts'
import { readRun } from './run-folder.ts'

export { writeAllureResults } from './allure.ts'
export type { Cause } from './cause.ts'
export { causeOf, groupByCause } from './cause.ts'
export type { Folded } from './fold.ts'
export { fold, NOT_REACHED } from './fold.ts'
export type { Journal } from './journal.ts'
export { openJournal, readJournals } from './journal.ts'
export { junitXml } from './junit.ts'
export { MixedRuns, NoPlan } from './plan.ts'
export { BrokenRecord, foldDirectory, merge, readRun, unfold, writeRun } from './run-folder.ts'
export type { SummaryOptions } from './summary.ts'
export { explainResult, plain, summarize } from './summary.ts'
export { validateEvent, validateRecord } from './validate.ts'

export interface WrittenReports extends Folded {
  /** The file for people. */
  readonly html: string
  readonly junit: string
  readonly allureResults: string
}

/**
 * Makes `junit.xml`, `allure-results` and `index.html` in a run's folder, in place of earlier ones.
 * @throws {BrokenRecord} there is no `run.json`, or it is none
 */
export function writeReports(dir: string): WrittenReports {
  const run = readRun(dir)
  const [html, junit] = [join(dir, 'index.html'), join(dir, 'junit.xml')]
  writeFileSync(html, renderHtml(run))
  writeFileSync(junit, junitXml(run.record))
  writeAllureResults(dir, run)
  return { ...run, html, junit, allureResults: join(dir, 'allure-results') }
}
