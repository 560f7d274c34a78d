import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { accessArea } from './areas/access.ts'
import { accountsArea } from './areas/accounts.ts'
import { activityArea } from './areas/activity.ts'
import { appArea } from './areas/app.ts'
import { applicationsArea } from './areas/applications.ts'
import { bulkArea } from './areas/bulk.ts'
import { diagnosticsArea } from './areas/diagnostics.ts'
import { environmentsArea } from './areas/environments.ts'
import { invitationsArea } from './areas/invitations.ts'
import { notificationsArea } from './areas/notifications.ts'
import { offlineArea } from './areas/offline.ts'
import { outboxArea } from './areas/outbox.ts'
import { link } from './areas/parts.ts'
import { peopleArea } from './areas/people.ts'
import { portfolioArea } from './areas/portfolio.ts'
import { reviewsArea } from './areas/reviews.ts'
import { searchArea } from './areas/search.ts'
import { securityArea } from './areas/security.ts'
import { sessionArea } from './areas/session.ts'
import { syncArea } from './areas/sync.ts'
import { updatesArea } from './areas/updates.ts'
import { usersArea } from './areas/users.ts'
import { event } from './define.ts'
import * as view from './views.ts'

/** All that the renderer can ask of main. Preload, router and the renderer's client are derived from it. */
export const queries = {
  ...appArea.queries,
  ...sessionArea.queries,
  ...syncArea.queries,
  ...accessArea.queries,
  ...accountsArea.queries,
  ...activityArea.queries,
  ...applicationsArea.queries,
  ...searchArea.queries,
  ...usersArea.queries,
  ...invitationsArea.queries,
  ...outboxArea.queries,
  ...offlineArea.queries,
  ...bulkArea.queries,
  ...notificationsArea.queries,
  ...securityArea.queries,
  ...environmentsArea.queries,
  ...portfolioArea.queries,
  ...reviewsArea.queries,
  ...peopleArea.queries,
  ...updatesArea.queries,
  ...diagnosticsArea.queries,
} as const

export const commands = {
  ...appArea.commands,
  ...sessionArea.commands,
  ...syncArea.commands,
  ...accessArea.commands,
  ...accountsArea.commands,
  ...activityArea.commands,
  ...applicationsArea.commands,
  ...searchArea.commands,
  ...usersArea.commands,
  ...invitationsArea.commands,
  ...outboxArea.commands,
  ...offlineArea.commands,
  ...bulkArea.commands,
  ...notificationsArea.commands,
  ...securityArea.commands,
  ...environmentsArea.commands,
  ...portfolioArea.commands,
  ...reviewsArea.commands,
  ...peopleArea.commands,
  ...updatesArea.commands,
  ...diagnosticsArea.commands,
} as const

export const replicaTables = [
  'account',
  'application',
  'accountApplication',
  'membership',
  'grant',
  'invitation',
  'service',
  'template',
  'review',
  'activity',
  'outbox',
  'myInvitation',
  'notification',
  'visit',
] as const

export const events = {
  /** Rows changed here: by a command, or by a pull. An empty list of accounts means all of them. */
  'replica.changed': event(
    z.object({
      tables: z.array(z.enum(replicaTables)),
      accountIds: z.array(c.accountIdSchema),
      revision: z.int(),
    }),
  ),
  'session.changed': event(view.sessionStateSchema),
  'sync.changed': event(view.syncStatusSchema),
  'updates.changed': event(view.updatesViewSchema),
  /** Once, when it comes about: an update was found, is ready, was installed, or was not. */
  'updates.notice': event(view.updateNoticeSchema),
  'link.arrived': event(link),
  /** A link that is none of ours, said plainly. */
  'link.refused': event(c.problemSchema),
  /** A notification of the system was chosen: show what it tells of. */
  'notification.chosen': event(z.object({ target: view.notificationTargetSchema })),
  'menu.chosen': event(
    z.object({
      action: z.enum([
        'palette',
        'settings',
        'shortcuts',
        'paste-link',
        'sync-now',
        'lock',
        'check-updates',
        'show-logs',
        'save-diagnostics',
        'safe-mode',
      ]),
    }),
  ),
} as const

export type Queries = typeof queries
export type Commands = typeof commands
export type Events = typeof events
export type QueryName = keyof Queries
export type CommandName = keyof Commands
export type EventName = keyof Events
export type QueryInput<N extends QueryName> = z.input<Queries[N]['input']>
export type QueryOutput<N extends QueryName> = z.output<Queries[N]['output']>
export type CommandInput<N extends CommandName> = z.input<Commands[N]['input']>
export type CommandOutput<N extends CommandName> = z.output<Commands[N]['output']>
export type EventPayload<N extends EventName> = z.output<Events[N]['payload']>
