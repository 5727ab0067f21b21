/**
 * The harness's own validator, given the keys that the user pool publishes: the key set is the target's, how is decided is
 * ours. So nothing here is required of a target; what fails shows what its key set lets through.
 */
import { advisory } from '../../../fixtures/flow/source.ts'
import { type JwtDraft, type JwtScene, jwtFamily, type MadeJwt } from '../../../fixtures/fuzzing/jwt/draft.ts'
import { jwtRows } from '../rows/jwt/all.ts'
import type { AttackedSurface } from '../surfaces.ts'
import { allOf, owedToForgeries } from './owed.ts'
import { poolScene, textIn } from './pool-tokens.ts'

const page = (section: string, states: string) =>
  advisory(
    'Amazon Cognito Developer Guide, Verifying JSON web tokens',
    section,
    'https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html',
    '2026-11',
    states,
  )

const signature = page(
  'Validate the JWT',
  'The signature of a token is verified with the public key of the user pool that its key ID names.',
)
const structure = page(
  'Confirm the structure of the JWT',
  'A token has three sections with dots between them; what has another form is none of Amazon Cognito’s, and can be discarded.',
)
const claims = page(
  'Verify the claims',
  'The token has not expired; aud of an ID token, client_id of an access token, is the app client; iss is the user pool; token_use is what is asked for.',
)

export const applicationSurface: AttackedSurface<JwtDraft, JwtScene, MadeJwt> = {
  step: 16,
  title: 'The harness’s own validator, given the key set of the target',
  options: {
    lacking: ['password'],
    pool: { mfa: 'off' },
    client: { uses: ['ALLOW_USER_PASSWORD_AUTH'] },
    secondClient: { uses: ['ALLOW_USER_PASSWORD_AUTH'] },
    user: {},
    secondUser: {},
    does: ['signs-in'],
  },
  surface: {
    place: { kind: 'application', holdsKey: false, publishes: false, inHeader: false, use: 'id' },
    family: jwtFamily(jwtRows),
    scene: (cast) => poolScene(cast, 'id', ({ idToken }) => textIn(idToken, 'sub')),
    async send({ application }, { value }) {
      const judged = await application.validate(value as string, 'id')
      if (!judged.accepted) return { verdict: 'refused', shown: judged.code }
      const { sub } = judged.claims
      return {
        verdict: 'accepted',
        shown: 'valid',
        ...(typeof sub === 'string' ? { taken: sub } : {}),
      }
    },
    tells: true,
    cost: 1,
  },
  owed: {
    ...owedToForgeries(signature),
    ...allOf(['parts', 'serialization', 'encrypted', 'extra-parts'], structure),
    ...allOf(['expiry', 'audience', 'token-kind'], claims),
    genuine: claims,
  },
  effect: signature,
  // It answers no request, and shows nothing but a verdict.
  unasked: ['no-server-error', 'in-time', 'no-echo'],
  validator: true,
}
