import { accountExamples } from './accounts.ts'
import { activityExamples } from './activity.ts'
import { applicationExamples } from './applications.ts'
import { discoveryExamples } from './discovery.ts'
import type { Examples } from './example.ts'
import { invitationExamples } from './invitations.ts'
import { meExamples } from './me.ts'
import { membershipExamples } from './memberships.ts'
import { permissionExamples } from './permissions.ts'
import { serviceExamples } from './services.ts'
import { syncExamples } from './sync.ts'

export type { Example, Examples } from './example.ts'

/** An example of every route; see `Example`. */
export const examples: Examples = {
  ...discoveryExamples,
  ...meExamples,
  ...permissionExamples,
  ...invitationExamples,
  ...accountExamples,
  ...applicationExamples,
  ...membershipExamples,
  ...serviceExamples,
  ...activityExamples,
  ...syncExamples,
}
