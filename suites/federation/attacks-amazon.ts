/** Login with Amazon in the hands of somebody who misbehaves, or with an account that lacks something. */
import { socialAttacks } from './attacks/social.ts'

socialAttacks('amazon', 'Login with Amazon answers wrongly', {
  type: 'LoginWithAmazon',
  mapping: { email: 'email', name: 'name' },
})
