/** What the run host tells its workers: plain JSON, without a secret but the control port's token and the browser's address. */
import type { AgentChoice } from '../../fixtures/actors/agent-choice.ts'
import type { AttackOptions } from '../../fixtures/flow/perform.ts'

export interface WorkerOrders {
  readonly url: string
  readonly token: string
  readonly agent: AgentChoice
  readonly attack: AttackOptions
  /** The run's folder. */
  readonly out: string
  /** The broadcast channel on which a message means: the run is ending. */
  readonly channel: string
  /** The broadcast channel on which variants that attack tell how far they are. */
  readonly cases: string
  /** By `flow/variant`: the checks to judge. */
  readonly keys: Readonly<Record<string, readonly string[]>>
}
