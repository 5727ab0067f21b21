/** On whose word an application goes to a gateway with the tokens of the user pool, past identity pool and STS. */
import { gatewayCognitoGuide } from './gateway-sources.ts'

export const tokensGoToTheGateway = gatewayCognitoGuide(
  'Accessing resources with API Gateway after sign-in',
  'Applications add the tokens of the user pool as bearer tokens to the Authorization header of requests to API Gateway; its authorizer evaluates them. Neither credentials nor signatures are spoken of.',
).source
