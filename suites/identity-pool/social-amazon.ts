/** Login with Amazon: an access token, which says nothing without the provider. */
import { amazonTaken } from './checks/social.ts'
import { socialVariant } from './social.ts'

socialVariant('social-token-amazon', {
  type: 'LoginWithAmazon',
  name: 'Login with Amazon',
  taken: amazonTaken,
})
