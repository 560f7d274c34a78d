import { accountRoutes } from './routes/accounts.ts'
import { activityRoutes } from './routes/activity.ts'
import { applicationRoutes } from './routes/applications.ts'
import { bulkRoutes } from './routes/bulk.ts'
import { discoveryRoutes } from './routes/discovery.ts'
import { environmentApplicationRoutes } from './routes/environment-applications.ts'
import { environmentRoutes } from './routes/environments.ts'
import { invitationRoutes } from './routes/invitations.ts'
import { loginRoutes } from './routes/login.ts'
import { meRoutes } from './routes/me.ts'
import { membershipRoutes } from './routes/memberships.ts'
import { permissionRoutes } from './routes/permissions.ts'
import { reviewRoutes } from './routes/reviews.ts'
import { securityRoutes } from './routes/security.ts'
import { serviceRoutes } from './routes/services.ts'
import { sessionRoutes } from './routes/sessions.ts'
import { syncRoutes } from './routes/sync.ts'
import { templateRoutes } from './routes/templates.ts'

/** Every route of the server by name; client, handlers and OpenAPI document are derived from it. */
export const routes = {
  ...discoveryRoutes,
  ...meRoutes,
  ...sessionRoutes,
  ...securityRoutes,
  ...permissionRoutes,
  ...invitationRoutes,
  ...environmentRoutes,
  ...environmentApplicationRoutes,
  ...accountRoutes,
  ...applicationRoutes,
  ...loginRoutes,
  ...bulkRoutes,
  ...membershipRoutes,
  ...templateRoutes,
  ...reviewRoutes,
  ...serviceRoutes,
  ...activityRoutes,
  ...syncRoutes,
} as const

export type Routes = typeof routes
export type RouteName = keyof Routes
