/** Which user agents a run has: the browser is started once, and only where a planned variant may need it. */
import type { AgentChoice, AgentName } from '../../fixtures/actors/agent-choice.ts'
import { type Found, type RunningBrowser, startBrowser } from '../../fixtures/actors/browser.ts'

/** As asked for on the command line. */
export interface AgentWish {
  readonly name: AgentName
  readonly browser: Found
}

/** For programs that run the suites without looking for a browser. */
export const HTTP_WISH: AgentWish = { name: 'http', browser: { none: 'the http agent was asked for' } }

/** Flows on whose pages scripts may run. The application's own pages have none. */
const HAS_PAGES: ReadonlySet<string> = new Set(['managed-login', 'federation'])

export interface Agents {
  readonly choice: AgentChoice
  close(): Promise<void>
}

/**
 * @param flows of the variants that will run
 * @throws {BrowserUnusable} a browser was asked for, and does not start
 */
export async function openAgents({ name, browser }: AgentWish, flows: readonly string[]): Promise<Agents> {
  const without = (noBrowser?: string): Agents => ({
    choice: { name, ...(noBrowser === undefined ? {} : { noBrowser }) },
    close: async () => undefined,
  })
  if (name === 'http' || flows.length === 0) return without()
  if (name === 'auto' && !flows.some((flow) => HAS_PAGES.has(flow))) return without()
  if ('none' in browser) return without(browser.none)
  let running: RunningBrowser
  try {
    running = await startBrowser(browser.path)
  } catch (error) {
    if (name === 'browser') throw error
    return without((error as Error).message)
  }
  return { choice: { name, browser: { wsEndpoint: running.wsEndpoint } }, close: running.close }
}
