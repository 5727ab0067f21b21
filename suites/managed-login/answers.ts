/** What came back from the domain, read for judging: pages, redirects, token answers. */
import type { CallbackAnswer, Hop, Page } from '../../fixtures/actors/actors.ts'
import { NotPerformed } from '../../fixtures/flow/not-performed.ts'

/** The first answer of a navigation that came from this path. */
export function hopAt(page: Page, path: string): Hop | undefined {
  return page.hops.find(({ url }) => URL.parse(url)?.pathname.endsWith(path))
}

/** Where a redirect leads, resolved; undefined when the answer is none. */
export function target(hop: Hop | undefined): URL | undefined {
  if (hop?.location === undefined || hop.status < 300 || hop.status > 399) return undefined
  return URL.parse(hop.location, hop.url) ?? undefined
}

/** The code that came to the callback. @throws {NotPerformed} there is none */
export function codeOf(callback: CallbackAnswer): string {
  const { code } = callback.parameters
  if (code !== undefined && code !== '') return code
  throw new NotPerformed(
    'no authorization code came to the callback',
    { parameters: 'code' },
    { parameters: Object.keys(callback.parameters), error: callback.parameters['error'] },
  )
}
