/** Step 14 in the basic flow: AssumeRoleWithWebIdentity with a token of the identity pool. */
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { xmlNamespace } from '../../../fixtures/protocol/aws-xml.ts'
import { isValue } from '../../../fixtures/protocol/reading.ts'
import { epochSeconds } from '../../../fixtures/protocol/session-credentials.ts'
import type { Lease } from '../../../fixtures/targets/lease.ts'
import { callerOf } from '../caller.ts'
import { identityPool } from '../flow.ts'
import { claimOf, type OwnToken } from '../own-token.ts'
import { namedRole, rolesUnknown } from '../roles.ts'
import { accessKeyIds, authenticationFlow, iamGuide, stsApi } from '../sources.ts'
import { SESSION_NAME, type StsSession, stsMember, stsResult } from '../sts-session.ts'

const ASSUME = 'AssumeRoleWithWebIdentity'
const SENDS = `${ASSUME} with a role that trusts the identity pool, the identity pool’s token and a RoleSessionName; unsigned`
const response = (member: string, states: string) => stsApi(ASSUME, `Response Elements, ${member}`, states)
const request = (member: string, states: string) => stsApi(ASSUME, `Request Parameters, ${member}`, states)
const text = (states: string) => stsApi(ASSUME, 'Introduction', states)
const identifiers = (states: string) =>
  iamGuide(
    'reference_identifiers#identifiers-unique-ids',
    'IAM identifiers',
    'Understanding unique ID prefixes',
    states,
  )

export const stsNamespace = identityPool.check(14, 'sts-namespace', {
  says: 'The answer of STS is XML of the namespace https://sts.amazonaws.com/doc/2011-06-15/, with the result in AssumeRoleWithWebIdentityResponse',
  sends: SENDS,
  basis: stsApi(ASSUME, 'Examples, Sample Response', 'The root names this namespace.'),
  breaks: 'Clients that parse with namespaces find nothing.',
  needs: ['basic-flow'],
  judge: (expect, { answer }: Pick<StsSession, 'answer'>) => {
    expect(stsResult(answer), 'the result').toBeA('object')
    expect(xmlNamespace(answer), 'namespace').toBe('https://sts.amazonaws.com/doc/2011-06-15/')
  },
})

export const stsKey = identityPool.check(14, 'sts-temporary-key', {
  says: 'AccessKeyId from STS begins with ASIA, as the keys of temporary sessions do',
  sends: SENDS,
  basis: accessKeyIds,
  also: [identifiers('Access key ids of AWS STS begin with ASIA.')],
  breaks: 'Tools that tell temporary keys from permanent ones by their first letters send no session token.',
  needs: ['basic-flow'],
  judge: (expect, { answer }: StsSession) =>
    expect(stsMember(answer, 'Credentials', 'AccessKeyId'), 'AccessKeyId').toMatch(
      /^ASIA\w{12,124}$/,
      'a key id that begins with ASIA',
    ),
})

export const stsSubject = identityPool.check(14, 'sts-subject', {
  says: 'SubjectFromWebIdentityToken is the identity id, the sub of the token',
  sends: SENDS,
  basis: response(
    'SubjectFromWebIdentityToken',
    'For OpenID Connect ID tokens the value of the token’s sub claim.',
  ),
  breaks: 'Applications cannot tell whose session it is.',
  needs: ['basic-flow'],
  judge: (expect, { answer, identityId }: StsSession) => {
    expect(identityId, 'identity id').toBeA('non-empty string')
    expect(stsMember(answer, 'SubjectFromWebIdentityToken'), 'SubjectFromWebIdentityToken').toBe(identityId)
  },
})

