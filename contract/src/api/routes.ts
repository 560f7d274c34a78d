import { accountRoutes } from './routes/accounts.ts'
import { activityRoutes } from './routes/activity.ts'
import { applicationRoutes } from './routes/applications.ts'
import { discoveryRoutes } from './routes/discovery.ts'
import { invitationRoutes } from './routes/invitations.ts'
import { meRoutes } from './routes/me.ts'
import { membershipRoutes } from './routes/memberships.ts'
import { permissionRoutes } from './routes/permissions.ts'
import { serviceRoutes } from './routes/services.ts'
import { syncRoutes } from './routes/sync.ts'

/** Every route of the server by name; client, handlers and OpenAPI document are derived from it. */
export const routes = {
  ...discoveryRoutes,
  ...meRoutes,
  ...permissionRoutes,
  ...invitationRoutes,
  ...accountRoutes,
  ...applicationRoutes,
  ...membershipRoutes,
  ...serviceRoutes,
  ...activityRoutes,
  ...syncRoutes,
} as const

export type Routes = typeof routes
export type RouteName = keyof Routes
