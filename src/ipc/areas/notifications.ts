/** What happened that the user may want to hear of. */
export const notificationsArea = { queries: {}, commands: {} } as const
