/** Opens the target file it is given and says so; a test kills it. */
import { loadTarget, openTarget } from '../../fixtures/targets/index.ts'

const target = await loadTarget(process.argv[2] ?? '')
await openTarget(target, {
  runId: 'killed',
  maxWait: 1,
  ledger: { created: () => undefined, deleted: () => undefined },
  addSecret: () => undefined,
  onLog: (line) => process.stdout.write(`${line}\n`),
})
setInterval(() => undefined, 1_000)
