/** Step 11: what the two tokens of a sign-in have in common. */
import { developerGuide, publicRecord } from '../../../fixtures/flow/source.ts'
import { Absent } from '../../../fixtures/protocol/reading.ts'
import { claim, claimsMayBeChanged, firstOf, type IssuedTokens } from '../../shared/tokens.ts'
import { apiAuthentication } from '../flow.ts'
import { accessToken, idToken, revocationOff, sends, snapshot, UUID_LIKE } from './claim-reading.ts'

export const sameSubject = apiAuthentication.check(11, 'same-subject', {
  says: 'Both tokens of a sign-in have the same sub',
  sends,
  basis: accessToken('sub', 'A unique identifier for the authenticated user, the best way to identify them.'),
  also: [idToken('sub', 'The same identifier.')],
  breaks: 'What an API stores for the user is not found by the application.',
  judge: (expect, { id, access }: IssuedTokens) => {
    expect(claim(access, 'sub'), 'sub of the access token').toBeA('non-empty string')
    expect(claim(access, 'sub'), 'sub of the access token').toBe(claim(id, 'sub'))
  },
})

export const distinctIds = apiAuthentication.check(11, 'distinct-token-ids', {
  says: 'The two tokens of a sign-in have different jti and the same origin_jti',
  sends,
  basis: publicRecord(
    'getmoto/moto, tests marked as verified against AWS',
    'test_jti_in_tokens',
    'getmoto/moto/blob/master/tests/test_cognitoidp/test_cognitoidp.py',
    '2026-11',
    'jti differs between the tokens, origin_jti is the same.',
  ),
  also: [snapshot('The same.')],
  breaks: 'One token cannot be told from the other in logs and deny-lists; revocation misses one of the two.',
  needs: ['token-revocation'],
  unless: revocationOff,
  judge: (expect, { id, access }: IssuedTokens) => {
    expect(claim(access, 'jti'), 'jti').toDifferFrom(claim(id, 'jti'))
    expect(claim(id, 'origin_jti'), 'origin_jti of the ID token').toBeA('non-empty string')
    expect(claim(access, 'origin_jti'), 'origin_jti of the access token').toBe(claim(id, 'origin_jti'))
  },
})

export const sameEvent = apiAuthentication.check(11, 'same-event', {
  says: 'Where the tokens have an event_id, it is the same in both',
  sends,
  basis: snapshot('Both tokens of one sign-in have the same event_id.'),
  admits: 'No event_id at all: it is in many samples and not in all.',
  breaks: 'The sign-in cannot be found again in the pool’s log.',
  judge: (expect, { id, access }: IssuedTokens) => {
    const [ofId, ofAccess] = [claim(id, 'event_id'), claim(access, 'event_id')]
    if (ofId instanceof Absent && ofAccess instanceof Absent) {
      expect.note('neither token has an event_id')
      expect(claim(access, 'token_use'), 'token_use').toBeA('string')
      return
    }
    expect(ofAccess, 'event_id of the access token').toBe(ofId)
    expect(ofAccess, 'event_id').toMatch(UUID_LIKE, 'a string that looks like a UUID')
  },
})

export const authMethods = apiAuthentication.check(11, 'authentication-methods', {
  says: 'Where the tokens have amr, it lists pwd after a password alone, and pwd, otp and mfa after a password and a TOTP code',
  sends,
  basis: developerGuide(
    'cognito-user-pools-step-up-authentication#cognito-user-pools-step-up-amr-values',
    'Authentication levels with ACR and AMR claims',
    'AMR values',
    'Password sign-in, SRP included, adds pwd; a code of an authenticator app adds otp; two or more distinct factors add mfa.',
  ),
  admits: 'No amr in either token: AWS has begun to add the claim, and not every user pool has it.',
  breaks: 'Applications that ask for a second factor before something grave are told the wrong thing.',
  judge: (expect, { id, access, lease }: IssuedTokens) => {
    const methods = lease.user.totpSecret === undefined ? ['pwd'] : ['pwd', 'otp', 'mfa']
    for (const [name, token] of [
      ['ID', id],
      ['access', access],
    ] as const) {
      expect(claim(token, 'token_use'), `token_use of the ${name} token`).toBeA('string')
      const found = claim(token, 'amr')
      if (found instanceof Absent) expect.note(`the ${name} token has no amr`)
      else expect(found, `amr of the ${name} token`).toHoldExactly(methods)
    }
  },
})

export const groups = apiAuthentication.check(11, 'groups', {
  says: 'Both tokens list the names of the user’s groups in cognito:groups',
  sends: 'The sign-in of a user who is a member of two groups',
  basis: accessToken(
    'cognito:groups',
    'An array of the names of the user pool groups that have the user as a member.',
  ),
  also: [idToken('cognito:groups', 'The same array.')],
  breaks: 'Authorization by group lets nobody in, or everybody.',
  needs: ['groups'],
  unless: firstOf(
    ({ user }) =>
      user.groups === 'unknown' || user.groups.length === 0 ? 'the user’s groups are unknown' : undefined,
    claimsMayBeChanged,
  ),
  judge: (expect, { id, access, lease }: IssuedTokens) => {
    const names = lease.user.groups === 'unknown' ? [] : lease.user.groups
    expect(claim(id, 'cognito:groups'), 'cognito:groups of the ID token').toHoldExactly(names)
    expect(claim(access, 'cognito:groups'), 'cognito:groups of the access token').toHoldExactly(names)
  },
})

export const noGroups = apiAuthentication.check(11, 'no-groups', {
  says: 'Without groups neither token has cognito:groups',
  sends: 'The sign-in of a user who is in no group',
  basis: snapshot('cognito:groups is in neither token of a user without groups.'),
  admits: 'An empty array, which means the same.',
  breaks: 'Code that takes the claim’s presence for membership lets everybody in.',
  unless: firstOf(
    ({ user }) =>
      user.groups === 'unknown' || user.groups.length > 0
        ? 'the user is not known to be without groups'
        : undefined,
    claimsMayBeChanged,
  ),
  judge: (expect, { id, access }: IssuedTokens) => {
    for (const [name, token] of [
      ['ID', id],
      ['access', access],
    ] as const) {
      expect(claim(token, 'token_use'), `token_use of the ${name} token`).toBeA('string')
      const found = claim(token, 'cognito:groups')
      if (Array.isArray(found) && found.length === 0)
        expect.note(`the ${name} token has an empty cognito:groups`)
      else expect(found, `cognito:groups of the ${name} token`).toBeAbsent()
    }
  },
})

export const sharedClaimChecks = [sameSubject, distinctIds, sameEvent, authMethods]
