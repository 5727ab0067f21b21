/** What leans on what. An arrow that is not listed here should not exist; a new one is a decision, not an accident. */
import { describe, expect, it } from 'vitest'
import { allImports, importsOf, roomOf, sources } from './sources.ts'

/** Whose code each room may call. */
const CALLS: Readonly<Record<string, readonly string[]>> = {
  suites: ['fixtures/flow', 'fixtures/actors', 'fixtures/fuzzing', 'fixtures/protocol', 'mock-idp'],
  // The flow opens the tenants that a variant needs; the actors tell them whom to let in, and how to misbehave.
  'fixtures/flow': ['fixtures/actors', 'fixtures/targets', 'fixtures/protocol', 'mock-idp', 'reports'],
  'fixtures/actors': ['fixtures/protocol', 'mock-idp'],
  'fixtures/targets': ['fixtures/protocol'],
  'fixtures/fuzzing': ['fixtures/protocol', 'mock-idp'],
  'fixtures/protocol': [],
  'fixtures/reference-target': [],
  'mock-idp': [],
  reports: [],
  scripts: [
    'suites',
    'fixtures/flow',
    'fixtures/actors',
    'fixtures/fuzzing',
    'fixtures/targets',
    'fixtures/protocol',
    'fixtures/reference-target',
    'mock-idp',
    'reports',
  ],
}

/** Whose types a room may name besides: the shape of a record, of a lease and of a recipe, and no line of their code. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  suites: ['reports', 'fixtures/targets'],
  'fixtures/actors': ['fixtures/targets', 'fixtures/fuzzing'],
  'fixtures/fuzzing': ['fixtures/actors'],
  'fixtures/targets': ['mock-idp'],
  'fixtures/protocol': ['reports'],
}

describe('the arrows', () => {
  it('are read from every source', () => {
    expect(sources.length).toBeGreaterThan(100)
    expect(importsOf('scripts/bin.js').map(({ to }) => to)).toContain('node:child_process')
    expect(importsOf('reports/fold.ts').some(({ ours }) => ours)).toBe(true)
  })

  it('are those of the design', () => {
    const strange = allImports
      .filter(({ ours }) => ours)
      .filter(({ from, to, typeOnly }) => {
        const [here, there] = [roomOf(from), roomOf(to)]
        if (here === there || CALLS[here]?.includes(there)) return false
        return !(typeOnly && NAMES[here]?.includes(there))
      })
      .map(({ from, to, typeOnly }) => `${from} → ${to}${typeOnly ? ' (types)' : ''}`)
    expect(strange).toEqual([])
  })

  it('lead from the flow to the journal and the record, and to no other part of the reports', () => {
    const targets = allImports
      .filter(({ from, to }) => roomOf(from) === 'fixtures/flow' && roomOf(to) === 'reports')
      .map(({ to }) => to)
    expect([...new Set(targets)].filter((to) => !/^reports\/(record|journal)\.ts$/.test(to))).toEqual([])
  })

  it('never lead into tests, nor out of the repository', () => {
    expect(allImports.filter(({ ours, to }) => ours && /^(\.\.|tests)\//.test(to))).toEqual([])
  })

  it('end at files that are there, with their extension', () => {
    const missing = allImports.filter(
      ({ ours, to }) => ours && !sources.includes(to) && !to.endsWith('.json'),
    )
    expect(missing.map(({ from, to }) => `${from} → ${to}`)).toEqual([])
  })
})
