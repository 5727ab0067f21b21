/**
 * Steps 1 to 3: the person opens the application, chooses to sign in, and types name and password.
 *
 * That the access-controlled page is closed before there are tokens is the application's own doing: no target could
 * make it fail, so it is performed here and judged nowhere.
 */
import type { VariantContext } from '../../fixtures/flow/flow.ts'

export function openAndEnter({ step, probe }: VariantContext<number>): void {
  step(1, ({ user }) => user.opensApplication())
  probe(1, ({ user }) => user.requestsMembersPage())
  step(2, ({ user }) => user.choosesSignIn())
  step(3, ({ user }) => user.entersPassword())
}
