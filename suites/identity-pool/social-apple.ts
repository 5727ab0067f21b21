/** Sign in with Apple: an ID token; and a provider that misbehaves. */
import { appleTaken, notOfApplication, notSigned } from './checks/social.ts'
import { type Social, socialAttacks, socialVariant } from './social.ts'

const PROVIDER: Social = { type: 'SignInWithApple', name: 'Sign in with Apple', taken: appleTaken }

socialVariant('social-token-apple', PROVIDER)
socialAttacks('attacks-apple-login', PROVIDER, [
  { misbehaviour: 'apple-id-token-aud-foreign', check: notOfApplication },
  { misbehaviour: 'apple-id-token-foreign-key', check: notSigned },
])
