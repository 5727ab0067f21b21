/** Which processes there are, read from the kernel's own list, and how one of them is interrupted. */
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Ended, Started } from './program.ts'

interface Process {
  readonly pid: number
  readonly parent: number
}

function processes(): readonly Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        // The name in parentheses may hold anything.
        const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
        return state === 'Z' ? [] : [{ pid: Number(name), parent: Number(parent) }]
      } catch {
        return []
      }
    })
}

/** Everything that this process started, and what that started. */
export function descendantsOf(pid: number): readonly number[] {
  const all = processes()
  const found: number[] = []
  for (const parents = [pid]; parents.length > 0; ) {
    const parent = parents.pop()
    for (const child of all.filter((one) => one.parent === parent)) {
      found.push(child.pid)
      parents.push(child.pid)
    }
  }
  return found
}

/** Waits until none of them is there any more. @returns those that still are after a while */
export async function gone(pids: readonly number[]): Promise<readonly number[]> {
  for (let tries = 0; ; tries++) {
    const alive = new Set(processes().map(({ pid }) => pid))
    const left = pids.filter((pid) => alive.has(pid))
    if (left.length === 0 || tries === 100) return left
    await sleep(50)
  }
}

/** Interrupts it, and waits until it has ended. */
export async function interrupted(
  { child, ended }: Pick<Started, 'child' | 'ended'>,
  signal: NodeJS.Signals,
): Promise<Ended> {
  child.kill(signal)
  // Twice the design's bound of ten seconds: whoever is killed has no exit code.
  const late = setTimeout(() => child.kill('SIGKILL'), 20_000)
  try {
    return await ended
  } finally {
    clearTimeout(late)
  }
}
