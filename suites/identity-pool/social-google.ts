/** Google: an ID token; and a provider that misbehaves. */
import { googleTaken, notOfApplication, notSigned } from './checks/social.ts'
import { type Social, socialAttacks, socialVariant } from './social.ts'

const PROVIDER: Social = { type: 'Google', name: 'Google', taken: googleTaken }

socialVariant('social-token-google', PROVIDER)
socialAttacks('attacks-google-login', PROVIDER, [
  { misbehaviour: 'google-id-token-aud-foreign', check: notOfApplication },
  { misbehaviour: 'google-id-token-foreign-key', check: notSigned },
])
