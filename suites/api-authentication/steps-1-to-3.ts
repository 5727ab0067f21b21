/** Steps 1 to 3: the person opens the application, chooses to sign in, and types name and password. */
import type { VariantContext } from '../../fixtures/flow/flow.ts'
import { closedBefore, opens } from './checks/gate.ts'

export function openAndEnter({ step, probe, check }: VariantContext<number>): void {
  step(1, ({ user }) => user.opensApplication())
  const before = probe(12, ({ user }) => user.requestsMembersPage())
  check(closedBefore, before, { check: opens })
  step(2, ({ user }) => user.choosesSignIn())
  step(3, ({ user }) => user.entersPassword())
}
