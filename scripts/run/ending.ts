/** The end of a run that is interrupted: it comes within seconds, whoever does not notice. */
import { setTimeout as sleep } from 'node:timers/promises'

/** How long, in milliseconds, whoever is performed may take to notice, a browser to close, and a target to be cleaned up. */
export const GRACE_MS = { variants: 6_000, browser: 2_000, target: 8_000 } as const

/** How long a target may take to be cleaned up where nobody is in a hurry. */
const CLEANING_MS = 60_000

/** How long a target may take to be cleaned up. */
export const cleaningMs = (interrupted: string | undefined): number =>
  interrupted === undefined ? CLEANING_MS : GRACE_MS.target

interface Interruption {
  /** The signal; nothing where there was none. */
  by(): string | undefined
  /** Once there was one, and whoever is performed has had their time to notice, counted from then or from this call, whichever is later. */
  over(): Promise<void>
  /** Signals are no longer heard. */
  off(): void
}

/** Hears the first signal that is to end what is under way. @param stop ends it */
export function onInterruption(say: (line: string) => void, stop: () => void): Interruption {
  let by: string | undefined
  const signalled = Promise.withResolvers<void>()
  const onSignal = (signal: NodeJS.Signals) => {
    if (by !== undefined) return
    by = signal
    say(`${signal}: cleaning up and writing what is known`)
    stop()
    signalled.resolve()
  }
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  return {
    by: () => by,
    over: () => signalled.promise.then(() => sleep(GRACE_MS.variants, undefined, { ref: false })),
    off: () => void process.off('SIGINT', onSignal).off('SIGTERM', onSignal),
  }
}

export const within = async <T>(work: Promise<T>, ms: number, otherwise: T): Promise<T> => {
  const timer = new AbortController()
  const late = new Promise<T>((resolve) => {
    const handle = setTimeout(() => resolve(otherwise), ms)
    timer.signal.addEventListener('abort', () => clearTimeout(handle))
  })
  try {
    return await Promise.race([work, late])
  } finally {
    timer.abort()
  }
}
