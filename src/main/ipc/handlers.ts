import { accessHandlers } from './handlers/access.ts'
import { accountsHandlers } from './handlers/accounts.ts'
import { activityHandlers } from './handlers/activity.ts'
import { appHandlers } from './handlers/app.ts'
import { applicationsHandlers } from './handlers/applications.ts'
import { bulkHandlers } from './handlers/bulk.ts'
import type { HandlersDeps } from './handlers/deps.ts'
import { diagnosticsHandlers } from './handlers/diagnostics.ts'
import { environmentsHandlers } from './handlers/environments.ts'
import { invitationsHandlers } from './handlers/invitations.ts'
import { notificationsHandlers } from './handlers/notifications.ts'
import { offlineHandlers } from './handlers/offline.ts'
import { outboxHandlers } from './handlers/outbox.ts'
import { peopleHandlers } from './handlers/people.ts'
import { portfolioHandlers } from './handlers/portfolio.ts'
import { reviewsHandlers } from './handlers/reviews.ts'
import { searchHandlers } from './handlers/search.ts'
import { securityHandlers } from './handlers/security.ts'
import { sessionHandlers } from './handlers/session.ts'
import { syncHandlers } from './handlers/sync.ts'
import { updatesHandlers } from './handlers/updates.ts'
import { usersHandlers } from './handlers/users.ts'
import type { CommandHandlers, QueryHandlers } from './router.ts'

export type { HandlersDeps } from './handlers/deps.ts'

/** What main does for each query and command of the contract, area by area. */
export function createHandlers(deps: HandlersDeps): { queries: QueryHandlers; commands: CommandHandlers } {
  const app = appHandlers(deps)
  const session = sessionHandlers(deps)
  const sync = syncHandlers(deps)
  const access = accessHandlers(deps)
  const accounts = accountsHandlers(deps)
  const activity = activityHandlers(deps)
  const applications = applicationsHandlers(deps)
  const search = searchHandlers(deps)
  const users = usersHandlers(deps)
  const invitations = invitationsHandlers(deps)
  const outbox = outboxHandlers(deps)
  const offline = offlineHandlers(deps)
  const bulk = bulkHandlers(deps)
  const notifications = notificationsHandlers(deps)
  const security = securityHandlers(deps)
  const environments = environmentsHandlers(deps)
  const people = peopleHandlers(deps)
  const portfolio = portfolioHandlers(deps)
  const reviews = reviewsHandlers(deps)
  const diagnostics = diagnosticsHandlers(deps)
  const updates = updatesHandlers(deps)
  return {
    queries: {
      ...app.queries,
      ...session.queries,
      ...sync.queries,
      ...access.queries,
      ...accounts.queries,
      ...activity.queries,
      ...applications.queries,
      ...search.queries,
      ...users.queries,
      ...invitations.queries,
      ...outbox.queries,
      ...offline.queries,
      ...bulk.queries,
      ...notifications.queries,
      ...security.queries,
      ...environments.queries,
      ...people.queries,
      ...portfolio.queries,
      ...reviews.queries,
      ...diagnostics.queries,
      ...updates.queries,
    },
    commands: {
      ...app.commands,
      ...session.commands,
      ...sync.commands,
      ...access.commands,
      ...accounts.commands,
      ...activity.commands,
      ...applications.commands,
      ...search.commands,
      ...users.commands,
      ...invitations.commands,
      ...outbox.commands,
      ...offline.commands,
      ...bulk.commands,
      ...notifications.commands,
      ...security.commands,
      ...environments.commands,
      ...people.commands,
      ...portfolio.commands,
      ...reviews.commands,
      ...diagnostics.commands,
      ...updates.commands,
    },
  }
}
