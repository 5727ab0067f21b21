/** The sources of this project as data: which files there are, and what each imports. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseAst } from 'vitest/node'

export const repository = fileURLToPath(new URL('../../', import.meta.url))

/** Every file that is committed, or would be with `git add`. */
export const files: readonly string[] = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard'],
  { cwd: repository, encoding: 'utf8' },
)
  .split('\n')
  .filter((path) => path !== '' && existsSync(repository + path))
  .sort()

export const textOf = (path: string): string => readFileSync(repository + path, 'utf8')

/** The rooms in which the product lives; `tests` holds it against itself. */
export const ROOMS = ['suites', 'fixtures', 'mock-idp', 'reports', 'scripts'] as const

export const sources: readonly string[] = files.filter(
  (path) => /\.[jt]s$/.test(path) && ROOMS.some((room) => path.startsWith(`${room}/`)),
)

/** `suites`, `fixtures/flow`, …: fixtures has rooms of its own. */
export const roomOf = (path: string): string => {
  const [first = '', second = ''] = path.split('/')
  return first === 'fixtures' ? `${first}/${second}` : first
}

export interface Import {
  readonly from: string
  /** A path from the repository's root, or the name of a package or of a built-in module. */
  readonly to: string
  readonly ours: boolean
  /** Gone when the types are erased. */
  readonly typeOnly: boolean
}

type Node = Record<string, unknown> & { readonly type: string }

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

const isTypeOnly = (node: Node): boolean => {
  if (node['importKind'] === 'type' || node['exportKind'] === 'type' || node.type === 'TSImportType')
    return true
  const names = node['specifiers']
  return (
    Array.isArray(names) &&
    names.length > 0 &&
    names.every((one: Node) => one['importKind'] === 'type' || one['exportKind'] === 'type')
  )
}

/** Static and dynamic imports, re-exports and `import('…')` in types. */
export function importsOf(path: string): readonly Import[] {
  const found: Import[] = []
  const visit = (node: Node): void => {
    const literal = isNode(node['source']) ? node['source'] : undefined
    const spoken = literal?.['value']
    if (/^(Import|Export|TSImport)/.test(node.type) && typeof spoken === 'string') {
      const ours = spoken.startsWith('.')
      const to = ours ? posix.join(posix.dirname(path), spoken) : spoken
      found.push({ from: path, to, ours, typeOnly: isTypeOnly(node) })
    }
    for (const value of Object.values(node)) {
      for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) visit(child)
    }
  }
  const text = textOf(path).replace(/^#!.*/, '')
  visit(parseAst(text, { lang: path.endsWith('.ts') ? 'ts' : 'js' }) as unknown as Node)
  return found
}

export const allImports: readonly Import[] = sources.flatMap(importsOf)

/** `@scope/name` or `name` of an import such as `ajv/dist/2020.js`. */
export const packageOf = (spoken: string): string =>
  spoken
    .split('/')
    .slice(0, spoken.startsWith('@') ? 2 : 1)
    .join('/')
