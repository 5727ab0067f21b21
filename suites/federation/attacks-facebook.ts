/** Facebook in the hands of somebody who misbehaves, or with an account that lacks something. */
import { socialAttacks } from './attacks/social.ts'

socialAttacks('facebook', 'Facebook answers wrongly', {
  type: 'Facebook',
  mapping: { email: 'email', name: 'name' },
})
