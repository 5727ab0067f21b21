/** Login with Amazon: OAuth 2.0 alone, and a flat profile that names people by user_id. */
import { socialVariant } from './social.ts'

socialVariant('amazon', 'Login with Amazon', {
  type: 'LoginWithAmazon',
  mapping: { email: 'email', name: 'name' },
  tellsAttributes: true,
})
