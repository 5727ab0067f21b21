/** Calls on the wire, signed by AWS's own signer, whatever comes back. */

import { Sha256 } from '@aws-crypto/sha256-js'
import { SignatureV4 } from '@smithy/signature-v4'
import type { Instance } from '../../fixtures/reference-target/index.ts'
import { post } from './house.ts'

export interface SigningChange {
  readonly accessKeyId?: string
  readonly secretAccessKey?: string
  readonly sessionToken?: string
  readonly region?: string
  readonly service?: string
  /** What `X-Amz-Target` begins with, if not with the name of user pools. */
  readonly target?: string
  /** Seconds to add to the time of signing. */
  readonly ahead?: number
}

/** A signed call; a change makes the signature wrong in one way. */
export async function signedPost(
  instance: Instance,
  operation: string,
  body: unknown,
  change: SigningChange = {},
) {
  const { identity, endpoint, clock } = instance
  const text = JSON.stringify(body)
  const signer = new SignatureV4({
    service: change.service ?? identity.service,
    region: change.region ?? identity.region,
    credentials: {
      accessKeyId: change.accessKeyId ?? identity.accessKeyId,
      secretAccessKey: change.secretAccessKey ?? identity.secretAccessKey,
      ...(change.sessionToken === undefined ? {} : { sessionToken: change.sessionToken }),
    },
    sha256: Sha256,
  })
  const url = new URL(endpoint)
  const request = {
    method: 'POST',
    protocol: 'http:',
    hostname: url.hostname,
    port: Number(url.port),
    path: '/',
    headers: {
      host: url.host,
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `${change.target ?? 'AWSCognitoIdentityProviderService'}.${operation}`,
    },
    body: text,
  }
  const signingDate = new Date(clock.now() + (change.ahead ?? 0) * 1000)
  const signed = await signer.sign(request, { signingDate })
  const { host: _, ...headers } = signed.headers
  return post(instance, operation, text, headers)
}
