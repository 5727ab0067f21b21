/** Google in the hands of somebody who misbehaves, or with an account that lacks something. */
import { socialAttacks } from './attacks/social.ts'

socialAttacks('google', 'Google answers wrongly', {
  type: 'Google',
  mapping: { email: 'email', name: 'name' },
})
