/** What the documentation or a public record says of managed login and no check judges, with the reason. */
import type { NotTested } from '../../reports/record.ts'
import { ofDomain } from './not-tested/domain.ts'
import { ofPages } from './not-tested/pages.ts'
import { ofSession } from './not-tested/session.ts'
import { ofTokens } from './not-tested/tokens.ts'

export const notTested: readonly NotTested[] = [...ofDomain, ...ofSession, ...ofPages, ...ofTokens]
