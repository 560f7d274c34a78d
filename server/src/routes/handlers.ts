import type { Clock, Randomness } from '../clock.ts'
import type { Pokes } from '../sync/pokes.ts'
import { ok } from './answers.ts'
import { type DiscoveryConfig, discoveryOf } from './discovery.ts'
import type { Handlers } from './handler.ts'
import { accountHandlers } from './handlers/accounts.ts'
import { activityHandlers } from './handlers/activity.ts'
import { applicationHandlers } from './handlers/applications.ts'
import { bulkHandlers } from './handlers/bulk.ts'
import { environmentApplicationHandlers } from './handlers/environment-applications.ts'
import { environmentHandlers } from './handlers/environments.ts'
import { createInvitationHandlers } from './handlers/invitations.ts'
import { loginHandlers } from './handlers/login.ts'
import { meHandlers } from './handlers/me.ts'
import { membershipHandlers } from './handlers/memberships.ts'
import { permissionHandlers } from './handlers/permissions.ts'
import { reviewHandlers } from './handlers/reviews.ts'
import { createSecurityHandlers } from './handlers/security.ts'
import { serviceHandlers } from './handlers/services.ts'
import { createSessionHandlers } from './handlers/sessions.ts'
import { createSyncHandlers } from './handlers/sync.ts'
import { templateHandlers } from './handlers/templates.ts'

export interface HandlerDeps {
  config: DiscoveryConfig
  clock: Clock
  pokes: Pokes
  random: Randomness
}

/** What each route of the contract does. */
export function createHandlers({ config, clock, pokes, random }: HandlerDeps): Handlers {
  return {
    'discovery.get': async () => ok(discoveryOf(config)),
    ...meHandlers,
    ...createSessionHandlers(config),
    ...createSecurityHandlers(config),
    ...permissionHandlers,
    ...createInvitationHandlers({ random, serverName: config.name }),
    ...environmentHandlers,
    ...environmentApplicationHandlers,
    ...accountHandlers,
    ...applicationHandlers,
    ...loginHandlers,
    ...bulkHandlers,
    ...membershipHandlers,
    ...templateHandlers,
    ...reviewHandlers,
    ...serviceHandlers,
    ...activityHandlers,
    ...createSyncHandlers({ pokes, clock }),
  }
}
