/** Tokens that the user pool did not issue, made from one that it did. */
import { signedByAnother, unsecured, withOtherClaims } from '../../fixtures/protocol/forged-jwt.ts'
import { withOtherSignature } from '../shared/tokens.ts'
import { changedClaims, foreignKey, tampered, unsignedToken } from './checks/logins.ts'
import { identityPool } from './flow.ts'
import { judgeLogin, judgeMadeUp } from './judged.ts'
import { CLIENT, POOL } from './pools.ts'
import { loginsWith, signInByApi } from './steps-1-to-8.ts'
import { obtainIdentity } from './steps-9-to-11.ts'
import { obtainCredentials } from './steps-12-to-15.ts'

/** A sub that no user has. */
const NOBODYS_SUB = '00000000-0000-4000-8000-000000000000'

identityPool.variant(
  'forged-tokens',
  'Tokens that nobody issued',
  {
    attacks: true,
    lacking: ['password'],
    pool: POOL,
    client: CLIENT,
    user: {},
    identityPool: {},
    does: ['signs-in'],
  },
  (context) => {
    const signedIn = signInByApi(context)
    const who = obtainIdentity(context, signedIn)
    obtainCredentials(context, who)
    judgeMadeUp(context, who)
    const forges = [
      [tampered, withOtherSignature],
      [changedClaims, (token: string) => withOtherClaims(token, { sub: NOBODYS_SUB })],
      [unsignedToken, unsecured],
      [foreignKey, signedByAnother],
    ] as const
    for (const [checks, forge] of forges)
      judgeLogin(context, who, checks, async ({ lease }) =>
        loginsWith(lease, await forge(signedIn.value.tokens.idToken)),
      )
  },
)
