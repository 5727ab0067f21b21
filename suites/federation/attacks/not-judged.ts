/** Which misbehaviours bring no check, and why: they stand among what is not tested. */
import type { Misbehaviour } from '../../../mock-idp/misbehaviours/misbehaviour.ts'

const PLAIN_HTTP = /^oidc-discovery-plain-http-/

/** Nothing for one that is judged. */
export function whyNotJudged({ id, owed, forges, exhausts, topic }: Misbehaviour): string | undefined {
  if (owed === 'unsettled' && !forges)
    return 'Neither AWS nor a record of the service says whether it is taken or refused, and the standard leaves it open.'
  if (PLAIN_HTTP.test(id))
    return 'The mock identity provider on loopback speaks plain HTTP throughout, so that nothing is there to take away.'
  if (exhausts && topic.startsWith('oidc'))
    return 'It holds the user pool up for a minute or fills its memory, and AWS names no bound that it could be held to.'
  return undefined
}
