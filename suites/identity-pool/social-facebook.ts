/** Facebook: an access token, which says nothing without the provider. */
import { facebookTaken } from './checks/social.ts'
import { socialVariant } from './social.ts'

socialVariant('social-token-facebook', { type: 'Facebook', name: 'Facebook', taken: facebookTaken })
