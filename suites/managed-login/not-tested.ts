/** What the documentation says of managed login and no check judges, with the reason. */
import type { NotTested } from '../../reports/record.ts'

export const notTested: readonly NotTested[] = [
  {
    statement: 'Branding designer and classic hosted UI customization change the look of the pages.',
    source: {
      title: 'How authentication works with Amazon Cognito',
      section: 'Managed login, variants and customization',
      url: 'https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-how-to-authenticate.html#cognito-authentication-concepts-managed-login',
      month: '2026-11',
    },
    reason: 'Looks are not protocol: no request or answer of the flow depends on them.',
  },
]
