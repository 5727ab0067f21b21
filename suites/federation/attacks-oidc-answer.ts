/** A OpenID Connect provider that misbehaves: the answer that the browser brings. */
import { tryTopic } from './attacks/variants.ts'

tryTopic('oidc', {
  id: 'attacks-oidc-answer',
  title: 'OpenID Connect: the answer that the browser brings',
  topic: 'oidc-answer',
})
