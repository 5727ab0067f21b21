/** Known defects of a public emulator: what a run against one version of it is expected to find, and why it is theirs. */
export interface KnownDefects {
  readonly version: string
  /**
   * By the id of the check that fails, in at least one variant: what the emulator does otherwise, in one line. Of a check
   * that is blocked where nothing fails, too.
   */
  readonly defects: Readonly<Record<string, string>>
  /** Variants that take long, and mostly find one defect again and again: run where EVERY_ATTACK is set. */
  readonly long?: readonly string[]
}
