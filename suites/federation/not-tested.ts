/** What the documentation says of federation and no check judges, with the reason. */
import type { NotTested } from '../../reports/record.ts'

export const notTested: readonly NotTested[] = [
  {
    statement: 'Google, Facebook, Login with Amazon and Sign in with Apple themselves authenticate the user.',
    source: {
      title: 'Amazon Cognito Developer Guide',
      section: 'Using social identity providers with a user pool',
      url: 'https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-social-idp.html',
      month: '2026-11',
    },
    reason:
      'The harness judges the user pool. The providers are other people’s services, and no test may sign in there.',
  },
]
