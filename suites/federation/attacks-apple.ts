/** Sign in with Apple in the hands of somebody who misbehaves, or with an account that lacks something. */
import { socialAttacks } from './attacks/social.ts'

socialAttacks('apple', 'Sign in with Apple answers wrongly', {
  type: 'SignInWithApple',
  mapping: { email: 'email' },
})
