// What the screens show: answers of the replica, shaped for reading. All times ISO UTC.
export * from './views/accounts.ts'
export * from './views/applications.ts'
export * from './views/invitations.ts'
export * from './views/outbox.ts'
export * from './views/preferences.ts'
export * from './views/session.ts'
export * from './views/sync.ts'
export * from './views/users.ts'