export const stsProvider = identityPool.check(14, 'sts-provider', {
  says: 'Provider is the issuer of the token',
  sends: SENDS,
  basis: response('Provider', 'For OpenID Connect ID tokens the value of the iss field.'),
  admits: 'With https:// or without: no public record shows which.',
  breaks: 'Logs name another provider than the one that vouches for the session.',
  needs: ['basic-flow'],
  judge: (expect, { answer, token }: StsSession & { readonly token: OwnToken }) => {
    const iss = claimOf(token, 'iss')
    const found = stsMember(answer, 'Provider')
    expect(iss, 'iss of the token').toBeA('non-empty string')
    expect(isValue(found) ? bare(found) : found, 'Provider').toBe(bare(String(iss)))
  },
})

const bare = (issuer: string): string => issuer.replace(/^https:\/\//, '')

export const stsSessionArn = identityPool.check(14, 'sts-session-arn', {
  says: 'AssumedRoleUser has an ARN of the assumed role that ends in the role’s name and the RoleSessionName',
  sends: SENDS,
  basis: response(
    'AssumedRoleUser',
    'The ARN and the assumed role ID include the RoleSessionName that was specified.',
  ),
  also: [
    iamGuide(
      'reference_identifiers#identifiers-arns',
      'IAM identifiers',
      'IAM ARNs',
      'arn:aws:sts::account:assumed-role/role-name/role-session-name.',
    ),
  ],
  breaks: 'Policies and logs that name the session match nothing.',
  needs: ['basic-flow'],
  unless: rolesUnknown('member'),
  judge: (expect, { answer, lease }: StsSession) => {
    const arn = stsMember(answer, 'AssumedRoleUser', 'Arn')
    const parts = isValue(arn) ? /^arn:[\w-]+:sts::\d{12}:assumed-role\/([^/]+)\/([^/]+)$/.exec(arn) : null
    expect(arn, 'Arn').toBeA('non-empty string')
    expect({ role: parts?.[1], session: parts?.[2] }, 'role and session in Arn').toEqual({
      role: namedRole(lease, 'member'),
      session: SESSION_NAME,
    })
  },
})

export const stsSessionId = identityPool.check(14, 'sts-session-id', {
  says: 'AssumedRoleId is an id that begins with AROA, a colon and the RoleSessionName',
  sends: SENDS,
  basis: response(
    'AssumedRoleUser',
    'The ARN and the assumed role ID include the RoleSessionName that was specified.',
  ),
  also: [identifiers('Ids of roles begin with AROA.')],
  breaks: 'Policies by aws:userid match nothing.',
  needs: ['basic-flow'],
  judge: (expect, { answer }: StsSession) => {
    const id = stsMember(answer, 'AssumedRoleUser', 'AssumedRoleId')
    const at = isValue(id) ? id.indexOf(':') : -1
    expect(id, 'AssumedRoleId').toMatch(/^AROA\w+:/, 'an id that begins with AROA, and a colon')
    expect(isValue(id) ? id.slice(at + 1) : id, 'what follows the colon').toBe(SESSION_NAME)
  },
})

const lasts = (session: StsSession): number | string => {
  const expiration = stsMember(session.answer, 'Credentials', 'Expiration')
  const at = isValue(expiration) ? epochSeconds(expiration) : expiration
  return isValue(at) ? Math.round(at - session.at) : String(at)
}

export const stsDefaultDuration = identityPool.check(14, 'sts-default-duration', {
  says: 'Without DurationSeconds the session lasts for one hour',
  sends: SENDS,
  basis: text('By default the temporary credentials last for one hour.'),
  admits: 'Five minutes to either side, for clocks that differ.',
  breaks: 'Applications run without access, or sessions stay open for hours.',
  needs: ['basic-flow'],
  judge: (expect, session: StsSession) => expect(lasts(session), 'seconds to Expiration').toBeNear(3600, 300),
})

const asked = (states: string) => request('DurationSeconds', states)
const RANGE = 'The value can range from 900 seconds up to the maximum session duration setting of the role.'

export const stsShortDuration = identityPool.check(14, 'sts-shortest-duration', {
  says: 'With DurationSeconds 900 the session lasts for a quarter of an hour',
  sends: `${SENDS}, and DurationSeconds 900`,
  basis: asked(RANGE),
  admits: 'Five minutes to either side, for clocks that differ.',
  breaks: 'Sessions that were to be short are not.',
  needs: ['basic-flow'],
  judge: (expect, session: StsSession) => expect(lasts(session), 'seconds to Expiration').toBeNear(900, 300),
})

export const stsLongDuration = identityPool.check(14, 'sts-longest-duration', {
  says: 'With the role’s MaxSessionDuration of two hours as DurationSeconds the session lasts for two hours',
  sends: `${SENDS}, and DurationSeconds 7200`,
  basis: asked(RANGE),
  admits: 'Five minutes to either side, for clocks that differ.',
  breaks: 'The basic flow’s longer sessions end early.',
  needs: ['basic-flow'],
  judge: (expect, session: StsSession) => expect(lasts(session), 'seconds to Expiration').toBeNear(7200, 300),
})

// What the session is

export interface Introduced {
  readonly answer: Answer
  readonly lease: Lease
}

export const sessionSigns = identityPool.check(17, 'basic-flow-credentials-sign', {
  says: 'Credentials of the basic flow sign requests: STS tells their bearer who they are',
  sends: 'GetCallerIdentity, signed with credentials that AssumeRoleWithWebIdentity gave',
  basis: text('The temporary credentials can be used to sign calls to AWS services.'),
  also: [
    stsApi('GetCallerIdentity', 'Introduction', 'No permissions are required to perform this operation.'),
  ],
  breaks: 'The basic flow ends in credentials that open nothing.',
  needs: ['basic-flow', 'sts'],
  judge: (expect, { answer }: Introduced) => expect(answer.status, 'status').toBe(200),
})

export const sessionIsOwn = identityPool.check(17, 'basic-flow-session', {
  says: 'Credentials of the basic flow are of the session that was asked for: of that role, and by that name',
  sends: 'GetCallerIdentity, signed with credentials that AssumeRoleWithWebIdentity gave',
  basis: stsApi(
    'GetCallerIdentity',
    'Introduction',
    'Details of the identity whose credentials call the operation; no permissions are required.',
  ),
  also: [
    response(
      'AssumedRoleUser',
      'The ARN identifies the resulting credentials, and includes the RoleSessionName.',
    ),
  ],
  breaks: 'Policies and logs that name the session match nothing.',
  needs: ['basic-flow', 'sts'],
  unless: rolesUnknown('member'),
  judge: (expect, { answer, lease }: Introduced) => {
    const { arn } = callerOf(answer)
    expect(isValue(arn) ? arn.split('/').slice(1) : arn, 'role and session in Arn').toEqual([
      namedRole(lease, 'member'),
      SESSION_NAME,
    ])
  },
})

export const roleAllows = identityPool.check(18, 'basic-flow-role-allows', {
  says: 'Credentials of the basic flow open what the role’s policy allows',
  sends: `${SENDS}; then PUT of an object below a prefix that the policy names`,
  basis: authenticationFlow(
    'Introduction, External provider authflow',
    'Once one of the flows is complete, other AWS services can be accessed as the role’s access policies define.',
  ),
  breaks: 'The basic flow ends in credentials that open nothing.',
  needs: ['basic-flow', 'object-service', 'iam-policies'],
  judge: (expect, answer: Answer) =>
    expect(answer.status >= 200 && answer.status < 300 ? 'allowed' : `${answer.status}`, 'PUT').toBe(
      'allowed',
    ),
})

export const sessionPolicyLimits = identityPool.check(18, 'session-policy-limits', {
  says: 'A session policy in the request takes rights from the session that the role has',
  sends: `${SENDS}, and a Policy that allows sts:GetCallerIdentity alone; then PUT of an object that the role allows`,
  basis: request(
    'Policy',
    'The session’s permissions are the intersection of the role’s identity-based policy and the session policies.',
  ),
  admits: 'Any error: what is judged is that the object is not written.',
  breaks:
    'Applications that pass less than a role’s rights to guests, as the guide advises, pass all of them.',
  needs: ['basic-flow', 'object-service', 'session-policies', 'iam-policies'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})
