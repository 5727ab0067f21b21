/**
 * The journal: what one process or variant learned, one JSON line an event, appended as it happens. Each writer has
 * a file of its own, `DIR/journal/<name>.jsonl`, so none waits for another and a torn line harms only itself.
 */
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { compareText } from './order.ts'
import type { JournalEvent } from './record.ts'
import { validateEvent } from './validate.ts'

export interface Journal {
  /** When it returns the line is with the kernel: a SIGKILL of this process loses nothing that was written. */
  write(event: JournalEvent): void
  close(): void
}

const LINE_FEED = 0x0a
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,150}$/

/**
 * Opens a journal for appending; the folder is made where it is missing.
 * @param dir the run's folder
 * @param name letters, digits, `.`, `_`, `-`; one writer a name at a time
 * @throws {RangeError} the name could leave the folder
 */
export function openJournal(dir: string, name: string): Journal {
  if (!NAME.test(name)) throw new RangeError(`"${name}" is no name for a journal`)
  const folder = join(dir, 'journal')
  mkdirSync(folder, { recursive: true })
  let file: number | undefined = openSync(join(folder, `${name}.jsonl`), 'a+')
  // What a writer before this one left torn must not swallow our first line.
  if (!endsWithLine(file)) append(file, Buffer.of(LINE_FEED))
  return {
    write(event) {
      if (file === undefined) throw new Error(`the journal ${name} is closed`)
      append(file, Buffer.from(`${toLine(event)}\n`))
    },
    close() {
      if (file !== undefined) closeSync(file)
      file = undefined
    },
  }
}

function append(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
}

function endsWithLine(file: number): boolean {
  const { size } = fstatSync(file)
  const last = Buffer.alloc(1)
  return size === 0 || (readSync(file, last, 0, 1, size - 1) === 1 && last[0] === LINE_FEED)
}

/** Deeper than any answer of the service, and far from the end of the stack. */
const DEEPEST = 200

/** JSON for whatever a check holds as expected or actual: what JSON cannot say is named, never thrown at. */
function toLine(event: JournalEvent): string {
  const above: { value: object; plain: object }[] = []
  return JSON.stringify(event, function (this: object, _, value: unknown) {
    if (typeof value === 'bigint') return `${value}n`
    if (typeof value === 'function' || typeof value === 'symbol') return `[${typeof value}]`
    if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
    if (value === null || typeof value !== 'object') return value
    while (above.length > 0 && above.at(-1)?.plain !== this) above.pop()
    if (above.some((holder) => holder.value === value)) return '[circular]'
    if (above.length >= DEEPEST) return '[deeper than this journal goes]'
    const plain = plainly(value)
    above.push({ value, plain })
    return plain
  })
}

function plainly(value: object): object {
  if (value instanceof Error) return { name: value.name, message: value.message }
  if (value instanceof Map) return Object.fromEntries(value)
  return value instanceof Set ? [...value] : value
}

export interface ReadJournals {
  /** What the journals say; a line that is broken, save a torn last one, stands among them as trouble. */
  readonly events: JournalEvent[]
  /** How many files there were. */
  readonly files: number
}

/** Reads every journal of a run's folder. A folder without journals gives none. */
export function readJournals(dir: string): ReadJournals {
  const folder = join(dir, 'journal')
  const names = namesIn(folder)
  const events = names.flatMap((name) => readJournal(readFileSync(join(folder, name), 'utf8'), name))
  return { events, files: names.length }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.jsonl'))
      .sort(compareText)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/**
 * Reads one journal.
 * @param name what messages call it
 */
export function readJournal(text: string, name: string): JournalEvent[] {
  const lines = text.split('\n')
  // No line feed ends the last line when its writer was killed in it. It may be whole all the same.
  const torn = readLine(lines.pop() ?? '')
  const events = lines.flatMap((line, i) => {
    if (line === '') return []
    const read = readLine(line)
    return [typeof read === 'string' ? broken(`${name}, line ${i + 1} ${read}`) : read]
  })
  return typeof torn === 'string' ? events : [...events, torn]
}

/** @returns the event, or what is wrong with the line */
function readLine(line: string): JournalEvent | string {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return 'is no JSON'
  }
  const read = validateEvent(value)
  return read.ok ? read.value : `is no event: ${read.errors[0]}`
}

const broken = (what: string): JournalEvent => ({
  event: 'trouble',
  exitCode: 4,
  says: `the journal is broken: ${what}`,
})
