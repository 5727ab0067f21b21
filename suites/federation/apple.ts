/** Sign in with Apple: a client secret that the user pool signs, an answer by form, and no endpoint for attributes. */
import { socialVariant } from './social.ts'

socialVariant('apple', 'Sign in with Apple', {
  type: 'SignInWithApple',
  mapping: { email: 'email' },
  tellsAttributes: false,
})
