/** An HTTP API that takes requests signed with the identity pool's credentials. */
import {
  httpIdentityTold,
  httpInvokeDenied,
  httpUnsigned,
  httpUnsignedAnswer,
  httpWronglySigned,
} from './checks/gateway-iam.ts'
import { identityPool } from './flow.ts'
import { needsOf, walkSigned } from './signed-gateway.ts'

identityPool.variant(
  'api-gateway-http-iam',
  'An HTTP API of API Gateway with IAM authorization',
  needsOf('http'),
  (context) =>
    walkSigned(context, 'http', {
      told: httpIdentityTold,
      denied: [httpInvokeDenied],
      unsigned: [httpUnsigned, httpUnsignedAnswer],
      wronglySigned: httpWronglySigned,
    }),
)
