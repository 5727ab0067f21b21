/** A REST API that takes requests signed with the identity pool's credentials. */
import {
  restIdentityTold,
  restInvokeDenied,
  restInvokeDeniedText,
  restUnsigned,
  restUnsignedText,
  restWronglySigned,
} from './checks/gateway-iam.ts'
import { identityPool } from './flow.ts'
import { needsOf, walkSigned } from './signed-gateway.ts'

identityPool.variant(
  'api-gateway-rest-iam',
  'A REST API of API Gateway with IAM authorization',
  needsOf('rest'),
  (context) =>
    walkSigned(context, 'rest', {
      told: restIdentityTold,
      denied: [restInvokeDenied, restInvokeDeniedText],
      unsigned: [restUnsigned, restUnsignedText],
      wronglySigned: restWronglySigned,
    }),
)
