/** Step 18: what guests may do, by the flow that they came through. */
import { identityPool } from '../flow.ts'
import { wasCarriedOut } from '../parameter.ts'
import { iamRolesPage } from '../sources.ts'

const guests = (states: string) => iamRolesPage('Services that unauthenticated users can access', states)

export const classicGuestIsNotCut = identityPool.check(18, 'basic-flow-guest-not-cut', {
  says: 'In the basic flow a guest’s session may do what the role allows, also at services that the enhanced flow keeps guests from',
  sends:
    'SSM GetParameter of a name that nobody gave, signed with credentials of the basic flow, for a guest whose role allows ssm:GetParameter',
  basis: guests('To grant access to services beyond the list, the basic flow is activated.'),
  breaks: 'The documented way out for guests who need another service is none.',
  needs: ['basic-flow', 'guest-access', 'iam-policies', 'parameter-store'],
  judge: wasCarriedOut,
})
