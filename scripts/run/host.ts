/**
 * The run host: holds what is one for the whole run — the target, the mock IdP, the leases, the secrets, the journal of
 * what was created — and lends it to the variants.
 */
import { randomBytes } from 'node:crypto'
import type { Lender } from '../../fixtures/flow/perform.ts'
import { createRedactor, type Redactor } from '../../fixtures/protocol/redaction.ts'
import type { LoadedTarget, NoLease, RunningTarget } from '../../fixtures/targets/index.ts'
import { limitsOf, openTarget, openTurns } from '../../fixtures/targets/index.ts'
import type { Journal } from '../../reports/journal.ts'
import { lazyMockIdp } from './mock-idp.ts'

export interface HostOptions {
  readonly runId: string
  readonly maxWait: number
  readonly faults?: readonly string[]
  /** Text that is public beforehand; see {@link Lender}. */
  readonly known: string
  readonly journal: Pick<Journal, 'write'>
  readonly onLog?: (line: string) => void
}

export interface Host {
  readonly target: RunningTarget
  readonly lender: Lender
  /** Every secret that the run met. */
  readonly redactor: Redactor
  /** Gives everything back. What could not be deleted is journaled. */
  close(): Promise<void>
}

/** @throws {TargetFileError|TargetUnreachable} with an exit code each */
export async function openHost(
  loaded: LoadedTarget,
  { runId, maxWait, faults, known, journal, onLog }: HostOptions,
): Promise<Host> {
  const salt = randomBytes(16).toString('hex')
  const redactor = createRedactor({ salt, known })
  const target = await openTarget(loaded, {
    runId,
    maxWait,
    addSecret: redactor.add,
    ledger: {
      created: (kind: string, id: string) => journal.write({ event: 'created', kind, id }),
      deleted: (kind: string, id: string) => journal.write({ event: 'deleted', kind, id }),
    },
    ...(faults === undefined ? {} : { faults }),
    ...(onLog === undefined ? {} : { onLog }),
  })
  /** A pool that cannot be made is the target's, or its file's: said once, and what stands on it is blocked. */
  let said = false
  const refused = (error: unknown): NoLease => {
    const { exitCode, message } = error as { exitCode?: unknown; message?: unknown }
    if (exitCode !== 3) throw error
    const reason = redactor.redact(String(message))
    if (!said) journal.write({ event: 'trouble', exitCode: 3, says: reason })
    said = true
    return { none: 'refused', reason }
  }
  const idp = lazyMockIdp(loaded.file.idp, redactor.add)
  // A port that is named may be taken: better said before the run than by every check.
  if (loaded.file.idp?.port !== undefined) {
    await idp.access().catch(async (error: unknown) => {
      await target.close()
      throw error
    })
  }
  const limits = limitsOf(loaded.file)
  const turns = limits && openTurns(limits)
  const lender: Lender = {
    lacks: Object.fromEntries(target.lacks.map(({ capability, reason }) => [capability, reason])),
    answering: target.answering,
    forbidden: target.forbidden,
    salt,
    known,
    beforehand: redactor.entries(),
    idp: idp.access,
    lease: (request) => target.lease(request).catch(refused),
    advance: (id, seconds) => target.advance(id, seconds),
    readCode: (id, username) => target.readCode(id, username),
    release: (id) => target.release(id),
    ...(limits === undefined ? {} : { limits, turn: async (asked) => turns!(asked) }),
    secrets: async (entries) => redactor.load(entries),
  }
  return {
    target,
    lender,
    redactor,
    async close() {
      try {
        for (const { kind, id, reason } of await target.close())
          journal.write({ event: 'undeleted', kind, id, reason: redactor.redact(reason) })
      } finally {
        await idp.close()
      }
    },
  }
}
