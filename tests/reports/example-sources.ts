/** The sources that the example run cites. */
import type { Source } from '../../reports/record.ts'

const REFERENCE = 'https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference'
const GUIDE = 'https://docs.aws.amazon.com/cognito/latest/developerguide'

export const source = (title: string, section: string, url: string, month = '2026-11'): Source => ({
  title,
  section,
  url,
  month,
})
export const initiateAuth = source('InitiateAuth', 'Response Syntax', `${REFERENCE}/API_InitiateAuth.html`)
export const respond = source(
  'RespondToAuthChallenge',
  'Response Elements',
  `${REFERENCE}/API_RespondToAuthChallenge.html`,
)
export const idToken = source(
  'Understanding the identity (ID) token',
  'ID token payload',
  `${GUIDE}/amazon-cognito-user-pools-using-the-id-token.html`,
)
export const refreshing = source(
  'Refresh tokens',
  'Getting new access and identity tokens with a refresh token',
  `${GUIDE}/amazon-cognito-user-pools-using-the-refresh-token.html`,
)
export const bcp = source(
  'RFC 9700',
  'section 4.14.2',
  'https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2',
)
export const recorded: Source = {
  ...source('aws-amplify/amplify-js', 'issue 6140', 'https://github.com/aws-amplify/amplify-js/issues/6140'),
  month: '2020-06',
  region: 'eu-west-1',
}
