/**
 * Addresses at a tenant that nobody has a reason to visit: whoever does was led there by a message. Each visit stands in
 * what the tenant was asked.
 */
import { json, type Route } from './serve.ts'

const ROOT = '/canary'

/** @returns the address of a path below the tenant's canary, which begins with a slash */
export const canaryOf =
  ({ baseUrl }: { readonly baseUrl: string }) =>
  (path: string): string =>
    `${baseUrl}${ROOT}${path}`

export const canaryRoute: Route = {
  path: /^\/canary(\/.*)?$/,
  endpoint: 'canary',
  methods: ['GET', 'POST'],
  serve: ({ tenant, path }) => tenant.canary.get(path.slice(ROOT.length)) ?? json(200, '{}'),
}
