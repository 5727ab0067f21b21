/**
 * What the package gives to other programs: the run record and everything that reads, folds, merges and reports it,
 * so that a dashboard or a CI step need not parse reports.
 */
export * from '../reports/index.ts'
export type * from '../reports/record.ts'
