/** A SAML provider that wants signed requests and gives encrypted assertions. */
import type { ProviderNeeds } from '../../fixtures/targets/lease.ts'
import { samlSigned } from './checks/provider-request.ts'
import { encryptedTaken } from './checks/saml-trust.ts'
import { federation } from './flow.ts'
import { clientOf, MAPPING, poolWith, SAML } from './pools.ts'
import { judgeProfile, judgeRedirects, judgeSamlRequest, signInThrough } from './steps-1-to-10.ts'
import { receiveTokens } from './steps-11-to-17.ts'

const details = { RequestSigningAlgorithm: 'rsa-sha256', EncryptedResponses: 'true' }

const SEALED: ProviderNeeds = { ...SAML, name: 'SealedSAML', details, tenant: { saml: { encrypts: true } } }

federation.variant(
  'saml-signed-encrypted',
  'A SAML provider, with signed requests and encrypted assertions',
  {
    lacking: ['hosted-domain', 'federation-saml', 'saml-encryption'],
    pool: poolWith(SEALED),
    client: clientOf(SEALED.name),
    user: {},
    does: ['signs-in'],
  },
  (context) => {
    const { check } = context
    check(samlSigned, judgeSamlRequest(context, { provider: SEALED.name }))
    const signedIn = signInThrough(context, { mfa: false, choice: { provider: SEALED.name } })
    judgeRedirects(context, signedIn)
    check(encryptedTaken, signedIn.returned)
    const profile = judgeProfile(context, signedIn.returned, MAPPING)
    receiveTokens(context, signedIn, profile)
  },
)
