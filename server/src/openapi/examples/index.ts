import { accountExamples } from './accounts.ts'
import { activityExamples } from './activity.ts'
import { applicationExamples } from './applications.ts'
import { bulkExamples } from './bulk.ts'
import { discoveryExamples } from './discovery.ts'
import { environmentApplicationExamples } from './environment-applications.ts'
import { environmentExamples } from './environments.ts'
import type { Examples } from './example.ts'
import { invitationExamples } from './invitations.ts'
import { loginExamples } from './login.ts'
import { meExamples } from './me.ts'
import { membershipExamples } from './memberships.ts'
import { permissionExamples } from './permissions.ts'
import { reviewExamples } from './reviews.ts'
import { securityExamples } from './security.ts'
import { serviceExamples } from './services.ts'
import { sessionExamples } from './sessions.ts'
import { syncExamples } from './sync.ts'
import { templateExamples } from './templates.ts'

export type { Example, Examples } from './example.ts'

/** An example of every route; see `Example`. */
export const examples: Examples = {
  ...discoveryExamples,
  ...meExamples,
  ...sessionExamples,
  ...securityExamples,
  ...permissionExamples,
  ...invitationExamples,
  ...environmentExamples,
  ...environmentApplicationExamples,
  ...accountExamples,
  ...applicationExamples,
  ...loginExamples,
  ...bulkExamples,
  ...membershipExamples,
  ...templateExamples,
  ...reviewExamples,
  ...serviceExamples,
  ...activityExamples,
  ...syncExamples,
}
