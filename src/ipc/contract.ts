import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { command, event, query } from './define.ts'
import * as view from './views.ts'

const nothing = z.object({})
const account = z.object({ accountId: c.accountIdSchema })
const ofApplication = account.extend({ applicationId: c.applicationIdSchema })
const link = z.object({ linkId: z.uuid() })
const mutation = z.object({ mutationId: c.mutationIdSchema })

/** All that the renderer can ask of main. Preload, router and the renderer's client are derived from it. */
export const queries = {
  'app.info': query({ input: nothing, output: view.appInfoSchema }),
  'session.get': query({ input: nothing, output: view.sessionStateSchema }),
  'sync.status': query({ input: nothing, output: view.syncStatusSchema }),
  'preferences.get': query({ input: nothing, output: view.preferencesSchema }),
  'accounts.list': query({ input: nothing, output: z.array(view.accountItemSchema) }),
  'accounts.get': query({ input: account, output: view.accountDetailSchema }),
  'dashboard.get': query({ input: account, output: view.dashboardSchema }),
  'applications.list': query({
    input: account.extend({ type: z.enum(['application', 'agent']) }),
    output: z.array(view.applicationItemSchema),
  }),
  'applications.assignable': query({ input: account, output: z.array(view.assignableSchema) }),
  'applications.impact': query({
    input: ofApplication.extend({ change: c.impactChangeSchema }),
    output: c.impactSchema.extend({ activeUsers: z.int() }),
  }),
  'applications.users': query({ input: ofApplication, output: z.array(view.applicationUserSchema) }),
  'users.list': query({ input: account, output: z.array(view.userItemSchema) }),
  'users.get': query({
    input: account.extend({ membershipId: c.membershipIdSchema }),
    output: view.userDetailSchema,
  }),
  'invitations.list': query({ input: account, output: z.array(view.invitationItemSchema) }),
  'invitations.mine': query({ input: nothing, output: z.array(c.invitationPreviewSchema) }),
  'services.list': query({ input: account, output: z.array(view.serviceItemSchema) }),
  'activity.list': query({ input: account, output: z.array(view.activityItemSchema) }),
  'outbox.list': query({ input: nothing, output: z.array(view.outboxItemSchema) }),
} as const

export const commands = {
  /** First start: an address as typed. Reads the discovery document and says what is wrong when there is none. */
  'server.connect': command({
    input: z.object({ address: z.string().max(500) }),
    output: view.serverInfoSchema,
  }),
  /** Forget the server, to choose another one. Only while signed out. */
  'server.forget': command({ input: nothing, output: nothing }),
  /** Opens the system browser. Answers when the sign-in has ended, either way. `linkId`: to accept that invitation. */
  'session.signIn': command({
    input: z.object({ linkId: z.uuid().optional(), anotherLogin: z.boolean().default(false) }),
    output: nothing,
  }),
  'session.cancelSignIn': command({ input: nothing, output: nothing }),
  /** Wipes the replica. With changes unsent it is refused as `validation` unless `discardUnsent` is said. */
  'session.signOut': command({ input: z.object({ discardUnsent: z.boolean() }), output: nothing }),
  'sync.now': command({ input: nothing, output: nothing }),
  /** Puts a change into the outbox and shows it at once; the same online and offline. */
  mutate: command({
    input: z.object({ intent: c.intentSchema }),
    output: z.object({ mutationId: c.mutationIdSchema }),
  }),
  /** Takes back a change that wasn't sent yet. `undone: false`: too late, it is on its way. */
  'outbox.undo': command({ input: mutation, output: z.object({ undone: z.boolean() }) }),
  'outbox.retry': command({ input: mutation, output: nothing }),
  'outbox.discard': command({ input: mutation, output: nothing }),
  /** A link as pasted: `gatehouse://invite/...`, the web address of an invitation, or its bare code. */
  'links.paste': command({ input: z.object({ text: z.string().max(2000) }), output: link }),
  'links.preview': command({ input: link, output: view.linkSchema }),
  'links.accept': command({ input: link, output: account }),
  'links.decline': command({ input: link, output: nothing }),
  'links.dismiss': command({ input: link, output: nothing }),
  'invitations.acceptMine': command({
    input: z.object({ invitationId: c.invitationIdSchema }),
    output: account,
  }),
  'invitations.declineMine': command({
    input: z.object({ invitationId: c.invitationIdSchema }),
    output: nothing,
  }),
  /** Makes another link and puts it on the clipboard; it never reaches the renderer. Needs the network. */
  'invitations.copyLink': command({
    input: account.extend({ invitationId: c.invitationIdSchema }),
    output: nothing,
  }),
  'clipboard.write': command({ input: z.object({ text: z.string().max(10_000) }), output: nothing }),
  /** Opens an application in the system browser. */
  'applications.open': command({ input: ofApplication, output: nothing }),
  'preferences.set': command({ input: view.preferencesChangeSchema, output: view.preferencesSchema }),
  /** The renderer listens now: links that came before are handed over as events. */
  'app.ready': command({ input: nothing, output: nothing }),
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
  'activity',
  'outbox',
  'myInvitation',
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
  'link.arrived': event(link),
  /** A link that is none of ours, said plainly. */
  'link.refused': event(c.problemSchema),
  'menu.chosen': event(
    z.object({ action: z.enum(['palette', 'settings', 'shortcuts', 'paste-link', 'sync-now']) }),
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
