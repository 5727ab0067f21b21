/** Google: OpenID Connect, and attributes from the People API. */
import { socialVariant } from './social.ts'

socialVariant('google', 'Google', {
  type: 'Google',
  mapping: { email: 'email', name: 'name' },
  tellsAttributes: true,
})
