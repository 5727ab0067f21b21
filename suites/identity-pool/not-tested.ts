/** What the documentation says of identity pools and no check judges, with the reason. */
import type { NotTested } from '../../reports/record.ts'
import { ofGateways } from './not-tested/gateway.ts'
import { ofPools } from './not-tested/pools.ts'
import { ofLogins } from './not-tested/providers.ts'
import { ofRoles } from './not-tested/roles.ts'
import { ofSigning } from './not-tested/signing.ts'
import { ofSts } from './not-tested/sts.ts'

export const notTested: readonly NotTested[] = [
  {
    statement: 'An Application Load Balancer can authenticate users with a user pool.',
    source: {
      title: 'Elastic Load Balancing User Guide',
      section: 'Authenticate users using an Application Load Balancer',
      url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html',
      month: '2026-11',
    },
    reason:
      'The load balancer is a relying party of the user pool and stands outside of the flow’s 21 steps.',
  },
  ...ofPools,
  ...ofLogins,
  ...ofSigning,
  ...ofGateways,
  ...ofRoles,
  ...ofSts,
]
