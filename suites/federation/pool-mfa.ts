/** A user pool that demands a second factor of its own users, in front of people whose provider asks for none. */
import { noFactorOfPool, returnStatus } from './checks/provider-answer.ts'
import { federation } from './flow.ts'
import { clientOf, OIDC, poolWith } from './pools.ts'
import { signInWith } from './sign-in.ts'
import { signInThrough } from './steps-1-to-10.ts'
import { redeemCode } from './steps-11-to-17.ts'

federation.variant(
  'pool-mfa',
  'A provider without a second factor, in a user pool that demands one',
  {
    lacking: ['hosted-domain', 'federation-oidc', 'totp-mfa'],
    pool: { ...poolWith(OIDC), mfa: 'on' },
    client: clientOf(OIDC.name),
    user: {},
    does: ['signs-in'],
  },
  (context) => {
    // From aside and before the steps, so that it is judged although a page may keep them from being performed.
    const aside = context.probe(9, async (cast) => {
      const by = await cast.otherAgent('meets-the-factor')
      return signInWith(cast, await cast.provider().newPerson(), { by })
    })
    context.check(noFactorOfPool, aside)
    const signedIn = signInThrough(context, { mfa: false })
    context.check(returnStatus, signedIn.returned)
    redeemCode(context, signedIn)
  },
)
