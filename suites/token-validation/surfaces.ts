/** What attacks a surface, and on whose word: from this the variant of a surface and its checks are made. */
import type { VariantOptions } from '../../fixtures/flow/flow.ts'
import type { Basis } from '../../fixtures/flow/source.ts'
import type { BaseScene, Surface } from '../../fixtures/fuzzing/model.ts'
import type { RowClass } from './classes.ts'

/** Who says it, or who says it first and who says it as well. */
export type Owing = Basis | { readonly basis: Basis; readonly also: readonly Basis[] }

export interface Form {
  /** Completes “… is refused”. */
  readonly says: string
  readonly basis: Basis
  /** Who says it as well. */
  readonly also?: readonly Basis[]
  /** Of these nobody documents how they are refused. */
  readonly except?: readonly RowClass[]
}

/** What every class is asked, unless a surface cannot fail it. */
export type AskedEverywhere = 'no-server-error' | 'in-time' | 'no-echo'

export interface AttackedSurface<D = unknown, S extends BaseScene = BaseScene, M = unknown> {
  /** Its number in `flow.ts`; the name that stands there is the name of its variant as well. */
  readonly step: number
  readonly title: string
  /** What its variant needs; that it attacks goes without saying. */
  readonly options: Omit<VariantOptions, 'attacks' | 'exhausts'>
  readonly surface: Surface<D, S, M>
  /** How the base is made, where a target that takes another make could not tell. */
  readonly base?: string
  /**
   * On whose word rows of a class that must be refused are refused, or that must be accepted accepted. A class without a
   * basis is sent, and nothing but what it was taken for is judged. `genuine` is of the untouched base as well.
   */
  readonly owed: Readonly<Partial<Record<RowClass, Owing>>> & { readonly genuine: Owing }
  /**
   * On whose word nothing is changed, and nobody else is taken for the bearer, where a token is forged. None where the
   * surface shows neither: then it is not asked.
   */
  readonly effect?: Owing
  /** Classes behind whose refusals one looks for effects, beside those that are forged. */
  readonly looksBehind?: readonly RowClass[]
  /** The same of classes of which somebody else speaks. */
  readonly effectOf?: Readonly<Partial<Record<RowClass, Owing>>>
  /**
   * The form of a refusal, and who says so. `Reply.inForm` tells whether it was kept. It is asked no more strongly than the
   * refusal itself: where that is advice, so is its form.
   */
  readonly form?: Form
  /** The same of classes of which somebody else speaks. */
  readonly formOf?: Readonly<Partial<Record<RowClass, Omit<Form, 'except'>>>>
  /** Answers that pass for a refusal, and do not look like one. */
  readonly admits?: string
  /** What validates is the harness's own, given the key set of the target. */
  readonly validator?: true
  /** Whoever runs it may have it lock out who sends many wrong tokens: that it takes the base no more is no failure of it. */
  readonly mayLockOut?: true
  /** What cannot go wrong here, and so is not asked. */
  readonly unasked?: readonly AskedEverywhere[]
  /**
   * A listener of ours stands where tokens point to, `Reply.fetched` says whether it was visited, and this, on whose word
   * it is not. Without one nobody is asked.
   */
  readonly listens?: Basis
}
