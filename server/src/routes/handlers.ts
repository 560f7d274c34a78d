import type { Pokes } from '../sync/pokes.ts'
import { ok } from './answers.ts'
import { type DiscoveryConfig, discoveryOf } from './discovery.ts'
import type { Handlers } from './handler.ts'
import { accountHandlers } from './handlers/accounts.ts'
import { activityHandlers } from './handlers/activity.ts'
import { applicationHandlers } from './handlers/applications.ts'
import { invitationHandlers } from './handlers/invitations.ts'
import { meHandlers } from './handlers/me.ts'
import { membershipHandlers } from './handlers/memberships.ts'
import { permissionHandlers } from './handlers/permissions.ts'
import { serviceHandlers } from './handlers/services.ts'
import { createSyncHandlers } from './handlers/sync.ts'

export interface HandlerDeps {
  config: DiscoveryConfig
  pokes: Pokes
}

/** What each route of the contract does. */
export function createHandlers({ config, pokes }: HandlerDeps): Handlers {
  return {
    'discovery.get': async () => ok(discoveryOf(config)),
    ...meHandlers,
    ...permissionHandlers,
    ...invitationHandlers,
    ...accountHandlers,
    ...applicationHandlers,
    ...membershipHandlers,
    ...serviceHandlers,
    ...activityHandlers,
    ...createSyncHandlers(pokes),
  }
}
