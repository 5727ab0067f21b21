/** GetUser: who an access token speaks for, told to whoever brings it. */
import { apiReference } from '../../../fixtures/flow/source.ts'
import { type JwtDraft, type JwtScene, jwtFamily, type MadeJwt } from '../../../fixtures/fuzzing/jwt/draft.ts'
import { jwtRows } from '../rows/jwt/all.ts'
import type { AttackedSurface } from '../surfaces.ts'
import { API_NEEDS, API_PLACE, apiScene, owedByApi, subjectIn, tells } from './api.ts'
import { formOfApi, inApiForm } from './api-errors.ts'
import { replyOf } from './replies.ts'

export const getUserSurface: AttackedSurface<JwtDraft, JwtScene, MadeJwt> = {
  step: 1,
  title: 'GetUser with a forged, foreign, expired or odd access token',
  options: { ...API_NEEDS, does: ['signs-in', 'revokes'] },
  surface: {
    place: API_PLACE,
    family: jwtFamily(jwtRows),
    scene: apiScene,
    async send({ application }, { value }) {
      const answer = await application.call('GetUser', { AccessToken: value })
      const taken = subjectIn(answer)
      return replyOf(answer, value, {
        accepted: tells(answer),
        ...(taken === undefined ? {} : { taken }),
        inForm: inApiForm('GetUser', answer, value),
      })
    },
    tells: true,
    cost: 1,
  },
  owed: owedByApi('GetUser'),
  effect: apiReference(
    'GetUser',
    'Introduction',
    'It gets the attributes and the MFA settings of the currently signed-in user, whose access token authorizes it.',
  ),
  form: {
    ...formOfApi('GetUser'),
    // What stands there is no string.
    except: ['no-token'],
  },
}
