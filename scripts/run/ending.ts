/** The end of a run that is interrupted: it comes within seconds, whoever does not notice. */

/** How long, in milliseconds, whoever is performed may take to notice, a browser to close, and a target to be cleaned up. */
export const GRACE_MS = { variants: 6_000, browser: 2_000, target: 8_000 } as const

/** How long a target may take to be cleaned up where nobody is in a hurry. */
const CLEANING_MS = 60_000

/** How long a target may take to be cleaned up. */
export const cleaningMs = (interrupted: string | undefined): number =>
  interrupted === undefined ? CLEANING_MS : GRACE_MS.target

export const INTERRUPTED = (signal: string): string => `${signal}: cleaning up and writing what is known`

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
