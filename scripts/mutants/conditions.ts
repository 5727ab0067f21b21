/**
 * Mutants of a source: each condition in it dropped or inverted, one at a time, by rule and without a look at what it
 * means.
 */
import { stripTypeScriptTypes } from 'node:module'
import { type Expression, type Node, parse } from 'acorn'
import { full } from 'acorn-walk'

export interface Mutant {
  /** From the root of the repository. */
  readonly file: string
  readonly line: number
  /** Where the text is replaced, in UTF-16 units. */
  readonly start: number
  readonly end: number
  readonly was: string
  readonly becomes: string
}

const OPPOSITE: Readonly<Record<string, string>> = {
  '===': '!==',
  '!==': '===',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
}

/** @param source TypeScript whose types can be erased */
export function mutantsOf(file: string, source: string): readonly Mutant[] {
  // Types become white space of the same length: positions are those of the source.
  const program = parse(stripTypeScriptTypes(source), { ecmaVersion: 'latest', sourceType: 'module' })
  const found = new Map<string, Mutant>()
  const text = ({ start, end }: Node) => source.slice(start, end)
  const add = (node: Node, becomes: string) => {
    const { start, end } = node
    const line = source.slice(0, start).split('\n').length
    const mutant = { file, line, start, end, was: text(node), becomes }
    found.set(`${start}-${end}-${becomes}`, mutant)
  }
  const dropAndInvert = (test: Expression) => {
    add(test, `!(${text(test)})`)
    add(test, 'false')
  }
  full(program, (node) => {
    if (node.type === 'IfStatement' || node.type === 'ConditionalExpression')
      dropAndInvert((node as unknown as { test: Expression }).test)
    if (node.type === 'LogicalExpression') {
      const { operator, left, right } = node as unknown as {
        operator: string
        left: Expression
        right: Expression
      }
      if (operator === '??') return
      add(node, text(left))
      add(node, text(right))
    }
    if (node.type === 'BinaryExpression') {
      const { operator, left, right } = node as unknown as {
        operator: string
        left: Expression
        right: Expression
      }
      const opposite = OPPOSITE[operator]
      if (opposite !== undefined) add(node, `${text(left)} ${opposite} ${text(right)}`)
    }
    if (node.type === 'UnaryExpression' && (node as unknown as { operator: string }).operator === '!')
      add(node, text((node as unknown as { argument: Expression }).argument))
  })
  return [...found.values()].sort((a, b) => a.start - b.start || a.end - b.end)
}
