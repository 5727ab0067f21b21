/** A SAML provider that wants signed requests and gives encrypted assertions; and one that leaves the encryption out. */
import type { ProviderNeeds } from '../../fixtures/targets/lease.ts'
import { samlSigned } from './checks/provider-request.ts'
import { encryptedTaken, plaintextRefused } from './checks/saml-trust.ts'
import { federation } from './flow.ts'
import { clientOf, MAPPING, poolWith, SAML } from './pools.ts'
import { profileOfRefused, signInWith } from './sign-in.ts'
import { judgeProfile, judgeRedirects, judgeSamlRequest, signInThrough } from './steps-1-to-10.ts'
import { receiveTokens } from './steps-11-to-17.ts'

const details = { RequestSigningAlgorithm: 'rsa-sha256', EncryptedResponses: 'true' }

const SEALED: ProviderNeeds = { ...SAML, name: 'SealedSAML', details, tenant: { saml: { encrypts: true } } }
/** The user pool expects encryption of it as well. */
const OPEN: ProviderNeeds = { ...SAML, name: 'OpenSAML', details }

federation.variant(
  'saml-signed-encrypted',
  'A SAML provider, with signed requests and encrypted assertions',
  {
    lacking: ['hosted-domain', 'federation-saml', 'saml-encryption'],
    pool: poolWith(SEALED, OPEN),
    client: clientOf(SEALED.name, OPEN.name),
    user: {},
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, check } = context
    check(samlSigned, judgeSamlRequest(context, { provider: SEALED.name }))
    const signedIn = signInThrough(context, { mfa: false, choice: { provider: SEALED.name } })
    judgeRedirects(context, signedIn)
    check(encryptedTaken, signedIn.returned)
    const profile = judgeProfile(context, signedIn.returned, MAPPING)
    receiveTokens(context, signedIn, profile)

    const open = attempt(9, async (cast) => {
      const person = await cast.provider(OPEN.name).newPerson()
      const by = await cast.otherAgent('in-plain-text')
      const came = await signInWith(cast, person, { provider: OPEN.name, by })
      return { ...came, ...(await profileOfRefused(cast, came)) }
    })
    check(plaintextRefused, open, { check: encryptedTaken })
  },
)
