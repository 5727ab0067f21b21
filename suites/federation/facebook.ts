/** Facebook: OAuth 2.0 alone, with scopes between commas and a token request by GET. */
import { socialVariant } from './social.ts'

socialVariant('facebook', 'Facebook', {
  type: 'Facebook',
  mapping: { email: 'email', name: 'name' },
  tellsAttributes: true,
})
